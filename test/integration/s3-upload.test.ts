import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newId } from '../../shared/model/id.ts';
import type { Collision } from '../../shared/model/settings.ts';
import type { Uploaded } from '../../electron/engine/run/transfer.ts';
import type { tempDir } from '../support/media.ts';
import { type S3Request, type S3Server, s3Server } from '../support/s3-server.ts';
import { failed, send } from '../support/send-staged.ts';

/** Uploads against a real S3 server behind a proxy that does harm: nothing is lost, and nothing is left behind. */

const MiB = 2 ** 20;
type Test = Parameters<typeof tempDir>[0];

const large = (): Buffer => randomBytes(20 * MiB + 123);

describe('an upload', () => {
  it('puts a small file in one request, with its type and its headers', async (t) => {
    const server = await s3Server(t);
    const body = randomBytes(3000);
    const sent = await send(
      t,
      server,
      { 'a b/ñandú 🦩.mp4': body },
      {
        draft: {
          ...{ cacheControl: 'max-age=60', storageClass: 'STANDARD_IA', acl: 'public-read' },
          ...{ encryption: { type: 'AES256' }, publicUrl: 'https://cdn.example.org/' },
        },
      },
    );
    expect(await sent.result).toMatchObject({
      outcome: 'uploaded',
      files: [
        {
          path: 's3://media-prod/a b/ñandú 🦩.mp4',
          url: 'https://cdn.example.org/a%20b/%C3%B1and%C3%BA%20%F0%9F%A6%A9.mp4',
          bytes: 3000,
        },
      ],
    });
    expect(server.objects()).toEqual({ 'a b/ñandú 🦩.mp4': body });
    const put = server.requests.find(({ method }) => method === 'PUT');
    expect(put?.headers).toMatchObject({
      'content-type': 'video/mp4',
      'cache-control': 'max-age=60',
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'public-read',
      'x-amz-server-side-encryption': 'AES256',
    });
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'PUT', 'HEAD']);
    expect(sent.progress.at(-1)).toEqual({ bytes: 3000, of: 3000, files: { done: 1, of: 1 } });
  });

  it('cuts a large file into parts, and tells its upload before the first of them', async (t) => {
    const server = await s3Server(t);
    const body = large();
    const toldBefore: number[] = [];
    const sent = await send(t, server, { 'film.mp4': body });
    server.harm = ({ query }) => {
      if (query.has('partNumber')) toldBefore.push(sent.partial.length);
      return null;
    };
    await sent.result;
    expect(server.objects()['film.mp4']?.equals(body)).toBe(true);
    expect(server.uploads()).toEqual([]);
    expect(toldBefore).toEqual([1, 1, 1]);
    expect(sent.partial.map((now) => now.map(({ key }) => key))).toEqual([['film.mp4'], []]);
    expect(sent.progress.at(-1)).toEqual({
      ...{ bytes: body.length, of: body.length, files: { done: 1, of: 1 } },
    });
  });

  it('puts up an empty file too', async (t) => {
    const server = await s3Server(t);
    await (
      await send(t, server, { 'empty.mp4': Buffer.alloc(0) })
    ).result;
    expect(server.objects()).toEqual({ 'empty.mp4': Buffer.alloc(0) });
  });
});

describe('an upload whose way is bad', () => {
  it.for([
    ['500', { answer: 500, code: 'InternalError' }],
    ['503', { answer: 503, code: 'SlowDown' }],
    ['a reset', 'reset'],
    ['a truncated body', 'truncate'],
    ['a lost answer', 'lose_answer'],
  ] as const)('goes on after %s, for every sort of request', async ([, harm], t) => {
    const server = await s3Server(t);
    const body = large();
    const harmed = new Set<string>();
    server.harm = ({ method, query }) => {
      const sort = `${method} ${[...query.keys()].filter((name) => name !== 'x-id').join(' ')}`;
      // What has no body cannot be cut; an abort is none of a good upload.
      if (harm === 'truncate' && method !== 'PUT') return null;
      if (harmed.has(sort)) return null;
      harmed.add(sort);
      return harm;
    };
    const sent = await send(t, server, { 'film.mp4': body });
    await sent.result;
    expect(server.objects()['film.mp4']?.equals(body)).toBe(true);
    expect(sent.lines.length).toBeGreaterThan(0);
    expect(sent.progress.at(-1)?.bytes).toBe(body.length);
    expect(server.uploads()).toEqual([]);
  });
});

