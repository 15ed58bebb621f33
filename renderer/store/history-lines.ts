import type { HistoryRow } from '../../shared/ipc/history-calls.ts';
import { midnight } from './history-view.ts';

/** What the history shows, line by line: a head for each day, and below it the files that ended on it. */
export type HistoryLine =
  | { readonly what: 'day'; /** Its midnight, Unix milliseconds. */ readonly day: number }
  | { readonly what: 'row'; readonly row: HistoryRow };

/** The lines of rows that are ordered by their end, the last first. Days are those of this computer. */
export function byDay(rows: readonly HistoryRow[]): readonly HistoryLine[] {
  const lines: HistoryLine[] = [];
  let day = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.finishedAt < day) {
      day = midnight(row.finishedAt);
      lines.push({ what: 'day', day });
    }
    lines.push({ what: 'row', row });
  }
  return lines;
}

export const lineKey = (line: HistoryLine): string => (line.what === 'day' ? `day-${line.day}` : line.row.id);

/** Ids of the files below the head of a day, as far as they are known; none when there is no such head. */
export function idsOfDay(rows: readonly HistoryRow[], key: string): readonly string[] {
  const lines = historyLines(rows);
  const head = lines.findIndex((line) => line.what === 'day' && lineKey(line) === key);
  if (head < 0) return [];
  const below = lines.slice(head + 1);
  const end = below.findIndex(({ what }) => what === 'day');
  return below.slice(0, end < 0 ? below.length : end).map(lineKey);
}

interface Kept<T> {
  readonly rows: readonly HistoryRow[];
  readonly value: T;
}

/** Makes something of a list once, however many ask for it. */
function once<T>(make: (rows: readonly HistoryRow[]) => T): (rows: readonly HistoryRow[]) => T {
  let kept: Kept<T> | null = null;
  return (rows) => {
    if (kept?.rows !== rows) kept = { rows, value: make(rows) };
    return kept.value;
  };
}

/** The lines of the list; the same object while the rows are. */
export const historyLines = once(byDay);

/** Ids of the rows, from top to bottom; the same object while the rows are. */
export const historyIds = once((rows) => rows.map((row) => row.id));

/** The order of the history: the last to end first; of one moment, by id. */
export function lastFirst(
  a: Pick<HistoryRow, 'finishedAt' | 'id'>,
  b: Pick<HistoryRow, 'finishedAt' | 'id'>,
): number {
  return b.finishedAt - a.finishedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

interface Page {
  readonly rows: readonly HistoryRow[];
  readonly more: boolean;
}

/**
 * What is known, with the first page as it is now. What lies below that page stays as it was; a file that is in the page
 * is nowhere else.
 */
export function withFirstPage(known: Page, fresh: Page): Page {
  const last = fresh.rows.at(-1);
  if (!fresh.more || last === undefined) return fresh;
  const now = new Set(fresh.rows.map((row) => row.id));
  // Between two pages that have nothing in common, others may lie.
  const touches = known.rows.some((row) => now.has(row.id));
  const below = touches ? known.rows.filter((row) => lastFirst(last, row) < 0 && !now.has(row.id)) : [];
  return { rows: [...fresh.rows, ...below], more: below.length === 0 || known.more };
}

/**
 * What is known, with a page from behind a row as it is now. What the page covers is replaced, rows that are gone among
 * it; what lies below it stays as it was.
 */
export function withPageBehind(known: Page, after: Pick<HistoryRow, 'finishedAt' | 'id'>, page: Page): Page {
  const last = page.rows.at(-1);
  const fresh = new Set(page.rows.map((row) => row.id));
  const above = known.rows.filter((row) => lastFirst(row, after) <= 0 && !fresh.has(row.id));
  const ends = !page.more || last === undefined;
  const below = ends ? [] : known.rows.filter((row) => lastFirst(last, row) < 0 && !fresh.has(row.id));
  return { rows: [...above, ...page.rows, ...below], more: ends ? false : below.length === 0 || known.more };
}

/** What is known, with the next older page. */
export function withOlderPage(known: Page, page: Page): Page {
  const older = new Set(page.rows.map((row) => row.id));
  const doubled = known.rows.some((row) => older.has(row.id));
  const before = doubled ? known.rows.filter((row) => !older.has(row.id)) : known.rows;
  return { rows: [...before, ...page.rows], more: page.more };
}
