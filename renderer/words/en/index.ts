import { app } from './app.ts';
import { compare } from './compare.ts';
import { inspector } from './inspector.ts';
import { presets } from './presets.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { units } from './units.ts';

/** Every text of the window, in English, by the feature that shows it. */
export const en = { app, units, queue, inspector, presets, settings, compare };

/** What a translation has to have. */
export type Words = typeof en;
