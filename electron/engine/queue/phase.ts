import { priorityOfRank } from '../../../shared/model/priority.ts';
import type { JobRecord } from '../job-record.ts';
import type { JobHold, JobPhase, QueueEntry } from '../doors/queue-door.ts';
import { wireJob } from '../wire-job.ts';

/** What a job does, in the words that a window shows; null while it does nothing. */
export function phaseOf(
  { state, tasks, staged }: Pick<JobRecord, 'state' | 'tasks' | 'staged'>,
  measures: boolean,
): JobPhase | null {
  switch (state) {
    case 'preparing':
      if (staged !== null) return 'uploading';
      if (tasks[1]?.status === 'processing') return 'importing';
      return hasBeenRead(tasks) ? null : 'reading';
    case 'running':
      return measures ? 'measuring' : 'converting';
    case 'finalizing':
      return 'finishing';
    case 'exporting':
      return staged === null ? 'finishing' : 'uploading';
    case 'cancelling':
      return 'stopping';
    case 'queued':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return null;
  }
}

/** True for the tasks of a job that was read, and waits for its lane if nothing else of it has begun. */
export const hasBeenRead = (tasks: JobRecord['tasks']): boolean => tasks[0]?.status === 'succeeded';

function holdOf({ state, hold }: JobRecord, isParked: boolean): JobHold | null {
  if (state !== 'queued') return null;
  if (hold === null) return isParked ? 'disk' : null;
  return hold === 'user_ready' ? 'user' : hold;
}

/**
 * A job with its place in the queue, as every door sees it.
 *
 * @param isParked it waits for room for its result
 */
export function queueEntry(job: JobRecord, measures: boolean, isParked = false): QueueEntry {
  return {
    job: wireJob(job),
    rank: job.rank,
    priority: priorityOfRank(job.rank),
    phase: phaseOf(job, measures),
    hold: holdOf(job, isParked),
    root: job.root,
    connection: job.connection,
    stoppedAt: job.state === 'cancelled' ? job.stoppedAt : null,
    errorOption: job.error?.option,
    interrupted: job.interrupted,
  };
}
