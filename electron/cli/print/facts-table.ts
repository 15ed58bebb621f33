import type { AudioStream, MediaFacts, VideoStream } from '../../../shared/model/media.ts';
import { positionText, rateText, sizeText } from './bytes-and-times.ts';
import { printable } from './printable.ts';
import { fileName } from './job-facts.ts';
import { alignedLines } from './text-table.ts';

/** What a file holds, for people: one line about the whole, one a stream. */
export function factsTable(path: string, facts: MediaFacts): string {
  const head = [
    facts.formats[0] ?? 'unknown format',
    sizeText(facts.bytes),
    ...(facts.duration === null ? [] : [positionText(facts.duration)]),
    ...(facts.bitrate === null ? [] : [rateText(facts.bitrate)]),
    ...(facts.chapters === 0 ? [] : [`${facts.chapters} chapters`]),
  ];
  const rows = [
    ...stillRow(facts),
    ...facts.video.map((stream) => row('Video', stream.index, videoParts(stream), stream)),
    ...facts.audio.map((stream) => row('Sound', stream.index, audioParts(stream), stream)),
    ...facts.subtitles.map((s) => row('Subtitle', s.index, [s.codec, s.form], s)),
    ...facts.pictures.map((p) => row('Cover', p.index, [p.codec, `${p.width} × ${p.height}`], null)),
    ...(facts.otherStreams === 0 ? [] : [['Other', '', `${facts.otherStreams} left alone`]]),
  ];
  const title = `${printable(fileName(path))}  ${head.join(' · ')}`;
  return [title, ...alignedLines(rows).map((line) => `  ${line}`)].join('\n');
}

interface Labelled {
  readonly language: string | null;
  readonly title: string | null;
}

function row(type: string, index: number, parts: readonly string[], label: Labelled | null): string[] {
  const named = [label?.language, label?.title].filter((t) => t !== null && t !== undefined);
  return [type, String(index), [...parts, ...named.map(printable)].join(', ')];
}

/** Codec names as people write them; others are ffmpeg's own. */
const codecWords: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  flac: 'FLAC',
};
const codecWord = (codec: string): string => codecWords[codec] ?? codec;

function videoParts(stream: VideoStream): string[] {
  const { colour } = stream;
  const hdr =
    colour.transfer === 'smpte2084' ? ['HDR (PQ)'] : colour.transfer === 'arib-std-b67' ? ['HDR (HLG)'] : [];
  return [
    codecWord(stream.codec),
    `${stream.width} × ${stream.height}`,
    ...(stream.sar === 1 ? [] : [`pixels ${Number(stream.sar.toFixed(3))} wide`]),
    ...(stream.rotation === 0 ? [] : [`turned ${stream.rotation}°`]),
    ...(stream.fps === null
      ? []
      : [`${Number(stream.fps.toFixed(3))} fps${stream.constantRate ? '' : ' (varies)'}`]),
    ...(stream.bitDepth > 8 ? [`${stream.bitDepth} bit`] : []),
    ...hdr,
    ...(stream.alpha ? ['transparent'] : []),
    ...(stream.interlaced ? ['interlaced'] : []),
    ...(stream.bitrate === null ? [] : [rateText(stream.bitrate)]),
  ];
}

function audioParts(stream: AudioStream): string[] {
  return [
    codecWord(stream.codec),
    stream.layout ?? `${stream.channels} channels`,
    `${Number((stream.sampleRate / 1000).toFixed(1))} kHz`,
    ...(stream.bitrate === null ? [] : [rateText(stream.bitrate)]),
  ];
}

function stillRow({ still }: MediaFacts): string[][] {
  if (still === null) return [];
  const parts = [
    still.format,
    `${still.width} × ${still.height}`,
    ...(still.orientation === 1 ? [] : [`EXIF orientation ${still.orientation}`]),
    ...(still.pages > 1 ? [`${still.pages} frames`] : []),
    ...(still.bitDepth > 8 ? [`${still.bitDepth} bit`] : []),
    ...(still.alpha ? ['transparent'] : []),
  ];
  return [['Picture', '', parts.join(', ')]];
}
