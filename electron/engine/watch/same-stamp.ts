/** Whether a file is still the one that the ledger knows: path, size and time. */

interface Stamp {
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly mtime: number;
}

export function isSameFile(a: Stamp, b: Stamp): boolean {
  return a.bytes === b.bytes && isSameTime(a.mtime, b.mtime);
}

/**
 * Times come back coarser than they were: a share cuts off fractions of a millisecond, and FAT keeps every other
 * second once a card was put in again. Two times that differ by so little are one; two seconds count as little only
 * when one of them has no fraction.
 */
export function isSameTime(a: number, b: number): boolean {
  const difference = Math.abs(a - b);
  if (difference <= 1) return true;
  return difference < 2000 && (a % 1000 === 0 || b % 1000 === 0);
}
