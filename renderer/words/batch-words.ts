import type { BatchSummary } from '../store/batch-summary.ts';
import type { Words } from './en/index.ts';
import { countText, estimateText, sizeText } from './numbers.ts';

/** What the head of a batch says. */
export interface BatchWords {
  /** The folder that was dropped, or the first file and how many more. */
  readonly title: string;
  /** "40 photos", and once some are through, "12 of 40 done, 1 failed". */
  readonly count: string;
  readonly sizes: { readonly before: string; readonly after: string | null } | null;
  /** How the head is read aloud. */
  readonly aloud: string;
}

/** `single`: the head of files that came one by one. */
export function batchWords(
  summary: BatchSummary,
  { single, folded }: { readonly single: boolean; readonly folded: boolean },
  locale: string,
  words: Words,
): BatchWords {
  const w = words.queue.batch;
  const { total, done, failed, photos, root, first, before, after, estimated } = summary;
  const title = single
    ? w.singles
    : (root ?? (total > 1 ? words.queue.row.andMore(first, countText(total - 1, locale)) : first));
  const totalText = countText(total, locale);
  const count = [
    done > 0
      ? words.queue.convoy.doneOf(countText(done, locale), totalText)
      : (photos ? w.photos : w.files)(total, totalText),
    ...(failed > 0 ? [words.queue.convoy.failed(countText(failed, locale))] : []),
  ].join(', ');
  const afterText = (bytes: number): string => (estimated ? estimateText : sizeText)(bytes, locale);
  return {
    title,
    count,
    sizes:
      before === null
        ? null
        : { before: sizeText(before, locale), after: after === null ? null : afterText(after) },
    aloud: w.aloud(title, count, folded),
  };
}
