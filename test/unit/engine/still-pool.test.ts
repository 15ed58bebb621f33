import { describe, expect, it, vi } from 'vitest';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import {
  type WorkerEnd,
  type WorkerFlavour,
  createStillPool,
} from '../../../electron/engine/stills/still-pool.ts';
import type { RequestMessage } from '../../../electron/engine/stills/still-messages.ts';

/** A worker that the test plays by hand. */
interface Played {
  readonly flavour: WorkerFlavour;
  readonly asked: RequestMessage[];
  readonly calls: string[];
  ready(): void;
  answer(spent?: boolean): void;
  fail(kind: 'input_truncated'): void;
  say(message: unknown): void;
  end(end?: Partial<WorkerEnd>): void;
}

function stage(size: number | (() => number), idleMs = 1000) {
  const workers: Played[] = [];
  const lines: string[] = [];
  const pool = createStillPool({
    size,
    idleMs,
    log: (line) => lines.push(line),
    start: (flavour, { onMessage, onEnd }) => {
      const asked: RequestMessage[] = [];
      const calls: string[] = [];
      const end = (more: Partial<WorkerEnd> = {}) =>
        onEnd({ how: 'signal SIGSEGV', startError: null, ...more });
      const last = () => asked.at(-1)?.id ?? -1;
      workers.push({
        flavour,
        asked,
        calls,
        end,
        ready: () => onMessage({ ready: true }),
        answer: (spent = false) =>
          onMessage({ id: last(), spent, ok: true, reply: { do: 'probe', facts: null } }),
        fail: (kind) =>
          onMessage({
            id: last(),
            spent: false,
            ok: false,
            error: { kind, message: 'm', hint: 'h', detail: null },
          }),
        say: onMessage,
      });
      return {
        send: (message) => asked.push(message),
        kill: () => {
          calls.push('kill');
          queueMicrotask(() => end({ how: 'signal SIGKILL' }));
        },
        end: () => {
          calls.push('end');
          end({ how: 'exit code 0' });
        },
        setBusy: (busy) => calls.push(busy ? 'busy' : 'idle'),
      };
    },
  });
  const worker = (index: number): Played => {
    const found = workers[index];
    if (found === undefined) throw new Error(`worker ${index} was not started`);
    return found;
  };
  return { pool, workers, worker, lines };
}

const probe = (input = '/pictures/a.png') => ({ do: 'probe', input }) as const;
const tick = () => new Promise((resolve) => setImmediate(resolve));

async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ConvoyFailure ? error.error : error;
}