describe('a begin that is not answered', () => {
  const isBegin = ({ method, query }: S3Request): boolean => method === 'POST' && query.has('uploads');
  /** Others that upload at the same time, to keys that are only like ours. */
  async function others(server: S3Server): Promise<readonly string[]> {
    const client = new S3Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: server.keys,
    });
    for (const Key of ['film.mp4.part', 'film'])
      await client.send(new CreateMultipartUploadCommand({ Bucket: server.bucket, Key }));
    client.destroy();
    return server.uploads();
  }

  it('leaves nothing, and takes nothing away from anybody else', async (t) => {
    const server = await s3Server(t);
    const theirs = await others(server);
    let lost = 0;
    server.harm = (request) => (isBegin(request) && lost++ < 2 ? 'lose_answer' : null);
    const sent = await send(t, server, { 'film.mp4': large() });
    await sent.result;
    expect([lost, server.uploads().toSorted()]).toEqual([3, theirs.toSorted()]);
    expect(Object.keys(server.objects())).toEqual(['film.mp4']);
    const looks = server.requests.filter(({ method, query }) => method === 'GET' && query.has('uploads'));
    expect(looks.map(({ query }) => query.get('prefix'))).toEqual(['film.mp4']);
  });

  it('leaves nothing when it is given up', async (t) => {
    const server = await s3Server(t);
    server.harm = (request) => (isBegin(request) ? 'lose_answer' : null);
    const sent = await send(t, server, { 'film.mp4': large() });
    expect(await failed(sent)).toMatchObject({ kind: 'upload_failed' });
    expect([server.requests.filter(isBegin).length, server.uploads()]).toEqual([4, []]);
  });

  it('leaves nothing when its job is told to stop meanwhile', async (t) => {
    const server = await s3Server(t);
    const sent = await send(t, server, { 'film.mp4': large() });
    server.harm = (request) => {
      if (!isBegin(request)) return null;
      setTimeout(() => sent.abort.abort(), 200);
      return 'keep_answer';
    };
    expect(await failed(sent)).toMatchObject({ kind: 'cancelled' });
    expect([server.requests.filter(isBegin).length, server.uploads()]).toEqual([1, []]);
  });

  it('is no reason to fail where the keys may not look', async (t) => {
    const server = await s3Server(t);
    let lost = 0;
    server.harm = (request) =>
      request.method === 'GET'
        ? { answer: 403, code: 'AccessDenied' }
        : isBegin(request) && lost++ === 0
          ? 'lose_answer'
          : null;
    const sent = await send(t, server, { 'film.mp4': large() });
    await sent.result;
    expect(server.uploads()).toHaveLength(1);
    expect(sent.lines.join('\n')).toContain('whether an upload began unheard cannot be looked at');
  });
});

