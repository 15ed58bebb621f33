import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, beforeAll, describe, expect, it } from 'vitest';
import { tidyRecords } from '../../electron/server/api/tidy-records.ts';
import { createLiveJobs } from '../../electron/server/api/live-jobs.ts';
import { type Job, Job as JobSchema } from '../../shared/model/job.ts';
import { type LyingServer, goodAnswer, lyingServer } from '../support/lying-server.ts';
import { s3Server } from '../support/s3-server.ts';
import { servedApi } from '../support/served-api.ts';

/** The API with other computers: tasks and jobs that fetch from the web and from S3, and send there; and packages of files. */

const { at, ask, post, over, engine, restart } = servedApi();

interface TaskView {
  readonly id: string;
  readonly status: string;
  readonly finished_at: number | null;
  readonly output: Record<string, unknown> | null;
  readonly error: { readonly kind: string } | null;
}

async function taskOver(answer: Response): Promise<TaskView> {
  expect(answer.status).toBe(201);
  let task = (await answer.json()) as TaskView;
  for (const until = Date.now() + 30_000; task.finished_at === null;) {
    if (Date.now() > until) throw new Error(`the task is still ${task.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    task = (await (await ask(`/tasks/${task.id}`)).json()) as TaskView;
  }
  return task;
}

/** A bucket, with a connection to it that has the keys in itself alone. */
async function bucket(t: TestContext): Promise<Awaited<ReturnType<typeof s3Server>>> {
  const server = await s3Server(t);
  for (const [name, value] of Object.entries(server.env)) process.env[name] = value;
  t.onTestFinished(() => {
    for (const name of Object.keys(server.env)) Reflect.deleteProperty(process.env, name);
  });
  const saved = await engine().connections.save(server.draft());
  if (!saved.ok) throw new Error(saved.error.message);
  const { id } = saved.value.connection;
  t.onTestFinished(async () => {
    await engine().connections.remove(id);
  });
  return server;
}

const webServer = (t: TestContext, files: Readonly<Record<string, Buffer>>): Promise<LyingServer> =>
  lyingServer(t, (response, n, asked) => {
    const content = files[asked.path];
    if (content === undefined) response.writeHead(404).end();
    else goodAnswer(content, '"one"', 'image/jpeg')(response, n, asked);
  });

const photoBytes = (): Buffer => readFileSync(at('media/photo.jpg'));

beforeAll(async () => {
  await engine().library.changeSettings({ allowPrivateAddresses: true });
});

describe('tasks', () => {
  it('import from the web, and leave the file for what comes next', async (t) => {
    const server = await webServer(t, { '/photo.jpg': photoBytes() });
    const task = await taskOver(
      await post('/tasks', { kind: 'import', input: { url: `${server.origin}/photo.jpg` } }),
    );
    expect(task).toMatchObject({ status: 'succeeded', error: null });
    const { path: file = '', bytes } = task.output as { path?: string; bytes?: number };
    expect([path.basename(file), bytes]).toEqual(['photo.jpg', photoBytes().length]);
    expect((await stat(file)).size).toBe(photoBytes().length);
  });

  it('say why a download failed', async (t) => {
    const server = await webServer(t, {});
    const task = await taskOver(
      await post('/tasks', { kind: 'import', input: { url: `${server.origin}/photo.jpg` } }),
    );
    expect([task.status, task.error?.kind]).toEqual(['failed', 'download_failed']);
  });

  it('look at a file of the web', async (t) => {
    const server = await webServer(t, { '/photo.jpg': photoBytes() });
    const task = await taskOver(
      await post('/tasks', { kind: 'probe', input: { url: `${server.origin}/photo.jpg` } }),
    );
    expect(task).toMatchObject({ status: 'succeeded', output: { bytes: photoBytes().length } });
  });

  it('export to S3, and import from there', async (t) => {
    const server = await bucket(t);
    const sent = await taskOver(
      await post('/tasks', {
        kind: 'export',
        input: { url: at('media/photo.jpg') },
        options: { url: `s3://${server.bucket}/kept/été 1.jpg`, connection: 'prod' },
      }),
    );
    expect(sent).toMatchObject({ status: 'succeeded', error: null });
    expect(Object.entries(server.objects()).map(([key, bytes]) => [key, bytes.equals(photoBytes())])).toEqual(
      [['kept/été 1.jpg', true]],
    );
    expect(server.uploads()).toEqual([]);
    const fetched = await taskOver(
      await post('/tasks', {
        ...{ kind: 'import', connection: 'prod' },
        input: { url: `s3://${server.bucket}/kept/été 1.jpg` },
      }),
    );
    expect(fetched).toMatchObject({ status: 'succeeded', output: { bytes: photoBytes().length } });
  });

  it('export under a template, and what lies elsewhere: to here, and to S3', async (t) => {
    const web = await webServer(t, { '/photo.jpg': photoBytes() });
    const server = await bucket(t);
    const sent = await taskOver(
      await post('/tasks', {
        ...{ kind: 'export', input: { url: `${web.origin}/photo.jpg` } },
        options: { url: `s3://${server.bucket}/{parent}/{name}-{index}.{ext}` },
      }),
    );
    expect([sent.error, Object.keys(server.objects())]).toEqual([null, ['127.0.0.1/photo-1.jpg']]);
    const bare = await taskOver(
      await post('/tasks', {
        ...{ kind: 'export', input: at('media/photo.jpg'), options: { url: `s3://${server.bucket}/a/bare` } },
      }),
    );
    expect([bare.error, Object.keys(server.objects()).includes('a/bare')]).toEqual([null, true]);
    const fetched = await taskOver(
      await post('/tasks', {
        ...{ kind: 'export', input: `s3://${server.bucket}/127.0.0.1/photo-1.jpg` },
        options: { url: at('media/fetched/{name}.{ext}') },
      }),
    );
    expect(fetched).toMatchObject({
      status: 'succeeded',
      output: { primary: { path: at('media/fetched/photo-1.jpg') } },
    });
    expect(readFileSync(at('media/fetched/photo-1.jpg')).equals(photoBytes())).toBe(true);
    expect(existsSync(at('state/imports', fetched.id))).toBe(false);
    expect(existsSync(at('state/imports', sent.id))).toBe(false);
  });

  it('say that S3 refused', async (t) => {
    const server = await bucket(t);
    server.harm = ({ method }) => (method === 'PUT' ? { answer: 403, code: 'AccessDenied' } : null);
    const task = await taskOver(
      await post('/tasks', {
        kind: 'export',
        input: { url: at('media/photo.jpg') },
        options: { url: `s3://${server.bucket}/a.jpg`, connection: 'prod' },
      }),
    );
    expect([task.status, task.error?.kind, server.objects()]).toEqual(['failed', 'upload_denied', {}]);
  });
});

