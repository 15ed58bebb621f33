import { type Ranked, byRank } from './ranks.ts';

/** Waiting jobs of one lane, the next one first. Sorted when somebody asks, so that ten thousand are added at once. */
export interface RankedWaiting<T extends Ranked> {
  add(job: T): void;
  remove(id: string): T | null;
  /** The next one stays in. */
  readonly first: T | null;
  /** Gives jobs their new places; others are left alone. */
  place(ranks: ReadonlyMap<string, number>): void;
  readonly size: number;
}

export function createRankedWaiting<T extends Ranked>(): RankedWaiting<T> {
  const jobs = new Map<string, T>();
  /** What was removed stays until it would be next. */
  let sorted: T[] = [];
  /** Those before it are gone: taking from the start of a list would move all the others. */
  let start = 0;
  let isSorted = true;

  const resort = (): void => {
    if (isSorted) return;
    sorted = [...jobs.values()].sort(byRank);
    start = 0;
    isSorted = true;
  };

  const dropGone = (): void => {
    sorted = sorted.slice(start);
    start = 0;
  };

  return {
    add(job) {
      jobs.set(job.id, job);
      if (!isSorted) return;
      // Mostly they come in the order of the queue.
      const last = sorted.at(-1);
      isSorted = start >= sorted.length || last === undefined || byRank(last, job) < 0;
      if (isSorted) sorted.push(job);
    },
    remove(id) {
      const job = jobs.get(id);
      jobs.delete(id);
      return job ?? null;
    },
    get first() {
      resort();
      for (; start < sorted.length; start++) {
        const next = sorted[start];
        if (next !== undefined && jobs.get(next.id) === next) {
          if (start > sorted.length / 2) dropGone();
          return next;
        }
      }
      dropGone();
      return null;
    },
    place(ranks) {
      for (const [id, rank] of ranks) {
        const job = jobs.get(id);
        if (job === undefined) continue;
        jobs.set(id, { ...job, rank });
        isSorted = false;
      }
    },
    get size() {
      return jobs.size;
    },
  };
}
