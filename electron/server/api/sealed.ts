import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import path from 'node:path';
import { readOrMake } from './private-file.ts';

/**
 * What must outlive a restart but must not stand in the database, such as the secret of a webhook: it is encrypted by a
 * key that lies in a file of its own, which only this person may read.
 */
export interface Seal {
  seal(value: unknown): string;
  /** Null when it was sealed by another key, or is no such text. */
  open(text: string): unknown;
}

const algorithm = 'aes-256-gcm';
const [keyBytes, ivBytes, tagBytes] = [32, 12, 16];

/** The key is read or made with the first use. @param state folder of ours; null = it lives as long as the server */
export function createSeal(state: string | null): Seal {
  const make = (): string => randomBytes(keyBytes).toString('base64url');
  let known: Buffer | null = null;
  const key = (): Buffer => {
    if (known !== null) return known;
    const text = state === null ? make() : readOrMake(path.join(state, 'api-key'), make);
    known = Buffer.from(text, 'base64url');
    return known;
  };
  return {
    seal(value) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key(), iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(text) {
      try {
        const all = Buffer.from(text, 'base64url');
        const decipher = createDecipheriv(algorithm, key(), all.subarray(0, ivBytes));
        decipher.setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
        const body = Buffer.concat([decipher.update(all.subarray(ivBytes + tagBytes)), decipher.final()]);
        return JSON.parse(body.toString('utf8')) as unknown;
      } catch {
        return null;
      }
    },
  };
}
