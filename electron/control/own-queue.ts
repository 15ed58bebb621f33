import { type Calls, createCalls } from '../calls/index.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import type { Engine } from '../engine/index.ts';
import type { ContractHandlers } from './door-calls.ts';
import { answerAsk, createDoorHandlers, newsOf, tellWork } from './door-handlers.ts';
import type { Topic } from './messages.ts';
import type { QueueLink } from './queue-link.ts';

/** The queue of an engine in this process, asked in the same way as one over the socket. Closing closes the engine. */
export function ownQueue(engine: Engine, home: string): QueueLink {
  let calls: Calls | null = null;
  const contract = (): ContractHandlers =>
    (calls ??= createCalls({
      engine,
      allowedRoots: null,
      home,
      ahead: false,
      broadcast: () => undefined,
    })).handlers;
  const door = createDoorHandlers(engine, () => undefined);
  let unsubscribe = (): void => undefined;
  return {
    holder: null,
    async ask(name, input) {
      const result = await answerAsk(contract, door, name, input);
      if (!result.ok) throw new ConvoyFailure(result.error);
      return result.value as never;
    },
    async hear(to, listener) {
      const topics = new Set<Topic>(to);
      unsubscribe = engine.subscribe((event) => {
        const news = newsOf(event, topics);
        if (news !== null) listener(news);
      });
      if (topics.has('queue')) await tellWork(engine, listener);
    },
    lost: new Promise(() => undefined),
    async close() {
      unsubscribe();
      calls?.close();
      await engine.close();
    },
  };
}
