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
  /** Last one first, because taking from the end of a list is free. What was removed stays until it would be next. */
  let sorted: T[] = [];
  let isSorted = true;

  const resort = (): void => {
    if (isSorted) return;
    sorted = [...jobs.values()].sort((a, b) => byRank(b, a));
    isSorted = true;
  };

  return {
    add(job) {
      jobs.set(job.id, job);
      isSorted = false;
    },
    remove(id) {
      const job = jobs.get(id);
      jobs.delete(id);
      return job ?? null;
    },
    get first() {
      resort();
      for (let last = sorted.at(-1); last !== undefined; last = sorted.at(-1)) {
        if (jobs.get(last.id) === last) return last;
        sorted.pop();
      }
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
