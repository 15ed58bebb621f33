import type { Choice } from '../../../shared/ipc/contract.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset, PresetDraft } from '../../../shared/model/preset.ts';
import type { App } from '../../store/store.ts';
import { type Undo, remember } from '../../store/undo.ts';
import { changeSettings } from '../settings/change-settings.ts';
import { freeName, withRecent } from './preset-groups.ts';

/** What a person does to presets. All reject with a `CallFailed` when the engine refuses. */

/** Remembers that a preset was picked. A refusal is no one's business: the pick itself was made. */
export async function recordRecent(app: App, id: string): Promise<void> {
  const { recentPresets } = app.store.getState().settings;
  if (recentPresets[0] === id) return;
  await changeSettings(app, { recentPresets: withRecent(recentPresets, id) });
}

/** Saves a preset, new without an id. The window knows it before the host tells everyone. */
export async function savePreset(app: App, preset: PresetDraft): Promise<Preset> {
  const saved = await app.bridge.call('presets:save', { preset });
  const others = app.store.getState().presets.filter(({ id }) => id !== saved.id);
  app.store.setState({ presets: [...others, saved] });
  return saved;
}

/** A copy under a name of its own, as the person's own preset. */
export async function duplicatePreset(app: App, preset: Preset, name: string): Promise<Preset> {
  const names = app.store.getState().presets.map((one) => one.name);
  const { kind, options, output } = preset;
  return savePreset(app, { id: null, name: freeName(name, names), kind, options, output });
}

/** What was deleted, and the way back: the same preset, saved again under its id. */
export async function removePreset(app: App, id: string): Promise<{ preset: Preset; undo: Undo }> {
  // Looked at first: with the preset the engine takes it from the defaults, and may say so before it answers.
  const { defaultPresets } = app.store.getState().settings;
  const preset = await app.bridge.call('presets:remove', { id });
  app.store.setState({ presets: app.store.getState().presets.filter((one) => one.id !== id) });
  const undo = remember(app, async () => {
    const { name, kind, options, output } = preset;
    const saved = await savePreset(app, { id, name, kind, options, output });
    if (defaultPresets[kind] === id) await makeDefault(app, kind, saved.id);
  });
  return { preset, undo };
}

/** Files of the kind get this preset when nothing is chosen. */
export async function makeDefault(app: App, kind: Kind, id: string): Promise<void> {
  await changeSettings(app, { defaultPresets: { [kind]: id } });
}

/** Reads presets from an exported file; they become the person's own. */
export async function importPresets(app: App, text: string): Promise<readonly Preset[]> {
  const imported = await app.bridge.call('presets:import', { text });
  const fresh = new Set(imported.map(({ id }) => id));
  const others = app.store.getState().presets.filter(({ id }) => !fresh.has(id));
  app.store.setState({ presets: [...others, ...imported] });
  return imported;
}

/** Writes presets to a file that the person names. False when they closed the dialog. */
export async function exportPresets(app: App, ids: readonly string[], name: string): Promise<boolean> {
  const { text } = await app.bridge.call('presets:export', { ids: [...ids] });
  const { saved } = await app.bridge.call('shell:save_text', { name, text });
  return saved;
}

/**
 * What the saved options came from goes by the new name from now on: the next files, or the one file that is selected
 * and still waits. Several files may differ in what was saved, so they keep what they have.
 */
export async function adoptPreset(app: App, choice: Choice, id: string): Promise<void> {
  const { selection, rows, next } = app.store.getState();
  const [first, second] = [...selection.ids];
  if (first === undefined) {
    // Where results go is no part of what was saved.
    if (next !== null) {
      const { output, connection } = next;
      const target = connection === undefined ? { output } : { output, connection };
      app.store.setState({ next: { ...choice, presetId: id, ...target } });
    }
    return;
  }
  const row = rows.byId.get(first);
  if (second !== undefined || row?.status !== 'queued' || row.kind !== choice.kind) return;
  await app.bridge.call('jobs:edit', { ids: [first], change: { presetId: id, options: choice.options } });
}
