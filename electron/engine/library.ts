import path from 'node:path';
import { type AppSettings, AppSettingsChange, changedSettings } from '../../shared/model/app-settings.ts';
import { builtInPreset } from '../../shared/model/built-in-presets.ts';
import { type Result, ok, refuse } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';
import { Preset, presetOptions } from '../../shared/model/preset.ts';
import { outputTarget } from '../../shared/plan/names/output-path.ts';
import type { LibraryStore } from './ports.ts';
import { hostPlatform } from './publish/same-file.ts';
import type { LibraryDoor } from './doors/queue-door.ts';

/** A person's own presets, and the settings. */
export interface Library extends LibraryDoor {
  /** A built-in preset or an own one; null when there is none of that id. */
  preset(id: string): Preset | null;
}

export interface LibraryDeps {
  readonly store: LibraryStore;
  readonly now: () => number;
  /** Makes changed settings take effect; they are stored already. */
  readonly changed: (settings: AppSettings, before: AppSettings) => Promise<void>;
}

export function createLibrary({ store, now, changed }: LibraryDeps): Library {
  const own = new Map(store.presets().map((preset) => [preset.id, preset]));
  let settings = store.settings();

  return {
    preset: (id) => builtInPreset(id) ?? own.get(id) ?? null,
    presets: () => [...own.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)),
    savePreset(draft) {
      if (draft.id !== null && builtInPreset(draft.id) !== undefined) {
        return refuse('conflict', { reason: 'presets that come with Convoy do not change' });
      }
      const options = presetOptions(draft);
      if (!options.ok) return options;
      const parsed = Preset.safeParse({
        ...draft,
        id: draft.id ?? newId('preset'),
        purpose: null,
        builtIn: false,
        updatedAt: now(),
      });
      if (!parsed.success) return refuse('invalid_request', { reason: 'that is no preset' });
      store.savePreset(parsed.data);
      own.set(parsed.data.id, parsed.data);
      return ok(parsed.data);
    },
    removePreset(id) {
      const preset = own.get(id);
      if (preset === undefined) return refuse('not_found', { given: `The preset ${id}` });
      store.removePreset(id);
      own.delete(id);
      return ok(preset);
    },
    settings: () => settings,
    async changeSettings(change) {
      const parsed = AppSettingsChange.safeParse(change);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return refuse('invalid_option', {
          field: issue?.path.join('.') ?? 'settings',
          reason: issue?.message ?? 'the value is not allowed',
        });
      }
      const before = settings;
      const next = changedSettings(before, parsed.data);
      const wrong = whyWrong(next);
      if (wrong !== null) return wrong;
      store.saveSettings(next);
      settings = next;
      await changed(next, before);
      return ok(settings);
    },
  };
}

/** What only the engine can tell about settings: templates that cannot be filled in, folders that are no place. */
function whyWrong(settings: AppSettings): Result<never> | null {
  const { outputFolder, ffmpegPath, nameTemplate } = settings;
  for (const [field, value] of Object.entries({ outputFolder, ffmpegPath })) {
    if (value !== null && !path.isAbsolute(value)) {
      return refuse('invalid_option', { field, reason: 'it must be a whole path' });
    }
  }
  const named = outputTarget({
    ...{ asked: null, askedIsFolder: false, root: null, many: false, nameTemplate },
    input: path.resolve('example.mov'),
    cwd: path.resolve('.'),
    platform: hostPlatform(),
    paths: path,
  });
  return named.ok ? null : named;
}
