import type { StartWorker, WorkerEnd } from '../engine/index.ts';
import type { FromHost } from './messages.ts';

/**
 * Still workers of the packaged app. A utility process cannot fork another one (that takes a fuse which the app turns
 * off), so main starts them and passes on what both sides say.
 */
export interface RemoteStills {
  readonly start: StartWorker;
  said(id: number, message: unknown): void;
  ended(id: number, end: WorkerEnd): void;
}

interface Remote {
  readonly onMessage: (message: unknown) => void;
  readonly onEnd: (end: WorkerEnd) => void;
}

export function createRemoteStills(tell: (message: FromHost) => void): RemoteStills {
  const workers = new Map<number, Remote>();
  let lastId = 0;
  return {
    start: (flavour, events) => {
      const id = ++lastId;
      workers.set(id, events);
      tell({ type: 'still_start', id, flavour });
      const end = (): void => tell({ type: 'still_end', id });
      return {
        send: (message) => tell({ type: 'still_send', id, message }),
        kill: end,
        // It has nothing to do, so it makes no difference how it goes.
        end,
        // This process lives as long as main wants it to, whatever its workers do.
        setBusy: () => undefined,
      };
    },
    said: (id, message) => workers.get(id)?.onMessage(message),
    ended: (id, end) => {
      const worker = workers.get(id);
      workers.delete(id);
      worker?.onEnd(end);
    },
  };
}
