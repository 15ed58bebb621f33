import { sizeWords } from '../../../shared/plan/limit/limit-words.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { presets as presetWords } from '../../words/en/presets.ts';
import { bitrateText, percentText, plainNumber } from '../../words/numbers.ts';
import { lengthText, positionText } from '../../words/times.ts';

/** What a preset makes, in a few words. */

/** How things are called. */
export interface FactSpeech {
  readonly words: (typeof presetWords)['facts'];
  readonly locale: string;
  /** `mp4` → MP4 */
  readonly format: (word: string) => string;
  /** `h264` → H.264 */
  readonly codec: (word: string) => string;
}

type Subject = Pick<Preset, 'kind' | 'options'>;

/** From here on an exact quality is called nearly lossless: CRF 17 and better for H.264. */
const nearlyLosslessFrom = 90;

/** One line: `MP4, H.264, up to 1080p`. */
export function presetFacts(preset: Subject, speech: FactSpeech): string {
  const { format } = preset.options;
  if (typeof format === 'string' && Object.keys(preset.options).length === 1) {
    return [speech.format(format), loneFact(preset.kind, format, speech)].join(speech.words.join);
  }
  return [
    typeof format === 'string' ? speech.format(format) : null,
    codecFact(preset, speech),
    sizeFact(preset, speech),
    steeringFact(preset, speech),
    rateFact(preset, speech),
    cutFact(preset, speech),
  ]
    .filter((part) => part !== null)
    .join(speech.words.join);
}

/** Formats that keep everything unless a quality is asked for. */
const keepsAll: ReadonlySet<string> = new Set(['flac', 'wav', 'png', 'tiff', 'apng']);

/** What there is to say of a preset that sets nothing but the format. */
function loneFact(kind: Kind, format: string, { words }: FactSpeech): string {
  if (keepsAll.has(format)) return words.lossless;
  return kind === 'video' || kind === 'audio' ? words.copied : words.ownSize;
}

/** The one or two facts that tell a preset from the others of its kind: `1080 × 1920`, `H.265, up to 720p`. */
export function presetNote(preset: Subject, speech: FactSpeech): string {
  const { codec, format } = preset.options;
  const usual = codec === undefined || codec === 'h264';
  const parts = [usual ? null : codecFact(preset, speech), sizeFact(preset, speech)].filter(
    (part) => part !== null,
  );
  if (parts.length > 0) return parts.join(speech.words.join);
  const steering = steeringFact(preset, speech);
  if (steering !== null) return steering;
  return typeof format === 'string' ? speech.format(format) : '';
}

function codecFact({ options }: Subject, speech: FactSpeech): string | null {
  return typeof options['codec'] === 'string' ? speech.codec(options['codec']) : null;
}

function sizeFact({ kind, options }: Subject, { words, locale }: FactSpeech): string | null {
  const { width, height, fit } = options;
  const both = isSide(width) && isSide(height);
  if (both) {
    const box = [width, height].map((side) => sideText(side, locale)).join('\u202f×\u202f');
    return fit === 'fill' ? `${box} ${words.stretched}` : box;
  }
  const side = isSide(width) ? width : isSide(height) ? height : null;
  if (side === null) return null;
  if (typeof side === 'string') return words.share(sideText(side, locale));
  const lines = side === height && (kind === 'video' || kind === 'adaptive_video');
  return lines ? words.upToHeight(side) : words.upToSide(plainNumber(side, locale, 0));
}

const isSide = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string';

function sideText(side: number | string, locale: string): string {
  return typeof side === 'number'
    ? plainNumber(side, locale, 0)
    : percentText(Number.parseFloat(side) / 100, locale);
}

/** What steers the size of the result. */
function steeringFact({ options }: Subject, speech: FactSpeech): string | null {
  const { words, locale } = speech;
  const { lossless, compression, quality, bitrate, target_bytes: limit } = options;
  if (typeof limit === 'number') return words.under(sizeWords(limit));
  if (lossless === true) return words.lossless;
  if (typeof compression === 'number') {
    return compression >= nearlyLosslessFrom ? words.nearlyLossless : words.exactQuality(compression);
  }
  const word = typeof quality === 'string' ? (words.quality as Record<string, string>)[quality] : undefined;
  const rate = typeof bitrate === 'number' ? bitrateText(bitrate, locale) : null;
  if (word === undefined) return rate;
  return rate === null ? word : `${word}${words.join}${words.atMost(rate)}`;
}

function rateFact({ options }: Subject, { words, locale }: FactSpeech): string | null {
  const { fps } = options;
  return typeof fps === 'number' ? words.fps(plainNumber(fps, locale)) : null;
}

function cutFact({ options }: Subject, { words, locale }: FactSpeech): string | null {
  const { start, end } = options;
  if (typeof start === 'number' && start > 0) {
    return typeof end === 'number'
      ? words.part(positionText(start), positionText(end))
      : words.from(positionText(start));
  }
  return typeof end === 'number' ? words.first(lengthText(end, locale)) : null;
}
