import type { Row } from '../../shared/ipc/row.ts';
import type { RowTable } from './app-state.ts';
import { type Change, changesBetween, rowsInOrder } from './rows-in-order.ts';
import { isFinished, rowState } from './row-state.ts';

/** What the head of a batch says of its rows. */
export interface BatchSummary {
  readonly total: number;
  /** Published, or left alone with good reason. */
  readonly done: number;
  readonly failed: number;
  /** All of them are pictures. */
  readonly photos: boolean;
  /** Name of the folder that was dropped; null when the files themselves were. */
  readonly root: string | null;
  /** Name of the first file. */
  readonly first: string;
  /** Bytes of what has become a result or will become one; null as long as none is known. */
  readonly before: number | null;
  /** Bytes of the results; null as long as one of them is not known. */
  readonly after: number | null;
  /** Some of the results are still to come. */
  readonly estimated: boolean;
}

type Rows = Pick<RowTable, 'byId' | 'order'>;

interface Kept {
  readonly list: readonly Row[];
  readonly summary: BatchSummary;
}
const kept = new WeakMap<readonly string[], Kept>();

/** The sums over the rows of a batch; the same object while nothing changed that it says. */
export function batchSummaryOf(rows: Rows, ids: readonly string[]): BatchSummary {
  const list = rowsInOrder(rows);
  const before = kept.get(ids);
  if (before?.list === list) return before.summary;
  const changes = before === undefined ? null : changesBetween(before.list, list);
  const same = before !== undefined && changes?.every(saysTheSame) === true;
  const now = same ? before.summary : batchSummary(ids.flatMap((id) => rows.byId.get(id) ?? []));
  const summary = before !== undefined && isSame(before.summary, now) ? before.summary : now;
  kept.set(ids, { list, summary });
  return summary;
}

/** Progress, speed and time left are not said here. */
function saysTheSame([before, now]: Change): boolean {
  return (
    before.status === now.status &&
    rowState(before) === rowState(now) &&
    before.bytesIn === now.bytesIn &&
    before.bytesOut === now.bytesOut &&
    before.plan === now.plan
  );
}

const isSame = (a: BatchSummary, b: BatchSummary): boolean =>
  (Object.keys(a) as (keyof BatchSummary)[]).every((key) => a[key] === b[key]);

/** Sums up rows of one batch. */
export function batchSummary(rows: readonly Row[]): BatchSummary {
  let [done, failed, before, after] = [0, 0, 0, 0];
  let [known, complete, estimated] = [false, true, false];
  const [first] = rows;
  for (const row of rows) {
    if (row.status === 'failed') failed += 1;
    else if (isFinished(row) && row.status !== 'cancelled') done += 1;
    if (row.bytesIn === null || !becomesSomething(row)) continue;
    known = true;
    before += row.bytesIn;
    const result = row.bytesOut ?? expected(row);
    if (result === null) complete = false;
    else after += result;
    if (row.bytesOut === null) estimated = true;
  }
  return {
    total: rows.length,
    done,
    failed,
    photos: rows.every((row) => row.media?.class === 'image'),
    root: first !== undefined && rows.every((row) => row.root === first.root) ? first.root : null,
    first: first?.name ?? '',
    before: known ? before : null,
    after: known && complete ? after : null,
    estimated,
  };
}

/** There is a result, or there will be one if nothing goes wrong. */
const becomesSomething = ({ status, error }: Row): boolean =>
  status === 'succeeded' || status === 'processing' || (status === 'queued' && error === null);

function expected({ plan }: Row): number | null {
  return plan === null || plan.low === null || plan.high === null ? null : (plan.low + plan.high) / 2;
}
