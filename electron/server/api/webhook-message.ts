import { createHmac } from 'node:crypto';

/** What a webhook says, and how whoever gets it can tell that it comes from here. */

/** Milliseconds before each try, the first one included; after the last one it is given up. */
const waits = [0, 5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 21_600_000] as const;

/** @param tries tries that failed already @returns null = no further try */
export const waitBefore = (tries: number): number | null => waits[tries] ?? null;

/** An answer after which nothing is tried any more: it arrived, or nobody is there for good. */
export function isSettled(status: number): boolean {
  return (status >= 200 && status < 300) || status === 410;
}

/**
 * `t=<Unix seconds>,v1=<hex>`: HMAC-SHA256 over the time, a full stop and the body. The time is signed too, so an old
 * message cannot be sent again as a new one.
 */
export function signature(secret: string, seconds: number, body: string): string {
  const hmac = createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex');
  return `t=${seconds},v1=${hmac}`;
}

export interface HookMessage {
  readonly id: string;
  /** `job.succeeded`, `job.failed` … */
  readonly event: string;
  readonly secret: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** JSON. */
  readonly body: string;
}

export function hookHeaders(message: HookMessage): Readonly<Record<string, string>> {
  const { id, event, secret, now, body } = message;
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Convoy',
    // The same for every try, so that one that arrives twice can be told.
    'convoy-delivery': id,
    'convoy-event': event,
    'convoy-signature': signature(secret, Math.floor(now / 1000), body),
  };
}
