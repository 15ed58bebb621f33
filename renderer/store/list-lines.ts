import type { Row } from '../../shared/ipc/row.ts';
import type { ListView, RowTable } from './app-state.ts';
import { visibleIds } from './list-view.ts';
import { rowsInOrder } from './rows-in-order.ts';

/**
 * What the list shows, line by line. Grouped by batch (what came in by one drop), a head stands above the rows of each
 * batch, and a folded one stands for them. Heads and rows are told apart by their ids, so a line is no more than an id.
 */
export interface ListLines {
  /** Rows that are shown, also those below a folded head, in the order of the list. */
  readonly ids: readonly string[];
  /** Ids of heads and of rows that are not folded away, from top to bottom; `ids` itself when there are no heads. */
  readonly lines: readonly string[];
  /** The rows of each head, by its id. */
  readonly batches: ReadonlyMap<string, readonly string[]>;
  readonly folded: ReadonlySet<string>;
}

/** Files that came one by one stand below one head: a head for each would say its name twice. */
export const singles = 'batch_single';

type Rows = Pick<RowTable, 'byId' | 'order'>;

interface Kept {
  readonly ids: readonly string[];
  readonly order: Rows['order'];
  readonly view: ListView;
  readonly lines: ListLines;
}
let last: Kept | null = null;

/** The lines of the list; the same object as before while the same are shown. */
export function linesOf(rows: Rows, view: ListView): ListLines {
  const ids = visibleIds(rows, view);
  if (last?.ids === ids && last.order === rows.order && last.view === view) return last.lines;
  const lines = view.grouped
    ? inBatches(ids, headsOf(rows), view.folded)
    : { ids, lines: ids, batches: noBatches, folded: view.folded };
  last = { ids, order: rows.order, view, lines };
  return lines;
}

const noBatches: ListLines['batches'] = new Map();

/**
 * Puts the rows of each batch together, below its head. A batch stands where its first row is; in it the rows keep
 * their order.
 */
export function inBatches(
  ids: readonly string[],
  headOf: (id: string) => string,
  folded: ReadonlySet<string>,
): ListLines {
  const batches = new Map<string, string[]>();
  for (const id of ids) {
    const head = headOf(id);
    const known = batches.get(head);
    if (known === undefined) batches.set(head, [id]);
    else known.push(id);
  }
  const inOrder: string[] = [];
  const lines: string[] = [];
  for (const [head, members] of batches) {
    lines.push(head);
    for (const id of members) {
      inOrder.push(id);
      if (!folded.has(head)) lines.push(id);
    }
  }
  return { ids: inOrder, lines, batches, folded };
}

/** The head that a row stands below. It depends on all rows and not on the filter, so that no row changes its head with it. */
function headsOf(rows: Rows): (id: string) => string {
  const sizes = new Map<string, number>();
  for (const { batchId } of rowsInOrder(rows)) {
    if (batchId !== null) sizes.set(batchId, (sizes.get(batchId) ?? 0) + 1);
  }
  return (id) => headOf(rows.byId.get(id), sizes);
}

function headOf(row: Row | undefined, sizes: ReadonlyMap<string, number>): string {
  const batch = row?.batchId ?? null;
  return batch === null || (sizes.get(batch) ?? 0) < 2 ? singles : batch;
}
