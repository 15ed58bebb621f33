import type { MediaBrief, PlanBrief, Row } from '../../shared/ipc/row.ts';
import type { Words } from './en/index.ts';
import {
  codecWord,
  formatWord,
  mediaSizeText,
  pixelsText,
  resultCodecWord,
  videoSizeText,
} from './media-words.ts';
import { bitrateText, countText, plainNumber, sampleRateText } from './numbers.ts';
import { positionText } from './times.ts';

/** `from → to, note`: what a file is and what it becomes, in as few words as a person would use. */
export interface FromTo {
  /** `MOV HEVC 4K HDR`; null before the file was read. */
  readonly from: string | null;
  /** `MP4 H.264 1080p`; null before it was planned. */
  readonly to: string | null;
  /** The one unusual thing of the plan: "video copied, sound to AAC". */
  readonly note: string | null;
}

/** `exact` gives pixels for photos, as the compact list does. */
export function fromTo(row: Row, locale: string, w: Words, exact = false): FromTo {
  const { media, plan } = row;
  return {
    from: media === null ? null : fromWords(media, plan, locale, exact),
    to: plan === null ? null : toWords(row, plan, locale, w, exact),
    note: plan === null ? null : noteOf(row, plan, w),
  };
}

const joined = (...words: readonly (string | null)[]): string =>
  words.filter((word) => word !== null && word !== '').join(' ');

function fromWords(media: MediaBrief, plan: PlanBrief | null, locale: string, exact: boolean): string {
  const format = formatWord(media.format);
  if (media.class === 'audio') return joined(format, codecBeside(media), soundRate(media, locale));
  if (media.class === 'image') return joined(format, photoSize(media, locale, exact));
  const codec = media.class === 'animation' ? null : codecWord(media.codec ?? '');
  // A picture that is copied keeps its size, so its size says nothing.
  const size = plan?.picture === 'copy' ? null : mediaSizeText(media, locale);
  return joined(format, codec, size, media.hdr ? 'HDR' : null);
}

function photoSize(media: MediaBrief, locale: string, exact: boolean): string | null {
  if (!exact) return mediaSizeText(media, locale);
  return media.width === null || media.height === null ? null : pixelsText(media.width, media.height);
}

/** Formats that say their codec. */
const plainFormats: ReadonlySet<string> = new Set([
  'wav',
  'aiff',
  'flac',
  'mp3',
  'aac',
  'opus',
  'ogg',
  'm4a',
]);

function codecBeside(media: MediaBrief): string | null {
  if (plainFormats.has(media.format.toLowerCase()) || media.codec === null) return null;
  return codecWord(media.codec);
}

/** Codecs that keep every sample: their rate of samples says more than their rate of bits. */
const isLossless = (codec: string): boolean =>
  codec.startsWith('pcm_') || ['flac', 'alac', 'wav', 'aiff', 'truehd'].includes(codec);

function soundRate(media: MediaBrief, locale: string): string | null {
  if (isLossless(media.audioCodec ?? media.format))
    return media.sampleRate === null ? null : sampleRateText(media.sampleRate, locale);
  return media.bitrate === null ? null : bitrateText(media.bitrate, locale);
}

function toWords(row: Row, plan: PlanBrief, locale: string, w: Words, exact: boolean): string {
  const format = formatWord(plan.format);
  switch (row.kind) {
    case 'adaptive_video':
      return plan.renditions === null
        ? format
        : w.queue.row.hlsSizes(plan.renditions, countText(plan.renditions, locale));
    case 'audio':
      return joined(format, plan.sound === 'encode' ? plannedRate(row, plan, locale) : null);
    case 'image':
    case 'animation':
      return joined(format, pictureSize(row.media, plan, locale, w, exact));
    case 'video':
      if (plan.picture === 'copy') return format;
      return joined(
        format,
        plan.codec === null ? null : resultCodecWord(plan.codec),
        videoSize(row.media, plan),
      );
  }
}

