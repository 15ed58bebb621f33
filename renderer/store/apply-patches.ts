import type { EventOf } from '../../shared/ipc/contract.ts';
import type { Row, RowPatch } from '../../shared/ipc/row.ts';
import type { RowTable } from './app-state.ts';
import { inQueueOrder, knowRows, rowsInOrder } from './rows-in-order.ts';

/**
 * The list after a batch of changes, or `gap` when the batch is not the one that follows: then something was missed and
 * everything has to be paged again.
 *
 * Costs one copy of the map, and one of the order when rows came, went or moved. Rows that nothing was said about stay
 * the same objects, and the order stays the same array when it did not change, so what shows them need not render.
 * A change of a row that is not in the table is passed over: pages that are still to come hold it already.
 */
export function applyPatches(table: RowTable, batch: EventOf<'rows:patched'>): RowTable | 'gap' {
  if (batch.revision !== table.revision + 1) return 'gap';
  let byId: Map<string, Row> | null = null;
  const replaced: Row[] = [];
  const displaced = new Set<string>();
  for (const patch of batch.patches) {
    const id = patch.op === 'put' ? patch.row.id : patch.id;
    const old = (byId ?? table.byId).get(id);
    const next = patchedRow(old, patch);
    if (next === old) continue;
    byId ??= new Map(table.byId);
    if (next === undefined) byId.delete(id);
    else byId.set(id, next);
    if (old === undefined || next?.rank !== old.rank) displaced.add(id);
    if (next !== undefined) replaced.push(next);
  }
  if (byId === null) return { ...table, revision: batch.revision };
  const rows = rowsInOrder(table);
  if (displaced.size === 0) {
    knowRows(byId, withReplaced(rows, replaced));
    return { byId, order: table.order, revision: batch.revision };
  }
  const moved = withDisplaced(rows, displaced, byId);
  knowRows(byId, moved);
  return { byId, order: moved.map((row) => row.id), revision: batch.revision };
}

/** A table of rows in whatever order; a row that is there twice is taken as it was last. */
export function tableOf(rows: Iterable<Row>, revision: number): RowTable {
  const byId = new Map<string, Row>();
  for (const row of rows) byId.set(row.id, row);
  const sorted = [...byId.values()].sort(inQueueOrder);
  knowRows(byId, sorted);
  return { byId, order: sorted.map((row) => row.id), revision };
}

/** What a patch makes of its row; the same object when it says nothing new, undefined when there is none. */
function patchedRow(row: Row | undefined, patch: RowPatch): Row | undefined {
  switch (patch.op) {
    case 'put':
      return patch.row;
    case 'removed':
      return undefined;
    case 'rank':
      return row === undefined || row.rank === patch.rank ? row : { ...row, rank: patch.rank };
    case 'progress': {
      const { progress, speed, eta, transfer } = patch;
      if (row === undefined) return row;
      if (row.progress === progress && row.speed === speed && row.eta === eta && transfer === null)
        return row;
      return { ...row, progress, speed, eta, transfer };
    }
  }
}

/** The rows with some of them changed in place. */
function withReplaced(rows: readonly Row[], replaced: readonly Row[]): readonly Row[] {
  const next = rows.slice();
  for (const row of replaced) next[placeOf(row, rows, 0)] = row;
  return next;
}

/** Puts the displaced rows to where they belong now. Each finds its place by halving; nothing is sorted but them. */
function withDisplaced(
  rows: readonly Row[],
  displaced: ReadonlySet<string>,
  byId: ReadonlyMap<string, Row>,
): readonly Row[] {
  const kept: Row[] = [];
  for (const row of rows) if (!displaced.has(row.id)) kept.push(byId.get(row.id) ?? row);
  const fresh: Row[] = [];
  for (const id of displaced) {
    const row = byId.get(id);
    if (row !== undefined) fresh.push(row);
  }
  fresh.sort(inQueueOrder);
  const next: Row[] = [];
  let from = 0;
  for (const row of fresh) {
    const place = placeOf(row, kept, from);
    for (const other of kept.slice(from, place)) next.push(other);
    next.push(row);
    from = place;
  }
  for (const other of kept.slice(from)) next.push(other);
  return next;
}

/** Index, from `from` on, of the first of the sorted rows that does not come before the given one. */
function placeOf(row: Row, sorted: readonly Row[], from: number): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inQueueOrder(sorted[middle] as Row, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
