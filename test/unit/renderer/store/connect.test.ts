// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input, Output } from '../../../../shared/ipc/contract.ts';
import type { Row, RowPatch } from '../../../../shared/ipc/row.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { connect } from '../../../../renderer/store/connect.ts';
import { createApp } from '../../../../renderer/store/store.ts';
import { type FakeAnswers, fakeBridge } from '../../../support/fake-bridge.ts';
import { aRow, jobId, running } from '../rows.ts';
import { hello } from '../window-of.tsx';

type Page = Output<'queue:page'>;
const tools: Output<'tools:list'> = { tools: [], missing: [], pictures: null };
const state = {
  paused: 'no',
  active: false,
  waits: null,
  lanes: { video: 1, still: 1, audio: 1, copy: 2, transfer: 3 },
} as const;

/** An engine with a list that changes: pages show it as it is when they are asked for. */
function engine(rows: readonly Row[], answers: FakeAnswers = {}) {
  let list = rows;
  let revision = 1;
  const bridge = fakeBridge({
    answers: {
      'shell:hello': hello,
      'settings:get': { ...defaultAppSettings, compactRows: true },
      'presets:list': [],
      'queue:state': state,
      'tools:list': tools,
      'queue:page': ({ after, limit }: Input<'queue:page'>): Page => {
        const from = after === null ? 0 : list.findIndex((row) => row.id === after) + 1;
        const page = list.slice(from, from + limit);
        return { revision, rows: page, more: from + limit < list.length, total: list.length };
      },
      ...answers,
    },
  });
  return {
    bridge,
    /** Changes the list, and tells of it unless the telling gets lost. */
    change(next: (list: readonly Row[]) => readonly Row[], patches: RowPatch[], tell = true) {
      list = next(list);
      revision += 1;
      if (tell) bridge.emit('rows:patched', { revision, patches });
    },
    restart() {
      revision = 1;
      bridge.emit('engine:changed', { state: 'restarted', again: 0, message: null });
    },
  };
}

const put = (row: Row): RowPatch => ({ op: 'put', row });
const rows = (count: number): readonly Row[] => Array.from({ length: count }, (_, n) => aRow(n));
const settle = () => vi.advanceTimersByTimeAsync(400);

beforeEach(() => {
  vi.useFakeTimers();
});
const disconnects: (() => void)[] = [];
afterEach(() => {
  for (const disconnect of disconnects.splice(0)) disconnect();
  vi.useRealTimers();
});

function connected(of: ReturnType<typeof engine>) {
  const app = createApp(of.bridge);
  const sizes: number[] = [];
  app.store.subscribe((now, before) => {
    if (now.rows !== before.rows) sizes.push(now.rows.order.length);
  });
  const disconnect = connect(app);
  disconnects.push(disconnect);
  return { app, sizes, disconnect };
}

