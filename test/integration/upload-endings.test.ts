import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../electron/engine/index.ts';
import type { S3Secret } from '../../shared/model/connection.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, tempDir } from '../support/media.ts';
import { noise } from '../support/noise-wav.ts';
import { s3Server } from '../support/s3-server.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** What is left of uploads: of one that was called off, of keys that were used, of inputs after a crash. */

const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(path.join(folder, name)).isFile(),
      )
    : [];

/** A keychain that lasts as long as the test. */
function keychain(): SecretStore {
  const kept = new Map<string, S3Secret>();
  return {
    look: () => Promise.resolve({ kept: 'keychain', ids: [...kept.keys()] }),
    get: (id) => Promise.resolve(kept.get(id) ?? null),
    set: (id, secret) => Promise.resolve(void kept.set(id, secret)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
  };
}

describe('a job that is called off while it is uploaded', () => {
  it('leaves nothing here and in the bucket, and is converted anew when it is wanted after all', async (t) => {
    const server = await s3Server(t);
    const folder = tempDir(t);
    const state = path.join(folder, 'state');
    const { engine, add, until, ended } = watchedEngine(t, {
      stateFile: path.join(state, 'queue.db'),
      env: server.env,
      uploadPatience: { tries: 2, firstWaitMs: 5 },
    });
    await engine.connections.save(server.draft());
    const input = path.join(folder, 'noise.wav');
    writeFileSync(input, noise(12 * 2 ** 20));
    server.harm = ({ query }) => (query.has('partNumber') ? { slow: 200 } : null);
    const { id } = await add({
      input,
      kind: 'audio',
      options: { format: 'wav', start: 0.01 },
      output: 's3://media-prod/big.wav',
    });
    await until('the upload', () => server.uploads().length > 0);
    expect(engine.queue.entry(id)?.phase).toBe('uploading');
    expect(filesBelow(path.join(state, 'outgoing'))).toHaveLength(1);
    await engine.cancel([id]);
    expect((await ended(id)).job).toMatchObject({ status: 'cancelled', output: 's3://media-prod/big.wav' });
    await expect.poll(() => server.uploads(), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => filesBelow(path.join(state, 'outgoing')), { timeout: 10_000 }).toEqual([]);
    expect(server.objects()).toEqual({});

    server.harm = () => null;
    expect(await engine.queue.retry([id])).toEqual([]);
    await engine.idle();
    const again = engine.job(id);
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2, error: null });
    // Converted once more: nothing of the first attempt was kept.
    expect(again?.tasks.map(({ kind, status }) => [kind, status])).toEqual([
      ['probe', 'succeeded'],
      ['import', 'skipped'],
      ['audio', 'succeeded'],
      ['export', 'succeeded'],
    ]);
    expect(Object.keys(server.objects())).toEqual(['big.wav']);
    expect([server.uploads(), filesBelow(path.join(state, 'outgoing'))]).toEqual([[], []]);
  }, 90_000);
});

describe('keys of a connection', () => {
  it('are in no file and in no word of a whole run', async (t) => {
    const canary = `CANARY${randomBytes(12).toString('hex')}`;
    const server = await s3Server(t, 'media-prod', { accessKeyId: `AKIA${canary}`, secretAccessKey: canary });
    const folder = tempDir(t);
    const [state, out] = [path.join(folder, 'state'), path.join(folder, 'out')];
    const { engine, events } = watchedEngine(t, {
      stateFile: path.join(state, 'queue.db'),
      env: {},
      secrets: keychain(),
      uploadPatience: { tries: 2, firstWaitMs: 5 },
    });
    await engine.library.changeSettings({ keepUploaded: true, outputFolder: out });
    const draft = server.draft({ credentials: { from: 'keychain' }, prefix: 'films/' });
    const secret = { ...server.keys, sessionToken: null };
    const check = await engine.connections.test({ ...draft, secret });
    expect(check.error).toBeNull();
    const saved = await engine.connections.save({ ...draft, secret });
    expect(saved).toMatchObject({ ok: true, value: { kept: 'keychain' } });
    const [film, photo] = [await longClip(folder, 5), await clip('jpeg')];
    const jobs = await engine.add(
      [
        { input: film, kind: 'adaptive_video' as const, options: { height: 360 }, connection: 'prod' },
        { input: photo, kind: 'image' as const, options: { format: 'webp' }, connection: 'prod' },
      ].map((request) => ({ request })),
    );
    await engine.idle();
    expect(jobs.map(({ id }) => engine.job(id)?.status)).toEqual(['succeeded', 'succeeded']);
    // The service says no, in words that name the key, as services do; then it takes the same file.
    server.harm = ({ method }) => (method === 'PUT' ? { answer: 403, code: 'SignatureDoesNotMatch' } : null);
    const [refused] = await engine.add([
      { request: { input: photo, kind: 'image', output: 's3://media-prod/b.jpg', connection: 'prod' } },
    ]);
    await engine.idle();
    const id = refused?.id ?? '';
    const failed = engine.job(id);
    expect(failed?.error).toMatchObject({ kind: 'upload_denied' });
    server.harm = () => null;
    expect(await engine.queue.retry([id])).toEqual([]);
    await engine.idle();
    expect(engine.job(id)?.status).toBe('succeeded');
    // And what was uploaded is an input again.
    const [back] = await engine.add([
      { request: { input: 's3://media-prod/b.jpg', kind: 'image', output: path.join(out, 'c.png') } },
    ]);
    await engine.idle();
    expect(engine.job(back?.id ?? '')).toMatchObject({ status: 'succeeded', error: null });

    const all = [...jobs.map((job) => job.id), id, back?.id ?? ''];
    const link = await engine.connections.link(id, 600);
    if (!link.ok) throw new Error(link.error.message);
    // A link that is signed names the key, which is no secret, but not the secret key.
    expect(link.value.url.replaceAll(`AKIA${canary}`, '')).not.toContain(canary);
    const said = JSON.stringify([
      ...[check, saved, failed, events, await engine.connections.list()],
      ...[all.map((one) => [engine.job(one), engine.queue.entry(one), engine.queue.log(one)])],
    ]);
    expect(said.length).toBeGreaterThan(10_000);
    expect(said).not.toContain(canary);
    await engine.close();
    const files = filesBelow(folder);
    expect(files.some((file) => file.endsWith('queue.db'))).toBe(true);
    expect(files.filter((file) => file.startsWith('out')).length).toBeGreaterThan(3);
    const holding = files.filter((file) => readFileSync(path.join(folder, file)).includes(canary));
    expect(holding).toEqual([]);
    // What was sent: the name of the key in its signature, and never the secret.
    expect(server.requests.length).toBeGreaterThan(10);
    const sent = JSON.stringify(server.requests.map(({ headers, query, key }) => [headers, [...query], key]));
    expect(sent.replaceAll(`AKIA${canary}`, '')).not.toContain(canary);
  }, 120_000);
});
