import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../electron/server/index.ts';
import { engineCalls } from '../../shared/ipc/contract.ts';
import { servedFolder } from '../support/served-folder.ts';
import { until } from '../support/window-client.ts';

/** Who is let in by the loopback server, and what it says to garbage. */

const { at, engine, server, origin, cookie, get, rawStatus, open } = servedFolder();

describe('the way in', () => {
  it('the address that was printed gives a cookie that scripts and other sites do not get', async () => {
    const answer = await fetch(server().url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^convoy_${server().port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(answer.headers.get('set-cookie')).not.toContain(server().token);
    expect(server().token).toMatch(/^[\w-]{43}$/);
  });

  it('then the window is there, with strict rules', async () => {
    const answer = await get('/');
    expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>Convoy</title>']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect((await get('/assets/main.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('the token as a bearer token will do', async () => {
    const answer = await fetch(`${origin()}/`, { headers: { authorization: `Bearer ${server().token}` } });
    expect(answer.status).toBe(200);
  });

  it.each<[string, http.RequestOptions, number]>([
    ['nothing', { path: '/' }, 401],
    ['a wrong token in the address', { path: '/?token=abc' }, 401],
    ['a wrong cookie', { path: '/', headers: { cookie: 'convoy=abc' } }, 401],
    ['the media without a cookie', { path: '/media/file/x/input' }, 401],
    ['sending without a cookie', { path: '/upload/12345678/a.mp4', method: 'PUT' }, 401],
  ])('%s is refused', async (_, options, status) => {
    expect(await rawStatus(options)).toBe(status);
  });

  it('a name that is not ours is refused, whoever asks', async () => {
    const headers = { host: `evil.example:${server().port}`, cookie: cookie() };
    expect(await rawStatus({ path: '/', headers })).toBe(421);
    expect(await rawStatus({ path: `/?token=${server().token}`, headers })).toBe(421);
    expect(
      await rawStatus({ path: '/', headers: { host: `localhost:${server().port}`, cookie: cookie() } }),
    ).toBe(200);
  });

  it('a page from elsewhere is refused', async () => {
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { origin: 'null' })).status).toBe(403);
    expect((await get('/', { origin: origin() })).status).toBe(200);
  });

  it.each([
    '/../secret/key.html',
    '/..%2fsecret%2fkey.html',
    '/%2e%2e/secret/key.html',
    '/assets/..%5c..%5csecret%5ckey.html',
    '/linked.html',
    '/assets',
    '/package.json%00.js',
    '/%zz.js',
  ])('%s leads nowhere', async (address) => {
    expect(await rawStatus({ path: address, headers: { cookie: cookie() } })).toBe(404);
  });

  it.each([
    ['without a cookie', { cookie: '' }],
    ['from another page', { pageOrigin: 'https://evil.example' }],
    ['from a page that says nothing', { pageOrigin: null }],
    ['under another name', { host: 'evil.example' }],
    ['at another place', { path: '/other' }],
  ])('a socket %s is refused', async (_, more) => {
    await expect(open(more)).rejects.toThrow(/Unexpected server response: 4(?:01|03|21)/);
  });

  it('a port that is taken is told as such', async () => {
    const other = startServer({
      engine: engine(),
      rendererDir: at('renderer'),
      port: server().port,
      allow: [],
      output: at('results'),
      version: '1',
    });
    await expect(other).rejects.toMatchObject({
      error: {
        kind: 'conflict',
        message: expect.stringContaining(`port ${server().port} is used`) as string,
      },
    });
  });
});

describe('the socket', () => {
  it('answers calls, refuses garbage, and stays', async () => {
    const client = await open();
    const garbage = [
      '',
      '{',
      '[]',
      '{"id":{}}',
      'null',
      JSON.stringify({ id: 1 }),
      JSON.stringify({ id: 2, name: '__proto__' }),
    ];
    for (const text of garbage) client.send(text);
    client.send(randomBytes(100));
    client.send(JSON.stringify({ id: 'x', name: 'queue:page', input: { after: null, limit: 1e9 } }));
    await until(() => client.answers.length === garbage.length + 2);
    const answers = client.answers.map(
      ({ id, ok, error }) => `${String(id)} ${String(ok)} ${error?.kind ?? ''}`,
    );
    expect(answers.toSorted()).toEqual(
      ['1', '2', ...Array.from({ length: 6 }, () => 'null'), 'x'].map((id) => `${id} false invalid_request`),
    );
    expect(await client.call('queue:state', null)).toMatchObject({ paused: 'no', active: false });
    client.close();
  });

  it('a message that is too large ends the connection and nothing else', async () => {
    const client = await open();
    client.send('x'.repeat(9 * 1024 * 1024));
    await until(() => client.closed !== null);
    expect(client.closed).toBe(1009);
    const next = await open();
    expect(await next.call('queue:state', null)).toMatchObject({ paused: 'no' });
    next.close();
  });

  it('says what a browser can have', async () => {
    const client = await open();
    expect(await client.call('shell:hello', null)).toMatchObject({
      host: 'web',
      version: '1.2.3',
      home: at(),
      abilities: { browse: true, upload: true, choose: false, show: false },
    });
    await expect(client.call('shell:choose', { what: 'files' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await client.call('shell:cancel_when_done', null)).toBeNull();
    expect(client.events[0]).toEqual(['engine:changed', { state: 'ready', again: 0, message: null }]);
    client.close();
  });

  it('every answer of a call has the form of the contract', async () => {
    const client = await open();
    const asked = [
      ['queue:state', null],
      ['queue:page', { after: null, limit: 10 }],
      ['presets:list', null],
      ['settings:get', null],
      ['settings:example', { nameTemplate: '{name}.{ext}', outputFolder: null }],
      ['tools:list', null],
      ['files:browse', { folder: null }],
      ['files:browse', { folder: at('media') }],
    ] as const;
    for (const [name, input] of asked) {
      const value = await client.call(name, input);
      expect(engineCalls[name].output.safeParse(value).error, name).toBeUndefined();
    }
    client.close();
  });

  it.each([
    ['queue:add', () => ({ paths: [at('secret/clip.mp4')], choice: null })],
    ['queue:add', () => ({ paths: ['/etc/hosts'], choice: null })],
    ['queue:add', () => ({ paths: ['file:///etc/hosts'], choice: null })],
    [
      'queue:add',
      () => ({
        paths: [at('media/clip.mp4')],
        choice: { kind: 'video', presetId: null, options: {}, output: `${at('secret')}/` },
      }),
    ],
    ['files:browse', () => ({ folder: at('secret') })],
    ['settings:change', () => ({ change: { outputFolder: at('secret') } })],
    ['settings:change', () => ({ change: { originalsFolder: '../../secret' } })],
    ['settings:change', () => ({ change: { ffmpegPath: at('media/clip.mp4') } })],
    [
      'presets:save',
      () => ({ preset: { id: null, name: 'x', kind: 'video', options: {}, output: `${at('secret')}/` } }),
    ],
  ])('%s does not lead out of what is allowed', async (name, input) => {
    const client = await open();
    const before = engine().queue.count();
    await expect(client.call(name, input())).rejects.toMatchObject({ message: expect.any(String) as string });
    expect(engine().queue.count()).toBe(before);
    client.close();
  });
});
