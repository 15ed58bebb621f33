import type { BatchFacts, HistoryTotals } from '../../shared/ipc/history-calls.ts';
import type { Words } from './en/index.ts';
import { countText, roughSizeText } from './numbers.ts';
import { totalTimeText } from './times.ts';

/** The sums over files of the history in one line: `1,204 files, 38 h, 212 GB saved`. What is nothing is left out. */
export function totalsText(
  { jobs, succeeded, mediaSeconds, saved }: HistoryTotals,
  locale: string,
  words: Words,
): string {
  const w = words.history.totals;
  const parts = [w.files(jobs, countText(jobs, locale))];
  // The sums are over those that are done.
  if (succeeded > 0 && succeeded < jobs) parts.push(w.done(countText(succeeded, locale)));
  if (mediaSeconds >= 0.5) parts.push(totalTimeText(mediaSeconds, locale, words.units));
  if (saved > 0) parts.push(w.saved(roughSizeText(saved, locale)));
  if (saved < 0) parts.push(w.larger(roughSizeText(-saved, locale)));
  return w.join(parts);
}

/** What taking a batch back will do, one sentence each. */
export function sentencesOf(
  { open, results, originals }: BatchFacts,
  locale: string,
  words: Words,
): readonly string[] {
  const w = words.history.undo;
  const sentences = [
    open > 0 ? w.open(open, countText(open, locale)) : null,
    results > 0 ? w.results(results, countText(results, locale)) : null,
    originals > 0 ? w.originals(originals, countText(originals, locale)) : null,
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? [w.nothingThere] : sentences;
}

/** What became of a batch that was taken back: `12 results are in the trash, 11 originals came back`. */
export function undoneText(
  { trashed, restored, cancelled }: { readonly [K in 'trashed' | 'restored' | 'cancelled']: number },
  locale: string,
  words: Words,
): string {
  const w = words.history.undo;
  const parts = [
    trashed > 0 ? w.trashed(trashed, countText(trashed, locale)) : null,
    restored > 0 ? w.restored(restored, countText(restored, locale)) : null,
    cancelled > 0 ? w.cancelled(cancelled, countText(cancelled, locale)) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? w.nothing : w.join(parts);
}
