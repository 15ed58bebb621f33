import { type Priority, priorities, priorityOfRank, rankOrigin } from '../../../shared/model/priority.ts';
import { type Ranked, byRank, rankStep, ranksBetween } from './ranks.ts';

/** The order of all jobs, kept in memory: ids and ranks only, so that ten thousand of them are paged and moved at once. */
export interface QueueOrder {
  add(jobs: readonly Ranked[]): void;
  remove(ids: ReadonlySet<string>): void;
  has(id: string): boolean;
  /** Rank of a job that is added at the end of those of normal priority. */
  readonly next: number;
  /** The same for a priority. */
  nextOf(priority: Priority): number;
  readonly size: number;
  /** At most `limit` ids from behind a job; null = from the start. Empty when there is no such job. */
  page(after: string | null, limit: number): readonly string[];
  /** These ids in queue order, without those that are not there. */
  sorted(ids: readonly string[]): readonly string[];
  /**
   * Puts jobs, in their present order, before another (null = at the end), and says every rank that changed. Jobs that
   * come between others of another priority take it.
   */
  move(ids: readonly string[], before: string | null): ReadonlyMap<string, number>;
  /** Puts those that have another priority behind all of that one, in their present order, and says the new ranks. */
  prioritize(ids: readonly string[], priority: Priority): ReadonlyMap<string, number>;
}

export function createQueueOrder(jobs: readonly Ranked[] = []): QueueOrder {
  const ranks = new Map<string, number>();
  let sorted: Ranked[] = [];
  let isSorted = true;

  const inOrder = (): readonly Ranked[] => {
    // A list with one stranger in it is sorted in one pass.
    if (!isSorted) sorted.sort(byRank);
    isSorted = true;
    return sorted;
  };
  const add = (added: readonly Ranked[]): void => {
    for (const { id, rank } of added) {
      const last = sorted.at(-1);
      isSorted &&= last === undefined || byRank(last, { id, rank }) < 0;
      ranks.set(id, rank);
      sorted.push({ id, rank });
    }
  };
  const remove = (ids: ReadonlySet<string>): void => {
    for (const id of ids) ranks.delete(id);
    sorted = sorted.filter(({ id }) => !ids.has(id));
  };
  const indexOf = (id: string): number => {
    const rank = ranks.get(id);
    if (rank === undefined) return -1;
    const list = inOrder();
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = list[middle];
      if (at !== undefined && byRank(at, { id, rank }) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const inQueueOrder = (ids: readonly string[]): Ranked[] =>
    [...new Set(ids)]
      .flatMap((id) => {
        const rank = ranks.get(id);
        return rank === undefined ? [] : [{ id, rank }];
      })
      .sort(byRank);
  const place = (placed: readonly Ranked[]): void => {
    remove(new Set(placed.map(({ id }) => id)));
    add(placed);
  };

  /** Rank behind all jobs of a priority. */
  function nextOf(priority: Priority): number {
    const list = inOrder();
    const end = endOf(list, priority);
    const last = list[end - 1];
    const isThere = last !== undefined && priorityOfRank(last.rank) === priority;
    return (isThere ? last.rank : rankOrigin[priority]) + rankStep;
  }

  /** Ranks for moved jobs between two others, and for others where there is no room between these. */
  function between(others: readonly Ranked[], at: number, moved: readonly Ranked[]): readonly Ranked[] {
    const priority = priorityBetween(others[at - 1], others[at], moved[0]);
    const origin = rankOrigin[priority];
    const rankIn = (job: Ranked | undefined): number | null =>
      job !== undefined && priorityOfRank(job.rank) === priority ? job.rank : null;
    const found = ranksBetween(rankIn(others[at - 1]), rankIn(others[at]), moved.length, origin);
    if (found !== null) return moved.map(({ id }, n) => ({ id, rank: found[n] ?? origin }));
    const same = (list: readonly Ranked[]): readonly Ranked[] => list.filter((job) => rankIn(job) !== null);
    return [...same(others.slice(0, at)), ...moved, ...same(others.slice(at))].map(({ id }, n) => ({
      id,
      rank: origin + (n + 1) * rankStep,
    }));
  }

  const changedTo = (placed: readonly Ranked[]): ReadonlyMap<string, number> => {
    const changed = placed.filter(({ id, rank }) => ranks.get(id) !== rank);
    place(changed);
    return new Map(changed.map(({ id, rank }) => [id, rank]));
  };

  add(jobs);
  return {
    add,
    remove,
    has: (id) => ranks.has(id),
    get next() {
      return nextOf('normal');
    },
    nextOf,
    get size() {
      return sorted.length;
    },
    page(after, limit) {
      const from = after === null ? 0 : indexOf(after) + 1;
      if (after !== null && from === 0) return [];
      return inOrder()
        .slice(from, from + limit)
        .map(({ id }) => id);
    },
    sorted: (ids) => inQueueOrder(ids).map(({ id }) => id),
    move(ids, before) {
      const moved = inQueueOrder(ids);
      const moving = new Set(moved.map(({ id }) => id));
      const others = inOrder().filter(({ id }) => !moving.has(id));
      // A place before one of the moved jobs is the place before the next one that stays.
      const from = before === null ? -1 : indexOf(before);
      const anchor =
        from === -1
          ? undefined
          : inOrder()
              .slice(from)
              .find(({ id }) => !moving.has(id));
      const at = anchor === undefined ? others.length : others.indexOf(anchor);
      return changedTo(between(others, at, moved));
    },
    prioritize(ids, priority) {
      const moved = inQueueOrder(ids).filter(({ rank }) => priorityOfRank(rank) !== priority);
      const from = nextOf(priority);
      return changedTo(moved.map(({ id }, n) => ({ id, rank: from + n * rankStep })));
    },
  };
}

/** Where the jobs of a priority end in a list in queue order. */
function endOf(list: readonly Ranked[], priority: Priority): number {
  const order = priorities.indexOf(priority);
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = list[middle];
    if (at !== undefined && priorities.indexOf(priorityOfRank(at.rank)) <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The priority of a job between two others: its own where one of them has it too, else that of the one behind it. */
function priorityBetween(
  before: Ranked | undefined,
  after: Ranked | undefined,
  moved: Ranked | undefined,
): Priority {
  const own = moved === undefined ? 'normal' : priorityOfRank(moved.rank);
  const beside = [after, before].flatMap((job) => (job === undefined ? [] : [priorityOfRank(job.rank)]));
  return beside.includes(own) ? own : (beside[0] ?? own);
}
