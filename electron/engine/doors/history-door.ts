import type { Result } from '../../../shared/model/error.ts';
import type { JobStatus } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { QueueEntry, RefusedChange, RemovedJob } from './queue-door.ts';

/**
 * What was converted: jobs that have ended, whether they are still in the queue or were cleared from it. Told as events:
 * `job` and `removed` for what the queue has too, `history` for the rest.
 */
export interface HistoryDoor {
  /** A job of the queue or of the history. */
  entry(id: string): QueueEntry | null;
  /** The last to end first, from behind the given place; null = from the start. */
  page(query: {
    readonly filter: HistorySelection;
    readonly after: { readonly finishedAt: number; readonly id: string } | null;
    readonly limit: number;
  }): readonly HistoryEntry[];
  totals(filter: HistorySelection): HistorySummary;
  /** Forgets ended jobs for good, also those in the queue. Gives what `QueueDoor.restore` takes. */
  remove(ids: readonly string[]): Promise<readonly RemovedJob[]>;
  /** Ended jobs are queued at the next attempt; those that were cleared come to the end of the queue. */
  runAgain(ids: readonly string[]): Promise<readonly RefusedChange[]>;
  /** What there is to take back of a batch. Error `not_found` when nobody knows it. */
  batch(batchId: string): Result<BatchFacts>;
  /**
   * Takes a batch back: cancels what of it is not over, puts results into the trash and originals back to their places.
   * Error `not_found` when nobody knows the batch.
   */
  undoBatch(batchId: string): Promise<Result<BatchUndone>>;
}

/** Which ended jobs are meant; null and an empty text leave none out. Times are Unix milliseconds of the end. */
export interface HistorySelection {
  /** Every word of it stands in the name or the folder of the first input, whatever its letter case. */
  readonly text: string;
  readonly kinds: readonly Kind[] | null;
  readonly statuses: readonly Exclude<JobStatus, 'queued' | 'processing'>[] | null;
  /** Inclusive. */
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
}

export interface HistoryEntry extends QueueEntry {
  /** False = it was cleared from the queue. */
  readonly inQueue: boolean;
  /** Seconds of sound or moving picture; null for stills, and while unknown. */
  readonly mediaSeconds: number | null;
}

/** All but `jobs` are sums over those that succeeded. */
export interface HistorySummary {
  readonly jobs: number;
  readonly succeeded: number;
  readonly mediaSeconds: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes that the results take less than their originals, where both are known. */
  readonly saved: number;
}

export interface BatchFacts {
  /** Jobs that wait or run. */
  readonly open: number;
  /** Results; a package of files counts once. */
  readonly results: number;
  /** Originals that are away. */
  readonly originals: number;
}

export interface BatchUndone {
  readonly cancelled: number;
  /** Results; a package of files counts once. */
  readonly trashed: number;
  /** Originals. */
  readonly restored: number;
  readonly kept: readonly KeptInUndo[];
}

/** A file that stays where it is. */
export interface KeptInUndo {
  readonly id: string;
  readonly what: 'result' | 'original';
  /** Absolute: of a result where it lies, of an original where it would be. */
  readonly path: string;
  /** In a clause: `it was changed since`. */
  readonly reason: string;
}
