import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { type RunningServer, startServer } from '../../electron/server/index.ts';
import { engineCalls } from '../../shared/ipc/contract.ts';
import { RowPatch } from '../../shared/ipc/row.ts';
import { clip, probeJson, tools } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';
import { suiteDir } from '../support/suite-dir.ts';
import { WindowClient, until } from '../support/window-client.ts';

/** The loopback server with the real engine, as a browser and as strangers see it. */

const dir = suiteDir();
const at = (...names: string[]): string => path.join(dir(), ...names);
let engine: Engine;
let server: RunningServer;
let origin = '';
let cookie = '';
let ladder = '';

beforeAll(async () => {
  for (const folder of ['media', 'renderer/assets', 'state', 'secret'])
    mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('renderer/index.html'), '<!doctype html><title>Convoy</title>');
  writeFileSync(at('renderer/assets/main.js'), 'export {};');
  writeFileSync(at('secret/key.html'), 'secret');
  symlinkSync(at('secret/key.html'), at('renderer/linked.html'));
  copyFileSync(await clip('h264-aac-mp4'), at('media/clip.mp4'));
  copyFileSync(await clip('h264-aac-mp4'), at('secret/clip.mp4'));
  copyFileSync(await clip('jpeg'), at('media/photo.jpg'));
  writeFileSync(at('media/note.txt'), 'Dear Anna,');
  engine = testEngine(tools.bundled, { stateFile: at('state/queue.db') });
  server = await startServer({
    engine,
    rendererDir: at('renderer'),
    port: 0,
    allow: [at('media')],
    output: at('results'),
    uploadsPlace: at('state'),
    home: dir(),
    version: '1.2.3',
  });
  origin = `http://127.0.0.1:${server.port}`;
  const entrance = await fetch(server.url, { redirect: 'manual' });
  cookie = (entrance.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});

afterAll(async () => {
  await server.close();
  await engine.close();
});

const get = (
  address: string,
  headers: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Response> =>
  fetch(`${origin}${address}`, { redirect: 'manual', ...init, headers: { cookie, ...headers } });

/** A request whose Host, path and so on are exactly as given; `fetch` corrects too much. */
function rawStatus(options: http.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: server.port, timeout: 10_000, ...options },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** A window that is let in. */
const open = (more: Partial<Parameters<typeof WindowClient.open>[0]> = {}): Promise<WindowClient> =>
  WindowClient.open({ origin, cookie, ...more });

describe('the way in', () => {
  it('the address that was printed gives a cookie that scripts and other sites do not get', async () => {
    const answer = await fetch(server.url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^convoy_${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(answer.headers.get('set-cookie')).not.toContain(server.token);
    expect(server.token).toMatch(/^[\w-]{43}$/);
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
    const answer = await fetch(`${origin}/`, { headers: { authorization: `Bearer ${server.token}` } });
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
    const headers = { host: `evil.example:${server.port}`, cookie };
    expect(await rawStatus({ path: '/', headers })).toBe(421);
    expect(await rawStatus({ path: `/?token=${server.token}`, headers })).toBe(421);
    expect(await rawStatus({ path: '/', headers: { host: `localhost:${server.port}`, cookie } })).toBe(200);
  });

  it('a page from elsewhere is refused', async () => {
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { origin: 'null' })).status).toBe(403);
    expect((await get('/', { origin })).status).toBe(200);
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
    expect(await rawStatus({ path: address, headers: { cookie } })).toBe(404);
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
      engine,
      rendererDir: at('renderer'),
      port: server.port,
      allow: [],
      output: at('results'),
      version: '1',
    });
    await expect(other).rejects.toMatchObject({
      error: { kind: 'conflict', message: expect.stringContaining(`port ${server.port} is used`) as string },
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
      home: dir(),
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
    ['queue:add', () => ({ paths: ['http://127.0.0.1/a.mp4'], choice: null })],
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
    const before = engine.queue.count();
    await expect(client.call(name, input())).rejects.toMatchObject({ message: expect.any(String) as string });
    expect(engine.queue.count()).toBe(before);
    client.close();
  });
});

