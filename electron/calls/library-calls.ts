import path from 'node:path';
import type { EngineHandlers, EventOf } from '../../shared/ipc/contract.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import {
  type AppSettings,
  type AppSettingsChange,
  defaultAppSettings,
} from '../../shared/model/app-settings.ts';
import { builtInPresets } from '../../shared/model/built-in-presets.ts';
import { ConvoyFailure, type Result, fail } from '../../shared/model/error.ts';
import { kinds } from '../../shared/model/options.ts';
import {
  type Preset,
  type PresetDraft,
  type PresetFile,
  presetOptions,
  readPresetFile,
} from '../../shared/model/preset.ts';
import type { LibraryDoor } from '../engine/index.ts';
import type { AllowedPlaces } from './allowed-places.ts';
import { settingsExample } from './settings-example.ts';

/** Presets and settings. */

export type Broadcast = <K extends EventName>(name: K, event: EventOf<K>) => void;

export interface LibraryDeps {
  readonly library: LibraryDoor;
  readonly places: AllowedPlaces;
  readonly home: string;
  readonly now: () => number;
  readonly broadcast: Broadcast;
  /** Hears what was changed, after it took effect. */
  readonly settingsChanged: (change: AppSettingsChange) => void;
}

type LibraryCalls = Pick<
  EngineHandlers,
  | 'presets:list'
  | 'presets:save'
  | 'presets:remove'
  | 'presets:import'
  | 'presets:export'
  | 'settings:get'
  | 'settings:change'
  | 'settings:example'
>;

/** All presets: those that come with Convoy, then the person's own. */
export function allPresets(library: LibraryDoor): Preset[] {
  return [...builtInPresets, ...library.presets()];
}

export function presetOf(library: LibraryDoor, id: string): Preset | null {
  return allPresets(library).find((preset) => preset.id === id) ?? null;
}

export function createLibraryCalls(deps: LibraryDeps): LibraryCalls {
  const { library, places, broadcast } = deps;
  const tellPresets = (): void => broadcast('presets:changed', allPresets(library));

  async function save(draft: PresetDraft): Promise<Preset> {
    if (draft.id !== null) notBuiltIn(draft.id);
    valueOf(presetOptions(draft));
    if (draft.output !== null) await places.checkOutput(draft.output);
    return valueOf(library.savePreset(draft));
  }

  /** A kind whose default is gone goes back to the one that comes with Convoy. */
  async function forgetDefault(id: string): Promise<void> {
    const { defaultPresets } = library.settings();
    const lost = kinds.filter((kind) => defaultPresets[kind] === id);
    if (lost.length === 0) return;
    const back = Object.fromEntries(lost.map((kind) => [kind, defaultAppSettings.defaultPresets[kind]]));
    broadcast('settings:changed', valueOf(await library.changeSettings({ defaultPresets: back })));
  }

  return {
    'presets:list': () => allPresets(library),
    'presets:save': async ({ preset }) => {
      const saved = await save(preset);
      tellPresets();
      return saved;
    },
    'presets:remove': async ({ id }) => {
      notBuiltIn(id);
      const removed = valueOf(library.removePreset(id));
      await forgetDefault(id);
      tellPresets();
      return removed;
    },
    'presets:import': async ({ text }) => {
      const { presets } = valueOf(readPresetFile(text));
      // All are judged before the first is kept.
      for (const { output } of presets)
        if (output !== undefined && output !== null) await places.checkOutput(output);
      const saved: Preset[] = [];
      for (const preset of presets)
        saved.push(await save({ ...preset, id: null, output: preset.output ?? null }));
      tellPresets();
      return saved;
    },
    'presets:export': ({ ids }) => {
      const presets = ids.map((id) => presetOf(library, id) ?? missingPreset());
      const file: PresetFile = {
        convoy_presets: 1,
        presets: presets.map(({ name, kind, options, output }) => ({ name, kind, options, output })),
      };
      return { text: `${JSON.stringify(file, null, 2)}\n` };
    },
    'settings:get': () => library.settings(),
    'settings:change': async ({ change }) => {
      await checkSettings(deps, change);
      const settings: AppSettings = valueOf(await library.changeSettings(change));
      broadcast('settings:changed', settings);
      deps.settingsChanged(change);
      return settings;
    },
    'settings:example': ({ nameTemplate, outputFolder }) => {
      const { home, now } = deps;
      const example = settingsExample({
        nameTemplate,
        outputFolder,
        home,
        now: now(),
        platform: process.platform,
      });
      return example.ok ? { ok: true, path: example.value.path } : example;
    },
  };
}

function notBuiltIn(id: string): void {
  if (!builtInPresets.some((preset) => preset.id === id)) return;
  throw fail('conflict', {
    reason: 'this preset comes with Convoy and stays as it is',
    hint: 'Duplicate it, and change the copy.',
  });
}

function missingPreset(): never {
  throw fail('not_found', { given: 'This preset' });
}

/** What makes sense by itself may still not be for somebody at the other end of a connection. */
async function checkSettings({ places, home }: LibraryDeps, change: AppSettingsChange): Promise<void> {
  const { outputFolder, originalsFolder, ffmpegPath, nameTemplate } = change;
  if (nameTemplate !== undefined) {
    const example = settingsExample({
      nameTemplate,
      outputFolder: null,
      home,
      now: 0,
      platform: process.platform,
    });
    if (!example.ok) throw new ConvoyFailure(example.error);
  }
  if (outputFolder !== undefined && outputFolder !== null) {
    if (!path.isAbsolute(outputFolder)) {
      throw fail('invalid_option', { field: 'outputFolder', reason: 'it is not a whole path' });
    }
    await places.checkOutput(outputFolder + path.sep, 'outputFolder');
  }
  for (const folder of change.api?.allow ?? []) {
    if (!path.isAbsolute(folder)) {
      throw fail('invalid_option', { field: 'api.allow', reason: 'it is not a whole path' });
    }
  }
  if (places.roots === null) return;
  if (change.api !== undefined) {
    throw fail('conflict', {
      reason: 'a browser cannot say who may use this computer',
      hint: 'Start the server with `convoy serve --api --allow DIR`.',
    });
  }
  if (originalsFolder !== undefined) {
    if (path.isAbsolute(originalsFolder))
      await places.checkOutput(originalsFolder + path.sep, 'originalsFolder');
    else if (originalsFolder.split(/[\\/]/).includes('..')) {
      throw fail('invalid_option', {
        field: 'originalsFolder',
        reason: 'it leads out of the folder of the original',
      });
    }
  }
  if (ffmpegPath !== undefined && ffmpegPath !== null) {
    throw fail('conflict', {
      reason: 'a browser cannot say which program this computer runs',
      hint: 'Start the server with `convoy serve --ffmpeg PATH`.',
    });
  }
}

/** The value of a result; its error is thrown for `dispatch` to tell. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new ConvoyFailure(result.error);
  return result.value;
}
