/** Places in the queue as numbers: a job is moved by giving it a number between its new neighbours'. */

/** Distance between jobs that were added one after the other. */
export const rankStep = 1024;

/** Neighbours that are closer than this get no one between them: everybody is numbered again. */
const closest = 1 / 1024;

/**
 * Ranks for so many jobs between two neighbours, rising; null = there is none on that side. Null when the neighbours
 * have come too close, which takes about twenty moves to the same place.
 *
 * @param origin what the first rank of all comes behind
 */
export function ranksBetween(
  before: number | null,
  after: number | null,
  count: number,
  origin = 0,
): readonly number[] | null {
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  if (before === null && after === null) return numbers.map((n) => origin + n * rankStep);
  if (after === null) return numbers.map((n) => (before ?? 0) + n * rankStep);
  if (before === null) return numbers.map((n) => after - (count + 1 - n) * rankStep);
  const step = (after - before) / (count + 1);
  return step < closest ? null : numbers.map((n) => before + n * step);
}

/** Something with a place. */
export interface Ranked {
  readonly id: string;
  readonly rank: number;
}

/** Queue order: by rank, then by id, which rises with time. */
export function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
