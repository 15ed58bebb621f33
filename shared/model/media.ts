import { z } from 'zod';

/**
 * What is known about an input after it was probed. All planning starts from these facts and from nothing else, so a
 * fact that a decision needs belongs here. Times are seconds, sizes pixels as stored (before rotation).
 */

const nullable = {
  string: z.string().nullable(),
  number: z.number().nullable(),
};

/** A tag map with lower-case keys: `creation_time`, `location`, `title`, `language` … */
export const Tags = z.record(z.string(), z.string());
export type Tags = z.infer<typeof Tags>;

export const VideoStream = z.strictObject({
  /** Index in the file, as `-map 0:<index>` takes it. */
  index: z.int().nonnegative(),
  /** ffmpeg's codec name: h264, hevc, vp9, av1, mpeg4, gif … */
  codec: z.string(),
  profile: nullable.string,
  /** Four-character code in the container (`hvc1`, `hev1`, `avc1`), or null. */
  codecTag: nullable.string,
  width: z.int().positive(),
  height: z.int().positive(),
  /** Sample aspect ratio as width ÷ height of one pixel; 1 = square. */
  sar: z.number().positive(),
  /** Clockwise turn in degrees that a player applies before it shows the picture. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  pixFmt: nullable.string,
  bitDepth: z.int().positive(),
  chroma: z.enum(['420', '422', '444', 'gray', 'rgb', 'other']),
  alpha: z.boolean(),
  /** Average frames per second, or null when it is not known. */
  fps: nullable.number,
  /** Exact rate as ffmpeg writes it (`30000/1001`), or null. */
  fpsFraction: nullable.string,
  /** True when average and base rate agree within 0.1 %. */
  constantRate: z.boolean(),
  frames: z.int().nullable(),
  bitrate: nullable.number,
  duration: nullable.number,
  start: z.number(),
  interlaced: z.boolean(),
  colour: z.strictObject({
    range: nullable.string,
    space: nullable.string,
    transfer: nullable.string,
    primaries: nullable.string,
  }),
  language: nullable.string,
  title: nullable.string,
});
export type VideoStream = z.infer<typeof VideoStream>;

export const AudioStream = z.strictObject({
  index: z.int().nonnegative(),
  codec: z.string(),
  profile: nullable.string,
  channels: z.int().positive(),
  layout: nullable.string,
  sampleRate: z.int().positive(),
  /** Bits a sample where the codec has such a thing (pcm, flac, alac), else null. */
  bitDepth: z.int().nullable(),
  bitrate: nullable.number,
  duration: nullable.number,
  start: z.number(),
  language: nullable.string,
  title: nullable.string,
  isDefault: z.boolean(),
});
export type AudioStream = z.infer<typeof AudioStream>;

export const SubtitleStream = z.strictObject({
  index: z.int().nonnegative(),
  codec: z.string(),
  /** Text can be converted between containers, pictures cannot. */
  form: z.enum(['text', 'picture']),
  language: nullable.string,
  title: nullable.string,
});
export type SubtitleStream = z.infer<typeof SubtitleStream>;

/** A cover: a single picture attached to the file, not a video. */
export const AttachedPicture = z.strictObject({
  index: z.int().nonnegative(),
  codec: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type AttachedPicture = z.infer<typeof AttachedPicture>;

/** A still, or an animated picture that libvips or ffmpeg reads page by page. */
export const Still = z.strictObject({
  /** jpeg, png, webp, avif, tiff, gif, svg, heic, or ffmpeg's name of another picture format (bmp, jpegxl …). */
  format: z.string(),
  /** Who can open it: libvips directly, libheif first, or ffmpeg first. */
  reader: z.enum(['libvips', 'libheif', 'ffmpeg']),
  /** Size as stored; EXIF orientation is not applied yet. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** EXIF orientation 1 to 8; 1 = upright. */
  orientation: z.int().min(1).max(8),
  alpha: z.boolean(),
  bitDepth: z.int().positive(),
  /** Number of pages or frames; 1 = a still. */
  pages: z.int().positive(),
  /** Duration of each frame in milliseconds, as far as the file says so; empty for a still. */
  delays: z.array(z.number()),
  /** How often an animation plays; 0 = for ever. */
  loop: z.int().nonnegative(),
  hasIcc: z.boolean(),
});
export type Still = z.infer<typeof Still>;

export const MediaFacts = z.strictObject({
  /** ffprobe's format names (`mov,mp4,m4a,…` split), or the still's format. */
  formats: z.array(z.string()),
  bytes: z.number().nonnegative(),
  /** Longest media stream in seconds; null when nothing says so. */
  duration: nullable.number,
  start: z.number(),
  bitrate: nullable.number,
  tags: Tags,
  chapters: z.int().nonnegative(),
  video: z.array(VideoStream),
  audio: z.array(AudioStream),
  subtitles: z.array(SubtitleStream),
  pictures: z.array(AttachedPicture),
  /** Data and attachment streams: never mapped. */
  otherStreams: z.int().nonnegative(),
  still: Still.nullable(),
  /**
   * Presentation time of the key frame at or just before the asked `start` (relative to the start of the file), when
   * a start was asked and one was found. It decides whether a cut by copying hits the asked place.
   */
  keyframeAtStart: nullable.number,
});
export type MediaFacts = z.infer<typeof MediaFacts>;

/** What a person would call the thing: it decides which kinds it can become and what a folder drop picks up. */
export type MediaClass = 'video' | 'audio' | 'image' | 'animation';

/** Video wins over sound, and a picture with several frames is an animation. */
export function mediaClass(facts: MediaFacts): MediaClass | null {
  if (facts.still !== null) return facts.still.pages > 1 ? 'animation' : 'image';
  if (facts.video.length > 0) return 'video';
  if (facts.audio.length > 0) return 'audio';
  return facts.pictures.length > 0 ? 'image' : null;
}
