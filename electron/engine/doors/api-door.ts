import type { Result } from '../../../shared/model/error.ts';
import type { JobStatus, OutputFile } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { LoneLeft } from '../run/place-file.ts';
import type { ImportedFile } from '../run/transfer.ts';

export type { LoneLeft };

/**
 * What a door that programs speak to needs besides jobs: a list of all of them by id, a place for what it has to
 * remember over a restart, and downloads and uploads that belong to no job.
 */
export interface ApiDoor extends ApiStore {
  /**
   * Downloads a file into a folder of ours, where it stays until `release` or the end of the engine. What lies on this
   * computer stays where it is. Errors as those of a job's import.
   */
  fetch(asked: LoneDownload): Promise<Result<ImportedFile>>;
  /**
   * Judges where a file is to go, and does nothing: `invalid_option` for an address that is none and a name that cannot
   * be, `connection_missing`.
   */
  judge(asked: LonePlace): Promise<Result<null>>;
  /**
   * Uploads a file, or puts a copy of it in its place on this computer, by the rules that results have. Errors as those of
   * a job's export and of `judge`, and whatever `mayWrite` throws. What was downloaded under the id is removed.
   */
  send(asked: LoneExport): Promise<Result<readonly OutputFile[]>>;
  /** Addresses of this computer and of its network may be connected to: as the engine was told, else by the settings. */
  allowsPrivate(): boolean;
  /** Removes what a crash left of a `send`, as `onLeft` was told. */
  clear(left: LoneLeft): Promise<void>;
  /** Removes what was downloaded under an id. */
  release(id: string): Promise<void>;
}

export interface LoneDownload {
  /** Id of the task: names the folder. */
  readonly id: string;
  /** http, https or s3, a path, or a `file://` address. */
  readonly source: string;
  readonly connection: string | null;
  readonly signal: AbortSignal;
}

export interface LonePlace {
  /** Id of the task. */
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** `s3://bucket/key` or an absolute path: a file, a folder (then the file keeps its name), or a template. */
  readonly url: string;
  readonly connection: string | null;
}

export interface LoneExport extends LonePlace {
  /** Media type of the file. */
  readonly mime: string;
  readonly signal: AbortSignal;
  /** Throws when nothing may be written at this absolute path; asked when every token is filled in, and again. */
  readonly mayWrite: (target: string) => Promise<void>;
  /** Hears what a crash would leave outside of our own folders, before it is made. */
  readonly onLeft: (left: LoneLeft) => void;
}

export interface ApiStore {
  /** Ids of jobs of the queue and of the history, the newest or the oldest first. */
  jobs(query: JobListQuery): readonly string[];
  /** What was kept under a name; null when there is nothing, or its time is over. It is parsed by whoever asks. */
  record(kind: RecordKind, id: string): unknown;
  /** All that are kept of a kind, the oldest first. */
  records(kind: RecordKind): readonly { readonly id: string; readonly value: unknown }[];
  /** Keeps it, in place of what was there. JSON; never with a secret in it. `until` in Unix milliseconds, null = for ever. */
  keep(kind: RecordKind, id: string, value: unknown, until: number | null): void;
  /**
   * The same, written together with the jobs that are added next: the disk is written once for both, and after a crash
   * either both are there or neither. Found at once. Without such jobs it is written with whatever is kept next, and at
   * the end at the latest.
   */
  keepWithJobs(kind: RecordKind, id: string, value: unknown, until: number | null): void;
  /** The same for many, in one go. */
  keepAll(kind: RecordKind, records: readonly ApiRecord[]): void;
  forget(kind: RecordKind, id: string): void;
  /** Forgets what is over. */
  tidy(now: number): void;
}

export interface ApiRecord {
  readonly id: string;
  readonly value: unknown;
  readonly until: number | null;
}

/** Keys of repeated requests, jobs that were asked for together, tasks without a job, and addresses to be told. */
export type RecordKind = 'request' | 'group' | 'task' | 'hook';

export interface JobListQuery {
  /** Null leaves none out. */
  readonly kind: Kind | null;
  readonly status: JobStatus | null;
  /** In the order asked for, from behind the one and up to the other; both are left out themselves. */
  readonly after: string | null;
  readonly before: string | null;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
}
