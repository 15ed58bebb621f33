/** Whether results fit on their volumes: decisions over numbers. All sizes in bytes. */

/** Nobody is well served by a volume that is filled to the last byte, the system least of all. */
const reserveBytes = 2_000_000_000;
const reserveShare = 0.05;

/** What stays free on a volume of so many bytes. */
export function reserveOf(total: number): number {
  return Math.min(reserveBytes, Math.floor(total * reserveShare));
}

/** Free space of a volume, and what is already spoken for. */
export interface Space {
  readonly free: number;
  readonly total: number;
  /** What running jobs are still going to write there. */
  readonly spoken: number;
}

/** What has to be free before a result of at most `bytes` is begun; an unknown size counts nothing. */
export function neededFor(bytes: number | null, total: number): number {
  return (bytes ?? 0) + reserveOf(total);
}

/** True when a result of at most `bytes` may be begun. */
export function fits(bytes: number | null, { free, total, spoken }: Space): boolean {
  return free - spoken >= neededFor(bytes, total);
}

/** A volume ran full under a job: what was thought that it needs, and what it had written when it stopped. */
export interface RanOut {
  readonly bytes: number | null;
  readonly written: number;
}

/** More than before has to be free, or the next attempt ends like the last one. */
const leastMore = 1_000_000;

/**
 * What has to be free before the queue of a volume goes on that ran full. An estimate that was too low is known to be
 * so now, and a share of a disk (a quota) that is used up does not show in the free space at all: then more has to be
 * free than is now, when the partial files are gone.
 */
export function neededAfter({ bytes, written }: RanOut, { free, total }: Space): number {
  const needs = neededFor(Math.max(bytes ?? 0, written), total);
  return needs > free ? needs : free + Math.max(leastMore, Math.ceil(written / 4));
}

/** A job that waits for room. */
export interface Parked {
  readonly id: string;
  readonly volume: string;
  readonly bytes: number | null;
}

/**
 * Those of the parked jobs that fit now, in the order given, each with the ones before it counted in.
 *
 * @param full volumes that ran full and have not enough room yet
 */
export function thoseThatFit(
  parked: readonly Parked[],
  spaces: ReadonlyMap<string, Space>,
  full: ReadonlySet<string>,
): readonly string[] {
  const spoken = new Map<string, number>();
  return parked
    .filter(({ volume, bytes }) => {
      const space = spaces.get(volume);
      // Gone, or it does not tell: the attempt itself will say what is wrong.
      if (space === undefined) return true;
      if (full.has(volume)) return false;
      const taken = space.spoken + (spoken.get(volume) ?? 0);
      if (!fits(bytes, { ...space, spoken: taken })) return false;
      spoken.set(volume, (spoken.get(volume) ?? 0) + (bytes ?? 0));
      return true;
    })
    .map(({ id }) => id);
}
