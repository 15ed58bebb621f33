import { expect, it } from 'vitest';
import { type MainServices, createEngineHost } from '../../../electron/host/engine-host.ts';
import type { FromHost } from '../../../electron/host/messages.ts';
import { fail } from '../../../shared/model/error.ts';

const start = { type: 'start', stateFile: '/s', cacheDir: '/c', stillWorkerPath: '/w' };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A host with an engine that the test plays. */
function setUp(refuse = false) {
  const told: FromHost[] = [];
  const seen: unknown[] = [];
  let services: MainServices | null = null;
  const hear = createEngineHost({
    tell: (message) => void told.push(message),
    exit: () => void seen.push('exit'),
    open: (given, offered) => {
      if (refuse) throw fail('busy_elsewhere');
      seen.push(given);
      services = offered;
      return {
        dispatch: (name, input) => Promise.resolve({ ok: true, value: [name, input] }),
        locate: (address) =>
          address === 'bad' ? Promise.reject(new Error('torn')) : Promise.resolve({ ok: true, value: null }),
        close: () => Promise.reject(new Error('closing is no reason to stay')),
      };
    },
  });
  const main = (): MainServices => {
    if (services === null) throw new Error('the engine was not made');
    return services;
  };
  return { told, seen, hear, main };
}

it('makes the engine, and answers by number', async () => {
  const { told, seen, hear } = setUp();
  hear(start);
  hear({ type: 'call', id: 1, name: 'queue:state', input: null });
  hear({ type: 'locate', id: 2, address: 'file/x/input' });
  hear({ type: 'locate', id: 3, address: 'bad' });
  hear('nonsense');
  await settled();
  expect(seen).toEqual([start]);
  expect(told.slice(0, 3)).toEqual([
    { type: 'ready' },
    { type: 'answer', id: 1, value: { ok: true, value: ['queue:state', null] } },
    { type: 'answer', id: 2, value: { ok: true, value: null } },
  ]);
  expect(told[3]).toMatchObject({ type: 'answer', id: 3, value: { ok: false, error: { kind: 'internal' } } });
  expect(told).toHaveLength(4);
});

it('says why there is no engine', async () => {
  const { told, hear } = setUp(true);
  hear(start);
  hear({ type: 'call', id: 1, name: 'queue:state', input: null });
  await settled();
  expect(told).toMatchObject([
    { type: 'refused', error: { kind: 'busy_elsewhere' } },
    { type: 'answer', id: 1, value: { ok: false, error: { kind: 'internal' } } },
  ]);
});

it('lets main put files into the trash', async () => {
  const { told, hear, main } = setUp();
  hear(start);
  const ends = Promise.allSettled([main().trash('/a'), main().trash('/b')]);
  hear({ type: 'trashed', id: 2, problem: 'not allowed' });
  hear({ type: 'trashed', id: 1, problem: null });
  expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(told.slice(1)).toEqual([
    { type: 'trash', id: 1, path: '/a' },
    { type: 'trash', id: 2, path: '/b' },
  ]);
});

it('works with still workers that main starts', () => {
  const { told, hear, main } = setUp();
  hear(start);
  const heard: unknown[] = [];
  const worker = main().startStillProcess('wasm', {
    onMessage: (message) => void heard.push(message),
    onEnd: (end) => void heard.push(end),
  });
  worker.send({ id: 7, request: { do: 'about' } });
  hear({ type: 'still_said', id: 1, message: { ready: true } });
  worker.kill();
  hear({ type: 'still_ended', id: 1, how: 'exit code 0', startError: null });
  hear({ type: 'still_said', id: 1, message: 'a word after its end' });
  expect(heard).toEqual([{ ready: true }, { how: 'exit code 0', startError: null }]);
  expect(told.slice(1)).toEqual([
    { type: 'still_start', id: 1, flavour: 'wasm' },
    { type: 'still_send', id: 1, message: { id: 7, request: { do: 'about' } } },
    { type: 'still_end', id: 1 },
  ]);
});

it('passes events on, and ends in any case when told to', async () => {
  const { told, seen, hear, main } = setUp();
  hear(start);
  main().broadcast('tools:changed', null);
  hear({ type: 'close' });
  await settled();
  expect(told.at(-1)).toEqual({ type: 'event', name: 'tools:changed', event: null });
  expect(seen.at(-1)).toBe('exit');
});
