import type { HistoryRow, HistoryTotals, endedStatuses } from '../../shared/ipc/history-calls.ts';
import type { Kind } from '../../shared/model/options.ts';
import type { Selection } from './selection.ts';
import { noSelection } from './selection.ts';

/** The history as the window knows it, and where the person is in it. */
export interface HistoryState {
  readonly view: HistoryView;
  /** The last to end first, as far as they were asked for. */
  readonly rows: readonly HistoryRow[];
  /** There are older ones. */
  readonly more: boolean;
  readonly loading: 'no' | 'first' | 'more';
  /** They were asked for at least once: an empty list is empty. */
  readonly asked: boolean;
  /** Why they could not be asked for. */
  readonly problem: string | null;
  /** When they were asked for last, Unix milliseconds: days are told from there. */
  readonly at: number;
  /** Sums over all files of the view; null until they are known. */
  readonly totals: HistoryTotals | null;
  readonly selection: Selection;
  /** What happened to the selected file is shown beside the list. */
  readonly details: boolean;
}

export type EndedStatus = (typeof endedStatuses)[number];

/** How far back one looks: `week` and `month` are 7 and 30 days, today among them. */
export const historySpans = ['all', 'today', 'week', 'month'] as const;
export type HistorySpan = (typeof historySpans)[number];

/** Which files are shown. */
export interface HistoryView {
  readonly search: string;
  readonly kind: Kind | null;
  readonly status: EndedStatus | null;
  readonly span: HistorySpan;
}

export const allHistory: HistoryView = { search: '', kind: null, status: null, span: 'all' };

export const noHistory: HistoryState = {
  view: allHistory,
  rows: [],
  more: false,
  loading: 'no',
  asked: false,
  problem: null,
  at: 0,
  totals: null,
  selection: noSelection,
  details: false,
};