describe('a file that is sent', () => {
  const put = (name: string, body: Uint8Array, more: Record<string, string> = {}): Promise<Response> =>
    get(`/upload/up-12345678/${name}`, { origin, ...more }, { method: 'PUT', body });

  it('is converted, and its result downloaded whole and in parts', async () => {
    const client = await open();
    const original = await readFile(await clip('h264-aac-mp4'));
    const answer = await put('trip/my%20clip.mp4', original);
    expect(answer.status).toBe(200);
    const { path: sent } = (await answer.json()) as { path: string };
    expect(path.relative(at('state/uploads'), sent)).toBe('up-12345678/trip/my clip.mp4');

    const choice = {
      kind: 'video',
      presetId: null,
      options: { format: 'mp4', width: 160, height: 120 },
      output: null,
    };
    const added = await client.call<{ firstId: string }>('queue:add', { paths: [sent], choice, start: true });
    const id = added.firstId;
    await until(() => client.row(id)?.status === 'succeeded', 60_000);
    const row = client.row(id);
    expect(row).toMatchObject({
      name: 'my clip.mp4',
      bytesIn: original.length,
      resultName: 'my clip.mp4',
      media: { class: 'video', codec: 'h264' },
      plan: { mode: 'mixed', width: 160, height: 120 },
    });
    // Beside the file that was sent nobody would find it.
    expect(readdirSync(at('results/trip'))).toEqual(['my clip.mp4']);

    const whole = await get(`/media/file/${id}/result?download`);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect([whole.status, bytes.length]).toEqual([200, row?.bytesOut]);
    expect(whole.headers.get('content-disposition')).toContain(`filename="my clip.mp4"`);
    writeFileSync(at('downloaded.mp4'), bytes);
    const { streams } = await probeJson(at('downloaded.mp4'));
    expect(streams.map(({ codec_name, width }) => [codec_name, width])).toEqual([
      ['h264', 160],
      ['aac', undefined],
    ]);

    const part = await get(`/media/file/${id}/result`, { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));
    const behind = await get(`/media/file/${id}/result`, { range: `bytes=${bytes.length}-` });
    expect(behind.status).toBe(416);
    const head = await get(`/media/file/${id}/result`, {}, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([
      200,
      String(bytes.length),
      0,
    ]);
    const again = await get(`/media/file/${id}/result`, { 'if-none-match': head.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    client.close();
  });

  it('a name that is taken is numbered', async () => {
    const paths = await Promise.all([put('same.txt', Buffer.from('1')), put('same.txt', Buffer.from('2'))]);
    const names = await Promise.all(
      paths.map(async (one) => path.basename(((await one.json()) as { path: string }).path)),
    );
    expect(names.toSorted()).toEqual(['same (2).txt', 'same.txt']);
  });

  it.each([
    ['..%2f..%2fevil.sh', 400],
    ['a/%2e%2e/%2e%2e/evil.sh', 400],
    ['a%00b', 400],
    ['a//b', 400],
  ])('%s is refused', async (name, status) => {
    expect(
      await rawStatus({ path: `/upload/up-87654321/${name}`, method: 'PUT', headers: { cookie, origin } }),
    ).toBe(status);
  });

  it('a page from elsewhere cannot send', async () => {
    const answer = await put('a.mp4', Buffer.from('x'), { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(existsSync(at('state/uploads/up-12345678/a.mp4'))).toBe(false);
  });

  it('a sender that breaks off leaves nothing', async () => {
    await new Promise<void>((resolve) => {
      const request = http.request({
        host: '127.0.0.1',
        port: server.port,
        path: '/upload/up-broken-1/half.mp4',
        method: 'PUT',
        headers: { cookie, origin, 'content-length': '1000000' },
      });
      request.on('error', () => resolve());
      request.write(Buffer.alloc(1000));
      setTimeout(() => request.destroy(), 100);
    });
    const folder = at('state/uploads/up-broken-1');
    await until(() => !existsSync(folder) || readdirSync(folder).length === 0);
  });
});

describe('windows', () => {
  it('two of them see the same list, by the same revisions', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const page = await first.call<{ revision: number }>('queue:page', { after: null, limit: 500 });
    const added = await first.call<{ firstId: string; added: number; skipped: number }>('queue:add', {
      paths: [at('media')],
      choice: null,
    });
    expect([added.added, added.skipped]).toEqual([2, 0]);
    const refused = await first.call<{ firstId: string; skipped: number }>('queue:add', {
      paths: [at('media/note.txt')],
      choice: null,
    });
    expect(refused.skipped).toBe(1);
    const ids = [...first.rows.keys()];
    // Planned by itself, without anybody starting anything.
    await until(() => [...second.rows.values()].filter((row) => row.plan !== null).length >= 2, 30_000);
    await until(() => second.revision === first.revision);
    expect(second.batches).toEqual(first.batches);
    expect(first.batches[0]?.revision).toBeGreaterThan(page.revision);
    const revisions = first.batches.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, n) => (revisions[0] ?? 0) + n));
    const patches = first.batches.flatMap((batch) => batch.patches);
    expect(patches.map((patch) => RowPatch.parse(patch))).toEqual(patches);
    expect(first.row(refused.firstId)).toMatchObject({
      status: 'skipped',
      error: {
        kind: 'input_unsupported',
        message: '“note.txt” cannot be converted this way: it is not a picture, sound or video.',
      },
    });
    expect(ids.length).toBeGreaterThanOrEqual(0);
    const film = [...first.rows.values()].find((row) => row.name === 'clip.mp4' && row.hold === 'ready');
    expect(film).toMatchObject({
      kind: 'video',
      presetId: 'web_video',
      bytesIn: statSync(at('media/clip.mp4')).size,
    });
    first.close();
    second.close();
  });

  it('edits, plans, exports, removes and brings back', async () => {
    const client = await open();
    const { firstId: id } = await client.call<{ firstId: string }>('queue:add', {
      paths: [at('media/clip.mp4')],
      choice: null,
    });
    const change = { options: { format: 'webm', codec: null, height: null, width: 64 } };
    expect(await client.call('jobs:edit', { ids: [id], change })).toEqual({ changed: 1, refused: [] });
    await until(() => client.row(id)?.plan?.format === 'webm', 30_000);
    const plan = await client.call<{
      ok: boolean;
      plan: { path: string; commands: string[]; groups: string[][] };
    }>('jobs:plan', { id });
    expect([plan.ok, plan.plan.path]).toEqual([true, at('media/clip.webm')]);
    expect(plan.plan.commands[0]).toContain('libvpx-vp9');
    expect(plan.plan.groups.flat()).toContain('libvpx-vp9');
    expect(await client.call('jobs:get', { id })).toMatchObject({
      options: { format: 'webm', width: 64 },
      facts: { duration: 2 },
    });
    expect(await client.call('jobs:totals', { ids: [id] })).toMatchObject({
      encode: 1,
      copy: 0,
      volumes: [{ folder: at('media') }],
    });
    const { text } = await client.call<{ text: string }>('jobs:export', { ids: [id] });
    expect(JSON.parse(text)).toEqual({
      input: at('media/clip.mp4'),
      kind: 'video',
      options: { format: 'webm', width: 64 },
    });
    expect((await client.call<{ text: string }>('jobs:command', { ids: [id] })).text).toContain('clip.webm');
    const refusal = await client.call<{ refused: { error: { message: string } }[] }>('jobs:edit', {
      ids: [id],
      change: { options: { width: 0 } },
    });
    expect(refusal.refused[0]?.error.message).toMatch(/^width cannot be 0/);

    const { token } = await client.call<{ token: string }>('jobs:remove', { ids: [id] });
    await until(() => client.row(id) === null);
    expect(await client.call('jobs:restore', { token })).toEqual({ restored: 1 });
    await until(() => client.row(id) !== null);
    expect(client.row(id)).toMatchObject({ kind: 'video', hold: 'ready' });
    await expect(client.call('jobs:restore', { token })).rejects.toMatchObject({ kind: 'not_found' });
    await client.call('jobs:remove', { ids: [id] });
    client.close();
  });

  it('a ladder is played by its segments', async () => {
    const client = await open();
    const choice = { kind: 'adaptive_video', presetId: null, options: { height: 240 }, output: null };
    const { firstId } = await client.call<{ firstId: string }>('queue:add', {
      paths: [at('media/clip.mp4')],
      choice,
      start: true,
    });
    ladder = firstId;
    await until(() => client.row(ladder)?.status === 'succeeded', 60_000);
    expect(client.row(ladder)?.resultName).toBe('clip');
    const master = await (await get(`/media/file/${ladder}/result/master.m3u8`)).text();
    const rung = master.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
    const list = await get(`/media/file/${ladder}/result/${rung}`);
    expect([list.status, list.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.mpegurl']);
    const segment = (await list.text()).split('\n').find((line) => line.endsWith('.m4s')) ?? '';
    const bytes = await get(`/media/file/${ladder}/result/${path.posix.dirname(rung)}/${segment}`);
    expect([bytes.status, Number(bytes.headers.get('content-length')) > 0]).toEqual([200, true]);
    expect((await get(`/media/file/${ladder}/result/..%2f..%2fclip.mp4`)).status).toBe(404);
    client.close();
  });

  it('pictures of a row and of a comparison are there by their addresses', async () => {
    const client = await open();
    const { firstId: id } = await client.call<{ firstId: string }>('queue:add', {
      paths: [at('media/photo.jpg')],
      choice: null,
    });
    const thumb = await get(`/media/thumb/${id}/input?v=2`);
    expect([thumb.status, thumb.headers.get('content-type')?.split('/')[0]]).toEqual([200, 'image']);
    expect((await thumb.arrayBuffer()).byteLength).toBeGreaterThan(100);
    expect((await get(`/media/thumb/${id}/result?v=2`)).status).toBe(404);
    const compared = engineCalls['compare:render'].output.parse(
      await client.call('compare:render', { id, at: null, change: { options: { quality: 'low' } } }),
    );
    if (!compared.ok) throw new Error(compared.error.message);
    expect(compared.comparison).toMatchObject({
      bytesBefore: statSync(at('media/photo.jpg')).size,
      exact: true,
      at: null,
    });
    for (const { key, mime } of [compared.comparison.before, compared.comparison.after]) {
      const picture = await get(`/media/compare/${encodeURIComponent(key)}`);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, mime]);
      await picture.arrayBuffer();
    }
    expect((await get('/media/compare/nothing')).status).toBe(404);
    client.close();
  });

  it('presets and settings are told to all', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const draft = { id: null, name: 'Mine', kind: 'image', options: { format: 'avif' }, output: null };
    const saved = await first.call<{ id: string }>('presets:save', { preset: draft });
    await until(() => second.last('presets:changed') !== null);
    expect(second.last('presets:changed')).toContainEqual(
      expect.objectContaining({ id: saved.id, name: 'Mine' }),
    );
    await first.call('settings:change', { change: { defaultPresets: { image: saved.id } } });
    await until(() => second.last('settings:changed') !== null);
    const { text } = await first.call<{ text: string }>('presets:export', { ids: [saved.id, 'web_video'] });
    const imported = await second.call<{ name: string }[]>('presets:import', { text });
    expect(imported.map(({ name }) => name)).toEqual(['Mine', 'Web video']);
    await first.call('presets:remove', { id: saved.id });
    expect(await first.call('settings:get', null)).toMatchObject({ defaultPresets: { image: 'web_photo' } });
    await expect(first.call('presets:remove', { id: 'web_video' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    first.close();
    second.close();
  });
});
