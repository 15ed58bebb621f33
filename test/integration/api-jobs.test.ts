import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Job } from '../../shared/model/job.ts';
import { newId } from '../../shared/model/id.ts';
import { apiToken, servedApi } from '../support/served-api.ts';

/** Jobs over HTTP, as a script would ask for them. */

const { at, ask, post, over, url, server, engine } = servedApi();

const json = async (response: Response): Promise<unknown> => response.json();
const photo = (): object => ({
  kind: 'image',
  input: at('media/photo.jpg'),
  options: { format: 'webp' },
  output: at('media/out/'),
});

describe('a job', () => {
  it('is made, runs, and is there with its four tasks', async () => {
    const answer = await post('/jobs', { ...photo(), metadata: { order: 7 } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      201,
      'application/json; charset=utf-8',
    ]);
    const made = Job.parse(await json(answer));
    expect(made).toMatchObject({
      object: 'job',
      kind: 'image',
      input: at('media/photo.jpg'),
      output: at('media/out/'),
      options: { format: 'webp' },
      metadata: { order: 7 },
      status: 'queued',
      progress: null,
      error: null,
      attempt: 1,
    });
    expect(made.tasks.map(({ kind, status, input, options }) => [kind, status, input, options])).toEqual([
      ['probe', 'waiting', null, {}],
      ['import', 'waiting', null, {}],
      ['image', 'waiting', null, {}],
      ['export', 'waiting', null, {}],
    ]);
    const done = Job.parse(await over(made.id));
    expect([done.status, done.progress, done.error]).toEqual(['succeeded', 1, null]);
    expect(done.tasks.map(({ status }) => status)).toEqual([
      'succeeded',
      'skipped',
      'succeeded',
      'succeeded',
    ]);
    expect(done.output).toMatch(/\/media\/out\/photo.*\.webp$/);
    expect(existsSync(done.output ?? '')).toBe(true);
    const result = await ask(`/jobs/${made.id}/result`, { headers: { range: 'bytes=0-3' } });
    expect([result.status, result.headers.get('content-type'), await result.text()]).toEqual([
      206,
      'image/webp',
      'RIFF',
    ]);
  });

  it('takes a file:// address as the place of its result', async () => {
    const asked = { ...photo(), output: `file://${at('media/out')}/{name}%20as%20file.{ext}` };
    const answer = await post('/jobs', asked);
    expect(answer.status).toBe(201);
    const done = await over(Job.parse(await json(answer)).id);
    expect([done.status, done.output]).toEqual(['succeeded', at('media/out/photo as file.webp')]);
  });

  it('takes file:// addresses and several inputs', async () => {
    const joined = await post('/jobs', {
      kind: 'video',
      input: [`file://${at('media/clip.mp4')}`, at('media/clip.mp4')],
      output: at('media/out/joined.mp4'),
    });
    expect(joined.status).toBe(201);
    const { id } = Job.parse(await json(joined));
    expect((await over(id)).status).toBe('succeeded');
  });

  it('is cancelled, tried again and removed', async () => {
    await engine().queue.pause('after');
    const { id } = Job.parse(await json(await post('/jobs', photo())));
    expect((await post(`/jobs/${id}/retry`, '')).status).toBe(409);
    const cancelled = await post(`/jobs/${id}/cancel`, '');
    expect([cancelled.status, Job.parse(await json(cancelled)).status]).toEqual([200, 'cancelled']);
    expect((await post(`/jobs/${id}/cancel`, '')).status).toBe(200);
    const again = await post(`/jobs/${id}/retry`, '');
    const retried = Job.parse(await json(again));
    expect([again.status, retried.status, retried.attempt]).toEqual([200, 'queued', 2]);
    engine().queue.resume();
    expect((await over(id)).status).toBe('succeeded');
    const tooLate = await post(`/jobs/${id}/cancel`, '');
    expect([tooLate.status, await json(tooLate)]).toEqual([
      409,
      { kind: 'conflict', message: 'That is not possible now: the job is over: it succeeded.' },
    ]);
    expect((await ask(`/jobs/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`/jobs/${id}`)).status).toBe(404);
    expect((await ask(`/jobs/${id}`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('the list', () => {
  it('is paged by cursors in both directions and filtered', async () => {
    await engine().queue.pause('after');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(Job.parse(await json(await post('/jobs', photo()))).id);
    type List = { data: Job[]; has_more: boolean };
    const list = async (query: string): Promise<List> => (await json(await ask(`/jobs?${query}`))) as List;
    const idsOf = ({ data }: List): string[] => data.map(({ id }) => id);
    const newest = ids.toReversed();
    const first = await ask('/jobs?limit=2');
    expect(first.headers.get('has-more')).toBe('true');
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(idsOf((await json(first)) as List)).toEqual(newest.slice(0, 2));
    const second = await fetch(next, { headers: { authorization: `Bearer ${apiToken}` } });
    expect(idsOf((await json(second)) as List)).toEqual(newest.slice(2, 4));
    expect(idsOf(await list(`order=asc&after=${ids[1]}`))).toEqual(ids.slice(2));
    expect(idsOf(await list(`before=${ids[1]}&limit=100`))).toEqual(newest.slice(0, 3));
    expect(idsOf(await list('status=queued&kind=image&limit=100'))).toEqual(newest);
    expect(idsOf(await list('status=queued&kind=video'))).toEqual([]);
    engine().queue.resume();
    for (const id of ids) await over(id);
    expect(idsOf(await list('status=queued'))).toEqual([]);
    expect((await list('status=succeeded&kind=image&limit=100')).data.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['limit=0', 400, 'invalid_option'],
    ['limit=101', 400, 'invalid_option'],
    ['order=up', 400, 'invalid_option'],
    ['kind=film', 400, 'invalid_option'],
    ['status=done', 400, 'invalid_option'],
    ['after=x', 400, 'invalid_option'],
    ['page=2', 400, 'invalid_request'],
  ])('%s is refused', async (query, status, kind) => {
    const answer = await ask(`/jobs?${query}`);
    expect([answer.status, await json(answer)]).toEqual([
      status,
      { kind, message: expect.any(String) as string },
    ]);
  });
});

describe('what is wrong is said', () => {
  const cases: readonly [string, () => unknown, number, string][] = [
    ['no JSON', () => '{', 400, 'invalid_request'],
    ['nothing', () => '', 400, 'invalid_request'],
    ['no object', () => [], 400, 'invalid_request'],
    ['no input', () => ({ kind: 'image' }), 400, 'input_required'],
    ['an empty input', () => ({ kind: 'image', input: '' }), 400, 'input_required'],
    ['no inputs', () => ({ kind: 'image', input: [] }), 400, 'input_required'],
    ['another scheme', () => ({ ...photo(), input: 'ftp://example.org/a.jpg' }), 400, 'invalid_input'],
    ['a password', () => ({ ...photo(), input: 'https://a:b@example.org/a.jpg' }), 400, 'invalid_input'],
    ['a relative path', () => ({ ...photo(), input: 'photo.jpg' }), 400, 'invalid_input'],
    ['a number as input', () => ({ ...photo(), input: 7 }), 400, 'invalid_input'],
    ['no kind', () => ({ input: at('media/photo.jpg') }), 400, 'invalid_option'],
    ['another kind', () => ({ ...photo(), kind: 'film' }), 400, 'invalid_option'],
    ['another format', () => ({ ...photo(), options: { format: 'bmp' } }), 400, 'invalid_format'],
    [
      'another codec',
      () => ({ kind: 'video', input: at('media/clip.mp4'), options: { format: 'webm', codec: 'h264' } }),
      400,
      'invalid_codec',
    ],
    ['another option', () => ({ ...photo(), options: { colour: 1 } }), 400, 'invalid_option'],
    ['another member', () => ({ ...photo(), callback: 1 }), 400, 'invalid_request'],
    ['an input outside', () => ({ ...photo(), input: at('secret/photo.jpg') }), 400, 'invalid_input'],
    ['a way up', () => ({ ...photo(), input: at('media/../secret/photo.jpg') }), 400, 'invalid_input'],
    [
      'a file:// outside',
      () => ({ ...photo(), input: `file://${at('secret/photo.jpg')}` }),
      400,
      'invalid_input',
    ],
    ['a link that leads out', () => ({ ...photo(), input: at('media/linked.jpg') }), 400, 'invalid_input'],
    [
      'a folder that leads out',
      () => ({ ...photo(), input: at('media/way-out/photo.jpg') }),
      400,
      'invalid_input',
    ],
    ['an output outside', () => ({ ...photo(), output: at('secret/') }), 400, 'invalid_option'],
    [
      'a file:// output outside',
      () => ({ ...photo(), output: `file://${at('secret')}/` }),
      400,
      'invalid_option',
    ],
    ['an output of no place', () => ({ ...photo(), output: 'file:///out/50%.webp' }), 400, 'invalid_option'],
    ['a relative output', () => ({ ...photo(), output: 'out/' }), 400, 'invalid_option'],
    ['an output on the web', () => ({ ...photo(), output: 'https://example.org/' }), 400, 'invalid_option'],
    ['an output that leads out', () => ({ ...photo(), output: at('media/way-out/') }), 400, 'invalid_option'],
    [
      'no such connection',
      () => ({ ...photo(), output: 's3://bucket-name/a/', connection: 'none' }),
      404,
      'connection_missing',
    ],
    ['a bad webhook', () => ({ ...photo(), webhook: { url: 'file:///etc/passwd' } }), 400, 'invalid_option'],
    [
      'too much',
      () => JSON.stringify({ ...photo(), metadata: { a: 'x'.repeat(1_100_000) } }),
      413,
      'payload_too_large',
    ],
  ];
  it.each(cases)('%s', async (_, body, status, kind) => {
    const before = engine().queue.count();
    const answer = await post('/jobs', body());
    expect([answer.status, await json(answer)]).toEqual([
      status,
      { kind, message: expect.any(String) as string },
    ]);
    expect(engine().queue.count()).toBe(before);
  });

  it('an input that is not there is a job that fails', async () => {
    const { id } = Job.parse(await json(await post('/jobs', { ...photo(), input: at('media/none.jpg') })));
    expect(await over(id)).toMatchObject({ status: 'failed', error: { kind: 'input_not_found' } });
  });

  it.each([
    ['GET', '/jobs/job_x'],
    ['GET', `/jobs/${newId('job')}`],
    ['DELETE', `/jobs/${newId('job')}`],
    ['POST', `/jobs/${newId('job')}/cancel`],
    ['POST', `/jobs/${newId('job')}/retry`],
    ['GET', `/jobs/${newId('job')}/events`],
    ['GET', `/jobs/${newId('job')}/result`],
    ['GET', `/tasks/${newId('task')}`],
    ['GET', '/jobs/a/b/c'],
    ['GET', '/tasks/a/b'],
  ])('%s %s is not found', async (method, address) => {
    const answer = await ask(address, { method });
    expect([answer.status, await json(answer)]).toEqual([
      404,
      { kind: 'not_found', message: expect.any(String) as string },
    ]);
  });
});

describe('the way in', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['no token', {}, 401, 'token_missing'],
    ['another scheme', { authorization: 'Basic YTpi' }, 401, 'token_missing'],
    ['a wrong token', { authorization: 'Bearer abcdefgh' }, 401, 'token_invalid'],
    ['no token behind the word', { authorization: 'Bearer' }, 401, 'token_invalid'],
    [
      'a page from elsewhere',
      { authorization: `Bearer ${apiToken}`, origin: 'https://evil.example' },
      403,
      'invalid_request',
    ],
    [
      'a page of this computer',
      { authorization: `Bearer ${apiToken}`, 'sec-fetch-site': 'same-site' },
      403,
      'invalid_request',
    ],
  ])('%s', async (_, headers, status, kind) => {
    const answer = await fetch(`${url()}/jobs`, { headers });
    expect([answer.status, await json(answer)]).toEqual([
      status,
      { kind, message: expect.any(String) as string },
    ]);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="convoy"' : null);
  });

  it('neither the cookie nor the token of the window counts', async () => {
    const entrance = await fetch(server().url, { redirect: 'manual' });
    const cookie = (entrance.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await fetch(`${url()}/jobs`, { headers: { cookie } })).status).toBe(401);
    const headers = { authorization: `Bearer ${server().token}` };
    expect((await fetch(`${url()}/jobs`, { headers })).status).toBe(401);
    expect((await fetch(`${url()}/`, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(`${url()}/`, { headers: { authorization: `Bearer ${apiToken}` } })).status).toBe(401);
  });

  it('says that it is there to everybody', async () => {
    const answer = await fetch(`${url()}/health`);
    expect([answer.status, await json(answer)]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
  });
});
