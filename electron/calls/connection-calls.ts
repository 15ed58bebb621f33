import type { EngineHandlers } from '../../shared/ipc/contract.ts';
import type { Engine } from '../engine/index.ts';
import { type Broadcast, valueOf } from './library-calls.ts';

/** Where results are sent, and where they can be fetched then. */

type ConnectionCalls = Pick<
  EngineHandlers,
  Extract<keyof EngineHandlers, `connections:${string}`> | 'jobs:link'
>;

export function createConnectionCalls({ connections }: Pick<Engine, 'connections'>): ConnectionCalls {
  return {
    'connections:list': async () => [...(await connections.list())],
    'connections:save': async ({ connection }) => valueOf(await connections.save(connection)),
    'connections:remove': async ({ id }) => valueOf(await connections.remove(id)),
    'connections:test': ({ connection }) => connections.test(connection),
    'jobs:link': async ({ id, seconds }) => valueOf(await connections.link(id, seconds)),
  };
}

/** Tells all windows what connections there are now. The keychain may be slow: only the last word counts. */
export function createConnectionNews(
  { connections }: Pick<Engine, 'connections'>,
  broadcast: Broadcast,
): { changed(): void } {
  let last = 0;
  return {
    changed() {
      const mine = ++last;
      void connections.list().then(
        (views) => {
          if (mine === last) broadcast('connections:changed', [...views]);
        },
        // Whoever asks for the list is told why it cannot be had.
        () => undefined,
      );
    },
  };
}
