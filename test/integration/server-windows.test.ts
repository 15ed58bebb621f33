import { existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineCalls } from '../../shared/ipc/contract.ts';
import { RowPatch } from '../../shared/ipc/row.ts';
import { clip, probeJson } from '../support/media.ts';
import { servedFolder } from '../support/served-folder.ts';
import { until } from '../support/window-client.ts';

/** What a browser does with the loopback server and the real engine: sends, converts, downloads, edits, watches. */

const { at, server, origin, cookie, get, rawStatus, open } = servedFolder();

describe('a file that is sent', () => {
  const put = (name: string, body: Uint8Array, more: Record<string, string> = {}): Promise<Response> =>
    get(`/upload/up-12345678/${name}`, { origin: origin(), ...more }, { method: 'PUT', body });

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
      await rawStatus({
        path: `/upload/up-87654321/${name}`,
        method: 'PUT',
        headers: { cookie: cookie(), origin: origin() },
      }),
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
        port: server().port,
        path: '/upload/up-broken-1/half.mp4',
        method: 'PUT',
        headers: { cookie: cookie(), origin: origin(), 'content-length': '1000000' },
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
    const ladder = firstId;
    await until(() => client.row(ladder)?.status === 'succeeded', 60_000);
    expect(client.row(ladder)?.resultName).toBe('clip');
    const master = await (await get(`/media/file/${ladder}/result/master.m3u8`)).text();
    const rung = master.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
    const list = await get(`/media/file/${ladder}/result/${rung}`);
    expect([list.status, list.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.mpegurl']);
    const segment = (await list.text()).split('\n').find((line) => line.endsWith('.m4s')) ?? '';
    const bytes = await get(`/media/file/${ladder}/result/${path.posix.dirname(rung)}/${segment}`);
    expect([bytes.status, Number(bytes.headers.get('content-length')) > 0]).toEqual([200, true]);
    const head = `/media/file/${ladder}/result/master.m3u8`;
    const part = await get(head, { range: 'bytes=0-6' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '#EXTM3U',
      `bytes 0-6/${master.length}`,
    ]);
    // Only parts of the stream are given out, whatever else lies in its folder or is reached from it.
    const folder = at('media/clip');
    writeFileSync(path.join(folder, 'note.txt'), 'Dear Anna,');
    symlinkSync(at('secret/clip.mp4'), path.join(folder, 'out.mp4'));
    symlinkSync(at('secret'), path.join(folder, 'way-out'));
    for (const way of [
      ...['..%2f..%2fclip.mp4', '..%2fclip.mp4', '%2e%2e/%2e%2e/clip.mp4', '..%5cclip.mp4', '%2fetc%2fhosts'],
      ...['note.txt', 'note.txt%00.m4s', 'out.mp4', 'way-out/clip.mp4', '.', '', 'master.m3u8/'],
    ])
      expect([
        way,
        await rawStatus({ path: `/media/file/${ladder}/result/${way}`, headers: { cookie: cookie() } }),
      ]).toEqual([way, 404]);
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
    expect((await get(`/media/thumb/${id}/result?v=2`)).status).toBe(204);
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
