import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { S3Secret } from '../../shared/model/connection.ts';
import { ConnectionId } from '../../shared/model/id.ts';
import type { SecretPlace, SecretStore } from '../engine/index.ts';

/**
 * Keys of connections in a file beside the queue, each encrypted with a key that the system's keychain holds. Nobody but
 * the person may read the file, and what is in it says nothing without the keychain.
 */

/** What encrypts; told apart by who keeps its key. */
export interface Cipher {
  kept(): Promise<SecretPlace['kept']>;
  encrypt(text: string): Promise<Buffer>;
  /** Rejects when the text was encrypted with another key. */
  decrypt(bytes: Buffer): Promise<string>;
}

const SecretFile = z.object({ convoy_secrets: z.literal(1), secrets: z.record(ConnectionId, z.base64()) });

export function createSecretFile(file: string, cipher: Cipher): SecretStore {
  // One at a time: two that write would each lose what the other wrote.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  async function read(): Promise<Readonly<Record<string, string>>> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const parsed = SecretFile.safeParse(parsedJson(text));
    return parsed.success ? parsed.data.secrets : {};
  }

  async function write(secrets: Readonly<Record<string, string>>): Promise<void> {
    const part = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      await writeFile(part, JSON.stringify({ convoy_secrets: 1, secrets }), { mode: 0o600, flag: 'wx' });
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  return {
    look: () => inTurn(async () => ({ kept: await cipher.kept(), ids: Object.keys(await read()) })),
    get: (id) =>
      inTurn(async () => {
        const text = (await read())[id];
        if (text === undefined || (await cipher.kept()) === 'none') return null;
        try {
          const secret = S3Secret.safeParse(parsedJson(await cipher.decrypt(Buffer.from(text, 'base64'))));
          return secret.success ? secret.data : null;
        } catch {
          // The keychain is another one now: the keys have to be entered again.
          return null;
        }
      }),
    set: (id, secret) =>
      inTurn(async () => {
        if ((await cipher.kept()) === 'none') throw new Error('the system offers no keychain');
        const bytes = await cipher.encrypt(JSON.stringify(S3Secret.parse(secret)));
        await write({ ...(await read()), [id]: bytes.toString('base64') });
      }),
    remove: (id) =>
      inTurn(async () => {
        const { [id]: gone, ...rest } = await read();
        if (gone !== undefined) await write(rest);
      }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
