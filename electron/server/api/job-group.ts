import { z } from 'zod';
import type { Job } from '../../../shared/model/job.ts';
import type { ApiDoor } from '../../engine/index.ts';
import type { LiveJobs } from './live-jobs.ts';

/** Jobs that one request made, under an id that is a UUID: what the adapters call a job or a task. */
export const JobGroup = z.strictObject({
  form: z.enum(['files', 'media']),
  jobs: z.array(z.string()),
  /** What the inputs were called by whoever sent them. */
  names: z.array(z.string()),
  /** All results are given as one archive as well. */
  archive: z.boolean(),
  /** Name of the operation; empty when there is none. */
  operation: z.string(),
  /** A look at a file, which is no job. */
  task: z.string().nullable(),
  /** Unix milliseconds. */
  createdAt: z.int(),
});
export type JobGroup = z.infer<typeof JobGroup>;

export function findGroup(api: ApiDoor, id: string, form: JobGroup['form']): JobGroup | null {
  const group = /^[0-9a-f-]{36}$/.test(id) ? JobGroup.safeParse(api.record('group', id)) : null;
  return group?.success === true && group.data.form === form ? group.data : null;
}

/** False when there is none, and for one that was kept just before a crash that its jobs did not live to see. */
export const isMade = (group: JobGroup | null, live: Pick<LiveJobs, 'find'>): boolean =>
  group !== null && (group.jobs.length === 0 || jobsOf(live, group).some((job) => job !== null));

/** Its jobs in their order; null for those that were removed. */
export const jobsOf = (live: Pick<LiveJobs, 'find'>, group: JobGroup): readonly (Job | null)[] =>
  group.jobs.map((id) => live.find(id));

/** 0 to 1 over all; what was removed counts as over. */
export function progressOf(jobs: readonly (Job | null)[]): number {
  if (jobs.length === 0) return 0;
  const each = jobs.map((job) =>
    job === null || job.finished_at !== null ? 1 : job.status === 'queued' ? 0 : (job.progress ?? 0),
  );
  return each.reduce((sum, one) => sum + one, 0) / jobs.length;
}
