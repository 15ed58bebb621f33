import type { Row } from '../../shared/ipc/row.ts';
import type { Filter, RowTable } from './app-state.ts';
import { type Change, changesBetween, rowsInOrder } from './rows-in-order.ts';
import { type RowState, rowState, rowStates } from './row-state.ts';

/** Everything that is said about all files together. One pass over the rows; kept until a row changes. */
export interface ListSummary {
  /** How many rows each filter would show. */
  readonly counts: Readonly<Record<Filter, number>>;
  readonly states: Readonly<Record<RowState, number>>;
  readonly total: number;
  /** Published, or left alone with good reason. */
  readonly done: number;
  readonly running: number;
  /** Queued, and waiting for the start: planned, or still being read. */
  readonly ready: number;
  /** Of those: the ones that nobody has read yet, so that all sums are of a part only. */
  readonly unread: number;
  /** Bytes of what waits for the start and of what it will become, as far as that is known. */
  readonly readyBytes: { readonly before: number; readonly low: number; readonly high: number } | null;
  /** Bytes of originals less bytes of results, over all published files; below 0 when they grew. */
  readonly saved: number;
  /** Place in line of what waits, from 1. The same map as before while nobody's place changed. */
  readonly line: ReadonlyMap<string, number>;
}

type Rows = Pick<RowTable, 'byId' | 'order'>;

interface Kept {
  readonly list: readonly Row[];
  readonly waiting: readonly string[];
  readonly summary: ListSummary;
}
let last: Kept | null = null;

/** The sums over all rows; the same object while nothing changed that is summed up. */
export function summaryOf(rows: Rows): ListSummary {
  const list = rowsInOrder(rows);
  if (last?.list === list) return last.summary;
  const same = last !== null && (changesBetween(last.list, list)?.every(sumsTheSame) ?? false);
  last = same && last !== null ? { ...last, list } : summed(list, last);
  return last.summary;
}

/** Progress, speed and time left are not summed up here. */
function sumsTheSame([before, now]: Change): boolean {
  return (
    rowState(before) === rowState(now) &&
    before.status === now.status &&
    before.bytesIn === now.bytesIn &&
    before.bytesOut === now.bytesOut &&
    before.plan === now.plan
  );
}

function summed(list: readonly Row[], before: Kept | null): Kept {
  const states = Object.fromEntries(rowStates.map((state) => [state, 0])) as Record<RowState, number>;
  const waiting: string[] = [];
  const bytes = { before: 0, low: 0, high: 0 };
  let [ready, unread, known, running, saved] = [0, 0, 0, 0, 0];
  for (const row of list) {
    const state = rowState(row);
    states[state] += 1;
    if (state === 'waiting') waiting.push(row.id);
    else if (row.status === 'processing') running += 1;
    else if (state !== 'taken_back' && row.status === 'succeeded')
      saved += (row.bytesIn ?? 0) - (row.bytesOut ?? row.bytesIn ?? 0);
    if (!waitsForStart(row)) continue;
    ready += 1;
    if (state === 'reading') unread += 1;
    const { bytesIn, plan } = row;
    if (bytesIn === null || plan === null || plan.low === null || plan.high === null) continue;
    known += 1;
    bytes.before += bytesIn;
    bytes.low += plan.low;
    bytes.high += plan.high;
  }
  const done = states.done + states.warned + states.kept + states.skipped;
  const counts: Record<Filter, number> = {
    all: list.length,
    active: running,
    waiting: ready + states.waiting + states.held,
    finished: done + states.taken_back + states.cancelled,
    attention: states.failed + states.refused + states.unreadable + states.warned,
  };
  const summary = {
    counts,
    states,
    total: counts.all,
    done,
    running,
    ready,
    unread,
    readyBytes: known === 0 ? null : bytes,
    saved,
    line: before !== null && equal(before.waiting, waiting) ? before.summary.line : lineOf(waiting),
  };
  return { list, waiting, summary };
}

/** True for a file that Convert would start. */
export function waitsForStart(row: Row): boolean {
  return row.status === 'queued' && row.hold === 'ready' && row.error === null;
}

const lineOf = (waiting: readonly string[]): ReadonlyMap<string, number> =>
  new Map(waiting.map((id, i) => [id, i + 1]));

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
