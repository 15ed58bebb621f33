import { type ConvoyError, wireError } from '../../shared/model/error.ts';
import type { Job } from '../../shared/model/job.ts';
import { wireStatus } from '../../shared/model/job-state.ts';
import type { JobRecord } from './job-record.ts';

/** A job as every door speaks it. Inner states are `processing`; no other word leaves the engine. */
export function wireJob(job: JobRecord): Job {
  const [first] = job.inputs;
  return {
    id: job.id,
    object: 'job',
    kind: job.kind,
    input: job.joined ? [...job.inputs] : (first ?? ''),
    output: job.state === 'succeeded' ? (job.files[0]?.path ?? job.output) : job.output,
    options: { ...job.options },
    metadata: { ...job.metadata },
    status: wireStatus(job.state),
    progress: job.state === 'succeeded' ? 1 : null,
    error: onTheWire(job.error),
    warnings: [...job.warnings],
    tasks: job.tasks.map((task) => (task.error === null ? task : { ...task, error: onTheWire(task.error) })),
    attempt: job.attempt,
    batch_id: job.batchId,
    preset: job.preset,
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    updated_at: job.updatedAt,
  };
}

const onTheWire = (error: ConvoyError | null): ConvoyError | null =>
  error === null ? null : wireError(error);
