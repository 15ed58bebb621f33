import { plainNumber } from '../../words/numbers.ts';

/** What is typed into the fields of a rule, and how values stand in them. `undefined` = the text is no value. */

const factors: Readonly<Record<string, number>> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
};

/** A size in bytes from text such as `10`, `2,5` or `4 GB`; null for an empty field. Without a unit it is in `unit` bytes. */
export function readSize(text: string, unit: number): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const [, digits, name] = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(trimmed) ?? [];
  if (digits === undefined || name === undefined) return undefined;
  const factor = name === '' ? unit : factors[name.toLowerCase()];
  if (factor === undefined) return undefined;
  const bytes = Math.round(Number(digits.replace(',', '.')) * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** A size as a number of `unit` bytes; empty when there is none. */
export const showSize = (bytes: number | null, unit: number, locale: string): string =>
  bytes === null ? '' : plainNumber(bytes / unit, locale, 6);

/** Seconds for which a file must be still, 0.5 to 3600. */
export function readSeconds(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d+(?:[.,]\d+)?$/.test(trimmed)) return undefined;
  const seconds = Number(trimmed.replace(',', '.'));
  return seconds >= 0.5 && seconds <= 3600 ? seconds : undefined;
}

/** Most globs of one field. */
const mostNames = 50;

/** Globs between commas, semicolons or line ends, each once; undefined when there are too many or one is too long. */
export function readNames(text: string): string[] | undefined {
  const names = [...new Set(text.split(/[,;\n]/).map((one) => one.trim()))].filter((one) => one !== '');
  return names.length > mostNames || names.some((one) => one.length > 255) ? undefined : names;
}

export const showNames = (names: readonly string[]): string => names.join(', ');

/** A path as it was typed: `~` is the home folder. */
export function fullPath(text: string, home: string): string {
  const trimmed = text.trim();
  return home !== '' && /^~(?=$|[\\/])/.test(trimmed)
    ? home.replace(/[\\/]+$/, '') + trimmed.slice(1)
    : trimmed;
}

/** True for a path that says where it begins: `/a`, `C:\a`, `\\server\a`. */
export const isWholePath = (path: string): boolean => /^(?:\/|[a-z]:[\\/]|\\\\)/i.test(path);
