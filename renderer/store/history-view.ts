import type { HistoryFilter } from '../../shared/ipc/history-calls.ts';
import type { HistorySpan, HistoryView } from './history-state.ts';

/** What the controls over the history mean, as values. */

/** Days before today that a span reaches back; null = without end. */
const daysBack: Readonly<Record<HistorySpan, number | null>> = { all: null, today: 0, week: 6, month: 29 };

/** What the engine is asked for. `now` in Unix milliseconds; days begin at midnight of this computer. */
export function filterOf({ search, kind, status, span }: HistoryView, now: number): HistoryFilter {
  const back = daysBack[span];
  return {
    text: search.trim().slice(0, longestText),
    kinds: kind === null ? null : [kind],
    statuses: status === null ? null : [status],
    from: back === null ? null : midnight(now, -back),
    to: null,
  };
}

/** Longest text that the call takes. */
const longestText = 200;

/** True when the view leaves some files out. */
export function isNarrowed({ search, kind, status, span }: HistoryView): boolean {
  return search.trim() !== '' || kind !== null || status !== null || span !== 'all';
}

/** The midnight before a moment, so many days later. Days of 23 and of 25 hours count as one. */
export function midnight(at: number, days = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
