import { z } from 'zod';

/**
 * Priority of a job: which of the waiting ones go first. It is a part of the job's rank: each priority has a stretch of
 * ranks of its own, so that whatever sorts by rank sorts by priority too.
 */

export const priorities = ['high', 'normal', 'low'] as const;
export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;

/** Room for a thousand million jobs in each stretch, with numbers that are still told apart to 1/4096. */
const stretch = 2 ** 40;

/** The rank that the ranks of a priority begin around; the first job comes behind it. */
export const rankOrigin: Readonly<Record<Priority, number>> = { high: -stretch, normal: 0, low: stretch };

export function priorityOfRank(rank: number): Priority {
  if (rank < -stretch / 2) return 'high';
  return rank > stretch / 2 ? 'low' : 'normal';
}
