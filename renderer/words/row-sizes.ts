import type { Row } from '../../shared/ipc/row.ts';
import type { RowState } from '../store/row-state.ts';
import type { Words } from './en/index.ts';
import { countText, estimateText, savingEstimateText, savingText, sizeText } from './numbers.ts';

/** Sizes of a row: before and after, measured or estimated, and what that saves. */
export interface RowSizes {
  readonly sizes: { readonly before: string; readonly after: string | null } | null;
  readonly saving: string | null;
}

/** What stands in the column of sizes. */
export function sizesOf(row: Row, state: RowState, locale: string, words: Words): RowSizes {
  const { bytesOut, plan } = row;
  const bytesIn = row.bytesIn ?? fetchedBytes(row, state);
  if (bytesIn === null) return { sizes: null, saving: null };
  const before = sizeText(bytesIn, locale);
  const renditions = plan?.renditions ?? null;
  const inSizes = renditions === null ? null : words.queue.row.sizes(countText(renditions, locale));
  if (state === 'kept') {
    const { copiedAsIs, leftAsIs } = words.queue.row;
    return { sizes: { before, after: null }, saving: row.kept === 'in_place' ? leftAsIs : copiedAsIs };
  }
  if (bytesOut !== null) {
    const saving = inSizes ?? savingText(bytesIn, bytesOut, locale, words.units);
    return { sizes: { before, after: sizeText(bytesOut, locale) }, saving };
  }
  if (!estimates.has(state) || plan === null || plan.low === null || plan.high === null)
    return { sizes: { before, after: null }, saving: null };
  const middle = (plan.low + plan.high) / 2;
  const saving = inSizes ?? savingEstimateText(bytesIn, middle, locale, words.units);
  return { sizes: { before, after: estimateText(middle, locale) }, saving };
}

/** What is downloaded is as large as its server says; of files that are joined, the bytes that are here until all are told. */
const fetchedBytes = ({ transfer }: Row, state: RowState): number | null =>
  state !== 'importing' || transfer === null || transfer.bytes === 0 ? null : (transfer.of ?? transfer.bytes);

/** States in which an estimate is of use. */
const estimates: ReadonlySet<RowState> = new Set([
  'ready',
  'waiting',
  'held',
  'importing',
  'measuring',
  'converting',
  'finishing',
  'uploading',
]);
