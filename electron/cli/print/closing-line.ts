import type { BatchFigures } from '../convert/batch-tally.ts';
import { countText, sizeText, takenText } from './bytes-and-times.ts';

/** What a batch came to, in one sentence. */
export function closingLine(figures: BatchFigures, stopped: boolean): string {
  const { total, succeeded, failed, skipped, cancelled } = figures;
  const counts = [
    succeeded === total
      ? `All ${countText(total)} done`
      : `${countText(succeeded)} of ${countText(total)} done`,
    ...(failed > 0 ? [`${countText(failed)} failed`] : []),
    ...(skipped > 0 ? [`${countText(skipped)} skipped`] : []),
    ...(cancelled > 0 ? [`${countText(cancelled)} cancelled`] : []),
  ].join(', ');
  const saved = figures.inputBytes - figures.outputBytes;
  const taken = takenText(figures.elapsedMs);
  const end = saved > 0 ? `${sizeText(saved)} saved in ${taken}` : `in ${taken}`;
  return `${stopped ? 'Stopped. ' : ''}${counts} · ${end}`;
}
