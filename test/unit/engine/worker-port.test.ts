import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createStillWorkers } from '../../../electron/engine/stills/still-processes.ts';
import type { WorkerFlavour } from '../../../electron/engine/stills/still-pool.ts';
import { workerPort } from '../../../electron/engine/stills/worker-port.ts';

/** What Electron puts on `process` in a utility process. */
class ParentPort extends EventEmitter {
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

const holder = process as unknown as { parentPort?: ParentPort };
afterEach(() => {
  delete holder.parentPort;
});

describe('the port of a still worker', () => {
  it('is the parent port where there is one', () => {
    const port = new ParentPort();
    holder.parentPort = port;
    const heard: unknown[] = [];
    const own = workerPort();
    own.onMessage((message) => heard.push(message));
    own.onClose(() => heard.push('closed'));
    own.post({ ready: true });
    port.emit('message', { data: { id: 1 }, ports: [] });
    port.emit('close');
    expect([port.posted, heard]).toEqual([[{ ready: true }], [{ id: 1 }, 'closed']]);
  });
});

describe('still workers', () => {
  it('are started by the starter that is given', async () => {
    const started: WorkerFlavour[] = [];
    const workers = createStillWorkers({
      workerPath: '/nowhere/still-worker.js',
      size: 1,
      start: (flavour, { onMessage, onEnd }) => {
        started.push(flavour);
        queueMicrotask(() => onMessage({ ready: true }));
        return {
          send: ({ id }) => onMessage({ id, spent: false, ok: true, reply: { do: 'probe', facts: null } }),
          kill: () => onEnd({ how: 'killed', startError: null }),
          end: () => onEnd({ how: 'ended', startError: null }),
          setBusy: () => undefined,
        };
      },
    });
    expect(await workers.run({ do: 'probe', input: '/a.txt' })).toEqual({ do: 'probe', facts: null });
    expect(started).toEqual(['native']);
    await workers.close();
  });
});
