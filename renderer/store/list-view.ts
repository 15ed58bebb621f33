import type { Row } from '../../shared/ipc/row.ts';
import type { ListView, RowTable } from './app-state.ts';
import { changesBetween, inQueueOrder, rowsInOrder } from './rows-in-order.ts';
import { passes, rowState, rowStates } from './row-state.ts';

/**
 * Which rows the list shows and in which order. It is asked after every change of any row, so nothing is done again
 * that did not change: sorted ids are kept and repaired, folded names are kept with their row, and the answer is the
 * same array as before when it holds the same ids.
 */

type Rows = Pick<RowTable, 'byId' | 'order'>;

interface Kept {
  readonly list: readonly Row[];
  readonly view: ListView;
  readonly ids: readonly string[];
}
let last: Kept | null = null;

/** Ids of the rows that are shown, in the order in which they are shown. */
export function visibleIds(rows: Rows, view: ListView): readonly string[] {
  const list = rowsInOrder(rows);
  if (last?.list === list && last.view === view) return last.ids;
  const same = last !== null && last.view === view && showsTheSame(last.list, list, view);
  const ids = same && last !== null ? last.ids : computed(rows, list, view);
  last = { list, view, ids };
  return ids;
}

/** True when nothing that changed decides whether or where a row is shown: progress does not. */
function showsTheSame(before: readonly Row[], list: readonly Row[], view: ListView): boolean {
  const changes = changesBetween(before, list);
  if (changes === null) return false;
  const words = wordsOf(view.search);
  return changes.every(
    ([old, now]) =>
      passes(old, view.filter) === passes(now, view.filter) &&
      hasWords(old, words) === hasWords(now, words) &&
      (view.sort === 'queue' || keys[view.sort](old) === keys[view.sort](now)),
  );
}

function computed(rows: Rows, list: readonly Row[], view: ListView): readonly string[] {
  const words = wordsOf(view.search);
  const shown = (row: Row): boolean => passes(row, view.filter) && hasWords(row, words);
  const all = view.filter === 'all' && words.length === 0;
  if (view.sort !== 'queue') {
    const sorted = sortedIds(rows, view.sort, view.descending);
    return all ? sorted : sorted.filter((id) => shown(rows.byId.get(id) as Row));
  }
  const ids = all ? rows.order : idsOf(list.filter(shown));
  return view.descending ? ids.toReversed() : ids;
}

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map((row) => row.id);

/** Lower case without accents, so that "epreuve" finds "Épreuve". */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

const wordsOf = (search: string): readonly string[] =>
  folded(search)
    .split(/\s+/)
    .filter((word) => word !== '');

const foldedRows = new WeakMap<Row, string>();

/** True when every word is in the name, in the folder, or in the name of the result. */
function hasWords(row: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let text = foldedRows.get(row);
  if (text === undefined) {
    text = folded(`${row.name}\n${row.folder}\n${row.resultName ?? ''}`);
    foldedRows.set(row, text);
  }
  return words.every((word) => text.includes(word));
}

type Key = string | number;
type SortedBy = Exclude<ListView['sort'], 'queue'>;
interface Sorted {
  readonly sort: SortedBy;
  readonly descending: boolean;
  /** The rows as they were sorted. */
  readonly rows: Rows['byId'];
  readonly ids: readonly string[];
}
let sortedBefore: Sorted | null = null;

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sortedIds(rows: Rows, sort: SortedBy, descending: boolean): readonly string[] {
  const keyOf = keys[sort];
  const sign = descending ? -1 : 1;
  const compare = (a: Row, b: Row): number => sign * compareKeys(keyOf(a), keyOf(b)) || inQueueOrder(a, b);
  const fits = sortedBefore?.sort === sort && sortedBefore.descending === descending;
  const ids = fits && sortedBefore !== null ? repaired(sortedBefore, rows, keyOf, compare) : null;
  sortedBefore = { sort, descending, rows: rows.byId, ids: ids ?? anew(rows, compare) };
  return sortedBefore.ids;
}

function anew(rows: Rows, compare: (a: Row, b: Row) => number): readonly string[] {
  return idsOf(rowsInOrder(rows).toSorted(compare));
}

/** Takes out what is gone or has moved and puts it where it belongs, by halving. Null when that is too much. */
function repaired(
  before: Sorted,
  rows: Rows,
  keyOf: (row: Row) => Key,
  compare: (a: Row, b: Row) => number,
): readonly string[] | null {
  const moved = new Map<string, Row>();
  let stayed = 0;
  for (const row of rowsInOrder(rows)) {
    const old = before.rows.get(row.id);
    if (old === row || (old !== undefined && old.rank === row.rank && keyOf(old) === keyOf(row))) stayed += 1;
    else moved.set(row.id, row);
  }
  if (moved.size === 0 && stayed === before.ids.length) return before.ids;
  if (moved.size > rows.byId.size / 16) return null;
  const next = before.ids.filter((id) => rows.byId.has(id) && !moved.has(id));
  for (const [id, row] of moved) {
    let [low, high] = [0, next.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = rows.byId.get(next[middle] as string) as Row;
      if (compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    next.splice(low, 0, id);
  }
  return next;
}

const compareKeys = (a: Key, b: Key): number =>
  typeof a === 'string' || typeof b === 'string' ? byName.compare(String(a), String(b)) : a - b;

/** What each way of sorting looks at. Rows that are equal in it stay in queue order. */
const keys: Readonly<Record<SortedBy, (row: Row) => Key>> = {
  name: (row) => row.name,
  size: (row) => row.bytesIn ?? 0,
  state: (row) => stateRank[rowState(row)] ?? 0,
  added: (row) => row.createdAt,
};

/** What moves comes first, then what waits, then what has ended, then what went wrong. */
const stateRank = Object.fromEntries(
  [
    ...rowStates.slice(rowStates.indexOf('reading'), rowStates.indexOf('done')),
    ...rowStates.slice(0, rowStates.indexOf('reading')),
    ...rowStates.slice(rowStates.indexOf('done')),
  ].map((state, i) => [state, i]),
);
