import { createServer } from 'node:net';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createSettingsSwitch } from '../../electron/server/api-switch.ts';
import { startServer } from '../../electron/server/index.ts';
import { createCalls, dispatch } from '../../electron/calls/index.ts';
import type { ApiView } from '../../shared/ipc/api-calls.ts';
import { tempDir } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';

/** The switch in the settings of the app, and what the windows are told of it. */

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('is on and off as the settings say, and its token can be replaced', async (t) => {
  const home = tempDir(t);
  const state = path.join(home, 'state');
  mkdirSync(state);
  const engine = testEngine(null, { stateFile: path.join(state, 'queue.db') });
  const told: string[] = [];
  const api = createSettingsSwitch({
    ...{ engine, state, home, downloads: path.join(home, 'Downloads'), version: '1.2.3', token: undefined },
    changed: () => told.push('api:changed'),
  });
  const calls = createCalls({
    engine,
    allowedRoots: null,
    home,
    broadcast: () => undefined,
    ahead: false,
    api,
  });
  const ask = async (name: string): Promise<ApiView> => {
    const answer = await dispatch(calls.handlers, name, null);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value as ApiView;
  };
  try {
    await api.follow(engine.library.settings());
    expect(await ask('api:get')).toMatchObject({
      decidedBy: 'setting',
      state: 'off',
      url: null,
      token: null,
      error: null,
    });
    expect(await dispatch(calls.handlers, 'api:new_token', null)).toMatchObject({
      ok: false,
      error: { kind: 'conflict' },
    });
    const port = await freePort();
    await engine.library.changeSettings({ api: { on: true, port } });
    await api.follow(engine.library.settings());
    const on = await ask('api:get');
    expect(on).toMatchObject({
      state: 'running',
      url: `http://127.0.0.1:${port}`,
      tokenFrom: 'file',
      folders: [home],
    });
    const status = async (token: string | null): Promise<number> =>
      (await fetch(`${on.url}/jobs`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status(on.token)).toBe(200);
    // The window of the app is not served here.
    expect((await fetch(`${on.url}/`, { headers: { authorization: `Bearer ${on.token}` } })).status).toBe(
      404,
    );
    const next = await ask('api:new_token');
    expect([await status(on.token), await status(next.token)]).toEqual([401, 200]);
    await engine.library.changeSettings({ api: { on: false } });
    await api.follow(engine.library.settings());
    expect((await ask('api:get')).state).toBe('off');
    await expect(fetch(`${on.url}/health`)).rejects.toThrow();
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));
    await engine.library.changeSettings({ api: { on: true } });
    await api.follow(engine.library.settings());
    expect(await ask('api:get')).toMatchObject({ state: 'failed', url: null, error: { kind: 'conflict' } });
    await new Promise((resolve) => blocker.close(resolve));
    expect(told.length).toBeGreaterThanOrEqual(4);
  } finally {
    calls.close();
    await api.close();
    await engine.close();
  }
});

it('is not there when nobody asked for it, and a browser cannot switch it on', async (t) => {
  const home = tempDir(t);
  const engine = testEngine(null, {});
  const server = await startServer({
    ...{ engine, rendererDir: home, port: 0, allow: [home], output: home, home, version: '1.2.3' },
  });
  try {
    expect(server.apiUrl).toBe(null);
    const headers = { authorization: `Bearer ${server.token}` };
    expect((await fetch(`http://127.0.0.1:${server.port}/jobs`, { headers })).status).toBe(404);
    const calls = createCalls({
      engine,
      allowedRoots: [home],
      home,
      broadcast: () => undefined,
      ahead: false,
    });
    const answer = await dispatch(calls.handlers, 'settings:change', { change: { api: { on: true } } });
    calls.close();
    expect(answer).toMatchObject({ ok: false, error: { kind: 'conflict' } });
  } finally {
    await server.close();
    await engine.close();
  }
});
