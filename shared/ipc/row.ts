import { z } from 'zod';
import { Warning, errorKinds } from '../model/error.ts';
import { BatchId, JobId } from '../model/id.ts';
import { jobStatuses } from '../model/job.ts';
import { Kind } from '../model/options.ts';

/**
 * A row of the queue: what the list shows of a job, and nothing else. Details are asked for one job at a time. Words
 * are made in the window, so a row carries facts, not sentences; the sentence of an error or a warning is the
 * exception, because the engine's table is where those are written.
 */

/** What a job is doing while its status is `processing`. */
export const phases = [
  'reading',
  'importing',
  'measuring',
  'converting',
  'finishing',
  'uploading',
  'stopping',
] as const;
export const Phase = z.enum(phases);
export type Phase = z.infer<typeof Phase>;

/**
 * Why a queued job waits although its turn may have come: not started yet, put on hold by a person, or there is no
 * room for its result.
 */
export const holds = ['ready', 'user', 'disk'] as const;
export const Hold = z.enum(holds);
export type Hold = z.infer<typeof Hold>;

/** How far a download or an upload is. */
export const Transfer = z.object({
  /** Bytes that were moved, and of how many; null while nobody has said how many. */
  bytes: z.number(),
  of: z.number().nullable(),
  /** Bytes a second; null until it can be told. */
  rate: z.number().nullable(),
  /** Files that are done, and of how many. */
  files: z.object({ done: z.int(), of: z.int() }),
});
export type Transfer = z.infer<typeof Transfer>;

const size = z.int().positive().nullable();

/** What a file is, as far as a row or the head of the inspector says it. */
export const MediaBrief = z.object({
  class: z.enum(['video', 'audio', 'image', 'animation']),
  /** Container or picture format, the word a person knows: mov, mkv, heic, wav. */
  format: z.string(),
  /** ffmpeg's name of the main codec; null for stills. */
  codec: z.string().nullable(),
  /** ffmpeg's name of the first sound track's codec; null without sound. */
  audioCodec: z.string().nullable(),
  /** There is something to see: a picture, or the cover of a sound file. */
  picture: z.boolean(),
  /** Displayed size: turned upright, pixels square. */
  width: size,
  height: size,
  fps: z.number().nullable(),
  bitDepth: z.int().nullable(),
  hdr: z.boolean(),
  interlaced: z.boolean(),
  channels: z.int().nullable(),
  sampleRate: z.int().nullable(),
  /** Bits per second of the whole file. */
  bitrate: z.number().nullable(),
  /** Seconds. */
  duration: z.number().nullable(),
  audioTracks: z.int().nonnegative(),
  subtitles: z.int().nonnegative(),
});
export type MediaBrief = z.infer<typeof MediaBrief>;

/** What happens to the picture or the sound as a whole. */
const Action = z.enum(['copy', 'encode', 'drop', 'none']);

/** What the plan does, as far as a row says it. */
export const PlanBrief = z.object({
  mode: z.enum(['copy', 'encode', 'mixed']),
  /** Format word of the contract: mp4, webp, hls. */
  format: z.string(),
  /** ffmpeg's codec names of the result; null where there is none or the format says it all. */
  codec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  width: size,
  height: size,
  /** Rungs of an HLS ladder, else null. */
  renditions: z.int().nullable(),
  picture: Action,
  sound: Action,
  /** Tracks of each type that are left out. */
  dropped: z.object({ audio: z.int(), subtitles: z.int() }),
  /** Seconds of the part that is converted, when a start or an end was asked. */
  trim: z.object({ start: z.number(), end: z.number().nullable() }).nullable(),
  /** HDR becomes standard colour. */
  toneMapped: z.boolean(),
  /** Bytes: an honest range; null when nothing is known. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Bytes that the result may have, when a limit was asked. */
  limit: z.number().optional(),
  /** Seconds of work on this machine, as far as it can be told; null when it cannot. */
  seconds: z.number().nullable(),
  /** What is lost or changed, with sentences. */
  warnings: z.array(Warning),
});
export type PlanBrief = z.infer<typeof PlanBrief>;

