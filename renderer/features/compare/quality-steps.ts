import type { JobChange } from '../../../shared/ipc/contract.ts';
import { type Kind, type QualityWord, optionSchemas, qualityWords } from '../../../shared/model/options.ts';

/** The five words below the stage, and what choosing one of them changes. */

type Options = Readonly<Record<string, unknown>>;

/**
 * The word that a job's options lead to; null when an exact number, a rate, a size or lossless steers instead, or
 * nothing does because the picture is copied.
 */
export function qualityOf(options: Options, standard: QualityWord, copies: boolean): QualityWord | null {
  const { quality, compression, bitrate, lossless, target_bytes: limit } = options;
  if (isWord(quality)) return quality;
  if (copies) return null;
  if (typeof compression === 'number' || typeof bitrate === 'number' || lossless === true) return null;
  if (typeof limit === 'number') return null;
  return standard;
}

/**
 * The change that makes a job follow a quality word. What else steered the size goes back to its default; a bit rate
 * that only capped a quality stays.
 */
export function qualityChange(kind: Kind, options: Options, word: QualityWord): JobChange {
  const capped = isWord(options['quality']);
  const others = ['compression', 'lossless', 'target_bytes', ...(capped ? [] : ['bitrate'])];
  const dropped = others.filter((key) => key in optionSchemas[kind].shape && options[key] !== undefined);
  return { options: { quality: word, ...Object.fromEntries(dropped.map((key) => [key, null])) } };
}

const isWord = (value: unknown): value is QualityWord => (qualityWords as readonly unknown[]).includes(value);
