import { z } from 'zod';

/** TypeIDs: a prefix and a UUIDv7, so that ids sort by the time they were made. */
const idOf = (prefix: string): z.ZodString =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));

export const JobId = idOf('job');
export const TaskId = idOf('task');
export const BatchId = idOf('batch');
export const WatchId = idOf('watch');
export const ConnectionId = idOf('conn');

export type IdPrefix = 'job' | 'task' | 'batch' | 'preset' | 'watch' | 'conn';

/** Crockford's alphabet in lower case, as TypeIDs are written. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** Two digits at a time: half as many pieces to put together. */
const pairs = Array.from({ length: 1024 }, (_, n) => digits.charAt(n >> 5) + digits.charAt(n & 31));
const pair = (n: number): string => pairs[n & 1023] ?? '';

/** Ids of one millisecond count up from a random number below half of this. */
const counts = 2 ** 24;
/** Random numbers that are fetched together, and how many of them an id takes. */
const fetched = 1024;
const perId = 4;

/**
 * Every runtime that we know has it; `shared` names none of them. Asked for with the first id, because Node loads all of
 * its web cryptography in that moment, and whoever only reads ids can do without.
 */
const webCrypto = (): { getRandomValues(into: Uint32Array): Uint32Array } =>
  (globalThis as unknown as { readonly crypto: ReturnType<typeof webCrypto> }).crypto;
const random = new Uint32Array(fetched);
let used = fetched;
let lastMs = 0;
let timePart = '';
let count = 0;

/**
 * A new id such as `job_01jd4z0k3vf1nt9s3c5h8m2x7q`. Every id of this process is greater than the one before, also
 * within a millisecond and when the clock is set back: 24 bits after the time count, the rest is random (RFC 9562, 6.2).
 */
export function newId(prefix: IdPrefix): string {
  if (used + perId > fetched) {
    webCrypto().getRandomValues(random);
    used = 0;
  }
  const [a = 0, b = 0, c = 0] = [random[used], random[used + 1], random[used + 2]];
  const now = Date.now();
  count += 1;
  if (now > lastMs || count >= counts) {
    lastMs = Math.max(now, lastMs + 1);
    timePart = timeDigits(lastMs);
    count = (random[used + 3] ?? 0) % (counts / 2);
  }
  used += perId;
  // Behind the time: 4 bits of version, 12 of the count, 2 of variant, 12 of the count, 50 random ones.
  const head = 0b0111_0 | (count >> 23);
  const middle = (((count >> 12) & 1) << 4) | 0b01000 | ((count >> 10) & 3);
  return (
    `${prefix}_${timePart}${digits.charAt(head)}${pair(count >> 13)}${digits.charAt(middle)}${pair(count)}` +
    `${pair(a)}${pair(a >> 10)}${pair(b)}${pair(b >> 10)}${pair(c)}`
  );
}

/** 48 bits of time behind two that are always 0: ten digits. */
function timeDigits(ms: number): string {
  const high = Math.floor(ms / 2 ** 20);
  return pair(high >> 20) + pair(high >> 10) + pair(high) + pair(ms >> 10) + pair(ms);
}