export const Row = z.object({
  id: JobId,
  /** Place in the queue: rows are ordered by it, then by id. */
  rank: z.number(),
  batchId: BatchId.nullable(),
  /** Name of the first input, without its folder. */
  name: z.string(),
  /**
   * Folder of the first input; the host of an address; for a file that a browser sent, the folder it had there: below
   * what was dropped, with forward slashes, empty for a file by itself.
   */
  folder: z.string(),
  /** The first input is an address: no file of this computer stands for it, and what is fetched goes when the job ends. */
  remote: z.literal(true).optional(),
  /** Name of the folder that was named and in which the input was found; null for a file that was named itself. */
  root: z.string().nullable(),
  /** How many inputs are joined behind the first. */
  more: z.int().nonnegative(),
  kind: Kind,
  presetId: z.string().nullable(),
  status: z.enum(jobStatuses),
  /** Null also while it is processed but has only been read, and waits for its lane. */
  phase: Phase.nullable(),
  hold: Hold.nullable(),
  /** 0 to 1 over all passes; null while it cannot be known. */
  progress: z.number().nullable(),
  /** Multiple of real time. */
  speed: z.number().nullable(),
  /** Seconds left. */
  eta: z.number().nullable(),
  /** Set while it is downloaded or uploaded. */
  transfer: Transfer.nullable(),
  /** The result goes to a bucket, and when it is there a link to it can be had. */
  upload: z
    .object({
      connection: z.string().nullable(),
      bucket: z.string().nullable(),
      /** There is a copy on this computer too. */
      here: z.boolean().optional(),
    })
    .nullable(),
  /** Bytes of the inputs; null before they were looked at. */
  bytesIn: z.number().nullable(),
  /** Bytes of the published result. */
  bytesOut: z.number().nullable(),
  /** Null until the file was read. */
  media: MediaBrief.nullable(),
  /** Null until the file was planned, or when it cannot be. */
  plan: PlanBrief.nullable(),
  /** Set when planning refused before the start, or when the job ended so. */
  error: z
    .object({
      kind: z.enum(errorKinds),
      message: z.string(),
      /** The option or member that it is about. */
      option: z.string().optional(),
    })
    .nullable(),
  warnings: z.array(Warning),
  /**
   * The result came out larger, and the original is published instead: `copied` to where results go, or left `in_place`
   * where that is its own folder.
   */
  kept: z.enum(['copied', 'in_place']).nullable(),
  /** What a job stopped at, 0 to 1, for "stopped at 18%"; null unless cancelled. */
  stoppedAt: z.number().nullable(),
  attempt: z.int().positive(),
  /** How often this attempt was cut off because Convoy ended under it; absent = never. */
  interrupted: z.int().positive().optional(),
  /** Name of the published result or of the path that is promised; null while unknown. */
  resultName: z.string().nullable(),
  createdAt: z.int(),
  startedAt: z.int().nullable(),
  finishedAt: z.int().nullable(),
  /** Changes whenever the pictures of the row may have changed; part of their address. */
  pictureVersion: z.int(),
});
export type Row = z.infer<typeof Row>;

/** One change of the list. Later progress of a row replaces earlier progress; a put replaces the whole row. */
export const RowPatch = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), row: Row }),
  z.object({
    op: z.literal('progress'),
    id: JobId,
    progress: z.number().nullable(),
    speed: z.number().nullable(),
    eta: z.number().nullable(),
    transfer: Transfer.nullable(),
  }),
  z.object({ op: z.literal('rank'), id: JobId, rank: z.number() }),
  z.object({ op: z.literal('removed'), id: JobId }),
]);
export type RowPatch = z.infer<typeof RowPatch>;

/** Why the queue, or a part of it, waits by itself, and goes on by itself. */
export const QueueWait = z.discriminatedUnion('why', [
  /** Outside the run window, until a Unix time in milliseconds; null = not within a week. */
  z.object({ why: z.literal('window'), until: z.int().nullable() }),
  /** On battery, with so many percent left. */
  z.object({ why: z.literal('battery'), percent: z.number() }),
  /** Results for the volume with this topmost folder do not fit: so many bytes have to be free there, and are. */
  z.object({ why: z.literal('disk'), folder: z.string(), needs: z.number(), free: z.number() }),
]);
export type QueueWait = z.infer<typeof QueueWait>;

/** The queue as a whole. */
export const QueueState = z.object({
  /** `after`: nothing new starts, what runs ends · `now`: what runs stands still. */
  paused: z.enum(['no', 'after', 'now']),
  /** True while at least one job runs or will run by itself. */
  active: z.boolean(),
  /** Set while something waits that would run otherwise; `queue:resume` overrides hours and battery. */
  waits: QueueWait.nullable(),
  /** Jobs that run at once at most, by lane. */
  lanes: z.object({ video: z.int(), still: z.int(), audio: z.int(), copy: z.int(), transfer: z.int() }),
  /** Path of the queue of before, when it could not be read at this start and this one began empty. */
  setAside: z.string().optional(),
});
export type QueueState = z.infer<typeof QueueState>;
