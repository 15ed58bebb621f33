import type { UnitWords } from '../../../words/numbers.ts';
import { roughSizeText } from '../../../words/numbers.ts';

/** An estimated range, with no more digits than it is known by: `580 to 640 MB`, `980 kB to 1.2 MB`, `8.1 MB`. */
export function planSizeText(low: number, high: number, locale: string, w: UnitWords): string {
  const [from, to] = [roughSizeText(low, locale), roughSizeText(high, locale)];
  if (from === to) return to;
  const unit = from.slice(from.lastIndexOf(' '));
  return to.endsWith(unit) ? w.range(from.slice(0, -unit.length), to) : w.range(from, to);
}
