import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToHost } from '../../../electron/host/messages.ts';
import { type EngineState, createSupervisor } from '../../../electron/main/host-supervisor.ts';

/** A supervisor over processes that the test plays. */
function setUp(running = 0) {
  const processes: {
    readonly sent: ToHost[];
    readonly say: (message: unknown) => void;
    readonly die: () => void;
    killed: boolean;
  }[] = [];
  const states: EngineState[] = [];
  const events: unknown[] = [];
  const stills: string[] = [];
  let tell: (message: ToHost) => void = () => undefined;
  const engine = createSupervisor({
    start: ({ onMessage, onExit }) => {
      const sent: ToHost[] = [];
      const one = { sent, say: onMessage, die: () => onExit('exit code 139'), killed: false };
      processes.push(one);
      return { send: (message) => void sent.push(message), kill: () => (one.killed = true) };
    },
    with: {
      type: 'start',
      stateFile: '/s',
      cacheDir: '/c',
      stillWorkerPath: '/w',
      downloads: '/d',
      version: '1',
    },
    stills: (say) => {
      tell = say;
      return {
        start: (id, flavour) => void stills.push(`start ${id} ${flavour}`),
        send: (id, message) => void stills.push(`send ${id} ${JSON.stringify(message)}`),
        end: (id) => void stills.push(`end ${id}`),
        endAll: () => void stills.push('end all'),
      };
    },
    trash: (file) => (file === '/gone' ? Promise.reject(new Error('no such file')) : Promise.resolve()),
    secrets: {
      look: () => Promise.resolve({ kept: 'none', ids: ['conn_1'] }),
      get: () => Promise.resolve(null),
      set: () => Promise.reject(new Error('locked')),
      remove: () => Promise.resolve(),
    },
    onEvent: (name, text) => void events.push([name, text]),
    onState: (state) => void states.push(state),
    running: () => running,
    now: Date.now,
  });
  const last = () => {
    const one = processes.at(-1);
    if (one === undefined) throw new Error('nothing was started');
    return one;
  };
  return { engine, processes, last, states, events, stills, tell: (message: ToHost) => tell(message) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ready = { type: 'ready' };
const answer = (id: number, value: unknown) => ({ type: 'answer', id, text: JSON.stringify(value) });
const refusal = (kind: string) => ({ ok: false, error: expect.objectContaining({ kind }) as unknown });

describe('the engine is asked', () => {
  it('once it is ready, and answers by number', async () => {
    const { engine, last, states } = setUp();
    const early = engine.call('queue:state', null);
    expect(last().sent.map(({ type }) => type)).toEqual(['start']);
    last().say(ready);
    const later = engine.locate('file/x/input');
    expect(last().sent.slice(1)).toEqual([
      { type: 'call', id: 1, name: 'queue:state', input: null },
      { type: 'locate', id: 2, address: 'file/x/input' },
    ]);
    const file = { path: '/a.mov', mime: 'video/quicktime', name: 'a.mov' };
    last().say(answer(2, { ok: true, value: file }));
    last().say(answer(1, { ok: true, value: 7 }));
    expect(await early).toEqual({ ok: true, value: 7 });
    expect(await later).toEqual({ ok: true, value: file });
    expect(states).toEqual([{ state: 'ready', again: 0, message: null }]);
  });

  it('and what makes no sense is not believed', async () => {
    const { engine, last, events } = setUp();
    last().say(ready);
    for (const nonsense of [
      null,
      'ready',
      { type: 'event', name: 'other:event', text: '1' },
      { type: 'event', name: 'tools:changed', text: null },
      { type: 'answer' },
    ]) {
      last().say(nonsense);
    }
    const located = engine.locate('x');
    last().say(answer(1, { ok: true, value: { path: 3 } }));
    expect(await located).toEqual(refusal('internal'));
    const called = engine.call('queue:state', null);
    const asked = engine.ask('queue:state', null);
    last().say({ type: 'answer', id: 2, text: '{"ok":' });
    last().say({ type: 'answer', id: 3, text: '{"ok":' });
    expect([await called, await asked]).toEqual([null, '{"ok":']);
    expect(events).toEqual([]);
  });

  it('passes events, trash, keys and still workers on', async () => {
    const { last, events, stills, tell } = setUp();
    last().say(ready);
    last().say({ type: 'event', name: 'tools:changed', text: 'null' });
    last().say({ type: 'still_start', id: 4, flavour: 'wasm' });
    last().say({ type: 'still_send', id: 4, message: { do: 'about' } });
    last().say({ type: 'still_end', id: 4 });
    tell({ type: 'still_ended', id: 4, how: 'exit code 0', startError: null });
    last().say({ type: 'trash', id: 8, path: '/gone' });
    last().say({ type: 'trash', id: 9, path: '/there' });
    last().say({ type: 'secret', id: 3, ask: { do: 'look' } });
    const secret = { accessKeyId: 'AKIA', secretAccessKey: 's', sessionToken: null };
    last().say({ type: 'secret', id: 4, ask: { do: 'set', connection: 'conn_1', secret } });
    await vi.runAllTimersAsync();
    expect(events).toEqual([['tools:changed', 'null']]);
    expect(stills).toEqual(['start 4 wasm', 'send 4 {"do":"about"}', 'end 4']);
    expect(last().sent.slice(1)).toEqual([
      { type: 'still_ended', id: 4, how: 'exit code 0', startError: null },
      { type: 'trashed', id: 8, problem: 'no such file' },
      { type: 'trashed', id: 9, problem: null },
      { type: 'secret_answer', id: 4, answer: { ok: false, problem: 'locked' } },
      { type: 'secret_answer', id: 3, answer: { ok: true, value: { kept: 'none', ids: ['conn_1'] } } },
    ]);
  });
});

describe('the engine dies', () => {
  it('what it had not answered is refused, and it starts again', async () => {
    const { engine, processes, last, states, stills } = setUp(5);
    last().say(ready);
    const lost = engine.call('jobs:get', {});
    last().die();
    expect(await lost).toEqual(refusal('internal'));
    expect(stills).toEqual(['end all']);
    const kept = engine.call('queue:state', null);
    await vi.advanceTimersByTimeAsync(100);
    expect(processes).toHaveLength(2);
    last().say(ready);
    last().say(answer(2, 'kept'));
    expect(await kept).toBe('kept');
    expect(states).toEqual([
      { state: 'ready', again: 0, message: null },
      { state: 'starting', again: 5, message: null },
      { state: 'restarted', again: 5, message: null },
    ]);
  });

  it('three times within a minute: it is given up, and everything is refused', async () => {
    const { engine, processes, last, states } = setUp();
    const waiting = engine.call('queue:state', null);
    for (let n = 0; n < 3; n++) {
      last().die();
      await vi.advanceTimersByTimeAsync(2000);
    }
    expect(processes).toHaveLength(3);
    expect(await waiting).toEqual(refusal('tool_missing'));
    expect(await engine.call('queue:state', null)).toEqual(refusal('tool_missing'));
    expect(JSON.parse(await engine.ask('queue:state', null))).toEqual(refusal('tool_missing'));
    expect(states.at(-1)).toMatchObject({ state: 'failed' });
  });

  it('because it cannot be made: the reason is what everybody hears', async () => {
    const { engine, processes, last, states } = setUp();
    const waiting = engine.call('queue:state', null);
    const error = { kind: 'busy_elsewhere', message: 'Busy.', hint: 'Wait.', detail: null };
    last().say({ type: 'refused', error, again: false });
    last().die();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await waiting).toEqual({ ok: false, error });
    expect(processes).toHaveLength(1);
    expect(states).toEqual([{ state: 'failed', again: 0, message: 'Busy. Wait.' }]);
  });

  it('for now: the reason is told once, and it is there when it can be made', async () => {
    const { engine, processes, last, states } = setUp();
    const lost = engine.call('queue:state', null);
    const error = { kind: 'output_unwritable', message: 'Read-only.', hint: 'Change it.', detail: null };
    last().say({ type: 'refused', error, again: true });
    last().say({ type: 'refused', error, again: true });
    expect(await lost).toEqual({ ok: false, error });
    const message = 'Read-only. Change it. It is tried again every few seconds.';
    expect(states).toEqual([{ state: 'failed', again: 0, message }]);
    last().say(ready);
    expect(states.at(-1)).toEqual({ state: 'ready', again: 0, message: null });
    void engine.call('queue:state', null);
    expect(last().sent.at(-1)).toMatchObject({ type: 'call', name: 'queue:state' });
    // Its process may still die like any other.
    last().say({ type: 'refused', error, again: true });
    last().die();
    await vi.advanceTimersByTimeAsync(200);
    expect(processes).toHaveLength(2);
  });
});

describe('the engine is closed', () => {
  it('in good order, and is not started again', async () => {
    const { engine, processes, last } = setUp();
    last().say(ready);
    const closing = engine.close(6000);
    expect(last().sent.at(-1)).toEqual({ type: 'close' });
    last().die();
    await closing;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(processes.map(({ killed }) => killed)).toEqual([false]);
  });

  it('and is not started again when it died just before', async () => {
    const { engine, processes, last } = setUp();
    last().say(ready);
    last().die();
    await engine.close(6000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(processes).toHaveLength(1);
  });

  it('by force when it does not end', async () => {
    const { engine, last } = setUp();
    last().say(ready);
    const closing = engine.close(6000);
    await vi.advanceTimersByTimeAsync(6000);
    expect(last().killed).toBe(true);
    last().die();
    await closing;
  });
});
