import { z } from 'zod';
import { type ErrorKind, type Result, ok, refuse } from './error.ts';

/**
 * The options of each kind, as schemas. They are strict: an unknown key is an error that names it. Only what runs is
 * here; an option that is planned has no place in the schema, the help or the API until it does something.
 */

export const kinds = ['video', 'audio', 'image', 'animation', 'adaptive_video'] as const;
export const Kind = z.enum(kinds);
export type Kind = z.infer<typeof Kind>;

/** The five quality words, from smallest to best looking. */
export const qualityWords = ['very_low', 'low', 'medium', 'high', 'very_high'] as const;
export type QualityWord = (typeof qualityWords)[number];

export const videoFormats = ['mp4', 'webm', 'mov', 'mkv'] as const;
export const audioFormats = ['mp3', 'aac', 'm4a', 'ogg', 'opus', 'wav', 'flac'] as const;
export const imageFormats = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const;
export const animationFormats = ['gif', 'webp', 'apng'] as const;
const adaptiveFormats = ['hls'] as const;
export type VideoFormat = (typeof videoFormats)[number];
export type AudioFormat = (typeof audioFormats)[number];
export type ImageFormat = (typeof imageFormats)[number];
export type AnimationFormat = (typeof animationFormats)[number];

export const videoCodecs = ['h264', 'h265', 'vp9', 'av1'] as const;
export const adaptiveCodecs = ['h264', 'h265'] as const;
export type VideoCodec = (typeof videoCodecs)[number];

export const fits = ['contain', 'cover', 'fill'] as const;
export type Fit = (typeof fits)[number];

export const positions = [
  'center',
  'top',
  'bottom',
  'left',
  'right',
  'top_left',
  'top_right',
  'bottom_left',
  'bottom_right',
] as const;
export type Position = (typeof positions)[number];

/** Largest width or height that may be asked for: the limit of H.264 and WebP (16 383) rounded to what both hold. */
export const maxSide = 16_383;

/** Other names that people and tools use for a format. Keys are what may be written, values what is meant. */
export const formatAliases: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  jpe: 'jpeg',
  tif: 'tiff',
  oga: 'ogg',
  m3u8: 'hls',
  qt: 'mov',
};

const format = <T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess((v) => {
    if (typeof v !== 'string') return v;
    const word = v.toLowerCase().replace(/^\./, '');
    return formatAliases[word] ?? word;
  }, z.enum(values));

/** Corners may be written with a space, a hyphen or an underscore. */
const position = z.preprocess(
  (v) => (typeof v === 'string' ? v.toLowerCase().replace(/[\s-]/g, '_') : v),
  z.enum(positions),
);

/** Pixels as a whole number, or a share of the displayed size such as "50%" (1 % to 1000 %). */
const side = z.union([
  z.int().min(1).max(maxSide),
  z
    .string()
    .regex(/^\d{1,4}(?:\.\d{1,3})?%$/)
    .refine((s) => Number.parseFloat(s) >= 1 && Number.parseFloat(s) <= 1000),
]);
export type Side = z.infer<typeof side>;

const quality = z.enum(qualityWords);
const compression = z.int().min(1).max(100);
const seconds = z.number().min(0).max(360_000);

/** Smallest and largest size limit, in bytes: nothing is a picture below a kilobyte, and a terabyte limits nothing. */
const sizeLimits = { least: 1_000, most: 1_000_000_000_000 } as const;
const targetBytes = z.int().min(sizeLimits.least).max(sizeLimits.most);
const background = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .transform((s) => s.toLowerCase());

const frame = {
  width: side.optional(),
  height: side.optional(),
  fit: z.enum(fits).optional(),
  position: position.optional(),
  background: background.optional(),
};

export const VideoOptions = z.strictObject({
  format: format(videoFormats).optional(),
  codec: z.enum(videoCodecs).optional(),
  quality: quality.optional(),
  compression: compression.optional(),
  lossless: z.boolean().optional(),
  bitrate: z.int().min(300_000).max(60_000_000).optional(),
  target_bytes: targetBytes.optional(),
  ...frame,
  enlarge: z.boolean().optional(),
  fps: z.number().min(1).max(60).optional(),
  start: seconds.optional(),
  end: seconds.optional(),
  auto_orient: z.boolean().optional(),
});
export type VideoOptions = z.infer<typeof VideoOptions>;