describe('jobs', () => {
  const jobOf = async (answer: Response): Promise<Job> => JobSchema.parse(await answer.json());

  it('fetch from the web and send to S3', async (t) => {
    const web = await webServer(t, { '/photo.jpg': photoBytes() });
    const server = await bucket(t);
    const made = await post('/jobs', {
      ...{ kind: 'image', input: `${web.origin}/photo.jpg`, options: { format: 'webp' } },
      ...{ output: `s3://${server.bucket}/{name}.{ext}`, connection: 'prod' },
    });
    expect(made.status).toBe(201);
    const job = await over((await jobOf(made)).id);
    expect([job.status, job.error, Object.keys(server.objects())]).toEqual([
      'succeeded',
      null,
      ['photo.webp'],
    ]);
  });

  it('that name no connection that there is are refused, and no window sees them', async () => {
    const seen: string[] = [];
    const unsubscribe = engine().subscribe(({ type }) => {
      if (type === 'job' || type === 'removed' || type === 'history') seen.push(type);
    });
    const answer = await post('/jobs', {
      ...{ kind: 'image', input: at('media/photo.jpg'), options: { format: 'webp' } },
      ...{ output: 's3://nowhere/a.webp', connection: 'gone' },
    });
    unsubscribe();
    expect([answer.status, ((await answer.json()) as { kind: string }).kind, seen]).toEqual([
      404,
      'connection_missing',
      [],
    ]);
  });

  it('give a package of files with everything below it', async () => {
    const made = await post('/jobs', {
      ...{ kind: 'adaptive_video', input: at('media/clip.mp4'), output: at('media/out/') },
      options: { format: 'hls' },
    });
    const job = await over((await jobOf(made)).id);
    expect([job.status, job.error]).toEqual(['succeeded', null]);
    const result = `/jobs/${job.id}/result`;
    /** Playlists name what they need relative to themselves. */
    const read = async (address: string): Promise<string[]> => {
      const answer = await ask(address);
      expect([address, answer.status]).toEqual([address, 200]);
      const text = await answer.text();
      if (!text.startsWith('#EXTM3U')) return [address];
      const named = text
        .split('\n')
        .flatMap((line) => (/^#|^\s*$/.test(line) ? (/URI="([^"]+)"/.exec(line)?.[1] ?? []) : line));
      const base = address === result ? `${result}/` : address;
      const below = await Promise.all(
        [...new Set(named)].map((name) => read(new URL(name, `http://x${base}`).pathname)),
      );
      return [address, ...below.flat()];
    };
    const files = await read(result);
    expect(files.filter((file) => file.endsWith('.m3u8')).length).toBeGreaterThan(1);
    expect(files.some((file) => /\.(?:m4s|mp4)$/.test(file))).toBe(true);
    const outside = await ask(`${result}/..%2f..%2fphoto.jpg`);
    expect(outside.status).toBe(404);
  }, 120_000);
});

describe('what is kept of requests', () => {
  it('goes with the last of their jobs', async () => {
    const live = createLiveJobs(engine());
    const group = (jobs: readonly string[], createdAt: number): object => ({
      ...{ form: 'files', jobs, names: [], archive: false, operation: '', task: null, createdAt },
    });
    const [id = ''] = engine().api.jobs({
      ...{ kind: null, status: null, after: null, before: null, order: 'asc', limit: 1 },
    });
    const gone = 'job_00000000000000000000000000';
    const { api } = engine();
    const now = Date.now();
    const old = now - 90_000_000;
    api.keep('group', 'has-one', group([gone, id], old), null);
    api.keep('group', 'has-none', group([gone], old), null);
    api.keep('group', 'of-today', group([gone], now - 1000), null);
    api.keep('group', 'senseless', { a: 1 }, null);
    api.keep('task', 'task-has-one', { job: id }, null);
    api.keep('task', 'task-has-none', { job: gone }, null);
    const left = (): string[] =>
      (['group', 'task'] as const).flatMap((kind) =>
        api
          .records(kind)
          .map((record) => record.id)
          .filter((one) => /^(?:task-)?(?:has|of|sense)/.test(one)),
      );
    const before = left();
    await tidyRecords(api, live, now, () => true);
    expect(left()).toEqual(before);
    await tidyRecords(api, live, now);
    live.close();
    expect(left()).toEqual(['has-one', 'of-today', 'task-has-one']);
  });

  it('is written with the jobs that come next, or at the end', async () => {
    engine().api.keepWithJobs('group', 'waits', { a: 1 }, null);
    expect(engine().api.record('group', 'waits')).toEqual({ a: 1 });
    engine().api.keepWithJobs('group', 'is-over', { a: 1 }, Date.now() - 1);
    expect(engine().api.record('group', 'is-over')).toBe(null);
    engine().api.keepWithJobs('group', 'forgotten', { a: 1 }, null);
    engine().api.forget('group', 'forgotten');
    await restart();
    expect(['waits', 'is-over', 'forgotten'].map((id) => engine().api.record('group', id))).toEqual([
      { a: 1 },
      null,
      null,
    ]);
    engine().api.forget('group', 'waits');
    expect(engine().api.record('group', 'waits')).toBe(null);
  });
});
