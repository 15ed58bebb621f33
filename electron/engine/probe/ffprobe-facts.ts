import type {
  AttachedPicture,
  AudioStream,
  MediaFacts,
  SubtitleStream,
  VideoStream,
} from '../../../shared/model/media.ts';
import type { FfprobeOutput, FfprobeStream } from './ffprobe-json.ts';
import { frameRate } from './frame-rate.ts';
import { pixelFormat } from './pixel-format.ts';
import { stillFromFfprobe } from './still-from-ffprobe.ts';

/** Turns what ffprobe said into the facts that planning starts from. Pure, and the same for every build of ffprobe. */

/** Subtitles that are pictures, or that no decoder turns into text: they cannot change their form. */
const pictureSubtitles: ReadonlySet<string> = new Set([
  ...['hdmv_pgs_subtitle', 'dvd_subtitle', 'dvb_subtitle', 'xsub'],
  ...['dvb_teletext', 'hdmv_text_subtitle', 'arib_caption'],
]);

/** Codecs whose samples have a depth that a conversion can keep. */
const losslessAudio = /^(pcm_|flac$|alac$|wavpack$|tta$|ape$|tak$|truehd$|mlp$|shorten$)/;

/** Tags that describe the container and not what is in it. */
const containerTags: ReadonlySet<string> = new Set([
  ...['major_brand', 'minor_version', 'compatible_brands', 'encoder', 'software', 'duration'],
]);
/** Tags of a stream that describe the stream and not the recording. */
const streamTags: ReadonlySet<string> = new Set([
  ...['language', 'handler_name', 'vendor_id', 'timecode', 'bps', 'number_of_frames', 'number_of_bytes'],
  ...['_statistics_writing_app', '_statistics_writing_date_utc', '_statistics_tags'],
]);

/** Facts of a media file of `bytes` bytes. A stream without a codec or a size is among `otherStreams`. */
export function factsFromFfprobe(json: FfprobeOutput, { bytes }: { readonly bytes: number }): MediaFacts {
  const formats = json.format.format_name?.split(',') ?? [];
  const video: VideoStream[] = [];
  const audio: AudioStream[] = [];
  const subtitles: SubtitleStream[] = [];
  const pictures: AttachedPicture[] = [];
  let otherStreams = 0;
  for (const stream of json.streams) {
    const picture = attachedPicture(stream);
    const shown = picture === null && !isAttached(stream) ? videoStream(stream) : null;
    const heard = audioStream(stream);
    const read = subtitleStream(stream);
    if (picture !== null) pictures.push(picture);
    else if (shown !== null) video.push(shown);
    else if (heard !== null) audio.push(heard);
    else if (read !== null) subtitles.push(read);
    else otherStreams += 1;
  }
  const still = stillFromFfprobe(json, video);
  const duration = still === null ? mediaDuration(json, formats, [...video, ...audio]) : null;
  return {
    formats,
    bytes,
    duration,
    start: json.format.start_time ?? 0,
    // Computed, because builds round the duration differently.
    bitrate: duration === null || duration <= 0 ? null : Math.round((bytes * 8) / duration),
    tags: mediaTags(json, formats),
    chapters: json.chapters.length,
    video: still === null ? video : [],
    audio,
    subtitles,
    pictures,
    otherStreams,
    still,
    keyframeAtStart: null,
  };
}

function isAttached(stream: FfprobeStream): boolean {
  return stream.disposition['attached_pic'] === 1 || stream.disposition['timed_thumbnails'] === 1;
}

function attachedPicture(stream: FfprobeStream): AttachedPicture | null {
  const { index, codec_name: codec, width, height } = stream;
  if (stream.codec_type !== 'video' || !isAttached(stream)) return null;
  return codec === null || !isSize(width) || !isSize(height) ? null : { index, codec, width, height };
}

function videoStream(stream: FfprobeStream): VideoStream | null {
  const { index, codec_name: codec, width, height } = stream;
  if (stream.codec_type !== 'video' || codec === null || !isSize(width) || !isSize(height)) return null;
  const pixels = pixelFormat(stream.pix_fmt);
  const interlaced = ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? '');
  const rate = frameRate(stream, interlaced);
  return {
    index,
    codec,
    profile: stream.profile,
    codecTag: codecTag(stream),
    width,
    height,
    sar: sampleAspect(stream.sample_aspect_ratio),
    rotation: rotation(stream),
    pixFmt: stream.pix_fmt,
    ...pixels,
    fps: rate.fps,
    fpsFraction: rate.fraction,
    constantRate: rate.constant,
    frames: wholeOrNull(stream.nb_frames) ?? wholeOrNull(tagNumber(stream, 'number_of_frames')),
    bitrate: bitrate(stream),
    duration: streamDuration(stream),
    start: stream.start_time ?? 0,
    interlaced,
    colour: {
      range: stream.color_range,
      // Builds differ in whether RGB has a "matrix" called gbr; `chroma: rgb` says it already.
      space: pixels.chroma === 'rgb' ? null : stream.color_space,
      transfer: stream.color_transfer,
      primaries: stream.color_primaries,
    },
    language: language(stream),
    title: stream.tags.get('title') ?? null,
  };
}

