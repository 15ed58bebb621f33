import type { JobRecord } from './job-record.ts';
import type { JobPhase, QueueEntry } from './queue-door.ts';
import { wireJob } from './wire-job.ts';

/** What a job does, in the words that a window shows; null while it does nothing. */
export function phaseOf(
  { state, tasks }: Pick<JobRecord, 'state' | 'tasks'>,
  measures: boolean,
): JobPhase | null {
  switch (state) {
    case 'preparing':
      return tasks[1]?.status === 'processing' ? 'importing' : 'reading';
    case 'running':
      return measures ? 'measuring' : 'converting';
    case 'finalizing':
    case 'exporting':
      return 'finishing';
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

/** A job with its place in the queue, as every door sees it. */
export function queueEntry(job: JobRecord, measures: boolean): QueueEntry {
  return {
    job: wireJob(job),
    rank: job.rank,
    phase: phaseOf(job, measures),
    hold: job.state !== 'queued' ? null : job.hold === 'user_ready' ? 'user' : job.hold,
    root: job.root,
    stoppedAt: job.state === 'cancelled' ? job.stoppedAt : null,
  };
}
