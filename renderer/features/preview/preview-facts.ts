import type { Row } from '../../../shared/ipc/row.ts';
import { rowState } from '../../store/row-state.ts';
import { codecWord, formatWord, pixelsText, resultCodecWord } from '../../words/media-words.ts';
import { countText, savingText, sizeText } from '../../words/numbers.ts';
import { lengthText } from '../../words/times.ts';
import type { Words } from '../../words/words.tsx';
import { type Side, resultFormat } from './preview-of.ts';

/** What is known of the file that is looked at, shortest first: format and codec, pixels, length, bytes. */
export function previewFacts(row: Row, side: Side, words: Words, locale: string): readonly string[] {
  const facts = side === 'input' || rowState(row) === 'kept' ? inputFacts : resultFacts;
  return facts(row, words, locale).filter((fact) => fact !== null);
}

type Facts = (row: Row, words: Words, locale: string) => readonly (string | null)[];

const inputFacts: Facts = ({ media, bytesIn, more }, { preview, units }, locale) => [
  whatIsIt(media),
  media?.width == null || media.height === null ? null : pixelsText(media.width, media.height),
  media?.duration == null ? null : lengthText(media.duration, locale, units),
  bytesIn === null ? null : sizeText(bytesIn, locale),
  more > 0 ? preview.firstOf(countText(more + 1, locale)) : null,
];

const resultFacts: Facts = (row, { preview, units }, locale) => {
  const { plan, kind, bytesIn, bytesOut } = row;
  const stream = kind === 'adaptive_video';
  const codec = plan === null ? null : (plan.codec ?? (kind === 'audio' ? plan.audioCodec : null));
  const format = formatWord(stream ? 'hls' : resultFormat(row));
  return [
    named(format, codec === null ? null : resultCodecWord(codec)),
    plan?.renditions == null ? null : preview.sizes(plan.renditions, countText(plan.renditions, locale)),
    plan?.width == null || plan.height === null || stream ? null : pixelsText(plan.width, plan.height),
    bytesOut === null ? null : sizeText(bytesOut, locale),
    bytesIn === null || bytesOut === null || stream ? null : savingText(bytesIn, bytesOut, locale, units),
  ];
};

/** `MOV HEVC`; a picture is its format. Null before the file was read. */
export function whatIsIt(media: Row['media']): string | null {
  if (media === null) return null;
  const codec = media.class === 'audio' ? media.audioCodec : media.class === 'video' ? media.codec : null;
  return named(formatWord(media.format), codec === null ? null : codecWord(codec));
}

/** Formats that are named as their codec are not said twice. */
function named(format: string, codec: string | null): string {
  return codec === null || codec === format ? format : `${format} ${codec}`;
}
