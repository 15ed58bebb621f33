import { expect, it, vi } from 'vitest';
import { type MainServices, createEngineHost } from '../../../electron/host/engine-host.ts';
import type { FromHost } from '../../../electron/host/messages.ts';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';

const start = {
  type: 'start',
  stateFile: '/s',
  cacheDir: '/c',
  stillWorkerPath: '/w',
  downloads: '/d',
  version: '1',
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What an answer or an event says. */
const saidOf = (message: FromHost | undefined): unknown =>
  JSON.parse(message !== undefined && 'text' in message ? message.text : 'null');

/** A host with an engine that the test plays. */
function setUp(refuse = false, value?: unknown) {
  const told: FromHost[] = [];
  const seen: unknown[] = [];
  let services: MainServices | null = null;
  const hear = createEngineHost({
    tell: (message) => void told.push(message),
    mayPass: () => false,
    exit: () => void seen.push('exit'),
    open: (given, offered) => {
      if (refuse) throw fail('busy_elsewhere');
      seen.push(given);
      services = offered;
      return {
        dispatch: (name, input) => Promise.resolve({ ok: true, value: value ?? [name, input] }),
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
    { type: 'answer', id: 1, text: '{"ok":true,"value":["queue:state",null]}' },
    { type: 'answer', id: 2, text: '{"ok":true,"value":null}' },
  ]);
  expect(told[3]).toMatchObject({ type: 'answer', id: 3 });
  expect(saidOf(told[3])).toMatchObject({ ok: false, error: { kind: 'internal' } });
  expect(told).toHaveLength(4);
});

it('says why there is no engine', async () => {
  const { told, hear } = setUp(true);
  hear(start);
  hear({ type: 'call', id: 1, name: 'queue:state', input: null });
  await settled();
  expect(told).toMatchObject([
    { type: 'refused', error: { kind: 'busy_elsewhere' } },
    { type: 'answer', id: 1 },
  ]);
  expect(saidOf(told[1])).toMatchObject({ ok: false, error: { kind: 'internal' } });
});

it('tries again while somebody holds the queue for a moment, and not for what will not pass', async () => {
  const told: FromHost[] = [];
  const [attempts, exits]: [number[], number[]] = [[], []];
  const opened = { dispatch: () => Promise.resolve(1), locate: () => Promise.reject(new Error()) };
  const hear = createEngineHost({
    tell: (message) => void told.push(message),
    exit: () => void exits.push(1),
    mayPass: (error) => error instanceof ConvoyFailure && error.error.kind === 'busy_elsewhere',
    open: () => {
      attempts.push(1);
      if (attempts.length < 3) throw fail('busy_elsewhere');
      return { ...opened, close: () => Promise.resolve() };
    },
  });
  hear(start);
  await vi.waitFor(() => expect(told).toEqual([{ type: 'ready' }]), 5000);
  expect(attempts).toHaveLength(3);

  const lasting: FromHost[] = [];
  let tries = 0;
  const refused = createEngineHost({
    tell: (message) => void lasting.push(message),
    exit: () => void exits.push(1),
    mayPass: () => true,
    open: () => {
      tries++;
      throw fail('busy_elsewhere');
    },
  });
  refused(start);
  // Told to end while it waits: it does not wait for the rest of its patience.
  refused({ type: 'close' });
  await vi.waitFor(() => expect(exits).toHaveLength(1), 5000);
  expect(tries).toBe(3);
  expect(lasting).toMatchObject([{ type: 'refused', error: { kind: 'busy_elsewhere' } }]);
});

it('says what it waits for, and opens when a person has set it right', async () => {
  vi.useFakeTimers();
  const told: FromHost[] = [];
  let isReadOnly = true;
  const hear = createEngineHost({
    tell: (message) => void told.push(message),
    exit: () => undefined,
    mayPass: () => true,
    open: () => {
      if (isReadOnly) throw fail('output_unwritable');
      const opened = { dispatch: () => Promise.resolve(1), locate: () => Promise.reject(new Error()) };
      return { ...opened, close: () => Promise.resolve() };
    },
  });
  hear(start);
  await vi.advanceTimersByTimeAsync(1500);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told[0]).toMatchObject({ type: 'refused', again: true, error: { kind: 'output_unwritable' } });
  isReadOnly = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(told.at(-1)).toEqual({ type: 'ready' });
  vi.useRealTimers();
});

it('an answer that cannot be told is a refusal', async () => {
  const circle: Record<string, unknown> = {};
  circle['itself'] = circle;
  const { told, hear } = setUp(false, circle);
  hear(start);
  hear({ type: 'call', id: 1, name: 'queue:state', input: null });
  await settled();
  expect(saidOf(told[1])).toMatchObject({ ok: false, error: { kind: 'internal' } });
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
  main().broadcast('watch:seen', { files: [] });
  hear({ type: 'close' });
  await settled();
  expect(told.slice(-2)).toEqual([
    { type: 'event', name: 'tools:changed', text: 'null' },
    { type: 'event', name: 'watch:seen', text: '{"files":[]}' },
  ]);
  expect(seen.at(-1)).toBe('exit');
});