function audioStream(stream: FfprobeStream): AudioStream | null {
  const { index, codec_name: codec, channels, sample_rate: sampleRate } = stream;
  if (stream.codec_type !== 'audio' || codec === null || !isSize(channels) || !isSize(sampleRate))
    return null;
  const depth = stream.bits_per_raw_sample ?? stream.bits_per_sample ?? 0;
  return {
    index,
    codec,
    profile: stream.profile,
    channels,
    // "2 channels" is what builds print for an order that they do not know.
    layout:
      stream.channel_layout === null || /channel/.test(stream.channel_layout) ? null : stream.channel_layout,
    sampleRate,
    bitDepth: losslessAudio.test(codec) && isSize(depth) ? depth : null,
    bitrate: bitrate(stream),
    duration: streamDuration(stream),
    start: stream.start_time ?? 0,
    language: language(stream),
    title: stream.tags.get('title') ?? null,
    isDefault: stream.disposition['default'] === 1,
  };
}

function subtitleStream(stream: FfprobeStream): SubtitleStream | null {
  const { index, codec_name: codec } = stream;
  if (stream.codec_type !== 'subtitle' || codec === null) return null;
  return {
    index,
    codec,
    form: pictureSubtitles.has(codec) ? 'picture' : 'text',
    language: language(stream),
    title: stream.tags.get('title') ?? null,
  };
}

function isSize(value: number | null): value is number {
  return value !== null && Number.isInteger(value) && value > 0;
}

function wholeOrNull(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && value > 0 ? value : null;
}

/** Statistics that mkvmerge writes as tags, with or without a language behind the name (`BPS-eng`). */
function tagNumber(stream: FfprobeStream, name: string): number | null {
  const value = Number(stream.tags.get(name) ?? stream.tags.get(`${name}-eng`) ?? NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function bitrate(stream: FfprobeStream): number | null {
  return isSize(stream.bit_rate) ? stream.bit_rate : tagNumber(stream, 'bps');
}

function codecTag({ codec_tag_string: tag }: FfprobeStream): string | null {
  // "[0][0][0][0]" and "[27][0][0][0]" are numbers, not four characters.
  return tag === null || tag.includes('[') ? null : tag;
}

/** `64:45` as a number; missing, `0:1` and nonsense are square pixels. */
function sampleAspect(text: string | null): number {
  const match = /^(\d+):(\d+)$/.exec(text ?? '');
  const value = match === null ? 1 : Number(match[1]) / Number(match[2]);
  return Number.isFinite(value) && value > 0 ? value : 1;
}

/**
 * ffprobe tells the display matrix's angle counter-clockwise (−90 for a phone held upright), the old `rotate` tag tells
 * the clockwise turn. Angles that are no quarter turns are not applied.
 */
function rotation(stream: FfprobeStream): VideoStream['rotation'] {
  const matrix = stream.side_data_list.find((side) => side.rotation !== null)?.rotation ?? null;
  const clockwise = matrix === null ? Number(stream.tags.get('rotate') ?? 0) : -matrix;
  const turn = ((Math.round(clockwise) % 360) + 360) % 360;
  return turn === 90 || turn === 180 || turn === 270 ? turn : 0;
}

function language(stream: FfprobeStream): string | null {
  const value = stream.tags.get('language') ?? '';
  return value === '' || value === 'und' ? null : value;
}

/** Seconds of a stream; mkv and webm tell them in a tag, `00:00:05.000000000`, which may carry a language. */
function streamDuration(stream: FfprobeStream): number | null {
  if (stream.duration !== null && stream.duration > 0) return stream.duration;
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(
    stream.tags.get('duration') ?? stream.tags.get('duration-eng') ?? '',
  );
  if (match === null) return null;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return seconds > 0 ? seconds : null;
}

/**
 * Seconds of the longest media stream. The container's own number stands in for streams that tell none, but never in
 * mp4, where old builds of ffmpeg count hidden pre-roll into it.
 */
function mediaDuration(
  { format }: FfprobeOutput,
  formats: readonly string[],
  streams: readonly { readonly duration: number | null }[],
): number | null {
  const known = streams.flatMap((stream) => (stream.duration === null ? [] : [stream.duration]));
  const complete = known.length === streams.length && known.length > 0;
  const trusted = known.length > 0 && formats.includes('mp4');
  const whole = complete || trusted ? null : format.duration;
  const all = whole !== null && whole > 0 ? [...known, whole] : known;
  return all.length === 0 ? null : Math.max(...all);
}

/** Tags of the recording, lower-case. Ogg keeps them in its first stream. */
function mediaTags({ format, streams }: FfprobeOutput, formats: readonly string[]): Record<string, string> {
  const ofStream = formats.includes('ogg')
    ? [...(streams[0]?.tags ?? [])].filter(([key]) => !streamTags.has(key))
    : [];
  return Object.fromEntries(
    [...ofStream, ...format.tags].filter(([key, value]) => !containerTags.has(key) && value !== ''),
  );
}