/** The size of a video result, unless it is named as that of the original is. */
function videoSize(media: MediaBrief | null, { width, height }: PlanBrief): string | null {
  if (width === null || height === null) return null;
  const size = videoSizeText(width, height);
  const before =
    media?.width == null || media.height === null
      ? null
      : videoSizeText(media.width, media.height, media.interlaced);
  return size === before ? null : size;
}

/** `1600 px`, the longer side; left out when nothing is resized. */
function pictureSize(
  media: MediaBrief | null,
  { width, height }: PlanBrief,
  locale: string,
  w: Words,
  exact: boolean,
): string | null {
  if (width === null || height === null) return null;
  if (media?.width === width && media.height === height) return null;
  return exact ? pixelsText(width, height) : w.queue.row.pixels(plainNumber(Math.max(width, height), locale));
}

/** Bit rates that encoders of sound are asked for, in kb/s. */
const usualRates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
/** How far an estimate may be from a usual rate that it is taken for. */
const nearEnough = 0.05;

/** The rate that the estimated size comes from; null when the format has no such thing or the estimate is too wide. */
function plannedRate({ media }: Row, plan: PlanBrief, locale: string): string | null {
  const seconds = media?.duration ?? null;
  if (isLossless(plan.audioCodec ?? plan.format) || plan.trim !== null) return null;
  if (seconds === null || seconds <= 0 || plan.low === null || plan.high === null) return null;
  const bits = (Math.sqrt(plan.low * plan.high) * 8) / seconds;
  const usual = usualRates.find((rate) => Math.abs(rate * 1000 - bits) / bits < nearEnough);
  return usual === undefined ? null : bitrateText(usual * 1000, locale);
}

/** At most one: what is left out, what is copied, what is converted in colour or sound, which part. */
function noteOf(row: Row, plan: PlanBrief, w: Words): string | null {
  const { notes } = w.queue.row;
  return (
    droppedNote(row, plan, w) ??
    copiedNote(row, plan, w) ??
    changedNote(row, plan, w) ??
    partNote(plan, row.media?.duration ?? null, notes)
  );
}

function droppedNote({ kind }: Row, plan: PlanBrief, w: Words): string | null {
  const { notes } = w.queue.row;
  // A still or an animation has no sound, so leaving it out is not unusual.
  if (kind === 'image' || kind === 'animation') return null;
  const { audio, subtitles } = plan.dropped;
  if (plan.sound === 'drop') return notes.soundLeftOut;
  if (audio > 0 && subtitles > 0) return notes.bothLeftOut(audio, subtitles);
  if (audio > 0) return notes.tracksLeftOut(audio);
  return subtitles > 0 ? notes.subtitlesLeftOut(subtitles) : null;
}

function copiedNote({ kind }: Row, plan: PlanBrief, w: Words): string | null {
  const { notes, copiedAsIs } = w.queue.row;
  if (kind === 'audio') return plan.sound === 'copy' ? notes.soundCopied : null;
  if (plan.picture !== 'copy') return null;
  if (kind === 'image' || kind === 'animation') return copiedAsIs;
  if (plan.sound !== 'encode' || plan.audioCodec === null) return notes.videoCopied;
  return notes.videoCopiedSoundTo(codecWord(plan.audioCodec));
}

function changedNote({ kind, media }: Row, plan: PlanBrief, w: Words): string | null {
  const { notes } = w.queue.row;
  if (plan.toneMapped) return notes.standardColour;
  return media?.interlaced === true && kind !== 'audio' && plan.picture === 'encode'
    ? notes.deinterlaced
    : null;
}

function partNote(
  { trim }: PlanBrief,
  duration: number | null,
  notes: Words['queue']['row']['notes'],
): string | null {
  if (trim === null) return null;
  // A preset's "first 10 s" of a shorter file is all of it.
  if (trim.start === 0 && trim.end !== null && duration !== null && trim.end >= duration) return null;
  if (trim.end === null) return notes.partFrom(positionText(trim.start));
  return notes.part(positionText(trim.start), positionText(trim.end));
}
