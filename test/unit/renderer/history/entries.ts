import type { HistoryRow, HistoryTotals } from '../../../../shared/ipc/history-calls.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { done } from '../rows.ts';

/** Files of the history for tests: each is complete, and a test says only what it is about. */

/** The n-th file, which ended so many minutes before the given moment. */
export function ended(n: number, at: number, minutesBefore: number, change: Partial<Row> = {}): HistoryRow {
  const finishedAt = at - minutesBefore * 60_000;
  return {
    ...done(n, { startedAt: finishedAt - 41_000, ...change }),
    finishedAt,
    inQueue: false,
    mediaSeconds: 384,
  };
}

export const noTotals: HistoryTotals = {
  jobs: 0,
  succeeded: 0,
  mediaSeconds: 0,
  bytesIn: 0,
  bytesOut: 0,
  saved: 0,
};

export const batchId = (n: number): string => `batch_01jd4z0k3vf1nt9s3c${String(n).padStart(8, '0')}`;

/** A warning of a result that was put into the trash again. */
export const takenBack = {
  kind: 'taken_back',
  message: 'This conversion was taken back: its result was put into the trash.',
} as const;
