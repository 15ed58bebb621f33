import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../electron/server/api/answers.ts';
import { createIdempotency } from '../../electron/server/api/idempotency.ts';
import { type Job, Job as JobSchema } from '../../shared/model/job.ts';
import { apiToken, servedApi } from '../support/served-api.ts';

/** What the API promises besides answers: keys, events, webhooks, tasks, and that nothing is lost when many ask. */

const { at, ask, post, over, restart, engine } = servedApi();
const photo = (more: object = {}): object => ({
  ...{ kind: 'image', input: at('media/photo.jpg'), options: { format: 'webp' }, output: at('media/out/') },
  ...more,
});
const jobOf = async (response: Response): Promise<Job> => JobSchema.parse(await response.json());

describe('a request that comes twice', () => {
  const key = { 'idempotency-key': 'order-17' };

  it('is one job, also when both come at once and after a restart', async () => {
    await engine().queue.pause('after');
    const before = engine().queue.count();
    const both = await Promise.all([post('/jobs', photo(), key), post('/jobs', photo(), key)]);
    const [first, second] = await Promise.all(both.map(jobOf));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect(second).toEqual(first);
    const later = await post('/jobs', photo(), key);
    expect([later.status, later.headers.get('idempotent-replayed'), await jobOf(later)]).toEqual([
      200,
      'true',
      first,
    ]);
    expect(engine().queue.count()).toBe(before + 1);
    await restart();
    const after = await post('/jobs', photo(), key);
    expect([after.status, await jobOf(after)]).toEqual([200, first]);
    expect(engine().queue.count()).toBe(before + 1);
    engine().queue.resume();
    await over(first?.id ?? '');
  });

  it('is another request under the same key', async () => {
    const answer = await post('/jobs', photo({ metadata: { other: true } }), key);
    expect([answer.status, await answer.json()]).toEqual([
      409,
      {
        kind: 'conflict',
        message: 'That is not possible now: this Idempotency-Key was used for another request.',
      },
    ]);
  });

  it('may be corrected when it was refused', async () => {
    const mine = { 'idempotency-key': 'corrected' };
    expect((await post('/jobs', photo({ input: '' }), mine)).status).toBe(400);
    const made = await post('/jobs', photo(), mine);
    expect(made.status).toBe(201);
    await over((await jobOf(made)).id);
  });

  it('has a key that makes sense', async () => {
    expect((await post('/jobs', photo(), { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
  });

  it('made before a crash, and not told, is told and not made again', async () => {
    const asked = { key: 'crashed', fingerprint: () => 'the same', newId: () => crypto.randomUUID() };
    const ids: string[] = [];
    const mayBe: boolean[] = [];
    const work = (id: string, mayBeThere: boolean): Promise<Answer> => {
      ids.push(id);
      mayBe.push(mayBeThere);
      return Promise.resolve({ status: 201, body: JSON.stringify({ id }) });
    };
    // The answer of the first one is never written: that is what a crash leaves.
    const first = await createIdempotency(engine().api).run(asked, work);
    const later = createIdempotency(engine().api);
    const second = await later.run(asked, work);
    expect([ids[1], second.body, second.again]).toEqual([ids[0], first.body, true]);
    const third = await later.run(asked, work);
    // Only what may have been made before is looked for.
    expect(mayBe).toEqual([false, true]);
    expect([ids.length, third]).toEqual([2, { status: 200, body: first.body, again: true }]);
  });
});

/** Events of a stream, as they come. */
async function* eventsOf(
  response: Response,
): AsyncGenerator<{ id: string | null; event: string; data: unknown }> {
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += Buffer.from(chunk).toString();
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const lines = rest.slice(0, end).split('\n');
      rest = rest.slice(end + 2);
      const of = (name: string): string | null =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
      const event = of('event');
      if (event !== null) yield { id: of('id'), event, data: JSON.parse(of('data') ?? 'null') as unknown };
    }
  }
}

describe('events', () => {
  it('tell every state, the progress and the end, and go on where they were left', async () => {
    await engine().queue.pause('after');
    const { id } = await jobOf(
      await post('/jobs', {
        kind: 'video',
        input: at('media/clip.mp4'),
        options: { codec: 'h264', quality: 'low' },
        output: at('media/out/'),
      }),
    );
    const stream = await ask(`/jobs/${id}/events`, { signal: AbortSignal.timeout(60_000) });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    const seen: { id: string | null; event: string; data: unknown }[] = [];
    for await (const event of eventsOf(stream)) {
      if (seen.length === 0) engine().queue.resume();
      seen.push(event);
    }
    const statuses = seen.filter(({ event }) => event !== 'progress').map(({ data }) => (data as Job).status);
    expect([statuses[0], statuses.at(-1), statuses.includes('processing')]).toEqual([
      'queued',
      'succeeded',
      true,
    ]);
    expect(seen.at(-1)).toMatchObject({ event: 'end', data: { id, progress: 1 } });
    for (const { event, id: eventId } of seen) expect(eventId === null).toBe(event === 'progress');
    const missed = await ask(`/jobs/${id}/events`, { headers: { 'last-event-id': seen[0]?.id ?? '' } });
    const after: string[] = [];
    for await (const { event } of eventsOf(missed)) after.push(event);
    expect(after).toEqual(['end']);
    const heard = await ask(`/jobs/${id}/events`, { headers: { 'last-event-id': seen.at(-1)?.id ?? '' } });
    expect(heard.status).toBe(204);
  }, 60_000);

  it('end when the job is removed', async () => {
    await engine().queue.pause('after');
    const { id } = await jobOf(await post('/jobs', photo()));
    const stream = await ask(`/jobs/${id}/events`, { signal: AbortSignal.timeout(20_000) });
    const seen: string[] = [];
    for await (const { event, data } of eventsOf(stream)) {
      seen.push(`${event} ${(data as Job).status}`);
      if (seen.length === 1) await ask(`/jobs/${id}`, { method: 'DELETE' });
    }
    expect(seen[0]).toBe('job queued');
    engine().queue.resume();
  });
});

describe('webhooks', () => {
  const received: { headers: IncomingMessage['headers']; body: string }[] = [];
  let refuse = 0;
  let hear: () => void = () => undefined;
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.statusCode = refuse-- > 0 ? 503 : 200;
      response.end();
      hear();
    });
  });
  const address = (): string =>
    `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=canary-in-url`;
  const count = (wanted: number, ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${received.length} of ${wanted} came`)), ms);
      hear = () => {
        if (received.length < wanted) return;
        clearTimeout(timer);
        resolve();
      };
      hear();
    });

  beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise<void>((resolve) => receiver.close(() => resolve())));

  const isSigned = ({ headers, body }: (typeof received)[number], secret: string): boolean => {
    const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['convoy-signature'])) ?? [];
    return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex') === mac;
  };

  it('are not told to this computer unless the settings allow it', async () => {
    const refused = await post('/jobs', photo({ webhook: { url: address() } }));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        kind: 'invalid_option',
        message: 'webhook.url: 127.0.0.1 is in a private network, and not on the internet.',
      },
    ]);
    const { library, queue } = engine();
    const allow = (allowPrivateAddresses: boolean): Promise<unknown> =>
      library.changeSettings({ allowPrivateAddresses });
    await allow(true);
    await queue.pause('after');
    const made = await jobOf(await post('/jobs', photo({ webhook: { url: address() } })));
    await allow(false);
    queue.resume();
    await over(made.id);
    // The next one is told by the same pump, so this one was tried before.
    await allow(true);
    const told = await jobOf(
      await post('/jobs', photo({ webhook: { url: address(), secret: 'canary-secret' } })),
    );
    await count(1, 20_000);
    const [hook] = received;
    expect(JSON.parse(hook?.body ?? '')).toMatchObject({
      event: 'job.succeeded',
      job: { id: told.id, status: 'succeeded', progress: 1 },
    });
    expect(hook?.headers).toMatchObject({
      'convoy-event': 'job.succeeded',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(hook !== undefined && isSigned(hook, 'canary-secret')).toBe(true);
    await ask(`/jobs/${made.id}`, { method: 'DELETE' });
  });

  it('are tried again, with the same delivery, over a restart, and signed by the token without a secret', async () => {
    const before = received.length;
    refuse = 1;
    const { id } = await jobOf(await post('/jobs', photo({ webhook: { url: address() } })));
    await count(before + 1, 20_000);
    await restart();
    await count(before + 2, 20_000);
    const [first, second] = received.slice(before);
    expect(first?.headers['convoy-delivery']).toBe(second?.headers['convoy-delivery']);
    expect(second !== undefined && isSigned(second, apiToken)).toBe(true);
    expect((JSON.parse(second?.body ?? '') as { job: Job }).job.id).toBe(id);
    await expect.poll(() => engine().api.records('hook'), { timeout: 10_000 }).toEqual([]);
  }, 60_000);

  it('leave no secret in any file', async () => {
    await engine().queue.pause('after');
    const made = await jobOf(
      await post('/jobs', photo({ webhook: { url: address(), secret: 'canary-secret' } })),
    );
    const files = readdirSync(at('state'), { withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const { name } of files) {
      const bytes = readFileSync(at('state', name));
      expect([name, bytes.includes('canary'), bytes.includes(apiToken)]).toEqual([name, false, false]);
    }
    await ask(`/jobs/${made.id}`, { method: 'DELETE' });
    engine().queue.resume();
  });
});

describe('tasks', () => {
  it('a look at a file is a task', async () => {
    const answer = await post('/tasks', { kind: 'probe', input: { url: at('media/clip.mp4') } });
    const task = (await answer.json()) as { id: string };
    expect([answer.status, task]).toMatchObject([
      201,
      {
        object: 'task',
        kind: 'probe',
        status: 'succeeded',
        error: null,
        job_id: null,
        output: {
          object: 'file',
          url: at('media/clip.mp4'),
          bytes: expect.any(Number) as number,
          duration: 2,
        },
      },
    ]);
    expect(await (await ask(`/tasks/${task.id}`)).json()).toEqual(task);
  });

  it('a file of this computer needs no import', async () => {
    const answer = await post('/tasks', { kind: 'import', input: at('media/photo.jpg') });
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { kind: 'import', status: 'succeeded', output: { path: at('media/photo.jpg') } },
    ]);
  });

  it('a conversion is a task with the file it made', async () => {
    const probe = (await (
      await post('/tasks', { kind: 'probe', input: { url: at('media/photo.jpg') } })
    ).json()) as { output: object };
    const answer = await post('/tasks', {
      kind: 'image',
      input: probe.output,
      options: { format: 'png' },
      output: at('media/out/'),
    });
    const task = (await answer.json()) as { id: string; job_id: string };
    expect([answer.status, task]).toMatchObject([201, { kind: 'image', options: {}, status: 'waiting' }]);
    await over(task.job_id);
    expect(await (await ask(`/tasks/${task.id}`)).json()).toMatchObject({
      status: 'succeeded',
      output: { object: 'file', mime: 'image/png', path: expect.stringMatching(/photo.*\.png$/) as string },
    });
  });

  it('a look at something that is none fails', async () => {
    const answer = await post('/tasks', { kind: 'probe', input: { url: at('media/none.mp4') } });
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { status: 'failed', error: { kind: 'input_not_found' } },
    ]);
  });

  it.each<[string, () => object, number, string]>([
    ['no input', () => ({ kind: 'probe' }), 400, 'input_required'],
    ['another kind', () => ({ kind: 'speech', input: 'a' }), 400, 'invalid_option'],
    ['a file outside', () => ({ kind: 'probe', input: at('secret/photo.jpg') }), 400, 'invalid_input'],
    ['another scheme', () => ({ kind: 'import', input: 'ftp://a/b' }), 400, 'invalid_input'],
    ['a path that is not whole', () => ({ kind: 'probe', input: 'clip.mp4' }), 400, 'invalid_input'],
    [
      'options that it has not',
      () => ({ kind: 'probe', input: at('media/clip.mp4'), options: { a: 1 } }),
      400,
      'invalid_option',
    ],
    ['an export to nowhere', () => ({ kind: 'export', input: at('media/clip.mp4') }), 400, 'invalid_option'],
    [
      'a wrong option',
      () => ({ kind: 'image', input: at('media/photo.jpg'), options: { format: 'bmp' } }),
      400,
      'invalid_format',
    ],
  ])('%s is refused', async (_, body, status, kind) => {
    const answer = await post('/tasks', body());
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { kind, message: expect.any(String) as string },
    ]);
  });
});

describe('a thousand jobs by fifty clients', () => {
  it('are a thousand jobs', async () => {
    await engine().queue.pause('after');
    const before = engine().queue.count();
    const ids = new Set<string>();
    const client = async (n: number): Promise<void> => {
      for (let job = 0; job < 20; job += 1) {
        const answer = await post('/jobs', photo({ metadata: { n, job } }), {
          'idempotency-key': `load-${n}-${job}`,
        });
        expect(answer.status).toBe(201);
        ids.add((await jobOf(answer)).id);
      }
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => client(n)));
    expect([ids.size, engine().queue.count()]).toEqual([1000, before + 1000]);
    const listed = new Set<string>();
    for (let after = ''; ;) {
      const { data, has_more: more } = (await (
        await ask(`/jobs?status=queued&limit=100${after}`)
      ).json()) as {
        data: Job[];
        has_more: boolean;
      };
      for (const { id } of data) listed.add(id);
      if (!more) break;
      after = `&after=${data.at(-1)?.id ?? ''}`;
    }
    expect([...ids].every((id) => listed.has(id))).toBe(true);
    await engine().queue.remove([...ids]);
    engine().queue.resume();
  }, 120_000);
});
