import { units } from './en/units.ts';

/**
 * Numbers as the window writes them. Pure functions: the value, the locale (BCP 47) for digits and separators, and the
 * words around them, which are English unless others are given.
 */

export type UnitWords = typeof units;

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes in decimal units with three digits: `318 kB`, `2.41 MB`, `61.4 GB`. */
export function sizeText(bytes: number, locale: string): string {
  const { value, unit } = inUnit(bytes);
  return `${decimal(value, threeDigits(value, unit), locale)} ${unit}`;
}

/** A size that is only roughly known or summed up: `4.1 MB`, `82 MB`, `128 MB`. */
export function roughSizeText(bytes: number, locale: string): string {
  const { value, unit } = inUnit(bytes);
  return `${decimal(value, unit === 'B' || value >= 9.95 ? 0 : 1, locale)} ${unit}`;
}

/** An estimate in a row: `~4.1 MB`. */
export function estimateText(bytes: number, locale: string): string {
  return `~${roughSizeText(bytes, locale)}`;
}

/** All the bytes, for Details: `4,820,113,002 bytes`. */
export function exactBytesText(bytes: number, locale: string, w: UnitWords = units): string {
  return w.exactBytes(bytes, countText(bytes, locale));
}

/** What happened to the size: `87% smaller`, `under 1% smaller`, `12% larger`; null when it cannot be said. */
export function savingText(
  before: number,
  after: number,
  locale: string,
  w: UnitWords = units,
): string | null {
  if (before <= 0) return null;
  if (before === after) return w.sameSize;
  const share = Math.abs(after - before) / before;
  const say = after > before ? w.larger : w.smaller;
  if (Math.round(share * 100) < 1) return say(w.under(percentText(0.01, locale)));
  return say(percentText(after < before ? Math.min(share, 0.99) : share, locale));
}

/** What an estimate will do to the size: `about 87% smaller`. */
export function savingEstimateText(
  before: number,
  after: number,
  locale: string,
  w: UnitWords = units,
): string | null {
  const text = savingText(before, after, locale, w);
  return text === null || before === after ? text : w.about(text);
}

/** A share of one, without decimals, as the locale writes it: `62%`, `62 %`. */
export function percentText(share: number, locale: string): string {
  return formatter(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** How far a job is: never 100 before its result is published. */
export function progressText(share: number, locale: string): string {
  return percentText(Math.min(0.99, Math.floor(Math.max(0, share) * 100) / 100), locale);
}

/** Grouped by locale: `4,812`, `4 812`. */
export function countText(n: number, locale: string): string {
  return formatter(locale, { maximumFractionDigits: 0 }).format(n);
}

/** A number without grouping and without needless zeros: `29.97`, `1.5`. */
export function plainNumber(n: number, locale: string, most = 2): string {
  return formatter(locale, { maximumFractionDigits: most, useGrouping: false }).format(n);
}

/** A multiple of real time: `1.8×`, `24×`. */
export function speedText(times: number, locale: string): string {
  return `${decimal(times, times < 9.95 ? 1 : 0, locale)}×`;
}

/** Transfers: `18 MB/s`. */
export function transferSpeedText(bytesPerSecond: number, locale: string): string {
  return `${roughSizeText(bytesPerSecond, locale)}/s`;
}

/** Bits per second: `192 kb/s`, `8 Mb/s`, `1.5 Mb/s`. */
export function bitrateText(bits: number, locale: string): string {
  if (bits < 999_500) return `${plainNumber(bits / 1000, locale, 0)} kb/s`;
  return `${plainNumber(bits / 1_000_000, locale, bits < 9_950_000 ? 1 : 0)} Mb/s`;
}

/** Samples per second: `44.1 kHz`, `96 kHz`. */
export function sampleRateText(hertz: number, locale: string): string {
  return `${plainNumber(hertz / 1000, locale, 2)} kHz`;
}

/** Frames per second: `50 fps`, `29.97 fps`. */
export function frameRateText(fps: number, locale: string): string {
  return `${plainNumber(fps, locale, 2)} fps`;
}

/** The unit in which a size has one to three digits before the point, after rounding. */
function inUnit(bytes: number): { readonly value: number; readonly unit: (typeof sizeUnits)[number] } {
  let value = Math.max(0, bytes);
  let step = 0;
  // 999.5 kB would round to 1000 kB: it is 1.00 MB.
  while (value >= 999.5 && step < sizeUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value, unit: sizeUnits[step] ?? 'B' };
}

function threeDigits(value: number, unit: string): number {
  if (unit === 'B' || value >= 99.95) return 0;
  return value >= 9.995 ? 1 : 2;
}

function decimal(value: number, digits: number, locale: string): string {
  return formatter(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making a formatter costs more than a hundred uses of it. */
function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.NumberFormat(knownLocale(locale), options);
    formatters.set(key, found);
  }
  return found;
}

/** A tag that `Intl` takes: what is malformed becomes English instead of an exception in the middle of a row. */
export function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