describe('an upload that fails', () => {
  it('gives up after some tries, and aborts', async (t) => {
    const server = await s3Server(t);
    server.harm = ({ query }) =>
      query.get('partNumber') === '2' ? { answer: 500, code: 'InternalError' } : null;
    const sent = await send(t, server, { 'film.mp4': large() });
    expect(await failed(sent)).toMatchObject({
      kind: 'upload_failed',
      message: expect.stringMatching(
        /“film\.mp4” could not be uploaded: 127\.0\.0\.1:\d+ answers with an error of its own/,
      ) as string,
      detail: expect.stringContaining('InternalError, HTTP 500') as string,
    });
    expect(server.requests.filter(({ query }) => query.get('partNumber') === '2')).toHaveLength(4);
    expect([server.objects(), server.uploads()]).toEqual([{}, []]);
    expect(sent.partial.at(-1)).toEqual([]);
  });

  it('is aborted when its job is told to stop, at once', async (t) => {
    const server = await s3Server(t);
    server.harm = ({ query }) => (query.has('partNumber') ? { slow: 50 } : null);
    const sent = await send(t, server, { 'film.mp4': large() });
    while (!server.requests.some(({ query }) => query.has('partNumber')))
      await new Promise((resolve) => setTimeout(resolve, 10));
    const at = Date.now();
    sent.abort.abort();
    expect(await failed(sent)).toMatchObject({ kind: 'cancelled' });
    expect(Date.now() - at).toBeLessThan(3000);
    expect([server.objects(), server.uploads(), sent.partial.at(-1)]).toEqual([{}, [], []]);
  });

  it('aborts what an earlier try could not abort', async (t) => {
    const server = await s3Server(t);
    server.harm = ({ method, query }) =>
      method === 'DELETE' || query.get('partNumber') === '3' ? 'reset' : null;
    const first = await send(t, server, { 'film.mp4': large() });
    await failed(first);
    expect(server.uploads()).toHaveLength(1);
    const partial = first.partial.at(-1) ?? [];
    expect(partial).toMatchObject([{ key: 'film.mp4', uploadId: server.uploads()[0] }]);
    server.harm = () => null;
    const body = large();
    const second = await send(t, server, { 'film.mp4': body }, { partial });
    await second.result;
    expect(server.uploads()).toEqual([]);
    expect(server.objects()['film.mp4']?.equals(body)).toBe(true);
    expect(second.partial[0]).toEqual([]);
  });

  it.for([
    [
      { answer: 403, code: 'AccessDenied' },
      'upload_denied',
      /no right to do that in the bucket “media-prod”/,
    ],
    [{ answer: 403, code: 'SignatureDoesNotMatch' }, 'upload_denied', /the secret key does not belong/],
    [{ answer: 403, code: 'InvalidAccessKeyId' }, 'upload_denied', /does not know the access key/],
    [{ answer: 403, code: 'RequestTimeTooSkewed' }, 'upload_denied', /the clock of this computer/],
    [
      { answer: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-3' } },
      'upload_denied',
      /is in the region eu-west-3, not us-east-1/,
    ],
    [{ answer: 404, code: 'NoSuchBucket' }, 'upload_denied', /there is no bucket “media-prod”/],
    [{ answer: 507, code: 'InsufficientStorage' }, 'upload_failed', /no room left/],
  ] as const)('says why: %o', async ([harm, kind, said], t) => {
    const server = await s3Server(t);
    server.harm = ({ method }) => (method === 'HEAD' ? null : harm);
    const sent = await send(t, server, { 'a.mp4': randomBytes(10) });
    const error = await failed(sent);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(said) as string });
    // Said once: it would be the same the next time.
    expect(server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('says so when nobody answers, and when there are no keys', async (t) => {
    const server = await s3Server(t);
    const gone = await send(
      t,
      server,
      { 'a.mp4': randomBytes(10) },
      { draft: { endpoint: 'http://127.0.0.1:9' } },
    );
    expect(await failed(gone)).toMatchObject({
      ...{ kind: 'upload_failed', message: '“a.mp4” could not be uploaded: nobody answers at 127.0.0.1:9.' },
    });
    const unknown = await send(t, server, { 'a.mp4': randomBytes(10) }, { connection: 'other' });
    expect(await failed(unknown)).toMatchObject({
      ...{ kind: 'connection_missing', message: 'The connection “other” does not exist.' },
    });
  });
});

describe('a name that is taken in the bucket', () => {
  const taken = async (
    t: Test,
    collision: Collision,
    jobId = newId('job'),
  ): Promise<[S3Server, Uploaded]> => {
    const server = await s3Server(t);
    await (
      await send(t, server, { 'out/a.mp4': Buffer.from('old') })
    ).result;
    const sent = await send(t, server, { 'out/a.mp4': Buffer.from('new') }, { collision, jobId });
    return [server, await sent.result];
  };

  it('is numbered', async (t) => {
    const [server, uploaded] = await taken(t, 'number');
    expect(server.objects()).toEqual({
      'out/a.mp4': Buffer.from('old'),
      'out/a (2).mp4': Buffer.from('new'),
    });
    expect(uploaded).toMatchObject({ files: [{ path: 's3://media-prod/out/a (2).mp4' }] });
  });

  it('is overwritten without a look', async (t) => {
    const [server] = await taken(t, 'overwrite');
    expect(server.objects()).toEqual({ 'out/a.mp4': Buffer.from('new') });
  });

  it('is left alone', async (t) => {
    const [server, uploaded] = await taken(t, 'skip');
    expect(server.objects()).toEqual({ 'out/a.mp4': Buffer.from('old') });
    expect(uploaded).toMatchObject({ outcome: 'skip', error: { kind: 'output_exists' } });
  });

  it('is its own when the same job had it up before it was cut off', async (t) => {
    const server = await s3Server(t);
    const jobId = newId('job');
    for (const text of ['first', 'again'])
      await (
        await send(t, server, { 'a.mp4': Buffer.from(text) }, { jobId })
      ).result;
    expect(server.objects()).toEqual({ 'a.mp4': Buffer.from('again') });
    expect(server.metadata('a.mp4')['x-amz-meta-convoy-job']).toBe(jobId);
  });
});

describe('a queue that stands still', () => {
  it('sends nothing meanwhile, and goes on', async (t) => {
    const server = await s3Server(t);
    const sent = await send(t, server, { 'film.mp4': large() });
    server.harm = ({ query }) => {
      if (query.has('uploads')) sent.standStill.set(true);
      return null;
    };
    while (!server.requests.some(({ query }) => query.has('uploads')))
      await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.requests.some(({ query }) => query.has('partNumber'))).toBe(false);
    sent.standStill.set(false);
    await sent.result;
    expect(Object.keys(server.objects())).toEqual(['film.mp4']);
  });
});
