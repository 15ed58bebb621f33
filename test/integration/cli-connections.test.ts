import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { convoyFile, jsonLines, until } from '../support/convoy-process.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, tempDir } from '../support/media.ts';
import { type S3Server, s3Server } from '../support/s3-server.ts';

/** Buckets on the command line: connections, results that go to them, and what is told meanwhile. */

type Test = Parameters<typeof tempDir>[0];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly said: () => string;
  readonly ended: Promise<Ended>;
}

interface Place {
  readonly server: S3Server;
  readonly folder: string;
  readonly state: string;
  readonly start: (...args: readonly string[]) => Started;
  /** Runs a command of this state to its end. */
  readonly convoy: (...args: readonly string[]) => Promise<Ended>;
}

/** A folder with a photo, a server, and the command line in a process of its own with keys for it. */
async function place(t: Test, keys: 'own' | 'usual' | 'none' = 'usual'): Promise<Place> {
  const server = await s3Server(t);
  const folder = tempDir(t);
  const state = path.join(folder, 'state');
  copyFileSync(await clip('jpeg'), path.join(folder, 'a.jpg'));
  const { accessKeyId, secretAccessKey } = server.keys;
  const env = {
    own: { CONVOY_S3_PROD_ACCESS_KEY_ID: accessKeyId, CONVOY_S3_PROD_SECRET_ACCESS_KEY: secretAccessKey },
    usual: server.env,
    none: {
      AWS_CONFIG_FILE: path.join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none'),
    },
  }[keys];
  const start = (...args: string[]): Started => {
    const child = spawn(process.execPath, [convoyFile, ...args, '--state', state], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.onTestFinished(() => void child.kill('SIGKILL'));
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
    return { child, said: () => out, ended };
  };
  return { server, folder, state, start, convoy: (...args) => start(...args).ended };
}

const add = ({ convoy, server }: Place, ...more: string[]): Promise<Ended> =>
  convoy(
    ...['connections', 'add', '--name', 'prod', '--bucket', server.bucket, '--endpoint', server.endpoint],
    ...['--path-style', '--prefix', 'x/', ...more],
  );

const keysOf = (server: S3Server): readonly string[] => Object.keys(server.objects()).toSorted();

describe('convoy connections', () => {
  it('adds, lists, tests and removes one', async (t) => {
    const here = await place(t, 'own');
    const { server, convoy } = here;
    const added = await add(here, '--json');
    expect(added.err).toBe(
      'Its keys are read from CONVOY_S3_PROD_ACCESS_KEY_ID and CONVOY_S3_PROD_SECRET_ACCESS_KEY, ' +
        'else from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n',
    );
    expect([added.code, jsonLines(added.out)]).toMatchObject([
      0,
      [{ type: 'connection', kept: 'outside', connection: { name: 'prod', prefix: 'x/' } }],
    ]);
    expect(jsonLines((await convoy('connections', 'list')).out)).toMatchObject([
      {
        kept: 'outside',
        connection: { name: 'prod', endpoint: server.endpoint, credentials: { from: 'environment' } },
      },
    ]);
    expect(await convoy('connections', 'test', 'prod')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Wrote and removed a small file in \d+\.\d s\.\n$/) as string,
    });
    expect(server.objects()).toEqual({});
    expect(await convoy('connections', 'test', 'other')).toMatchObject({
      code: 2,
      err: expect.stringContaining('The connection “other” does not exist.') as string,
    });
    expect(await add(here)).toMatchObject({
      code: 1,
      err: expect.stringContaining('a connection is called “prod” already') as string,
    });
    expect(await convoy('connections', 'remove', 'prod')).toMatchObject({ code: 0, err: '' });
    expect((await convoy('connections', 'list', '--json')).out).toBe('');
  }, 90_000);

  it('says what is wrong with the flags, and why a test fails', async (t) => {
    const here = await place(t, 'none');
    const { convoy } = here;
    expect(await convoy('connections', 'add', '--name', 'prod')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Give --bucket.') as string,
    });
    expect((await add(here)).code).toBe(0);
    const tested = await convoy('connections', 'test', 'prod');
    expect(tested.code).toBe(1);
    expect(tested.err).toContain('its keys are not in the environment');
    expect(tested.err).toContain('CONVOY_S3_PROD_ACCESS_KEY_ID');
    expect(await convoy('image', 'a.jpg', '--format', 'webp', '--connection', 'other')).toMatchObject({
      code: 2,
      err: expect.stringContaining('See `convoy connections list`') as string,
    });
  }, 90_000);
});

