import { randomBytes } from 'node:crypto';
import type { RemovedJob } from '../../engine/index.ts';

/** Jobs that were taken out of the list, for as long as that can be undone. */
export interface RemovedJobs {
  /** The token that gives them back; null when there are none. */
  keep(jobs: readonly RemovedJob[]): string | null;
  /** Gives them once; null when the time is over or the token unknown. */
  take(token: string): readonly RemovedJob[] | null;
}

/** Milliseconds for which a removal can be undone. */
export const undoMs = 10 * 60_000;
/** Removals that are kept at most; the oldest goes first. */
const mostKept = 100;

export function createRemovedJobs(now: () => number): RemovedJobs {
  const kept = new Map<string, { readonly jobs: readonly RemovedJob[]; readonly until: number }>();
  const tidy = (): void => {
    for (const [token, { until }] of kept) {
      if (until <= now() || kept.size > mostKept) kept.delete(token);
    }
  };
  return {
    keep(jobs) {
      if (jobs.length === 0) return null;
      const token = randomBytes(16).toString('hex');
      kept.set(token, { jobs, until: now() + undoMs });
      tidy();
      return token;
    },
    take(token) {
      tidy();
      const found = kept.get(token);
      kept.delete(token);
      return found?.jobs ?? null;
    },
  };
}