describe('connect', () => {
  it('asks for everything once, and for the tools after the list was drawn', async () => {
    const host = engine(rows(3));
    const { app } = connected(host);
    await vi.advanceTimersByTimeAsync(0);
    expect(app.store.getState().loaded).toBe(true);
    expect(host.bridge.inputsOf('tools:list')).toEqual([]);
    await settle();
    expect(host.bridge.calls.map(({ name }) => name).sort()).toEqual([
      'connections:list',
      'presets:list',
      'queue:page',
      'queue:state',
      'settings:get',
      'shell:hello',
      'tools:list',
      'watch:list',
    ]);
    const { settings, queue, engine: running, tools: found, rows: table } = app.store.getState();
    expect([settings.compactRows, queue, running.state, found, table.order.length]).toEqual([
      true,
      state,
      'ready',
      tools,
      3,
    ]);
  });

  it('shows the first page at once and the whole list when it is there', async () => {
    const { app, sizes } = connected(engine(rows(1203)));
    await settle();
    expect(sizes).toEqual([500, 1203]);
    expect(app.store.getState().rows.order).toEqual(rows(1203).map((row) => row.id));
  });

  it('lays patches that come between two pages on top of them', async () => {
    const host = engine(rows(900));
    let pages = 0;
    const call = host.bridge.call.bind(host.bridge);
    vi.spyOn(host.bridge, 'call').mockImplementation(async (name, input) => {
      const answer = await call(name, input);
      pages += name === 'queue:page' ? 1 : 0;
      if (name === 'queue:page' && pages === 1) {
        const busy = running(3);
        const late = aRow(950);
        host.change((list) => list.map((row) => (row.id === busy.id ? busy : row)), [put(busy)]);
        host.change(
          (list) => list.filter((row) => row.id !== jobId(700)),
          [{ op: 'removed', id: jobId(700) }],
        );
        host.change((list) => [...list, late], [put(late)]);
      }
      return answer;
    });
    const { app } = connected(host);
    await settle();
    const { rows: table } = app.store.getState();
    expect(pages).toBe(2);
    expect(table.revision).toBe(4);
    expect(table.byId.get(jobId(3))?.status).toBe('processing');
    expect(table.byId.has(jobId(700))).toBe(false);
    expect(table.order.at(-1)).toBe(jobId(950));
    expect(table.order).toHaveLength(900);
  });

  it('pages again when a row moved past the page that would have had it', async () => {
    const host = engine(rows(900));
    let pages = 0;
    const call = host.bridge.call.bind(host.bridge);
    vi.spyOn(host.bridge, 'call').mockImplementation(async (name, input) => {
      const answer = await call(name, input);
      pages += name === 'queue:page' ? 1 : 0;
      if (name === 'queue:page' && pages === 1) {
        const moved = { ...aRow(800), rank: -1 };
        host.change(
          (list) => [moved, ...list.filter((row) => row.id !== moved.id)],
          [{ op: 'rank', id: moved.id, rank: -1 }],
        );
      }
      return answer;
    });
    const { app } = connected(host);
    await settle();
    expect(pages).toBe(4);
    expect(app.store.getState().rows.order[0]).toBe(jobId(800));
    expect(app.store.getState().rows.order).toHaveLength(900);
  });

  it('changes the store once a frame, however many patches come', async () => {
    const host = engine(rows(2));
    const { app, sizes } = connected(host);
    await settle();
    sizes.length = 0;
    for (let n = 1; n <= 20; n += 1) {
      const busy = running(1, { progress: n / 100 });
      host.change((list) => list.map((row) => (row.id === busy.id ? busy : row)), [put(busy)]);
    }
    await settle();
    expect(sizes).toEqual([2]);
    expect(app.store.getState().rows.byId.get(jobId(1))?.progress).toBe(0.2);
  });

  it('goes on in a window that is not drawn', async () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const host = engine(rows(2));
    const { app } = connected(host);
    await settle();
    host.change((list) => list.slice(1), [{ op: 'removed', id: jobId(0) }]);
    await settle();
    vi.unstubAllGlobals();
    expect(app.store.getState().rows.order).toEqual([jobId(1)]);
  });

  it('pages once more after a gap, and keeps what is selected', async () => {
    const host = engine(rows(3));
    const { app } = connected(host);
    await settle();
    app.store.setState({ selection: { ids: new Set([jobId(1)]), anchor: jobId(1), focus: jobId(1) } });
    host.change(
      (list) => list.filter((row) => row.id !== jobId(0)),
      [{ op: 'removed', id: jobId(0) }],
      false,
    );
    host.change((list) => [...list, aRow(8)], [put(aRow(8))]);
    await settle();
    expect(host.bridge.inputsOf('queue:page')).toHaveLength(2);
    const { rows: table, selection } = app.store.getState();
    expect(table).toMatchObject({ order: [jobId(1), jobId(2), jobId(8)], revision: 3 });
    expect([...selection.ids]).toEqual([jobId(1)]);
  });

  it('asks for everything again when the engine was restarted', async () => {
    const host = engine(rows(3));
    const { app } = connected(host);
    await settle();
    host.change((list) => list.slice(1), [{ op: 'removed', id: jobId(0) }]);
    await settle();
    host.restart();
    await settle();
    expect(host.bridge.inputsOf('queue:page')).toHaveLength(2);
    expect(app.store.getState().rows.revision).toBe(1);
    // The engine counts from the start again, and is heard.
    host.change((list) => list.slice(1), [{ op: 'removed', id: jobId(1) }]);
    await settle();
    expect(app.store.getState().rows.order).toEqual([jobId(2)]);
  });

  it('says so when the engine refuses, and asks again when it is ready', async () => {
    let ready = false;
    const host = engine(rows(1), {
      'queue:state': () => {
        if (ready) return state;
        throw new CallFailed(convoyError('busy_elsewhere'));
      },
    });
    const { app } = connected(host);
    await settle();
    expect(app.store.getState().engine).toEqual({
      state: 'failed',
      again: 0,
      message: 'Another Convoy is already working on this queue.',
    });
    ready = true;
    host.bridge.emit('engine:changed', { state: 'ready', again: 0, message: null });
    await settle();
    expect(app.store.getState().engine.state).toBe('ready');
    expect(app.store.getState().queue).toEqual(state);
  });

  it('leaves what the host said of a failure as it is, with what can be done', async () => {
    const host = engine(rows(1), {
      'queue:state': () => {
        throw new CallFailed(convoyError('busy_elsewhere'));
      },
    });
    const { app } = connected(host);
    const failed = { state: 'failed', again: 0, message: 'It is busy. End the other one.' } as const;
    host.bridge.emit('engine:changed', failed);
    await settle();
    expect(app.store.getState().engine).toEqual(failed);
  });

  it('hears what changes besides rows, until it disconnects', async () => {
    const host = engine(rows(1));
    const { app, disconnect } = connected(host);
    await settle();
    host.bridge.emit('queue:changed', { ...state, paused: 'now' });
    host.bridge.emit('settings:changed', defaultAppSettings);
    host.bridge.emit('tools:changed', null);
    await settle();
    expect(app.store.getState().queue.paused).toBe('now');
    expect(app.store.getState().settings.compactRows).toBe(false);
    expect(host.bridge.inputsOf('tools:list')).toHaveLength(2);
    disconnect();
    host.bridge.emit('queue:changed', state);
    host.change(() => [], [{ op: 'removed', id: jobId(0) }]);
    await settle();
    expect(app.store.getState().queue.paused).toBe('now');
    expect(app.store.getState().rows.order).toHaveLength(1);
  });
});
