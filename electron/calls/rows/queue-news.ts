import type { QueueState } from '../../../shared/ipc/row.ts';
import type { QueueFacts } from '../../engine/index.ts';
import { stateDelay } from './broadcaster.ts';

/** Tells windows about the queue as a whole, at most once a tick and only what is new. */
export interface QueueNews {
  changed(facts: QueueFacts): void;
  close(): void;
}

export function createQueueNews(send: (state: QueueState) => void): QueueNews {
  let told = '';
  let next: QueueState | null = null;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    const text = JSON.stringify(next);
    // Between two short jobs the queue is idle for a moment: nobody needs to hear of that.
    if (next === null || text === told) return;
    told = text;
    send(next);
  };
  return {
    changed(facts) {
      next = stateOf(facts);
      timer ??= setTimeout(flush, stateDelay);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      next = null;
    },
  };
}

export function stateOf({ paused, active, waits, lanes, setAside }: QueueFacts): QueueState {
  return {
    ...{ paused, active, waits: waits === null ? null : { ...waits }, lanes: { ...lanes } },
    ...(setAside === undefined ? {} : { setAside }),
  };
}
