import { type Result, type Warning, refuse } from '../../model/error.ts';

/** Sentences about size limits. */

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as it was asked: `10 MB`, `1.25 MB`, `800 kB`. Decimal units, at most three decimals. */
export function sizeWords(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${String(Number(value.toFixed(3)))} ${units[step] ?? 'B'}`;
}

/** The next round size from which on a result is sure to fit: two digits, upwards. */
export function roundedUp(bytes: number): number {
  const digit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))) - 1));
  return Math.ceil(bytes / digit) * digit;
}

/** A length in the words of a sentence: `40 s`, `4 min`, `1 h 20 min`. */
export function lengthWords(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

export interface Unreachable {
  readonly file: string;
  /** Bytes that were asked. */
  readonly asked: number;
  /** Bytes with which it would work. */
  readonly possible: number;
  /** What needs them: "4 min of video". */
  readonly what: string;
}

/** The refusal of a limit that cannot be kept, with the size that can be. */
export function unreachable({ file, asked, possible, what }: Unreachable): Result<never> {
  const enough = roundedUp(Math.max(possible, asked + 1));
  return refuse('target_unreachable', {
    file,
    given: sizeWords(asked),
    reason: `${what} needs about ${sizeWords(enough)}`,
    hint: `Allow ${sizeWords(enough)}, or convert a shorter part.`,
    detail: `target_bytes ${asked}, possible_bytes ${enough}`,
  });
}

/**
 * Bytes that a limit would have to be, read from the sentence of a `target_unreachable`; null where it says none. The
 * sentence travels with the job through every door; its numbers do not.
 */
export function possibleBytes(message: string): number | null {
  const match = /\bneeds about (\d+(?:\.\d+)?) (B|kB|MB|GB|TB)\b/.exec(message);
  if (match === null) return null;
  const step = units.findIndex((unit) => unit === match[2]);
  return Math.round(Number(match[1]) * Math.pow(1000, Math.max(0, step)));
}

/** What a person hears of a frame that is smaller than it would be without the limit. */
export function smallerFrame(width: number, height: number, fps: number | null, limit: number): Warning {
  const rate = fps === null ? '' : ` with ${String(Number(fps.toFixed(2)))} frames a second`;
  return {
    kind: 'reduced_for_limit',
    message: `The picture becomes ${width} × ${height}${rate}, to stay below ${sizeWords(limit)}.`,
  };
}

/** Without a length nobody knows how many bits a second may have. */
export function unknownLength(file: string, asked: number): Result<never> {
  return refuse('target_unreachable', {
    file,
    given: sizeWords(asked),
    reason: 'how long it plays is not known, so its size cannot be counted out',
    hint: 'Give an end, or convert it without a size limit.',
  });
}
