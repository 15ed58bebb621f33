import type { AppSettings, AppSettingsChange } from '../../../shared/model/app-settings.ts';
import type { ConvoyError, Result } from '../../../shared/model/error.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset, PresetDraft } from '../../../shared/model/preset.ts';
import type { Priority } from '../../../shared/model/priority.ts';
import type { Lanes } from '../../../shared/model/settings.ts';
import type { PlannedJob } from './planned.ts';
import type { KeptLog } from '../run/packed-log.ts';
import type { Bounds } from '../publish/within.ts';
import type { DiskWait } from '../schedule/disk-room.ts';
import type { GateWait } from '../schedule/gate.ts';

/** What a window needs of the engine besides adding and hearing: the queue as a thing that a person works on. */

/** What a job does while its status is `processing`. */
export type JobPhase =
  'reading' | 'importing' | 'measuring' | 'converting' | 'finishing' | 'uploading' | 'stopping';

/** A job with its place in the queue. */
export interface QueueEntry {
  readonly job: Job;
  /** Order in the queue: by rank, then by id. The priority is a part of it. */
  readonly rank: number;
  readonly priority: Priority;
  readonly phase: JobPhase | null;
  /**
   * `ready`: waits for the start of the queue · `user`: put on hold · `disk`: no room for its result, goes on by
   * itself. Null unless queued and held.
   */
  readonly hold: JobHold | null;
  /** Folder that was named and in which the input was found. */
  readonly root: string | null;
  /** Name of the connection that the job was asked to use. */
  readonly connection: string | null;
  /** 0 to 1 that a cancelled job had reached. */
  readonly stoppedAt: number | null;
  /** Option or member that the job's error is about, when it is about one. */
  readonly errorOption?: string | undefined;
  /** How often this attempt was cut off because Convoy ended under it. */
  readonly interrupted: number;
}
export type JobHold = 'ready' | 'user' | 'disk';

/** A change of a queued job; absent members stay. An option that is null is taken out. */
export interface RequestChange {
  /** Options that are not named by the change are dropped when the kind changes. */
  readonly kind?: Kind;
  /** Replaces all options before `setOptions` is applied. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Merged into the options; null takes one out. */
  readonly setOptions?: Readonly<Record<string, unknown>>;
  readonly output?: string | null;
  /** Of a door that may use these folders only (real paths), for the output that it names; anywhere when absent. */
  readonly within?: Bounds;
  readonly connection?: string | null;
  readonly preset?: string | null;
}

export interface RefusedChange {
  readonly id: string;
  readonly error: ConvoyError;
}

export interface QueueDoor {
  entry(id: string): QueueEntry | null;
  /** In queue order, from behind the given job; null = from the start. */
  page(query: { readonly after: string | null; readonly limit: number }): readonly QueueEntry[];
  count(): number;
  /** Probes and plans a queued job as it would run now, promised name included; runs nothing. */
  plan(id: string, signal?: AbortSignal): Promise<PlannedJob & { readonly facts: MediaFacts | null }>;
  /** Changes queued jobs that have not begun; each refused one stays as it was (`conflict` when it has begun). */
  edit(ids: readonly string[], change: RequestChange): Promise<readonly RefusedChange[]>;
  /** Ended jobs are queued again, at the next attempt, not held. */
  retry(ids: readonly string[], change?: RequestChange): Promise<readonly RefusedChange[]>;
  hold(ids: readonly string[]): void;
  /** Lets held jobs run, those for which there is no room too; `ready` = all that wait for the start. */
  release(ids: readonly string[] | 'ready'): void;
  /** Cancels what runs, then takes the jobs out; the history keeps those that have ended. Gives what `restore` takes. */
  remove(ids: readonly string[]): Promise<readonly RemovedJob[]>;
  /**
   * Puts removed jobs back where they were, in the queue or in the history; a job that was queued is held as `ready`.
   */
  restore(jobs: readonly RemovedJob[]): number;
  /** Puts jobs, in their present order, before another; null = at the end. Says the new ranks. */
  move(ids: readonly string[], before: string | null): ReadonlyMap<string, number>;
  /** Puts jobs behind all others of a priority. Says the new ranks. */
  prioritize(ids: readonly string[], priority: Priority): ReadonlyMap<string, number>;
  pause(mode: 'after' | 'now'): Promise<void>;
  /** Goes on after a pause; without one, on low battery and outside the run window too, until it opens next. */
  resume(): void;
  state(): QueueFacts;
  /** Lines that the job's tools said, oldest first, at most 200, with the number of the first one. */
  log(id: string): { readonly first: number; readonly lines: readonly string[] };
}

/** A job that was taken out, for putting back. */
export interface RemovedJob {
  readonly id: string;
  /** Opaque to everybody but the engine; null when the history keeps it. */
  readonly record: unknown;
  /** What its tools said, as it was kept; null when nothing was, or the history keeps it. */
  readonly log: KeptLog | null;
}

export interface QueueFacts {
  readonly paused: 'no' | 'after' | 'now';
  /** A job runs, or one will without anybody doing anything. */
  readonly active: boolean;
  /** Why jobs wait that would run otherwise; null when none does, or a person paused the queue. */
  readonly waits: GateWait | DiskWait | null;
  readonly lanes: Lanes;
  /** Where the queue of before lies, when it could not be read at this start and this one began empty. */
  readonly setAside?: string;
}

/** Presets and settings, kept beside the jobs. */
export interface LibraryDoor {
  /** Own presets by name, without the built-in ones. */
  presets(): readonly Preset[];
  savePreset(draft: PresetDraft): Result<Preset>;
  removePreset(id: string): Result<Preset>;
  settings(): AppSettings;
  /** Takes effect at once: lanes, names, tools and originals of jobs that have not begun. */
  changeSettings(change: AppSettingsChange): Promise<Result<AppSettings>>;
}

/** Pictures of what is converted. Files lie in the cache folder and live at least as long as the engine. */
export interface PreviewDoor {
  /**
   * A small picture of the input or the result of a job, at most `side` pixels wide and high; null when there is
   * nothing to see (sound without a cover). Errors as the probe's.
   */
  thumbnail(
    id: string,
    which: 'input' | 'result',
    side: number,
    signal?: AbortSignal,
  ): Promise<Result<PictureFile | null>>;
  /**
   * One frame before and after, through the job's real settings and a change on top. A still is converted whole; of a
   * video a second around `at` is encoded. A newer call for the same job cancels the older one.
   */
  compare(id: string, at: number | null, change: RequestChange | null): Promise<Result<ComparedFrame>>;
  /**
   * The original of a picture alone, as `compare` will show it, so that it can be seen sooner. What is asked of the same
   * job next cancels it. Refuses with `invalid_request` what moves or sounds.
   */
  original(id: string): Promise<Result<PictureFile & { readonly key: string }>>;
  /** Stops the comparison of a job that has not settled: it settles as `cancelled`, and its programs end. */
  cancelCompare(id: string): void;
  /** The file behind a key that `compare` or `original` gave; null when it is gone. */
  picture(key: string): PictureFile | null;
}

export interface PictureFile {
  readonly path: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

export interface ComparedFrame {
  readonly before: PictureFile & { readonly key: string };
  readonly after: PictureFile & { readonly key: string };
  readonly bytesBefore: number;
  /** Bytes of the whole result: exact for a still, estimated from the encoded second for the rest. */
  readonly bytesAfter: number | null;
  readonly exact: boolean;
  /** Seconds from the start; null for a still. */
  readonly at: number | null;
  /** Seconds that it took. */
  readonly took: number;
}
