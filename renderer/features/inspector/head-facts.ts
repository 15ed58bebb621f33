import type { MediaBrief, Row } from '../../../shared/ipc/row.ts';
import { channelsText, codecWord, formatWord, pixelsText } from '../../words/media-words.ts';
import {
  type UnitWords,
  bitrateText,
  countText,
  frameRateText,
  plainNumber,
  sampleRateText,
  sizeText,
} from '../../words/numbers.ts';
import { lengthText } from '../../words/times.ts';
import type { Words } from '../../words/words.tsx';
import type { ManyFacts } from './subject.ts';

/** The two lines below the name: size, rate and codec, then length, sound and bytes. */
export interface HeadLines {
  readonly first: string;
  readonly second: string;
}

type HeadWords = Words['inspector']['head'];

export function headLines(
  { media, bytesIn, more, error }: Pick<Row, 'media' | 'bytesIn' | 'more' | 'error'>,
  w: HeadWords,
  locale: string,
  units?: UnitWords,
): HeadLines {
  const bytes = bytesIn === null ? null : sizeText(bytesIn, locale);
  if (media === null) return { first: error === null ? w.unread : w.unreadable, second: bytes ?? '' };
  const length = media.duration === null ? null : lengthText(media.duration, locale, units);
  return {
    first: list(firstFacts(media, w, locale)),
    second: list([
      length,
      media.class === 'video' ? soundFact(media, w) : null,
      bytes,
      more > 0 ? w.joined(more) : null,
    ]),
  };
}

function firstFacts(media: MediaBrief, w: HeadWords, locale: string): readonly (string | null)[] {
  const size = media.width === null || media.height === null ? null : pixelsText(media.width, media.height);
  switch (media.class) {
    case 'video':
      return [
        size,
        media.fps === null ? null : frameRateText(media.fps, locale),
        [
          media.codec === null ? formatWord(media.format) : codecWord(media.codec),
          media.bitDepth !== null && media.bitDepth > 8 ? w.bits(media.bitDepth) : '',
          media.hdr ? w.hdr : '',
          media.interlaced ? w.interlaced : '',
        ]
          .filter((word) => word !== '')
          .join(' '),
      ];
    case 'audio':
      return [
        media.audioCodec === null ? formatWord(media.format) : codecWord(media.audioCodec),
        media.channels === null ? null : channelsText(media.channels),
        media.sampleRate === null ? null : sampleRateText(media.sampleRate, locale),
        media.bitrate === null ? null : bitrateText(media.bitrate, locale),
      ];
    case 'image':
    case 'animation':
      return [
        size,
        media.class === 'animation' && media.fps !== null ? frameRateText(media.fps, locale) : null,
        formatWord(media.format),
        media.bitDepth !== null && media.bitDepth > 8 ? w.bits(media.bitDepth) : null,
      ];
  }
}

function soundFact(media: MediaBrief, w: HeadWords): string {
  if (media.audioCodec === null) return w.noSound;
  const codec = codecWord(media.audioCodec);
  if (media.audioTracks > 1) return w.tracks(media.audioTracks, codec);
  return media.channels === null ? codec : `${channelsText(media.channels)} ${codec}`;
}

/** "40 photos" over "36 JPEG, 4 HEIC" and "12 to 45 megapixels, 486 MB". */
export function manyLines(
  total: number,
  facts: ManyFacts,
  w: HeadWords,
  locale: string,
  units?: UnitWords,
): HeadLines & { readonly title: string } {
  const text = countText(total, locale);
  return {
    title: facts.class === null ? w.mixedClasses(total, text) : w.classes[facts.class](total, text),
    first: list(
      facts.formats
        .slice(0, 4)
        .map(({ format, count }) => w.count(formatWord(format), countText(count, locale))),
    ),
    second: list([
      facts.class === 'image' ? megapixels(facts.pixels, w, locale) : null,
      facts.duration === null ? null : w.total(lengthText(facts.duration, locale, units)),
      facts.bytes === null ? null : sizeText(facts.bytes, locale),
    ]),
  };
}

function megapixels(pixels: ManyFacts['pixels'], w: HeadWords, locale: string): string | null {
  if (pixels === null) return null;
  const [low, high] = [pixels.least, pixels.most].map((n) => plainNumber(n / 1e6, locale, n < 9.5e6 ? 1 : 0));
  // Icons and logos: a number that rounds to nothing says nothing.
  if (pixels.most < 50_000) return null;
  return low === high ? w.megapixels(low ?? '') : w.megapixelRange(low ?? '', high ?? '');
}

const list = (facts: readonly (string | null)[]): string =>
  facts.filter((fact) => fact !== null && fact !== '').join(', ');
