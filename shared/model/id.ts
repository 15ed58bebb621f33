import { typeid } from 'typeid-js';
import { z } from 'zod';

/** TypeIDs: a prefix and a UUIDv7, so that ids sort by the time they were made. */
const idOf = (prefix: string): z.ZodString =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));

export const JobId = idOf('job');
export const TaskId = idOf('task');
export const BatchId = idOf('batch');

export type IdPrefix = 'job' | 'task' | 'batch' | 'preset';

/** A new id such as `job_01jd4z0k3vf1nt9s3c5h8m2x7q`. */
export function newId(prefix: IdPrefix): string {
  return typeid(prefix).toString();
}
