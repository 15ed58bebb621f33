import { type Ranked, byRank, rankStep, ranksBetween } from './ranks.ts';

/** The order of all jobs, kept in memory: ids and ranks only, so that ten thousand of them are paged and moved at once. */
export interface QueueOrder {
  add(jobs: readonly Ranked[]): void;
  remove(ids: ReadonlySet<string>): void;
  has(id: string): boolean;
  /** Rank of a job that is added at the end. */
  readonly next: number;
  readonly size: number;
  /** At most `limit` ids from behind a job; null = from the start. Empty when there is no such job. */
  page(after: string | null, limit: number): readonly string[];
  /** These ids in queue order, without those that are not there. */
  sorted(ids: readonly string[]): readonly string[];
  /** Puts jobs, in their present order, before another (null = at the end), and says every rank that changed. */
  move(ids: readonly string[], before: string | null): ReadonlyMap<string, number>;
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

  add(jobs);
  return {
    add,
    remove,
    has: (id) => ranks.has(id),
    get next() {
      return (inOrder().at(-1)?.rank ?? 0) + rankStep;
    },
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
      const found = ranksBetween(others[at - 1]?.rank ?? null, others[at]?.rank ?? null, moved.length);
      const placed =
        found === null
          ? [...others.slice(0, at), ...moved, ...others.slice(at)].map(({ id }, n) => ({
              id,
              rank: (n + 1) * rankStep,
            }))
          : moved.map(({ id }, n) => ({ id, rank: found[n] ?? 0 }));
      const changed = placed.filter(({ id, rank }) => ranks.get(id) !== rank);
      place(changed);
      return new Map(changed.map(({ id, rank }) => [id, rank]));
    },
  };
}
