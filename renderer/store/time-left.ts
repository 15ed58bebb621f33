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
  const paces = pacesOf(rowsInOrder(rows), lanes);
  let most = 0;
  for (const [lane, sum] of sums) {
    const average = sum.known === 0 ? 0 : sum.seconds / sum.known;
    const slots = Math.min(lanes[lane], sum.known + sum.unknown);
    const pace = paces.get(lane) ?? 1;
    most = Math.max(most, sum.longest, (pace * (sum.seconds + average * sum.unknown)) / slots);
  }
  return most;
}

/** Files that a pace is told from at least, and the time in which they ended, in milliseconds. */
const paceOf = { files: 20, within: 60_000 };
/** A pace outside of this says more of a pause, or of an odd file, than of what is to come. */
const paceLimits = { least: 0.5, most: 8 };

/**
 * How much longer many files of a lane took than was planned, in the last minute in which some ended: a plan does not
 * know what else the computer does. 1 = as planned; a lane with too few of them is not in it.
 */
function pacesOf(rows: readonly Row[], lanes: Lanes): ReadonlyMap<Lane, number> {
  const latest = new Map<Lane, number>();
  for (const row of rows) {
    if (row.status !== 'succeeded' || row.finishedAt === null) continue;
    const lane = laneOf(row);
    latest.set(lane, Math.max(latest.get(lane) ?? 0, row.finishedAt));
  }
  const ended = new Map<Lane, { planned: number; spans: [number, number][] }>();
  if (latest.size === 0) return new Map();
  for (const row of rows) {
    if (row.status !== 'succeeded' || row.finishedAt === null || row.startedAt === null) continue;
    const lane = laneOf(row);
    const from = (latest.get(lane) ?? 0) - paceOf.within;
    if (row.finishedAt <= from || row.plan?.seconds == null) continue;
    const one = ended.get(lane) ?? { planned: 0, spans: [] };
    one.planned += row.plan.seconds;
    one.spans.push([Math.max(from, row.startedAt), row.finishedAt]);
    ended.set(lane, one);
  }
  return new Map(
    [...ended].flatMap(([lane, { planned, spans }]) => {
      if (spans.length < paceOf.files || planned === 0) return [];
      const pace = (secondsCovered(spans) * lanes[lane]) / planned;
      return [[lane, Math.min(paceLimits.most, Math.max(paceLimits.least, pace))] as const];
    }),
  );
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
  return spans.length === 0 ? null : secondsCovered(spans);
}

/** Seconds that lie in at least one of the spans of milliseconds; sorts them. */
function secondsCovered(spans: [number, number][]): number {
  spans.sort((a, b) => a[0] - b[0]);
  let [sum, until] = [0, -Infinity];
  for (const [from, to] of spans) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum / 1000;
}
