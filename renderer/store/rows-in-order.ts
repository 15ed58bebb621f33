import type { Row } from '../../shared/ipc/row.ts';
import type { RowTable } from './app-state.ts';

/**
 * The rows of a table as a list. Going through a list costs a tenth of looking every id up, and every change of any row
 * makes somebody go through all of them; so the list is kept beside the map that it belongs to.
 */

type Rows = Pick<RowTable, 'byId' | 'order'>;

const lists = new WeakMap<Rows['byId'], readonly Row[]>();

/** The rows in queue order. */
export function rowsInOrder(rows: Rows): readonly Row[] {
  let list = lists.get(rows.byId);
  if (list === undefined) {
    list = rows.order.flatMap((id) => rows.byId.get(id) ?? []);
    lists.set(rows.byId, list);
  }
  return list;
}

/** Says what the list of a map is, for who has it at hand. */
export function knowRows(byId: Rows['byId'], list: readonly Row[]): void {
  lists.set(byId, list);
}

/** A row as it was and as it is. */
export type Change = readonly [before: Row, after: Row];

/** What changed between two lists of the same rows in the same order; null when they are not that. */
export function changesBetween(before: readonly Row[], after: readonly Row[]): readonly Change[] | null {
  if (before.length !== after.length) return null;
  const changes: Change[] = [];
  for (let i = 0; i < after.length; i += 1) {
    const [old, now] = [before[i] as Row, after[i] as Row];
    if (old === now) continue;
    if (old.id !== now.id) return null;
    changes.push([old, now]);
  }
  return changes;
}

/** Queue order: by rank, then by id, which grows with the time a job was made. */
export function inQueueOrder(a: Row, b: Row): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
