import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine, EngineEvent } from '../../electron/engine/index.ts';
import { draftOf } from '../../shared/model/connection.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { buildChild } from '../support/build-child.ts';
import { until } from '../support/convoy-process.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, root, tempDir } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';
import { noise } from '../support/noise-wav.ts';
import { type S3Server, s3Server } from '../support/s3-server.ts';

/** Whole jobs whose results go to a bucket. */

type Test = Parameters<typeof tempDir>[0];

interface Opened {
  readonly engine: Engine;
  readonly server: S3Server;
  readonly folder: string;
  readonly events: EngineEvent[];
}

async function opened(t: Test, more: Parameters<typeof testEngine>[1] = {}): Promise<Opened> {
  const server = await s3Server(t);
  const folder = tempDir(t);
  const engine = testEngine(null, {
    stateFile: path.join(folder, 'state', 'queue.db'),
    env: server.env,
    uploadPatience: { tries: 2, firstWaitMs: 5 },
    ...more,
  });
  const events: EngineEvent[] = [];
  engine.subscribe((event) => void events.push(event));
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- vitest waits for it
  t.onTestFinished(() => engine.close());
  const saved = await engine.connections.save(server.draft({ prefix: 'films/' }));
  expect(saved.ok).toBe(true);
  return { engine, server, folder, events };
}

async function run(engine: Engine, request: JobRequest): Promise<Job> {
  const [job] = await engine.add([{ request }]);
  await engine.idle();
  return (
    engine.job(job?.id ?? '') ??
    (() => {
      throw new Error('the job is gone');
    })()
  );
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(path.join(folder, name)).isFile(),
      )
    : [];

