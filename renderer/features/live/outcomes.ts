import type { Row } from '../../../shared/ipc/row.ts';
import type { RowTable } from '../../store/app-state.ts';
import { changesBetween, rowsInOrder } from '../../store/rows-in-order.ts';
import { savingText } from '../../words/numbers.ts';
import type { Words } from '../../words/words.tsx';

/** What is said aloud of files that ended: results and failures, never progress. */

export interface Outcomes {
  readonly done: readonly Row[];
  readonly failed: readonly Row[];
}

export const noOutcomes: Outcomes = { done: [], failed: [] };

/** Files that ended between two tables. Files that were already ended when they first appeared do not count. */
export function outcomesBetween(before: RowTable, after: RowTable): Outcomes {
  if (before.byId === after.byId) return noOutcomes;
  const [was, is] = [rowsInOrder(before), rowsInOrder(after)];
  const changes =
    changesBetween(was, is) ??
    is.flatMap((row) => {
      const old = before.byId.get(row.id);
      return old === undefined || old === row ? [] : [[old, row] as const];
    });
  const ended = changes.filter(([old, now]) => old.status !== now.status).map(([, now]) => now);
  if (ended.length === 0) return noOutcomes;
  return {
    done: ended.filter((row) => row.status === 'succeeded'),
    failed: ended.filter((row) => row.status === 'failed'),
  };
}

export function joined(a: Outcomes, b: Outcomes): Outcomes {
  if (a === noOutcomes) return b;
  if (b === noOutcomes) return a;
  return { done: [...a.done, ...b.done], failed: [...a.failed, ...b.failed] };
}

/** One polite sentence for everything that ended; null when nothing did. */
export function outcomesText(
  { done, failed }: Outcomes,
  words: Words,
  locale: string,
  count: (n: number) => string,
): string | null {
  const w = words.app.live;
  const [only] = done;
  if (failed.length === 0 && done.length === 1 && only !== undefined) return doneText(only, words, locale);
  if (done.length > 0 && failed.length > 0)
    return w.filesDoneFailed(done.length, count(done.length), count(failed.length));
  if (done.length > 0) return w.filesDone(done.length, count(done.length));
  return failed.length > 0 ? w.filesFailed(failed.length, count(failed.length)) : null;
}

function doneText(row: Row, words: Words, locale: string): string {
  const w = words.app.live;
  const name = spokenName(row);
  if (row.kept !== null) return w.doneKept(name);
  const saving =
    row.bytesIn === null || row.bytesOut === null
      ? null
      : savingText(row.bytesIn, row.bytesOut, locale, words.units);
  return saving === null ? w.done(name) : w.doneSmaller(name, saving);
}

/** The name without its extension, as one would say it. */
export function spokenName(row: Pick<Row, 'name'>): string {
  return row.name.replace(/\.[^.\s]{1,8}$/, '');
}
