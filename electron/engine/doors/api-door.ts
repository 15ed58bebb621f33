import type { Result } from '../../../shared/model/error.ts';
import type { JobStatus, OutputFile } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { ImportedFile } from '../run/transfer.ts';

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
  /** Uploads a file. Errors as those of a job's upload, and `invalid_option` for an address that is none. */
  send(asked: LoneUpload): Promise<Result<readonly OutputFile[]>>;
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

export interface LoneUpload {
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** Its media type. */
  readonly mime: string;
  /** `s3://bucket/key`, or one that ends in a slash: then the file keeps its name. */
  readonly url: string;
  readonly connection: string | null;
  readonly signal: AbortSignal;
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
export const recordKinds = ['request', 'group', 'task', 'hook'] as const;
export type RecordKind = (typeof recordKinds)[number];

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