describe('a job whose result goes to a bucket', () => {
  it('succeeds when it is there, and nothing of it stays here', async (t) => {
    const { engine, server, folder, events } = await opened(t);
    const job = await run(engine, {
      input: await clip('jpeg'),
      kind: 'image',
      options: { format: 'webp' },
      connection: 'prod',
    });
    expect(job).toMatchObject({
      status: 'succeeded',
      error: null,
      output: expect.stringMatching(/^s3:\/\/media-prod\/films\/.*\.webp$/) as string,
    });
    const key = (job.output ?? '').replace('s3://media-prod/', '');
    expect(Object.keys(server.objects())).toEqual([key]);
    expect(job.tasks.map(({ kind, status }) => [kind, status])).toEqual([
      ['probe', 'succeeded'],
      ['import', 'skipped'],
      ['image', 'succeeded'],
      ['export', 'succeeded'],
    ]);
    expect(filesBelow(path.join(folder, 'state', 'outgoing'))).toEqual([]);
    expect(events.some((event) => event.type === 'progress' && event.transfer !== null)).toBe(true);
    const link = await engine.connections.link(job.id, 600);
    if (!link.ok) throw new Error(link.error.message);
    expect(link.value.expiresAt).toBeGreaterThan(Date.now());
    const fetched = Buffer.from(await (await fetch(link.value.url)).arrayBuffer());
    expect(server.objects()[key]?.equals(fetched)).toBe(true);
  });

  it('makes keys of templates, with any letters, and keeps the tree', async (t) => {
    const { engine, server, folder } = await opened(t);
    const photo = path.join(folder, 'ñandú 🦩 #1.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const job = await run(engine, {
      input: photo,
      kind: 'image',
      options: { format: 'png' },
      output: 's3://media-prod/a/{date}/{name}-web.{ext}',
    });
    expect(job.error).toBeNull();
    expect(Object.keys(server.objects())).toEqual([
      expect.stringMatching(/^a\/\d{4}-\d{2}-\d{2}\/ñandú 🦩 #1-web\.png$/),
    ]);
  });

  it('is uploaded again without being converted again', async (t) => {
    const { engine, server } = await opened(t);
    server.harm = ({ method }) => (method === 'PUT' ? { answer: 500, code: 'InternalError' } : null);
    const request: JobRequest = { input: await clip('jpeg'), kind: 'image', output: 's3://media-prod/a.jpg' };
    const failed = await run(engine, request);
    expect(failed).toMatchObject({ status: 'failed', error: { kind: 'upload_failed' } });
    server.harm = () => null;
    expect(await engine.queue.retry([failed.id])).toEqual([]);
    await engine.idle();
    const again = engine.job(failed.id);
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2, output: 's3://media-prod/a.jpg' });
    expect(again?.tasks.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped', 'succeeded']);
  });

  it('leaves nothing here when it is removed before its upload', async (t) => {
    const { engine, server, folder } = await opened(t);
    server.harm = ({ method }) => (method === 'PUT' ? { answer: 403, code: 'AccessDenied' } : null);
    const job = await run(engine, { input: await clip('jpeg'), kind: 'image', connection: 'prod' });
    expect(job.error?.kind).toBe('upload_denied');
    const outgoing = path.join(folder, 'state', 'outgoing');
    expect(filesBelow(outgoing)).toHaveLength(1);
    await engine.queue.remove([job.id]);
    await until(() => filesBelow(outgoing).length === 0, 5000);
  });

  it('keeps a copy here when the settings ask for that', async (t) => {
    const { engine, server, folder } = await opened(t);
    await engine.library.changeSettings({ keepUploaded: true, outputFolder: path.join(folder, 'out') });
    const job = await run(engine, {
      input: await clip('jpeg'),
      kind: 'image',
      options: { format: 'png' },
      connection: 'prod',
    });
    const [key = ''] = Object.keys(server.objects());
    expect(job.warnings).toEqual([]);
    expect(job.output).toBe(path.join(folder, 'out', path.basename(key)));
    expect(readFileSync(job.output ?? '').equals(server.objects()[key] ?? Buffer.alloc(0))).toBe(true);
    const link = await engine.connections.link(job.id, null);
    expect(link.ok && link.value.url).toContain(
      encodeURIComponent(path.basename(key)).replace(/%20/g, '%20'),
    );
  });

  it('puts a package up whole', async (t) => {
    const { engine, server } = await opened(t);
    const job = await run(engine, {
      input: await longClip(tempDir(t), 5),
      kind: 'adaptive_video',
      options: { height: 360 },
      connection: 'prod',
    });
    expect(job.error).toBeNull();
    const keys = Object.keys(server.objects());
    expect(keys.filter((key) => key.endsWith('.m3u8')).length).toBeGreaterThan(1);
    expect(job.output).toMatch(/^s3:\/\/media-prod\/films\/.*\.m3u8$/);
    const put = server.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);
    expect(`s3://media-prod/${put.at(-1) ?? ''}`).toBe(job.output);
  }, 60_000);
});

