import type { ErrorKind } from '../../../shared/model/error.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { WatchedFile } from '../../../shared/model/watch.ts';

/** What the state of a job means for the file that it was made for. */
export type JobOutcome = Pick<WatchedFile, 'state' | 'reason' | 'detail'>;

export function outcomeOf(job: Pick<Job, 'status' | 'error'>): JobOutcome {
  const detail = job.error?.message ?? null;
  switch (job.status) {
    case 'queued':
      return { state: 'queued', reason: 'waits', detail: null };
    case 'processing':
      return { state: 'converting', reason: 'works', detail: null };
    case 'succeeded':
      return { state: 'done', reason: 'converted', detail: null };
    case 'failed':
      // Somebody took it away before its turn came.
      return job.error?.kind === 'input_not_found'
        ? { state: 'left_alone', reason: 'gone', detail: null }
        : { state: 'failed', reason: 'job_failed', detail };
    case 'cancelled':
      return { state: 'left_alone', reason: 'cancelled', detail: null };
    case 'skipped':
      return { state: 'left_alone', reason: 'skipped', detail };
  }
}

/** Failures that another try can mend without another file: the file stays where it is. */
const notItsFault: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  ...(['input_not_found', 'input_changed', 'disk_full', 'output_unwritable', 'output_exists'] as const),
  ...(['tool_missing', 'encoder_missing', 'cancelled', 'busy_elsewhere', 'not_implemented'] as const),
  ...(['invalid_option', 'invalid_format', 'invalid_codec', 'connection_missing', 'not_found'] as const),
  ...(['upload_denied', 'upload_failed', 'download_failed'] as const),
]);

/** True when a failure is about the file, so that it goes to the folder for failed ones. */
export const isAboutFile = (kind: ErrorKind): boolean => !notItsFault.has(kind);
