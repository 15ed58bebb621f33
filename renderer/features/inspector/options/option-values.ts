import { type Kind, positions, type Position } from '../../../../shared/model/options.ts';

/**
 * What a field shows and what an option holds. Reading gives the value, null for an empty field (back to the default)
 * or undefined for text that means nothing; whether a value is allowed is the schema's business, not this module's.
 */

export type Read<T> = T | null | undefined;

const number = /^\d+(?:[.,]\d+)?$|^[.,]\d+$/;

function readNumber(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '');
  return number.test(plain) ? Number.parseFloat(plain.replace(',', '.')) : undefined;
}

/** Number without trailing zeros, with at most so many decimals. */
function shortNumber(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}

/** Unit in which a kind shows its bit rate. */
export const rateUnit = (kind: Kind): 'Mb/s' | 'kb/s' => (kind === 'audio' ? 'kb/s' : 'Mb/s');

/** Bits per second as the number that stands before the unit. */
export function rateText(kind: Kind, bits: number): string {
  return kind === 'audio' ? shortNumber(bits / 1000, 1) : shortNumber(bits / 1e6, 3);
}

/** `8`, `8 Mb/s`, `800 kb/s`, `2.5M`; a number alone is in the unit of the kind. */
export function readRate(kind: Kind, text: string): Read<number> {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = /^([\d.,\s]+?)\s*(?:([kKmM])(?:b(?:it)?(?:\/s|ps)?)?)?$/.exec(trimmed);
  const value = match?.[1] === undefined ? undefined : readNumber(match[1]);
  if (value === undefined) return undefined;
  const unit = match?.[2]?.toLowerCase() ?? (kind === 'audio' ? 'k' : 'm');
  return Math.round(value * (unit === 'k' ? 1000 : 1e6));
}

/** `10`, `10 MB`, `800 kB`, `1.5 GB`; a number alone is megabytes. */
export function readBytes(text: string): Read<number> {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = /^([\d.,\s]+?)\s*(b|kb?|mb?|gb?)?$/i.exec(trimmed);
  const value = match?.[1] === undefined ? undefined : readNumber(match[1]);
  if (value === undefined) return undefined;
  const power = 'bkmg'.indexOf(match?.[2]?.charAt(0).toLowerCase() ?? 'm');
  // Down: a limit is never made larger by rounding.
  return Math.floor(value * Math.pow(1000, power));
}

/** Seconds as a position: `0:04`, `31:02`, `1:02:03.5`; thousandths only where there are some. */
export function timeText(seconds: number): string {
  const ms = Math.round(Math.max(0, seconds) * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const whole = Math.floor(ms / 1000);
  const rest = ms % 1000;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const lead = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${lead}:${two(whole % 60)}${fraction}`;
}

/** `62.5`, `1:02.5`, `1:02:03.5`; below an hour minutes may be 60 and more, but not behind an hour. */
export function readTime(text: string): Read<number> {
  const trimmed = text.trim().replace(/\s*s$/i, '');
  if (trimmed === '') return null;
  const parts = trimmed.split(':').map((part) => part.trim());
  if (parts.length > 3) return undefined;
  const seconds = readNumber(parts.at(-1) ?? '');
  const whole = parts.slice(0, -1);
  if (seconds === undefined || whole.some((part) => !/^\d{1,6}$/.test(part))) return undefined;
  if (whole.length > 0 && seconds >= 60) return undefined;
  const [minutes = 0, hours = 0] = whole.map(Number).reverse();
  if (whole.length === 2 && minutes >= 60) return undefined;
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1e6) / 1e6;
}

/** A width or height: pixels, or a share of the displayed size. */
export function readSide(text: string): Read<number | string> {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.toLowerCase() === 'auto') return null;
  const share = /^([\d.,]+)\s*%$/.exec(trimmed);
  if (share?.[1] !== undefined) {
    const value = readNumber(share[1]);
    return value === undefined ? undefined : `${shortNumber(value, 3)}%`;
  }
  return readNumber(trimmed.replace(/\s*px$/i, ''));
}

/** What stands in the field; the unit stands beside it. */
export function sideText(value: unknown): { readonly text: string; readonly unit: 'px' | '%' } {
  if (typeof value === 'string' && value.endsWith('%')) return { text: value.slice(0, -1), unit: '%' };
  return { text: typeof value === 'number' ? String(value) : '', unit: 'px' };
}

/** Frames a second, with or without a unit. */
export function readFps(text: string): Read<number> {
  const trimmed = text.trim().replace(/\s*fps$/i, '');
  return trimmed === '' ? null : readNumber(trimmed);
}

export const fpsText = (value: number): string => shortNumber(value, 3);

/** Rates that people ask for; the field takes any other, too. */
export const commonFps: readonly number[] = [12, 15, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60];

/** `#0b6973`, `0b6973`, `#fff`. */
export function readColour(text: string): Read<string> {
  const word = text.trim().toLowerCase().replace(/^#/, '');
  if (word === '') return null;
  if (/^[0-9a-f]{6}$/.test(word)) return `#${word}`;
  if (/^[0-9a-f]{3}$/.test(word)) return `#${Array.from(word, (c) => c + c).join('')}`;
  return undefined;
}

export const isPosition = (value: unknown): value is Position =>
  (positions as readonly unknown[]).includes(value);
