import type { AudioStream, MediaFacts, VideoStream } from '../../../../shared/model/media.ts';
import { languageText } from '../../../words/language-names.ts';
import { channelsText, codecWord, formatWord, pixelsText } from '../../../words/media-words.ts';
import {
  bitrateText,
  exactBytesText,
  frameRateText,
  plainNumber,
  sampleRateText,
  sizeText,
} from '../../../words/numbers.ts';
import { lengthText, positionText } from '../../../words/times.ts';
import type { Words } from '../../../words/words.tsx';

export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** What is known of a file, one fact a line. */
export function factTable(facts: MediaFacts, folder: string, words: Words, locale: string): readonly Fact[] {
  const w = words.inspector.details;
  const n = w.factNames;
  const rows: (Fact | null)[] = [
    fact(n.folder, folder),
    fact(n.format, facts.formats.map(formatWord).slice(0, 3).join(', ')),
    fact(n.size, `${sizeText(facts.bytes, locale)}, ${exactBytesText(facts.bytes, locale, words.units)}`),
    facts.duration === null
      ? null
      : fact(
          n.length,
          `${lengthText(facts.duration, locale, words.units)} (${positionText(facts.duration, true)})`,
        ),
    facts.bitrate === null ? null : fact(n.rate, bitrateText(facts.bitrate, locale)),
    ...numbered(
      n.picture,
      facts.video.map((stream) => videoText(stream, words, locale)),
      w,
    ),
    facts.still === null ? null : fact(n.picture, stillText(facts.still, words)),
    ...numbered(
      n.sound,
      facts.audio.map((stream) => audioText(stream, locale)),
      w,
    ),
    ...numbered(
      n.subtitles,
      facts.subtitles.map((stream) =>
        list([
          languageText(stream.language, locale),
          codecWord(stream.codec),
          stream.form === 'picture' ? w.pictureSubtitles : w.textSubtitles,
          stream.title,
        ]),
      ),
      w,
    ),
    facts.pictures.length === 0
      ? null
      : fact(
          n.cover,
          facts.pictures
            .map((one) => `${pixelsText(one.width, one.height)} ${formatWord(one.codec)}`)
            .join(', '),
        ),
    facts.chapters === 0 ? null : fact(n.chapters, plainNumber(facts.chapters, locale, 0)),
    tag(n.title, facts.tags['title']),
    tag(n.recorded, facts.tags['creation_time']),
    facts.tags['location'] === undefined && facts.tags['com.apple.quicktime.location.iso6709'] === undefined
      ? null
      : fact(n.place, w.hasPlace),
  ];
  return rows.filter((row) => row !== null && row.text !== '') as readonly Fact[];
}

const fact = (name: string, text: string): Fact => ({ name, text });
const tag = (name: string, text: string | undefined): Fact | null =>
  text === undefined ? null : { name, text };
const list = (parts: readonly (string | null | false)[]): string =>
  parts.filter((part) => part !== null && part !== false && part !== '').join(', ');

function numbered(name: string, texts: readonly string[], w: Words['inspector']['details']): readonly Fact[] {
  if (texts.length <= 1) return texts.map((text) => fact(name, text));
  return texts.map((text, n) => fact(n === 0 ? name : '', `${w.track(n + 1)}: ${text}`));
}

const chromaWords: Readonly<Partial<Record<VideoStream['chroma'], string>>> = {
  420: '4:2:0',
  422: '4:2:2',
  444: '4:4:4',
};

function videoText(stream: VideoStream, words: Words, locale: string): string {
  const { inspector } = words;
  const { colour } = stream;
  return list([
    codecWord(stream.codec) + (stream.profile === null ? '' : ` ${stream.profile}`),
    pixelsText(stream.width, stream.height),
    stream.fps === null ? null : frameRateText(stream.fps, locale),
    inspector.head.bits(stream.bitDepth),
    chromaWords[stream.chroma] ?? null,
    colour.transfer === 'smpte2084' || colour.transfer === 'arib-std-b67' ? inspector.head.hdr : colour.space,
    stream.interlaced && inspector.head.interlaced,
    stream.rotation !== 0 && inspector.details.turned(stream.rotation),
    stream.alpha && inspector.details.transparent,
    stream.bitrate === null ? null : bitrateText(stream.bitrate, locale),
    languageText(stream.language, locale),
  ]);
}

function audioText(stream: AudioStream, locale: string): string {
  return list([
    languageText(stream.language, locale),
    codecWord(stream.codec),
    channelsText(stream.channels),
    sampleRateText(stream.sampleRate, locale),
    stream.bitrate === null ? null : bitrateText(stream.bitrate, locale),
    stream.title,
  ]);
}

function stillText(still: NonNullable<MediaFacts['still']>, words: Words): string {
  const { inspector } = words;
  return list([
    formatWord(still.format),
    // As it is seen, like everywhere else in the window; what is stored may lie on its side.
    still.orientation < 5 ? pixelsText(still.width, still.height) : pixelsText(still.height, still.width),
    inspector.head.bits(still.bitDepth),
    still.pages > 1 && inspector.details.pages(still.pages),
    still.alpha && inspector.details.transparent,
  ]);
}
