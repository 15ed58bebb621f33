import { z } from 'zod';
import { S3Secret } from '../../shared/model/connection.ts';
import type { SecretStore } from '../engine/index.ts';
import type { FromHost, SecretAnswer } from './messages.ts';

/** The keychain as this process has it: main alone can ask the system, so it is asked to. */
export interface RemoteSecrets {
  readonly store: SecretStore;
  answered(id: number, answer: SecretAnswer): void;
}

const Place = z.object({ kept: z.enum(['keychain', 'plain', 'none']), ids: z.array(z.string()) });

export function createRemoteSecrets(tell: (message: FromHost) => void): RemoteSecrets {
  const asked = new Map<number, (answer: SecretAnswer) => void>();
  let lastId = 0;

  async function ask(what: Extract<FromHost, { type: 'secret' }>['ask']): Promise<unknown> {
    const id = ++lastId;
    const answer = await new Promise<SecretAnswer>((resolve) => {
      asked.set(id, resolve);
      tell({ type: 'secret', id, ask: what });
    });
    if (!answer.ok) throw new Error(answer.problem);
    return answer.value;
  }

  return {
    store: {
      look: async () => Place.parse(await ask({ do: 'look' })),
      get: async (connection) => S3Secret.nullable().parse(await ask({ do: 'get', connection })),
      set: async (connection, secret) => {
        await ask({ do: 'set', connection, secret });
      },
      remove: async (connection) => {
        await ask({ do: 'remove', connection });
      },
    },
    answered(id, answer) {
      const resolve = asked.get(id);
      asked.delete(id);
      resolve?.(answer);
    },
  };
}