export const AudioOptions = z.strictObject({
  format: format(audioFormats).optional(),
  quality: quality.optional(),
  compression: compression.optional(),
  bitrate: z.int().min(32_000).max(320_000).optional(),
  target_bytes: targetBytes.optional(),
  start: seconds.optional(),
  end: seconds.optional(),
});
export type AudioOptions = z.infer<typeof AudioOptions>;

export const ImageOptions = z.strictObject({
  format: format(imageFormats).optional(),
  quality: quality.optional(),
  compression: compression.optional(),
  lossless: z.boolean().optional(),
  target_bytes: targetBytes.optional(),
  ...frame,
  enlarge: z.boolean().optional(),
  start: seconds.optional(),
  auto_orient: z.boolean().optional(),
});
export type ImageOptions = z.infer<typeof ImageOptions>;

export const AnimationOptions = z.strictObject({
  format: format(animationFormats).optional(),
  quality: quality.optional(),
  compression: compression.optional(),
  lossless: z.boolean().optional(),
  target_bytes: targetBytes.optional(),
  ...frame,
  enlarge: z.boolean().optional(),
  fps: z.number().min(1).max(60).optional(),
  start: seconds.optional(),
  end: seconds.optional(),
  auto_orient: z.boolean().optional(),
});
export type AnimationOptions = z.infer<typeof AnimationOptions>;

export const AdaptiveOptions = z.strictObject({
  format: format(adaptiveFormats).optional(),
  codec: z.enum(adaptiveCodecs).optional(),
  quality: quality.optional(),
  ...frame,
  start: seconds.optional(),
  end: seconds.optional(),
  auto_orient: z.boolean().optional(),
});
export type AdaptiveOptions = z.infer<typeof AdaptiveOptions>;

/** The options schema of each kind. */
export const optionSchemas = {
  video: VideoOptions,
  audio: AudioOptions,
  image: ImageOptions,
  animation: AnimationOptions,
  adaptive_video: AdaptiveOptions,
} as const;

/** Options that have been parsed, told apart by their kind. */
export type KindOptions =
  | { readonly kind: 'video'; readonly options: VideoOptions }
  | { readonly kind: 'audio'; readonly options: AudioOptions }
  | { readonly kind: 'image'; readonly options: ImageOptions }
  | { readonly kind: 'animation'; readonly options: AnimationOptions }
  | { readonly kind: 'adaptive_video'; readonly options: AdaptiveOptions };

/** The format each kind has when nothing says otherwise. */
export const defaultFormats = {
  video: 'mp4',
  audio: 'mp3',
  image: 'webp',
  animation: 'gif',
  adaptive_video: 'hls',
} as const satisfies Record<Kind, string>;

/** What each option accepts, in words, for messages and help. Keys are `option` or `kind.option`. */
const allowedWords: Readonly<Record<string, string>> = {
  'video.format': videoFormats.join(', '),
  'audio.format': audioFormats.join(', '),
  'image.format': imageFormats.join(', '),
  'animation.format': animationFormats.join(', '),
  'adaptive_video.format': adaptiveFormats.join(', '),
  'video.codec': videoCodecs.join(', '),
  'adaptive_video.codec': adaptiveCodecs.join(', '),
  'video.bitrate': '300000 to 60000000 bits per second',
  'audio.bitrate': '32000 to 320000 bits per second',
  quality: qualityWords.join(', '),
  compression: 'a whole number from 1 to 100',
  lossless: 'true or false',
  target_bytes: '1000 to 1000000000000 bytes',
  width: `1 to ${maxSide} pixels, or "1%" to "1000%"`,
  height: `1 to ${maxSide} pixels, or "1%" to "1000%"`,
  fit: fits.join(', '),
  position: positions.join(', '),
  background: 'a colour such as "#000000"',
  fps: '1 to 60',
  start: '0 to 360000 seconds',
  end: '0 to 360000 seconds',
  auto_orient: 'true or false',
  enlarge: 'true or false',
};