describe('still pool', () => {
  it('starts no more workers than it may, keeps them warm and serves in order', async () => {
    const { pool, workers, worker } = stage(1);
    const first = pool.run(probe('/a'));
    const second = pool.run(probe('/b'));
    await tick();
    expect(workers).toHaveLength(1);
    expect(worker(0).asked.map((m) => m.request)).toEqual([probe('/a')]);
    worker(0).ready();
    worker(0).answer();
    expect(await first).toEqual({ do: 'probe', facts: null });
    await tick();
    worker(0).answer();
    expect(await second).toEqual({ do: 'probe', facts: null });
    expect(workers).toHaveLength(1);
    expect(worker(0).calls).toEqual(['busy', 'idle', 'busy', 'idle']);
    await pool.close();
  });

  it('starts more when it may have more', async () => {
    let size = 1;
    const { pool, workers, worker } = stage(() => size);
    const runs = [pool.run(probe('/a')), pool.run(probe('/b'))];
    await tick();
    expect(workers).toHaveLength(1);
    size = 2;
    runs.push(pool.run(probe('/c')));
    await tick();
    expect(workers).toHaveLength(2);
    worker(1).ready();
    worker(1).answer();
    worker(0).ready();
    worker(0).answer();
    await tick();
    for (const one of workers) one.answer();
    await Promise.all(runs);
    await pool.close();
  });

  it('passes a refusal on as it is', async () => {
    const { pool, worker } = stage(1);
    const run = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).fail('input_truncated');
    expect(await failure(run)).toEqual({ kind: 'input_truncated', message: 'm', hint: 'h', detail: null });
    await pool.close();
  });

  it('tries the WebAssembly build once when a worker dies by itself', async () => {
    const { pool, workers, worker, lines } = stage(1);
    const run = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).end();
    await tick();
    expect(worker(1).flavour).toBe('wasm');
    worker(1).ready();
    worker(1).answer();
    expect(await run).toEqual({ do: 'probe', facts: null });
    // It gives its memory back at once; the next request gets a native worker again.
    expect(worker(1).calls).toContain('end');
    const next = pool.run(probe());
    await tick();
    expect(workers.map((w) => w.flavour)).toEqual(['native', 'wasm', 'native']);
    worker(2).answer();
    await next;
    expect(lines).toEqual(['still worker: ended by signal SIGSEGV on a.png; trying the WebAssembly build']);
    await pool.close();
  });

  it('fails when both builds die', async () => {
    const { pool, worker } = stage(1);
    const run = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).end();
    await tick();
    worker(1).ready();
    worker(1).end({ how: 'exit code 134' });
    expect(await failure(run)).toMatchObject({
      kind: 'encode_failed',
      message: '“a.png” could not be converted: the picture library crashes on it.',
      detail: 'exit code 134',
    });
  });

  it('does not blame the picture when a worker never started', async () => {
    const { pool, workers, worker } = stage(1);
    const run = pool.run(probe());
    await tick();
    worker(0).end({ how: 'exit code 1' });
    expect(await failure(run)).toMatchObject({ kind: 'tool_missing', detail: 'exit code 1' });
    expect(workers).toHaveLength(1);
  });

  it('kills the worker of a cancelled request and settles when it is gone', async () => {
    const { pool, worker } = stage(1);
    const stop = new AbortController();
    const run = pool.run(probe(), { signal: stop.signal });
    await tick();
    worker(0).ready();
    stop.abort();
    expect(worker(0).calls).toEqual(['busy', 'kill']);
    expect(await failure(run)).toMatchObject({ kind: 'cancelled' });
  });

  it('lets a request that is cancelled while it waits leave the queue', async () => {
    const { pool, worker } = stage(1);
    const stop = new AbortController();
    const first = pool.run(probe('/a'));
    const second = pool.run(probe('/b'), { signal: stop.signal });
    const third = pool.run(probe('/c'));
    await tick();
    stop.abort();
    expect(await failure(second)).toMatchObject({ kind: 'cancelled' });
    worker(0).ready();
    worker(0).answer();
    await first;
    await tick();
    expect(worker(0).asked.at(-1)?.request).toEqual(probe('/c'));
    worker(0).answer();
    await third;
    expect(await failure(pool.run(probe(), { signal: stop.signal }))).toMatchObject({ kind: 'cancelled' });
    await pool.close();
  });

  it('ends what takes too long, without a second try', async () => {
    const { pool, workers, worker } = stage(1);
    const run = pool.run(probe(), { timeoutMs: 5 });
    await tick();
    worker(0).ready();
    expect(await failure(run)).toMatchObject({ kind: 'timed_out' });
    expect(workers).toHaveLength(1);
  });

  it('does not believe an answer that makes no sense', async () => {
    const { pool, worker } = stage(1);
    const run = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).say({ id: 1, spent: false, ok: true, reply: { do: 'probe', facts: { width: 'wide' } } });
    expect(await failure(run)).toMatchObject({ kind: 'internal' });
    expect(worker(0).calls).toContain('kill');
  });

  it('ends workers that have nothing to do', async () => {
    const { pool, worker } = stage(1, 5);
    const run = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).answer();
    await run;
    await vi.waitFor(() => expect(worker(0).calls).toEqual(['busy', 'idle', 'end']));
    await pool.close();
  });

  it('replaces a worker whose memory has grown', async () => {
    const { pool, worker } = stage(1);
    const first = pool.run(probe());
    await tick();
    worker(0).ready();
    worker(0).answer(true);
    await first;
    expect(worker(0).calls).toEqual(['busy', 'idle', 'end']);
    const second = pool.run(probe());
    await tick();
    worker(1).answer();
    await second;
    await pool.close();
  });

  it('cancels everything when it is closed', async () => {
    const { pool, worker } = stage(1);
    const runs = [pool.run(probe('/a')), pool.run(probe('/b'))];
    await tick();
    worker(0).ready();
    const results = Promise.all(runs.map(failure));
    await pool.close();
    expect(await results).toMatchObject([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
    expect(await failure(pool.run(probe()))).toMatchObject({ kind: 'cancelled' });
  });
});
