import type { JobChange, Output } from '../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { type FileLimits, type OptionProblems, problemsOf } from './options/option-errors.ts';
import { type View, changedView, commonOptions, joinedChange, kindOf, withoutOption } from './view.ts';

/** What was typed and is not with the engine yet: what it looks like, what is wrong with it, and what can be sent. */

export interface EditState {
  /** As it was last heard; null until then. */
  readonly base: View | null;
  /** Everything about one job, and the sums over many, as they were last heard. */
  readonly job: Output<'jobs:get'> | null;
  readonly totals: Output<'jobs:totals'> | null;
  /** Shown, and not sent yet. */
  readonly draft: JobChange | null;
  /** On its way. */
  readonly sending: JobChange | null;
  readonly unreadable: OptionProblems;
  /** Told by the engine, at fields; gone when the field changes. */
  readonly told: OptionProblems;
  /** Refusals that are about no field. */
  readonly refusals: readonly ConvoyError[];
  /** Counts the changes that were answered: the plan is asked again. */
  readonly settled: number;
  /** Why nothing could be loaded. */
  readonly failed: ConvoyError | null;
}

/** Before anything was heard. */
export const nothingEdited: EditState = {
  base: null,
  job: null,
  totals: null,
  draft: null,
  sending: null,
  unreadable: {},
  told: {},
  refusals: [],
  settled: 0,
  failed: null,
};

/** What the fields show. */
export function shownView(state: EditState, presets: readonly Preset[]): View | null {
  if (state.base === null) return null;
  return [state.sending, state.draft].reduce<View>(
    (view, change) => (change === null ? view : changedView(view, change, presets)),
    state.base,
  );
}

/** Every problem at its field. What was typed last counts most. */
export function shownProblems(state: EditState, view: View | null, limits: FileLimits): OptionProblems {
  return { ...state.told, ...checked(view, limits), ...state.unreadable };
}

function checked(view: View | null, limits: FileLimits): OptionProblems {
  const kind = view === null ? null : kindOf(view);
  return view === null || kind === null ? {} : problemsOf(kind, commonOptions(view), limits);
}

/** What of a draft can be sent, and what is kept back because it or what it leads to is not allowed. */
export function sendable(
  base: View,
  draft: JobChange,
  presets: readonly Preset[],
  limits: FileLimits,
): { readonly send: JobChange | null; readonly keep: JobChange | null } {
  const before = checked(base, limits);
  const wrong = (change: JobChange): readonly string[] =>
    Object.keys(checked(changedView(base, change, presets), limits)).filter(
      (name) => !(name in before) || change.options?.[name] !== undefined,
    );
  const bad = wrong(draft);
  if (bad.length === 0) return { send: draft, keep: null };
  let send: JobChange | null = draft;
  for (const name of bad) if (send !== null) send = withoutOption(send, name);
  if (send === null || wrong(send).length > 0) return { send: null, keep: draft };
  const kept = Object.entries(draft.options ?? {}).filter(([name]) => bad.includes(name));
  return { send, keep: { options: Object.fromEntries(kept) } };
}

/** The named options of a change; null when it has none of them. */
export function onlyOptions(change: JobChange, names: readonly string[]): JobChange | null {
  const options = Object.entries(change.options ?? {}).filter(([name]) => names.includes(name));
  return options.length === 0 ? null : { options: Object.fromEntries(options) };
}

/** What is kept back of two sends. */
export function joinedKeep(earlier: JobChange | null, later: JobChange | null): JobChange | null {
  return earlier === null ? later : later === null ? earlier : joinedChange(earlier, later);
}

/** The problems of other fields. */
export function withoutProblems(problems: OptionProblems, names: readonly string[]): OptionProblems {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => !names.includes(name)));
}
