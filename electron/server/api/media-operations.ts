import { z } from 'zod';
import { type ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { type Kind, audioFormats, formatAliases, videoCodecs } from '../../../shared/model/options.ts';
import { videoContainers } from '../../../shared/plan/containers.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import { formatOfExtension } from '../../../shared/plan/names/output-format.ts';
import { videoCrf } from '../../../shared/plan/quality.ts';

/** The operations of `POST /v1/ffmpeg/{operation}`, as schemas and as what each asks of a job. Pure. */

const address = z.string().min(1).max(4096);
const webhookUrl = z.string().min(1).max(2048).optional();
const one = { inputUrl: address, webhookUrl };
const side = z.int().min(1).max(16_383).optional();
const filmFormats = ['mp4', 'webm', 'mkv', 'mov'] as const;
const pictureFormats = ['jpg', 'jpeg', 'png'] as const;
const soundCodecs = ['aac', 'opus', 'copy'] as const;
const second = z.number().min(0).max(360_000);

export const mediaOperations = {
  probe: z.strictObject({ inputUrl: address }),
  transcode: z.strictObject({
    ...one,
    format: z.enum(filmFormats).optional(),
    vcodec: z.enum(videoCodecs).optional(),
    acodec: z.enum(soundCodecs).optional(),
  }),
  compress: z.strictObject({
    ...one,
    /** Higher is smaller. */
    crf: z.int().min(18).max(32).optional(),
    /** `100k` to `8000k`, in place of `crf`. */
    targetBitrate: z
      .string()
      .regex(/^\d{3,4}k$/)
      .optional(),
  }),
  /** At least one of the sides; one alone keeps the aspect. */
  scale: z.strictObject({ ...one, width: side, height: side }),
  trim: z.strictObject({ ...one, start: second, end: second }),
  extract_audio: z.strictObject({ ...one, format: z.enum(audioFormats).optional() }),
  to_gif: z.strictObject({
    ...one,
    fps: z.int().min(5).max(25).optional(),
    width: z.int().min(160).max(720).optional(),
    start: second.optional(),
    duration: z.number().positive().max(360_000).optional(),
  }),
  thumbnail: z.strictObject({
    ...one,
    time: second.optional(),
    format: z.enum(pictureFormats).optional(),
  }),
  concat: z.strictObject({ inputUrls: z.array(address).min(2).max(10), webhookUrl }),
} as const;
export type MediaOperation = keyof typeof mediaOperations;

/** Those of the contract that nothing here can do yet. */
export const notDone: Readonly<Record<string, string>> = {
  watermark: 'a picture cannot be laid over another one',
  mux: 'the sound of a film cannot be exchanged or added to',
  frames: 'a film cannot be taken apart into many pictures',
};

export interface MediaJob {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

const wrong = (field: string, reason: string): ConvoyFailure => fail('invalid_option', { field, reason });

/** Reads the parameters. Throws `not_found`, `not_implemented`, `input_required`, `invalid_option`, `invalid_format`. */
export function readOperation(
  name: string,
  body: unknown,
): { readonly operation: MediaOperation; readonly job: MediaJob; readonly webhookUrl: string | null } {
  const reason = Object.hasOwn(notDone, name) ? notDone[name] : undefined;
  if (reason !== undefined) throw fail('not_implemented', { reason });
  if (!Object.hasOwn(mediaOperations, name))
    throw fail('not_found', { given: `The operation “${name.slice(0, 60)}”` });
  const operation = name as MediaOperation;
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const input = operation === 'concat' ? 'inputUrls' : 'inputUrl';
  if (given[input] === undefined || given[input] === '') throw fail('input_required');
  const parsed = mediaOperations[operation].safeParse(body);
  if (!parsed.success) throw notRead(operation, parsed.error, given);
  const webhook = 'webhookUrl' in parsed.data ? parsed.data.webhookUrl : undefined;
  return { operation, job: jobOf(operation, parsed.data), webhookUrl: webhook ?? null };
}

function notRead(
  operation: MediaOperation,
  error: z.ZodError,
  given: Readonly<Record<string, unknown>>,
): ConvoyFailure {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys')
    return wrong(issue.keys[0] ?? 'body', 'there is no such parameter');
  const field = String(issue?.path[0] ?? 'body');
  if (given[field] === undefined) return wrong(field, 'it is required');
  const allowed = allowedFor(operation, field);
  if (allowed === undefined)
    return wrong(field, (issue?.message ?? 'it has another form').replace(/\.$/, ''));
  const kind =
    field === 'format' ? 'invalid_format' : field === 'vcodec' ? 'invalid_codec' : 'invalid_option';
  return fail(kind, { field, given: JSON.stringify(given[field]).slice(0, 60), allowed });
}

/** What a parameter takes, in words. */
const allowedOf: Readonly<Record<string, string>> = {
  inputUrl: 'a path or an address',
  inputUrls: '2 to 10 paths or addresses',
  webhookUrl: 'an address',
  vcodec: videoCodecs.join(', '),
  acodec: soundCodecs.join(', '),
  crf: '18 to 32',
  targetBitrate: '100k to 8000k',
  width: '1 to 16383 pixels',
  height: '1 to 16383 pixels',
  fps: '5 to 25',
  start: 'seconds from 0',
  end: 'seconds from 0',
  time: 'seconds from 0',
  duration: 'seconds above 0',
};

function allowedFor(operation: MediaOperation, field: string): string | undefined {
  if (operation === 'to_gif' && field === 'width') return '160 to 720 pixels';
  if (field !== 'format') return allowedOf[field];
  if (operation === 'extract_audio') return audioFormats.join(', ');
  return (operation === 'thumbnail' ? pictureFormats : filmFormats).join(', ');
}

type Parsed<K extends MediaOperation> = z.infer<(typeof mediaOperations)[K]>;

function jobOf(operation: MediaOperation, params: unknown): MediaJob {
  switch (operation) {
    case 'transcode':
      return transcode(params as Parsed<'transcode'>);
    case 'compress': {
      const { inputUrl, crf, targetBitrate } = params as Parsed<'compress'>;
      if (targetBitrate === undefined) return sameVideo(inputUrl, { compression: compressionOf(crf ?? 26) });
      if (crf !== undefined) throw wrong('targetBitrate', 'give either crf or targetBitrate');
      return sameVideo(inputUrl, { bitrate: bitrateOf(targetBitrate) });
    }
    case 'scale': {
      const { inputUrl, width, height } = params as Parsed<'scale'>;
      if (width === undefined && height === undefined) throw wrong('width', 'width or height is required');
      return sameVideo(inputUrl, defined({ width, height }));
    }
    case 'trim': {
      const { inputUrl, start, end } = params as Parsed<'trim'>;
      if (end <= start) throw wrong('end', 'it must be later than start');
      return sameVideo(inputUrl, { start, end });
    }
    case 'extract_audio': {
      const { inputUrl, format = 'mp3' } = params as Parsed<'extract_audio'>;
      return { kind: 'audio', options: { format }, inputs: [inputUrl] };
    }
    case 'to_gif': {
      const { inputUrl, fps = 12, width = 480, start = 0, duration } = params as Parsed<'to_gif'>;
      // An end behind that of the film is that of the film.
      const end = duration === undefined ? 360_000 : Math.min(start + duration, 360_000);
      return { kind: 'animation', options: { format: 'gif', fps, width, start, end }, inputs: [inputUrl] };
    }
    case 'thumbnail': {
      const { inputUrl, time = 0, format = 'jpg' } = params as Parsed<'thumbnail'>;
      const options = { format: formatAliases[format] ?? format, ...(time === 0 ? {} : { start: time }) };
      return { kind: 'image', options, inputs: [inputUrl] };
    }
    case 'concat': {
      const { inputUrls } = params as Parsed<'concat'>;
      return { ...sameVideo(inputUrls[0] ?? '', {}), inputs: inputUrls };
    }
    case 'probe':
      // Nothing is made of it.
      return { kind: 'video', options: {}, inputs: [(params as Parsed<'probe'>).inputUrl] };
  }
}

function transcode({ inputUrl, format = 'mp4', vcodec, acodec }: Parsed<'transcode'>): MediaJob {
  const { audio } = videoContainers[format];
  if (acodec === 'copy') {
    throw fail('not_implemented', {
      reason: 'sound is copied where it can be, and that cannot be asked for by itself',
      hint: 'Leave acodec out.',
    });
  }
  if (acodec !== undefined && acodec !== audio) {
    throw fail('not_implemented', {
      reason: `the sound of ${format} is ${audio}, or is copied where it can be; another codec cannot be chosen`,
    });
  }
  return { kind: 'video', options: { format, ...defined({ codec: vcodec }) }, inputs: [inputUrl] };
}

/** In the container that it has, if we write that one. */
function sameVideo(inputUrl: string, options: Readonly<Record<string, unknown>>): MediaJob {
  const place = inputUrl.replace(/[?#].*$/, '');
  const format =
    formatOfExtension('video', splitExtension(place.slice(place.lastIndexOf('/') + 1)).ext) ?? 'mp4';
  return { kind: 'video', options: { format, ...options }, inputs: [inputUrl] };
}

/** The step of our scale that comes closest to a CRF of H.264 at 1080p. */
export function compressionOf(crf: number): number {
  let best = 1;
  for (let step = 1; step <= 100; step += 1) {
    const [now, then] = [videoCrf('h264', step, 1080), videoCrf('h264', best, 1080)];
    if (Math.abs(now - crf) < Math.abs(then - crf)) best = step;
  }
  return best;
}

function bitrateOf(text: string): number {
  const kbps = Number.parseInt(text, 10);
  if (kbps < 100 || kbps > 8000) throw wrong('targetBitrate', 'it can be 100k to 8000k');
  if (kbps < 300) throw fail('not_implemented', { reason: 'a film has at least 300k here' });
  return kbps * 1000;
}

const defined = (options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