describe('a conversion into a bucket', () => {
  it('goes by a connection, or by an address alone, and tells how far its upload is', async (t) => {
    const here = await place(t);
    const { server, folder, convoy } = here;
    await add(here);
    const one = await convoy('image', 'a.jpg', '--format', 'webp', '--connection', 'prod', '--json');
    expect(one.code, one.err).toBe(0);
    const lines = jsonLines(one.out);
    const transfers = lines.filter((line) => line['type'] === 'progress' && line['transfer'] !== undefined);
    const bytes = server.objects()['x/a.webp']?.length;
    expect(transfers.at(-1)?.['transfer']).toMatchObject({ of: bytes, files: { of: 1 } });
    expect(lines.findLast((line) => line['type'] === 'job')?.['job']).toMatchObject({
      ...{ status: 'succeeded', output: 's3://media-prod/x/a.webp' },
    });
    // Where the connection is not named, the one of the bucket is meant.
    const two = await convoy(
      'image',
      'a.jpg',
      '-o',
      's3://media-prod/two/{name}-{id}.{ext}',
      '--format',
      'png',
    );
    expect(two.code, two.err).toBe(0);
    expect(two.err).toContain('two/a-job_');
    expect(keysOf(server)).toEqual([expect.stringMatching(/^two\/a-job_\w+\.png$/), 'x/a.webp']);
    expect(readdirSync(folder).toSorted()).toEqual(['a.jpg', 'state']);
    // Without the queue, nothing of it waits beside the queue.
    expect(existsSync(path.join(here.state, 'outgoing'))).toBe(false);
  }, 90_000);

  it('fails with a reason and the code of a failure, and is not here then either', async (t) => {
    const here = await place(t);
    const { server, folder, convoy } = here;
    await add(here);
    server.harm = ({ method }) => (method === 'PUT' ? { answer: 403, code: 'AccessDenied' } : null);
    const failed = await convoy('image', 'a.jpg', '--format', 'webp', '--connection', 'prod');
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(/no right to do that in the bucket “media-prod”/);
    expect([server.objects(), readdirSync(folder).toSorted()]).toEqual([{}, ['a.jpg', 'state']]);
  }, 90_000);

  it('waits in the queue with the name of its connection, and is uploaded when the queue runs', async (t) => {
    const here = await place(t);
    const { server, convoy } = here;
    await add(here);
    const added = await convoy(
      'queue',
      'add',
      'a.jpg',
      '--kind',
      'image',
      '--format',
      'png',
      '--connection',
      'prod',
    );
    expect(added, added.err).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(added.out)).toMatchObject([{ type: 'job', job: { status: 'queued', output: null } }]);
    const other = await convoy('queue', 'add', 'a.jpg', '--kind', 'image', '-o', 's3://media-prod/q/b.jpg');
    expect(other.code, other.err).toBe(0);
    expect(server.objects()).toEqual({});
    const ran = await convoy('queue', 'run', '--json');
    expect(ran.code, ran.err).toBe(0);
    expect(keysOf(server)).toEqual(['q/b.jpg', 'x/a.png']);
    expect(jsonLines(ran.out).some((line) => line['transfer'] !== undefined)).toBe(true);
  }, 90_000);

  it('comes from a watched folder', async (t) => {
    const here = await place(t);
    const { server, folder, start, convoy } = here;
    await add(here);
    const drop = path.join(folder, 'drop');
    mkdirSync(drop);
    copyFileSync(await longClip(folder, 2), path.join(drop, 'b.mp4'));
    const nobody = await convoy('watch', '--folder', 'drop', '--connection', 'other');
    expect(nobody).toMatchObject({
      code: 2,
      err: expect.stringContaining('The connection “other” does not exist.') as string,
    });
    const watching = start(
      ...['watch', '--folder', 'drop', '--kind', 'audio', '--format', 'wav', '--stable', '0.5'],
      ...['--connection', 'prod', '--json'],
    );
    await until(() => watching.said().includes('"state":"done"'), 60_000);
    expect(keysOf(server)).toEqual(['x/b.wav']);
    watching.child.kill('SIGTERM');
    expect((await watching.ended).code).toBe(143);
    expect(readdirSync(drop)).toEqual(['b.mp4']);
  }, 90_000);

  it('takes its input from a bucket too', async (t) => {
    const here = await place(t);
    const { server, folder, convoy } = here;
    await add(here);
    const first = await convoy('image', 'a.jpg', '-o', 's3://media-prod/in/photo.png', '--format', 'png');
    expect(first.code, first.err).toBe(0);
    const back = await convoy(
      ...['image', '-i', 's3://media-prod/in/photo.png', '--format', 'webp', '-o', 'out/', '--allow-private'],
    );
    expect(back.code, back.err).toBe(0);
    expect(readdirSync(path.join(folder, 'out'))).toEqual(['photo.webp']);
    expect(keysOf(server)).toEqual(['in/photo.png']);
  }, 90_000);
});
