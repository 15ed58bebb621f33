import type { ConvoyError } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import type { StandStill } from '../process/stand-still.ts';
import type { StagedResult } from '../job-record.ts';
import type { RemoteFile } from '../queue/requests.ts';

/** What moves between this computer and others for a job: inputs that come, results that go. */

/** How far it is. */
export interface TransferProgress {
  /** Bytes that were moved, and of how many; null while nobody has said how many. */
  readonly bytes: number;
  readonly of: number | null;
  /** Files that are done, and of how many. */
  readonly files: { readonly done: number; readonly of: number };
  /** Share of the whole, 0 to 1, where the bytes do not tell it; else it is that of the bytes. */
  readonly share?: number;
}

/** The same, with how fast it is: bytes a second, null until it can be told. */
export interface TransferRate extends TransferProgress {
  readonly rate: number | null;
}

interface TransferJob {
  readonly jobId: string;
  readonly signal: AbortSignal;
  /** Nothing is moved while the queue stands still. */
  readonly standStill: StandStill;
  readonly onProgress: (progress: TransferProgress) => void;
  /** A line for the log of the job; never with a secret in it. */
  readonly log: (line: string) => void;
}

export interface ImportJob extends TransferJob {
  readonly files: readonly RemoteFile[];
  /** Connection that the job names, for what lies in S3. */
  readonly connection: string | null;
}

export interface ImportedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Fetches the inputs of a job. A file that was fetched whole before is not fetched again, and half of one is gone on
 * with where that is possible. Throws a `ConvoyFailure`: `download_failed`, `invalid_input`, `limits_exceeded`,
 * `disk_full`, `connection_missing`, `cancelled`. Files are under their names only when they are whole.
 */
export interface Importer {
  fetch(job: ImportJob): Promise<readonly ImportedFile[]>;
}

export interface ExportJob extends TransferJob {
  readonly staged: StagedResult;
  /** Multipart uploads that are under way, told before their first part is sent; an empty list when none is. */
  readonly onPartial: (partial: StagedResult['partial']) => void;
}

/**
 * Uploads a staged result and checks what arrived. The files on this computer stay. Throws a `ConvoyFailure`:
 * `upload_denied`, `upload_failed`, `connection_missing`, `output_exists`, `cancelled`; then nothing incomplete is left
 * in the bucket as far as it could be reached.
 */
export interface Exporter {
  send(job: ExportJob): Promise<Uploaded>;
}

export type Uploaded =
  /** `files` in the order of the staged ones, `url` and `path` as addresses in the bucket. */
  | { readonly outcome: 'uploaded'; readonly files: readonly OutputFile[] }
  /** There is an object of that name, and the rule is `skip`. */
  | { readonly outcome: 'skip'; readonly error: ConvoyError };