/** What an option of a kind accepts, in words; undefined when the kind has no such option. */
export function allowedValues(kind: Kind, option: string): string | undefined {
  if (!(option in optionSchemas[kind].shape)) return undefined;
  return allowedWords[`${kind}.${option}`] ?? allowedWords[option];
}

const show = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

/**
 * Parses the options of a job at the door.
 *
 * Refusals: `invalid_format` and `invalid_codec` for those fields, `invalid_option` for every other, each naming the
 * field, what was given and what is allowed. Contradictions that need no file to be seen are refused here too.
 */
export function parseOptions(kind: Kind, given: unknown): Result<KindOptions> {
  const parsed = optionSchemas[kind].safeParse(given ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    if (issue?.code === 'unrecognized_keys') {
      return refuse('invalid_option', {
        field: issue.keys[0] ?? 'options',
        reason: `${kind} has no such option; it has ${Object.keys(optionSchemas[kind].shape).join(', ')}`,
      });
    }
    const field = issue?.path[0] === undefined ? undefined : String(issue.path[0]);
    if (field === undefined)
      return refuse('invalid_option', { field: 'options', given: show(given), allowed: 'an object' });
    const errorKind: ErrorKind =
      field === 'format' ? 'invalid_format' : field === 'codec' ? 'invalid_codec' : 'invalid_option';
    const value = (given as Record<string, unknown>)[field];
    const allowed = allowedValues(kind, field);
    return refuse(errorKind, { field, given: show(value), ...(allowed === undefined ? {} : { allowed }) });
  }
  const value = { kind, options: parsed.data } as KindOptions;
  return contradiction(value) ?? ok(value);
}

/** What steers the size of the result: exactly one of them, or quality with a bitrate that caps it. */
export const steering = ['quality', 'compression', 'bitrate', 'lossless', 'target_bytes'] as const;

function contradiction({ kind, options }: KindOptions): Result<never> | null {
  const has = options as Readonly<Record<string, unknown>>;
  const steered = steering.filter((key) => has[key] !== undefined && has[key] !== false);
  const capped = steered.length === 2 && steered.includes('quality') && steered.includes('bitrate');
  if (steered.length > 1 && !capped) {
    return refuse('invalid_option', {
      field: steered.slice(0, 2).join(' and '),
      // Of two that exclude each other, the second is where the change was most likely made.
      ...(steered[1] === undefined ? {} : { option: steered[1] }),
      reason: 'both steer the size; give one of them',
    });
  }
  const start = typeof has['start'] === 'number' ? has['start'] : 0;
  if (typeof has['end'] === 'number' && start >= has['end']) {
    return refuse('invalid_option', {
      field: has['start'] === undefined ? 'end' : 'start',
      reason: `start (${start} s) must be before end (${has['end']} s)`,
    });
  }
  if (has['background'] !== undefined) {
    const fit =
      has['fit'] ?? (has['width'] !== undefined && has['height'] !== undefined ? 'contain' : undefined);
    if (fit !== 'contain') {
      return refuse('invalid_option', {
        field: 'background',
        reason: 'it only has a meaning with fit: contain',
      });
    }
  }
  const format = (has['format'] as string | undefined) ?? defaultFormats[kind];
  if (has['lossless'] === true && cannotBeLossless.has(`${kind}.${format}`)) {
    return refuse('invalid_option', { field: 'lossless', reason: `${format} cannot be lossless` });
  }
  if (kind === 'audio' && (format === 'wav' || format === 'flac') && has['bitrate'] !== undefined) {
    return refuse('invalid_option', { field: 'bitrate', reason: `${format} is not steered by a bit rate` });
  }
  if (kind === 'audio' && (format === 'wav' || format === 'flac') && has['target_bytes'] !== undefined) {
    // Every sample is kept, so the length alone decides how large it is.
    return refuse('invalid_option', {
      field: 'target_bytes',
      reason: `${format} keeps every sample and cannot be made to fit a size limit`,
      hint: 'Choose mp3, m4a, ogg or opus.',
    });
  }
  return null;
}

/** Formats without a lossless mode that we can write. Animated gif is: at most 256 colours a frame. */
const cannotBeLossless: ReadonlySet<string> = new Set(['image.jpeg', 'image.gif', 'animation.gif']);
