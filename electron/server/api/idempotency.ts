import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../../../shared/model/error.ts';
import type { ApiDoor } from '../../engine/index.ts';
import type { Answer } from './answers.ts';

/**
 * Requests that may come twice: whoever sends the same `Idempotency-Key` with the same request again gets the first
 * answer, for a day, over a restart too. The ids of what is made are kept in the transaction that makes it, so even a
 * crash in between does not make it twice.
 */
export interface Idempotency {
  /**
   * @param key null = the request stands for itself
   * @param fingerprint what the request asks for; another one under the same key is a `conflict`
   * @param work makes it, under the id that it is given; when that may be there already, made just before a crash, it
   *   says what came of it instead
   */
  run(asked: Asked, work: (id: string, mayBeThere: boolean) => Promise<Answer>): Promise<Replied>;
  /** Writes what was answered and not written yet. */
  close(): void;
}

export interface Asked {
  readonly key: string | null;
  /** Asked for with a key alone. */
  readonly fingerprint: () => string;
  /** Id for what is made. */
  readonly newId: () => string;
}

export interface Replied extends Answer {
  /** It is the answer to an earlier request. */
  readonly again: boolean;
}

/** Milliseconds after which answers are written, many at once: until then they are in hand, and the ids are written. */
const laterMs = 500;
/** Milliseconds for which a key counts. */
const keyMs = 24 * 3_600_000;

const Kept = z.strictObject({
  fingerprint: z.string(),
  id: z.string(),
  answer: z.object({ status: z.int(), body: z.string() }).nullable(),
});

export const fingerprintOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url');
};

/** Throws `invalid_request` for one that is too long, or none. */
export function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(header)) return header;
  throw fail('invalid_request', { reason: 'an Idempotency-Key has 1 to 255 printable characters' });
}

export function createIdempotency(api: ApiDoor, now: () => number = Date.now): Idempotency {
  const running = new Map<string, { readonly fingerprint: string; readonly answer: Promise<Answer> }>();
  const unwritten = new Map<string, z.infer<typeof Kept>>();
  let timer: NodeJS.Timeout | null = null;
  const other = (): Error =>
    fail('conflict', { reason: 'this Idempotency-Key was used for another request' });

  function write(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (unwritten.size === 0) return;
    const until = now() + keyMs;
    api.keepAll(
      'request',
      [...unwritten].map(([id, value]) => ({ id, value, until })),
    );
    unwritten.clear();
  }

  /** A disk that is full is no reason to fail: after a crash the job itself is the answer. */
  function writeLater(): void {
    timer ??= setTimeout(() => {
      try {
        write();
      } catch {
        timer = null;
      }
    }, laterMs);
    timer.unref();
  }

  return {
    close: write,
    async run({ key, newId, ...asked }, work) {
      if (key === null) return { ...(await work(newId(), false)), again: false };
      const fingerprint = asked.fingerprint();
      const name = fingerprintOf(key);
      const sameNow = running.get(name);
      if (sameNow !== undefined) {
        if (sameNow.fingerprint !== fingerprint) throw other();
        return { ...(await sameNow.answer), status: 200, again: true };
      }
      const read = Kept.safeParse(api.record('request', name));
      const kept = unwritten.get(name) ?? (read.success ? read.data : null);
      if (kept !== null && kept.fingerprint !== fingerprint) throw other();
      if (kept?.answer) return { ...kept.answer, status: 200, again: true };
      const id = kept?.id ?? newId();
      const until = now() + keyMs;
      const answer = (async () => {
        api.keepWithJobs('request', name, { fingerprint, id, answer: null }, until);
        try {
          const made = await work(id, kept !== null);
          unwritten.set(name, { fingerprint, id, answer: made });
          writeLater();
          return made;
        } catch (error) {
          // Nothing came of it: the same key may try again.
          api.forget('request', name);
          throw error;
        }
      })();
      running.set(name, { fingerprint, answer });
      try {
        return { ...(await answer), again: kept !== null };
      } finally {
        running.delete(name);
      }
    },
  };
}
