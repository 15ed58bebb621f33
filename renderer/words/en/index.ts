import { app } from './app.ts';
import { connections } from './connections.ts';
import { compare } from './compare.ts';
import { history } from './history.ts';
import { inspector } from './inspector.ts';
import { presets } from './presets.ts';
import { preview } from './preview.ts';
import { queue } from './queue.ts';
import { settings } from './settings.ts';
import { units } from './units.ts';
import { watch } from './watch.ts';

/** Every text of the window, in English, by the feature that shows it. */
export const en = {
  app,
  units,
  queue,
  inspector,
  presets,
  settings,
  compare,
  preview,
  watch,
  history,
  connections,
};

/** What a translation has to have. */
export type Words = typeof en;
