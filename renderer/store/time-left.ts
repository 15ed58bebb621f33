import type { Row } from '../../shared/ipc/row.ts';
import type { Lane } from '../../shared/model/settings.ts';
import type { RowTable } from './app-state.ts';
import { rowsInOrder } from './rows-in-order.ts';
import { laneOf } from './row-state.ts';

/** How long all of it takes, from what is known of each file. */

type Lanes = Readonly<Record<Lane, number>>;
type Rows = Pick<RowTable, 'byId' | 'order'>;

/**
 * Seconds until the given files are done: lanes run beside each other, files of one lane share its slots. Files of
 * which nothing is known take as long as the others of their lane. Null when nothing is known of more than half.
 */
export function secondsLeft(rows: Rows, lanes: Lanes, counted: (row: Row) => boolean): number | null {
  const sums = new Map<Lane, { seconds: number; known: number; unknown: number; longest: number }>();
  let [known, unknown] = [0, 0];
  for (const row of rowsInOrder(rows)) {
    if (!counted(row)) continue;
    const lane = laneOf(row);
    const sum = sums.get(lane) ?? { seconds: 0, known: 0, unknown: 0, longest: 0 };
    sums.set(lane, sum);
    const seconds = secondsOf(row);
    if (seconds === null) {
      sum.unknown += 1;
      unknown += 1;
      continue;
    }
    known += 1;
    sum.known += 1;
    sum.seconds += seconds;
    sum.longest = Math.max(sum.longest, seconds);
  }
  if (known === 0 || unknown > known) return null;
  let most = 0;
  for (const [lane, sum] of sums) {
    const average = sum.known === 0 ? 0 : sum.seconds / sum.known;
    const slots = Math.min(lanes[lane], sum.known + sum.unknown);
    most = Math.max(most, sum.longest, (sum.seconds + average * sum.unknown) / slots);
  }
  return most;
}

/** Seconds of work that are left of one file, as far as that can be told. */
function secondsOf(row: Row): number | null {
  if (row.status !== 'processing') return row.plan?.seconds ?? null;
  if (row.eta !== null) return row.eta;
  if (row.phase === 'finishing' || row.phase === 'stopping') return 0;
  const all = row.plan?.seconds ?? null;
  return all === null ? null : all * (1 - (row.progress ?? 0));
}

/** Seconds in which at least one of the published files was being worked on; null when none was. */
export function secondsWorked(rows: Rows): number | null {
  const spans: [number, number][] = [];
  for (const row of rowsInOrder(rows))
    if (row.status === 'succeeded' && row.startedAt !== null && row.finishedAt !== null)
      spans.push([row.startedAt, row.finishedAt]);
  if (spans.length === 0) return null;
  spans.sort((a, b) => a[0] - b[0]);
  let [sum, until] = [0, -Infinity];
  for (const [from, to] of spans) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum / 1000;
}