describe('connections', () => {
  it('are saved, tested, and without keys nowhere on the disk', async (t) => {
    const { engine, server, folder, events } = await opened(t);
    const [view] = await engine.connections.list();
    if (view === undefined) throw new Error('there is none');
    expect(view.kept).toBe('outside');
    expect(await engine.connections.test(draftOf(view.connection))).toMatchObject({ error: null });
    expect([server.objects(), (await engine.connections.list())[0]?.connection.check?.error]).toEqual([
      {},
      null,
    ]);
    server.harm = () => ({ answer: 403, code: 'InvalidAccessKeyId' });
    expect(await engine.connections.test(draftOf(view.connection))).toMatchObject({
      error: {
        kind: 'upload_denied',
        message: expect.stringMatching(
          /^“prod” cannot be used: .* does not know the access key\.$/,
        ) as string,
      },
    });
    expect(events.filter(({ type }) => type === 'connections').length).toBeGreaterThan(1);
    expect(await engine.connections.save(server.draft({ name: 'PROD' }))).toMatchObject({
      ok: false,
      error: { kind: 'conflict' },
    });
    expect(
      await engine.connections.save({ ...server.draft({ name: 'kc' }), credentials: { from: 'keychain' } }),
    ).toMatchObject({
      ok: false,
      error: { kind: 'conflict', message: expect.stringContaining('no keychain') as string },
    });
    expect(filesBelow(folder).length).toBeGreaterThan(0);
  });

  it('write no key anywhere', async (t) => {
    const canary = 'CANARY7h3f1nd3r0fl0st53cr3t5';
    const kept = new Map<string, unknown>();
    const { engine, server, folder, events } = await opened(t, {
      secrets: {
        look: () => Promise.resolve({ kept: 'keychain', ids: [...kept.keys()] }),
        get: (id) => Promise.resolve((kept.get(id) ?? null) as never),
        set: (id, secret) => Promise.resolve(void kept.set(id, secret)),
        remove: (id) => Promise.resolve(void kept.delete(id)),
      },
    });
    const secret = { accessKeyId: `AKIA${canary}`, secretAccessKey: canary, sessionToken: null };
    const saved = await engine.connections.save({
      ...server.draft({ name: 'kc', bucket: 'media-prod' }),
      credentials: { from: 'keychain' },
      secret,
    });
    expect(saved).toMatchObject({ ok: true, value: { kept: 'keychain' } });
    const job = await run(engine, { input: await clip('jpeg'), kind: 'image', connection: 'kc' });
    // The server knows the key as none of its own.
    expect(job.error?.kind).toBe('upload_denied');
    const check = await engine.connections.test({
      ...server.draft({ name: 'x' }),
      credentials: { from: 'keychain' },
      secret,
    });
    expect(check.error).not.toBeNull();
    const said = JSON.stringify([
      events,
      await engine.connections.list(),
      engine.job(job.id),
      engine.queue.log(job.id),
      check,
      saved,
    ]);
    expect(said).not.toContain(canary);
    await engine.close();
    const files = filesBelow(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect(readFileSync(path.join(folder, file)).includes(canary), file).toBe(false);
  });
});

describe('kill -9 in the middle of an upload', () => {
  it('leads to one object, and to no upload that nobody ends', async (t) => {
    const server = await s3Server(t);
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'state', 'queue.db');
    const input = path.join(folder, 'long.wav');
    const first = testEngine(null, { stateFile, env: server.env, work: false });
    await first.connections.save(server.draft());
    await first.close();
    writeFileSync(input, noise(24 * 2 ** 20));
    const program = await buildChild('engine-child');
    const requests = [
      {
        request: {
          input,
          kind: 'audio',
          options: { format: 'wav', start: 0.01 },
          output: 's3://media-prod/big.wav',
        },
      },
    ];
    server.harm = ({ query }) => (query.has('partNumber') || query.has('uploads') ? { slow: 100 } : null);
    const start = (add: boolean): ReturnType<typeof spawn> =>
      spawn(
        process.execPath,
        [
          program,
          stateFile,
          path.join(root, 'dist/still-worker.js'),
          ...(add ? [JSON.stringify({ requests, ready: false })] : []),
        ],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { ...process.env, ...server.env },
        },
      );
    const child = start(true);
    t.onTestFinished(() => void child.kill('SIGKILL'));
    await until(() => server.requests.filter(({ query }) => query.has('partNumber')).length >= 2, 90_000);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(server.uploads()).toHaveLength(1);
    expect(server.objects()).toEqual({});
    server.harm = () => null;
    const second = start(false);
    t.onTestFinished(() => void second.kill('SIGKILL'));
    let said = '';
    second.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => said.includes('idle'), 60_000);
    await new Promise((resolve) => second.once('close', resolve));
    expect(said).toMatch(/succeeded 1/);
    expect(Object.keys(server.objects())).toEqual(['big.wav']);
    expect(server.uploads()).toEqual([]);
    expect(filesBelow(path.join(folder, 'state', 'outgoing'))).toEqual([]);
  }, 200_000);
});
