import type { JobRequest } from '../../../shared/model/job.ts';
import type { JobRecord } from '../job-record.ts';
import type { RequestChange } from '../doors/queue-door.ts';
import type { Amendment } from './record-changes.ts';

/** A job's request, and what a change makes of it. Pure. */

/** What a job was asked, as a door would ask it again. */
export function requestOf(
  job: Pick<JobRecord, 'kind' | 'inputs' | 'joined' | 'options' | 'output' | 'metadata' | 'connection'>,
): JobRequest {
  return {
    input: job.joined ? [...job.inputs] : (job.inputs[0] ?? ''),
    kind: job.kind,
    options: { ...job.options },
    ...(job.output === null ? {} : { output: job.output }),
    ...(job.connection === null ? {} : { connection: job.connection }),
    metadata: { ...job.metadata },
  };
}

/** The members that a change sets. Another kind begins without options and, unless one is named, without a preset. */
export function amendmentOf(
  job: Pick<JobRecord, 'kind' | 'options' | 'output' | 'connection' | 'preset' | 'within'>,
  change: RequestChange,
): Required<Pick<Amendment, 'kind' | 'options' | 'output' | 'connection' | 'preset' | 'within'>> {
  const kind = change.kind ?? job.kind;
  const isOther = kind !== job.kind;
  const options = change.options ?? (isOther ? {} : job.options);
  const set = Object.entries({ ...options, ...change.setOptions }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return {
    kind,
    options: Object.fromEntries(set),
    output: change.output === undefined ? job.output : change.output,
    connection: change.connection === undefined ? job.connection : change.connection,
    // Whoever says another place answers for it.
    within: change.output === undefined ? job.within : (change.within ?? null),
    preset: change.preset === undefined ? (isOther ? null : job.preset) : change.preset,
  };
}
