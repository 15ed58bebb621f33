import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../electron/engine/previews/newest-first.ts';

/** Work that ends when it is told to, with a list of what was begun and stopped. */
function bench(size: number) {
  const queue = newestFirst<string>(size);
  const begun: string[] = [];
  const stopped: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (key: string, signal?: AbortSignal): Promise<string> =>
    queue.ask(
      key,
      (stop) =>
        new Promise((resolve, reject) => {
          begun.push(key);
          ends.set(key, () => resolve(`${key} done`));
          stop.addEventListener('abort', () => {
            stopped.push(key);
            reject(new Error('stopped'));
          });
        }),
      signal,
    );
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    // A turn of the event loop: what waits begins.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, ask, end, begun, stopped };
}

const kind = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) =>
      (error as { readonly error?: { readonly kind: string } }).error?.kind ?? String(error),
  );

describe('newest first', () => {
  it('begins with what was asked for last, and asking again is asking now', async () => {
    const { ask, end, begun } = bench(1);
    const all = ['a', 'b', 'c', 'd', 'b'].map((key) => ask(key));
    for (const key of ['a', 'b', 'd', 'c']) await end(key);
    expect(begun).toEqual(['a', 'b', 'd', 'c']);
    expect(await Promise.all(all)).toEqual(['a done', 'b done', 'c done', 'd done', 'b done']);
  });

  it('never does more at once than it may', async () => {
    const { ask, end, begun } = bench(2);
    const all = ['a', 'b', 'c'].map((key) => ask(key));
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    await Promise.all(all);
  });

  it('drops what waits when nobody waits for it', async () => {
    const { ask, end, begun } = bench(1);
    const gone = new AbortController();
    const first = ask('a');
    const dropped = kind(ask('b', gone.signal));
    gone.abort();
    await end('a');
    expect([await first, await dropped, begun]).toEqual(['a done', 'cancelled', ['a']]);
  });

  it('stops what runs when the last one has gone, and not before', async () => {
    const { ask, end, stopped } = bench(1);
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [kind(ask('a', one.signal)), kind(ask('a', two.signal))];
    one.abort();
    expect(stopped).toEqual([]);
    two.abort();
    expect(stopped).toEqual(['a']);
    const again = ask('a');
    await end('a');
    expect(await Promise.all(asked)).toEqual(['cancelled', 'cancelled']);
    await end('a');
    expect(await again).toBe('a done');
  });

  it('does what failed again when it is asked for again', async () => {
    const queue = newestFirst<string>(1);
    expect(await kind(queue.ask('a', () => Promise.reject(new Error('broken'))))).toBe('Error: broken');
    expect(await queue.ask('a', () => Promise.resolve('well'))).toBe('well');
  });

  it('closes: what runs is stopped, what waits and comes is cancelled', async () => {
    const { queue, ask, stopped } = bench(1);
    const asked = [kind(ask('a')), kind(ask('b'))];
    await queue.close();
    expect(stopped).toEqual(['a']);
    expect(await Promise.all([...asked, kind(ask('c'))])).toEqual([
      'Error: stopped',
      'cancelled',
      'cancelled',
    ]);
  });
});
