import type { ApiDoor } from '../../engine/index.ts';
import { JobGroup, jobsOf } from './job-group.ts';
import type { LiveJobs } from './live-jobs.ts';

/**
 * Forgets what is over, and what is told of jobs that nobody knows any more: the history forgets them after the days
 * that the settings say. Gives the loop back now and then, because there may be years of them.
 *
 * @param now Unix milliseconds
 * @param closed a store that is closed says that there are no jobs
 */
export async function tidyRecords(
  api: Pick<ApiDoor, 'records' | 'forget' | 'tidy'>,
  live: Pick<LiveJobs, 'find'>,
  now: number,
  closed: () => boolean = () => false,
): Promise<void> {
  api.tidy(now);
  const goesOn = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return !closed();
  };
  for (const { id, value } of api.records('group')) {
    if (!(await goesOn())) return;
    const group = JobGroup.safeParse(value);
    if (!group.success) api.forget('group', id);
    // Of those of today jobs may be still to come, and a look at a file is told for a day.
    else if (now - group.data.createdAt > dayMs && jobsOf(live, group.data).every((job) => job === null))
      api.forget('group', id);
  }
  for (const { id, value } of api.records('task')) {
    const job = typeof value === 'object' && value !== null && 'job' in value ? value.job : null;
    if (typeof job !== 'string') continue;
    if (!(await goesOn())) return;
    if (live.find(job) === null) api.forget('task', id);
  }
}

const dayMs = 24 * 3_600_000;
