import type { Choice, JobChange, Output, Target } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { here, saysTarget } from '../../store/usual-target.ts';
import { type Counted, type OptionState, optionState } from './options/mixed.ts';

/** What one file, many files or the next files have as kind, preset, options and output: what the fields show. */
export interface View {
  /** Number of files; 1 for the next files. */
  readonly total: number;
  readonly kinds: readonly { readonly kind: Kind; readonly count: number }[];
  readonly presets: readonly { readonly presetId: string | null; readonly count: number }[];
  readonly options: Readonly<Record<string, readonly Counted[]>>;
  /** Undefined when it is not known, as for many files. */
  readonly output: string | null | undefined;
  /** Connection that results are sent through; null = none. Undefined or absent as the output is. */
  readonly connection?: string | null | undefined;
}

/** @param usual where results go when the choice does not say */
export function viewOfChoice(choice: Choice, usual: Target = here): View {
  const { output, connection = null } = saysTarget(choice) ? choice : usual;
  return {
    total: 1,
    kinds: [{ kind: choice.kind, count: 1 }],
    presets: [{ presetId: choice.presetId, count: 1 }],
    options: countedOnce(choice.options, 1),
    output,
    connection,
  };
}

export function viewOfJob({
  job,
  options,
  row,
}: Pick<Output<'jobs:get'>, 'job' | 'options'> & { readonly row: Pick<Row, 'upload'> }): View {
  return {
    ...viewOfChoice({ kind: job.kind, presetId: job.preset, options, output: null }),
    // A job that succeeded says where its result is; what was asked is gone.
    output: job.status === 'succeeded' ? undefined : job.output,
    connection: row.upload?.connection ?? null,
  };
}

export function viewOfTotals(
  total: number,
  {
    kinds,
    presets,
    options,
    output,
  }: Pick<Output<'jobs:totals'>, 'kinds' | 'presets' | 'options' | 'output'>,
): View {
  return { total, kinds, presets, options, output };
}

const countedOnce = (options: Readonly<Record<string, unknown>>, count: number): View['options'] =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, [{ value, count }]]),
  );

/** The kind of all files, or null when they differ. */
export const kindOf = (view: View): Kind | null =>
  view.kinds.length === 1 ? (view.kinds[0]?.kind ?? null) : null;

/** The preset of all files; undefined when they differ. */
export const presetOf = (view: View): string | null | undefined =>
  view.presets.length === 1 ? view.presets[0]?.presetId : undefined;

export function stateOf(view: View, option: string, effective?: (value: unknown) => unknown): OptionState {
  return optionState(view.options[option] ?? [], view.total, effective);
}

/** What all files say; options on which they differ are left out. */
export function commonOptions(view: View): Readonly<Record<string, unknown>> {
  const entries = Object.keys(view.options).flatMap((name) => {
    const state = stateOf(view, name);
    return state.is === 'same' && state.value !== undefined ? [[name, state.value] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** How it will look after the change, before the engine has said so. */
export function changedView(view: View, change: JobChange, presets: readonly Preset[]): View {
  const { total } = view;
  let { kinds, presets: named, options, output, connection } = view;
  if (change.kind !== undefined && change.kind !== kindOf(view)) {
    kinds = [{ kind: change.kind, count: total }];
    named = [{ presetId: null, count: total }];
    options = {};
  }
  if (change.presetId !== undefined) {
    named = [{ presetId: change.presetId, count: total }];
    const preset = presets.find(({ id }) => id === change.presetId);
    if (preset !== undefined) {
      options = countedOnce(preset.options, total);
      // A place on this computer is none in a bucket.
      if (preset.output !== null) [output, connection] = [preset.output, null];
    }
  }
  if (change.options !== undefined) {
    const rest = Object.entries(options).filter(([name]) => !(name in (change.options ?? {})));
    options = { ...Object.fromEntries(rest), ...countedOnce(change.options, total) };
  }
  if (change.output !== undefined) output = change.output;
  if (change.connection !== undefined) connection = change.connection;
  return { total, kinds, presets: named, options, output, connection };
}

/** Both changes as one, the later one wins; a new kind or preset forgets the options that were asked before it. */
export function joinedChange(earlier: JobChange, later: JobChange): JobChange {
  const restarts = later.kind !== undefined || (later.presetId !== undefined && later.presetId !== null);
  const options = restarts ? later.options : mergedOptions(earlier.options, later.options);
  const kept = later.kind === undefined ? earlier : without(earlier, 'presetId');
  const joined = { ...without(kept, 'options'), ...without(later, 'options') };
  return options === undefined ? joined : { ...joined, options };
}

function mergedOptions(a: JobChange['options'], b: JobChange['options']): JobChange['options'] {
  return a === undefined && b === undefined ? undefined : { ...a, ...b };
}

const without = (change: JobChange, name: keyof JobChange): JobChange =>
  Object.fromEntries(Object.entries(change).filter(([key]) => key !== name));

/** The change without one option; null when nothing is left of it. */
export function withoutOption(change: JobChange, option: string): JobChange | null {
  const { options, ...rest } = change;
  const left = Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => name !== option));
  const next: JobChange = Object.keys(left).length === 0 ? rest : { ...rest, options: left };
  return Object.keys(next).length === 0 ? null : next;
}

/**
 * The next files, changed. Options that are null go back to their default. Where results go is said from the first change
 * of it on, whole; before that it follows the settings.
 *
 * @param usual where results go when the choice does not say
 */
export function changedChoice(
  choice: Choice,
  change: JobChange,
  presets: readonly Preset[],
  usual: Target = here,
): Choice {
  const before = viewOfChoice(choice, usual);
  const view = changedView(before, change, presets);
  return {
    kind: kindOf(view) ?? choice.kind,
    presetId: presetOf(view) ?? null,
    options: { ...commonOptions(view) },
    ...(saysTarget(choice) || movesResult(change) || view.output !== before.output
      ? targetIn(view)
      : { output: null }),
  };
}

/** True for a change of where results go. */
export const movesResult = ({ output, connection }: JobChange): boolean =>
  output !== undefined || connection !== undefined;

/** Where results go, as a view of the next files says it. */
export const targetIn = ({ output, connection }: View): Target => ({
  output: output ?? null,
  connection: connection ?? null,
});

/** True when the options differ from those of the preset; never without a preset. */
export function differsFromPreset(view: View, preset: Preset | null): boolean {
  if (preset === null || preset.kind !== kindOf(view)) return false;
  const names = new Set([...Object.keys(view.options), ...Object.keys(preset.options)]);
  return [...names].some((name) => {
    const state = stateOf(view, name);
    return state.is === 'mixed' || JSON.stringify(state.value) !== JSON.stringify(preset.options[name]);
  });
}
