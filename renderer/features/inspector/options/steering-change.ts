import { type Kind, qualityWords, type QualityWord } from '../../../../shared/model/options.ts';
import { codecsOf, formatTakes } from './offered.ts';
import type { OptionName } from './option-groups.ts';

/**
 * What else changes when one option does, so that the fields never ask for two things that exclude each other. A null
 * sends an option back to its default.
 */
export type OptionChange = Readonly<Partial<Record<OptionName, unknown>>>;

export function withConsequences(
  kind: Kind,
  option: OptionName,
  value: unknown,
  now: Readonly<Record<string, unknown>>,
): OptionChange {
  const change: OptionChange = { [option]: value };
  const gone = (...names: readonly OptionName[]): OptionChange =>
    Object.fromEntries(names.filter((name) => now[name] !== undefined).map((name) => [name, null]));
  switch (option) {
    case 'quality':
      // Quality with a bit rate beside it is a quality with a ceiling: it stays one.
      return {
        ...change,
        ...gone(
          'compression',
          'lossless',
          'target_bytes',
          ...(now['quality'] === undefined ? (['bitrate'] as const) : []),
        ),
      };
    case 'compression':
      return value === null
        ? change
        : { ...change, ...gone('quality', 'lossless', 'bitrate', 'target_bytes') };
    case 'bitrate':
      return value === null
        ? change
        : { ...change, ...gone('quality', 'compression', 'lossless', 'target_bytes') };
    case 'target_bytes':
      return value === null
        ? change
        : { ...change, ...gone('quality', 'compression', 'lossless', 'bitrate') };
    case 'lossless':
      return value === true
        ? { ...change, ...gone('quality', 'compression', 'bitrate', 'target_bytes') }
        : change;
    case 'fit':
      return value === 'contain' || value === null ? change : { ...change, ...gone('background') };
    case 'width':
    case 'height':
      // With one side left there is nothing to crop and no bar to colour.
      return value === null ? { ...change, ...gone('fit', 'position', 'background') } : change;
    case 'format':
      return { ...change, ...gone(...refusedBy(kind, value, now)) };
    case 'codec':
    case 'position':
    case 'background':
    case 'enlarge':
    case 'fps':
    case 'auto_orient':
    case 'start':
    case 'end':
      return change;
  }
}

/** What the new format cannot have beside it. */
function refusedBy(kind: Kind, format: unknown, now: Readonly<Record<string, unknown>>): OptionName[] {
  const codecs = codecsOf(kind, format);
  const codec = now['codec'];
  return [
    ...(codec !== undefined && !codecs.some((one) => one === codec) ? (['codec'] as const) : []),
    ...(now['lossless'] === true && !formatTakes(kind, format, 'lossless') ? (['lossless'] as const) : []),
    ...(now['bitrate'] !== undefined && !formatTakes(kind, format, 'bitrate') ? (['bitrate'] as const) : []),
    ...(now['target_bytes'] !== undefined && !formatTakes(kind, format, 'target_bytes')
      ? (['target_bytes'] as const)
      : []),
  ];
}

const places: Readonly<Record<QualityWord, number>> = {
  very_low: 10,
  low: 30,
  medium: 50,
  high: 70,
  very_high: 90,
};

/** Where a word stands on the exact scale. */
export const exactOf = (word: QualityWord): number => places[word];

/** The word that stands nearest to an exact number. */
export function wordOf(exact: number): QualityWord {
  return qualityWords.reduce((best, word) =>
    Math.abs(places[word] - exact) < Math.abs(places[best] - exact) ? word : best,
  );
}

export const isQualityWord = (value: unknown): value is QualityWord =>
  (qualityWords as readonly unknown[]).includes(value);
