import { sizeWords } from '../../../shared/plan/limit/limit-words.ts';
import { type Kind, type Position, type QualityWord, optionSchemas } from '../../../shared/model/options.ts';
import { formatWord, resultCodecWord } from '../../words/media-words.ts';
import { bitrateText, frameRateText, percentText, plainNumber } from '../../words/numbers.ts';
import { positionText } from '../../words/times.ts';
import type { Words } from '../../words/words.tsx';

/** One option of a preset as it is read: its label and its value in words. */
export interface PresetValue {
  readonly option: string;
  readonly label: string;
  readonly value: string;
}

/** The options that a preset sets, in the order of the schema; what its kind does not know is left out. */
export function presetValues(
  { kind, options }: { readonly kind: Kind; readonly options: Readonly<Record<string, unknown>> },
  words: Words['inspector'],
  locale: string,
): readonly PresetValue[] {
  return Object.keys(optionSchemas[kind].shape).flatMap((option) => {
    const given = options[option];
    const label = (words.options as Readonly<Record<string, string>>)[option];
    if (given === undefined || given === null || label === undefined) return [];
    const shown = kind === 'image' && option === 'start' ? words.options.at : label;
    return [{ option, label: shown, value: valueText(option, given, words, locale) }];
  });
}

function valueText(option: string, given: unknown, words: Words['inspector'], locale: string): string {
  if (typeof given === 'boolean') return given ? words.values.on : words.values.off;
  if (typeof given === 'number') return numberText(option, given, words, locale);
  const text = String(given);
  switch (option) {
    case 'format':
      return formatWord(text);
    case 'codec':
      return resultCodecWord(text);
    case 'quality':
      return words.qualities[text as QualityWord];
    case 'fit':
      return words.fits[text as keyof typeof words.fits];
    case 'position':
      return words.positions[text as Position];
    case 'width':
    case 'height':
      return percentText(Number.parseFloat(text) / 100, locale);
    default:
      return text;
  }
}

function numberText(option: string, given: number, words: Words['inspector'], locale: string): string {
  switch (option) {
    case 'bitrate':
      return bitrateText(given, locale);
    case 'target_bytes':
      return sizeWords(given);
    case 'width':
    case 'height':
      return `${plainNumber(given, locale, 0)} ${words.values.px}`;
    case 'fps':
      return frameRateText(given, locale);
    case 'start':
    case 'end':
      return positionText(given, !Number.isInteger(given));
    default:
      return plainNumber(given, locale);
  }
}
