import type { ConvoyError } from '../../shared/model/error.ts';
import type { WatchDraft, WatchRuleView, WatchedFile, WatchedState } from '../../shared/model/watch.ts';

/** The watch folders as the window knows them, and where the person is in them. */
export interface WatchState {
  /** By name; null until the engine has answered. */
  readonly rules: readonly WatchRuleView[] | null;
  /** Why the rules cannot be shown; null when they can. */
  readonly problem: string | null;
  /** The rule that is chosen: its activity is shown, and the editor is about it. Null = activity of all rules. */
  readonly chosen: string | null;
  readonly shown: Shown;
  readonly activity: Activity;
  /** Null when no rule is chosen and none is being made. */
  readonly editor: WatchEditor | null;
  /** Where the person wanted to go while changes are not saved: they are asked first. */
  readonly leaving: Leaving | null;
}

/** Which files of the activity are shown. */
export const shownChoices = ['all', 'open', 'done', 'failed', 'left_alone'] as const;
export type Shown = (typeof shownChoices)[number];

/** States of the files of each choice; null = all. */
export const shownStates: Readonly<Record<Shown, readonly WatchedState[] | null>> = {
  all: null,
  open: ['settling', 'queued', 'converting'],
  done: ['done'],
  failed: ['failed'],
  left_alone: ['left_alone'],
};

/** Files that rules saw, newest change first, as far as they were asked for. */
export interface Activity {
  readonly files: readonly WatchedFile[];
  /** There are older ones. */
  readonly more: boolean;
  readonly loading: 'no' | 'first' | 'more';
  /** Why they could not be asked for. */
  readonly problem: string | null;
}

/** A rule while it is changed. Nothing of it holds before it is saved. */
export interface WatchEditor {
  readonly draft: WatchDraft;
  /** What it was before. */
  readonly base: WatchDraft;
  /** What is wrong with text that is no value, by field. */
  readonly unread: Readonly<Partial<Record<WatchField, string>>>;
  /** Why saving was refused; null once something was changed after that. */
  readonly refused: ConvoyError | null;
  /** Saving was asked for while something was wrong: from then on the editor says what is missing. */
  readonly tried: boolean;
  readonly saving: boolean;
}

/** What an editor's fields are about. */
export const watchFields = [
  'name',
  'folder',
  'names',
  'notNames',
  'minBytes',
  'maxBytes',
  'stableSeconds',
  'choice',
  'output',
  'doneFolder',
  'failedFolder',
] as const;
export type WatchField = (typeof watchFields)[number];

/** Where one goes in the watch folders. */
export type Leaving =
  | { readonly to: 'rule'; readonly id: string }
  | { readonly to: 'new'; readonly draft: WatchDraft }
  | { readonly to: 'all' };

export const noActivity: Activity = { files: [], more: false, loading: 'no', problem: null };

export const noWatch: WatchState = {
  rules: null,
  problem: null,
  chosen: null,
  shown: 'all',
  activity: noActivity,
  editor: null,
  leaving: null,
};

/** A rule of the list; undefined when it is not there. */
export const ruleOf = (watch: Pick<WatchState, 'rules'>, id: string | null): WatchRuleView | undefined =>
  id === null ? undefined : watch.rules?.find(({ rule }) => rule.id === id);

/** Rules that do not rest. */
export const activeRules = ({ rules }: Pick<WatchState, 'rules'>): number =>
  (rules ?? []).filter(({ rule }) => rule.on).length;
