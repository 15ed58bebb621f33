import type { Choice, JobChange } from '../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { App } from '../../store/store.ts';
import { isWaiting } from './subject.ts';
import type { View } from './view.ts';
import { commonOptions, kindOf, presetOf } from './view.ts';

/** What the inspector asks of the host. All reject with a `CallFailed` when they are refused. */

export async function openLink(app: App, to: 'get_ffmpeg' | 'report' | 'source'): Promise<void> {
  await app.bridge.call('shell:link', { to });
}

/** Whether the host has a dialog of its own to choose with. */
export const choosesFolders = (app: App): boolean => app.store.getState().hello?.abilities.choose !== false;

/** A folder for results; null when the person closed the dialog. */
export async function chooseFolder(app: App): Promise<string | null> {
  const { paths } = await app.bridge.call('shell:choose', { what: 'output_folder' });
  return paths[0] ?? null;
}

/** A change for files that wait is an edit, for files that have ended another attempt. Gives the refusals. */
export async function applyChange(
  app: App,
  rows: readonly Row[],
  change: JobChange | null,
): Promise<readonly ConvoyError[]> {
  const waiting = rows.filter(isWaiting).map(({ id }) => id);
  const ended = rows.filter((row) => !isWaiting(row)).map(({ id }) => id);
  const refused: ConvoyError[] = [];
  if (waiting.length > 0 && change !== null) {
    const answer = await app.bridge.call('jobs:edit', { ids: waiting, change });
    refused.push(...answer.refused.map(({ error }) => error));
  }
  if (ended.length > 0) {
    const answer = await app.bridge.call('jobs:retry', {
      ids: ended,
      ...(change === null ? {} : { change }),
    });
    refused.push(...answer.refused.map(({ error }) => error));
  }
  return refused;
}

/**
 * Lets the person choose the file that was not found, adds it as the lost one was asked, and takes the lost one out.
 * False when nothing was chosen.
 */
export async function findInput(app: App, row: Row): Promise<boolean> {
  if (app.store.getState().hello?.abilities.choose === false) {
    // Without a dialog of its own the host is browsed; what is found there is added beside the lost one.
    app.store.setState({ dialog: { name: 'browse', for: 'files' } });
    return false;
  }
  const { paths } = await app.bridge.call('shell:choose', { what: 'files' });
  if (paths.length === 0) return false;
  const { job, options } = await app.bridge.call('jobs:get', { id: row.id });
  const connection = row.upload?.connection ?? null;
  const choice: Choice = { kind: job.kind, presetId: job.preset, options, output: job.output, connection };
  const { added } = await app.bridge.call('queue:add', { paths, choice });
  if (added > 0) await app.bridge.call('jobs:remove', { ids: [row.id] });
  return added > 0;
}

/** What a new preset would hold; null when the files do not agree on a kind. */
function choiceOf(view: View): Choice | null {
  const kind = kindOf(view);
  if (kind === null) return null;
  return { kind, presetId: presetOf(view) ?? null, options: { ...commonOptions(view) }, output: null };
}

/** Asks for the name of a new preset. */
export function askPresetName(app: App, view: View): void {
  const choice = choiceOf(view);
  if (choice !== null) app.store.setState({ dialog: { name: 'save_preset', choice } });
}

/** Writes the options into a preset of the person's own. */
export async function updatePreset(app: App, preset: Preset, view: View): Promise<void> {
  const { id, name, kind, output } = preset;
  await app.bridge.call('presets:save', {
    preset: { id, name, kind, options: { ...commonOptions(view) }, output },
  });
}

/** Each of the next files takes the default of its own kind again, and goes where it was to go. */
export function forgetNext(app: App): void {
  const { next, presets } = app.store.getState();
  if (next === null) return;
  const { output, connection } = next;
  // What only the preset said goes with it.
  const isOfPreset =
    output !== null && presets.some((preset) => preset.id === next.presetId && preset.output === output);
  app.store.setState({
    next: null,
    nextTarget: connection === undefined || isOfPreset ? null : { output, connection },
  });
}

/** Moves the keyboard to the control of an option, once it is there. */
export function focusField(fieldId: string): void {
  requestAnimationFrame(() => {
    const field = document.getElementById(fieldId);
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  });
}
