import type { Interrupted } from './interrupted.ts';

/** When a transfer that broke off is tried again. Pure. */

/** Tries that bring nothing new before a download has failed. */
const mostTries = 5;
/** Milliseconds before the second try; doubled for each further one. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** A server that asks for more patience than this is not waited for. */
const longestAskedMs = 300_000;

/**
 * Milliseconds until the next try; null = there is none. A different share of the wait each time, so that many that
 * failed at once do not come back at once.
 *
 * @param failed tries in a row that brought nothing new, this one included
 * @param random 0 to 1
 */
export function waitBefore(
  { waitMs, anew, most }: Pick<Interrupted, 'waitMs' | 'anew' | 'most'>,
  failed: number,
  random: number,
  firstMs: number = firstWaitMs,
): number | null {
  if (failed >= (most ?? mostTries)) return null;
  if (waitMs !== null) return waitMs > longestAskedMs ? null : waitMs;
  if (anew && failed === 1) return 0;
  const whole = Math.min(longestWaitMs, firstMs * 2 ** (failed - 1));
  return whole / 2 + (whole / 2) * random;
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3); null when it is neither. */
export function retryAfterMs(given: string | undefined, now: number): number | null {
  if (given === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(given)) return Number(given) * 1000;
  const at = Date.parse(given);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
