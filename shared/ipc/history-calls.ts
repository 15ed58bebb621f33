import { z } from 'zod';
import { ConvoyError } from '../model/error.ts';
import { BatchId, JobId } from '../model/id.ts';
import { Kind } from '../model/options.ts';
import { call, nothing } from './call.ts';
import { Row } from './row.ts';

/** Calls and events about what was converted: the history, jobs as text, and taking a whole batch back. */

const ids = z.array(JobId).min(1).max(100_000);
const unixMs = z.int().nonnegative();

/** How jobs of the history ended. */
export const endedStatuses = ['succeeded', 'failed', 'cancelled', 'skipped'] as const;

/** Which jobs of the history are meant; null and an empty text leave none out. */
export const HistoryFilter = z.strictObject({
  /** Every word of it stands in the name or the folder of the first input, whatever its letter case. */
  text: z.string().max(200),
  kinds: z.array(Kind).max(10).nullable(),
  statuses: z.array(z.enum(endedStatuses)).max(10).nullable(),
  /** Ended at this moment or later. */
  from: unixMs.nullable(),
  /** Ended before this moment. */
  to: unixMs.nullable(),
});
export type HistoryFilter = z.infer<typeof HistoryFilter>;

/** A job that has ended. */
export const HistoryRow = Row.extend({
  finishedAt: unixMs,
  /** It is in the queue as well; false = it was cleared from there. */
  inQueue: z.boolean(),
  /** Seconds of sound or moving picture that were converted; null for stills, and while unknown. */
  mediaSeconds: z.number().nullable(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

/** Sums over the jobs of a filter. */
export const HistoryTotals = z.object({
  /** Jobs, however they ended. */
  jobs: z.int(),
  /** Those that succeeded; all sums below are over them. */
  succeeded: z.int(),
  mediaSeconds: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  /** Bytes that the results take less than their originals; negative when they take more. */
  saved: z.number(),
});
export type HistoryTotals = z.infer<typeof HistoryTotals>;

/** A file that taking a batch back left where it is. */
export const KeptFile = z.object({
  id: JobId,
  what: z.enum(['result', 'original']),
  name: z.string(),
  /** Absolute folder in which it would have changed something. */
  folder: z.string(),
  /** Why, as a clause: `it was changed since`. */
  reason: z.string(),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** What is there of a batch to take back. Nothing was looked at on disk. */
export const BatchFacts = z.object({
  /** Jobs that wait or run. */
  open: z.int(),
  /** Results that Convoy put somewhere and did not take back yet; a package of files counts once. */
  results: z.int(),
  /** Originals that it moved or trashed. */
  originals: z.int(),
});
export type BatchFacts = z.infer<typeof BatchFacts>;

/** What became of a batch that was taken back. */
export const UndoneBatch = z.object({
  /** Jobs that waited or ran and were cancelled first. */
  cancelled: z.int(),
  /** Results that are in the trash now; a package of files counts once. */
  trashed: z.int(),
  /** Originals that are where they were. */
  restored: z.int(),
  kept: z.array(KeptFile),
});
export type UndoneBatch = z.infer<typeof UndoneBatch>;

export const historyCalls = {
  /** Ended jobs, in the queue and cleared from it, the last to end first, from behind the given one. */
  'history:page': call(
    z.strictObject({
      filter: HistoryFilter,
      after: z.strictObject({ finishedAt: unixMs, id: JobId }).nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ rows: z.array(HistoryRow), more: z.boolean() }),
  ),
  'history:totals': call(z.strictObject({ filter: HistoryFilter }), HistoryTotals),
  /**
   * Forgets ended jobs, also in the queue; files stay. `jobs:restore` takes the token for ten minutes. Jobs that have
   * not ended are passed over.
   */
  'history:remove': call(
    z.strictObject({ ids }),
    z.object({ removed: z.int(), token: z.string().nullable() }),
  ),
  /** Ended jobs are queued once more; those that were cleared come to the end of the queue. */
  'history:run_again': call(
    z.strictObject({ ids }),
    z.object({ queued: z.int(), refused: z.array(z.object({ id: JobId, error: ConvoyError })) }),
  ),
  /**
   * Adds jobs from text: what `jobs:export` gives and `convoy jobs create` reads (an object, an array, or JSON lines).
   * They wait for the start of the queue. What is no job is named by its place in the text, from 1; the rest is added.
   */
  'jobs:import': call(
    z.strictObject({ text: z.string().max(5_000_000) }),
    z.object({
      batchId: BatchId.nullable(),
      firstId: JobId.nullable(),
      added: z.int(),
      refused: z.array(z.object({ entry: z.int().positive(), error: ConvoyError })),
    }),
  ),
  /** What taking a batch back would be about, before it is asked for. */
  'batches:look': call(z.strictObject({ batchId: BatchId }), BatchFacts),
  /**
   * Takes a batch back: what of it is not over is cancelled, results go to the trash, originals that were moved or
   * trashed come back. Nothing that was changed since is touched, and no file is replaced: those are told as kept.
   */
  'batches:undo': call(z.strictObject({ batchId: BatchId }), UndoneBatch),
} as const;

export const historyEvents = {
  /** Something of the history is other than it was: page again. At most two a second. */
  'history:changed': nothing,
} as const;
