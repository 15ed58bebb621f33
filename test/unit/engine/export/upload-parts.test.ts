import { describe, expect, it } from 'vitest';
import type { OutputFile } from '../../../../shared/model/job.ts';
import { claimKey, createKeyClaims } from '../../../../electron/engine/export/claim-key.ts';
import {
  publicAddress,
  readS3Address,
  s3Address,
} from '../../../../electron/engine/export/object-address.ts';
import { headersOf } from '../../../../electron/engine/export/object-headers.ts';
import {
  atOnceFor,
  isOneRequest,
  partSizeFor,
  partsOf,
} from '../../../../electron/engine/export/part-size.ts';
import { isOther, md5OfParts } from '../../../../electron/engine/export/send-body.ts';
import { createSendSlots } from '../../../../electron/engine/export/send-slots.ts';
import { s3Problem } from '../../../../electron/engine/export/s3-problem.ts';
import { uploadSteps } from '../../../../electron/engine/export/upload-order.ts';
import { waitBefore } from '../../../../electron/engine/export/with-retries.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

describe('parts of an upload', () => {
  it('are 8 MiB, and larger where there would be too many', () => {
    expect([1, 8 * MiB, 8 * MiB + 1].map(isOneRequest)).toEqual([true, true, false]);
    expect([1, GiB, 78 * GiB, 79 * GiB, 5000 * GiB].map((bytes) => partSizeFor(bytes) / MiB)).toEqual([
      8, 8, 8, 9, 512,
    ]);
    for (const bytes of [20 * MiB + 1, 79 * GiB, 5000 * GiB]) {
      const parts = partsOf(bytes);
      expect(parts.length).toBeLessThanOrEqual(10_000);
      expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes);
      expect(parts.every((part, at) => part.n === at + 1 && part.from === at * partSizeFor(bytes))).toBe(
        true,
      );
      expect(parts.slice(0, -1).every((part) => part.bytes >= 5 * MiB)).toBe(true);
    }
  });

  it('hold no more memory however large the file is', () => {
    expect([0, 100, GiB, 300 * GiB, 5000 * GiB].map(atOnceFor)).toEqual([4, 4, 4, 2, 1]);
  });

  it('use each place at most once at a time, and wait for one', async () => {
    const slots = createSendSlots(2);
    let [now, most] = [0, 0];
    const buffers = new Set<Buffer>();
    await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        slots
          .use(10, async (buffer) => {
            most = Math.max(most, ++now);
            buffers.add(buffer);
            await new Promise((resolve) => setImmediate(resolve));
            now--;
            if (n === 3) throw new Error('broken off');
          })
          .catch(() => undefined),
      ),
    );
    expect([most, buffers.size]).toEqual([2, 3]);
  });
});

describe('the order of a package', () => {
  const file = (path: string): OutputFile => ({
    ...{ path, url: '', bytes: 1, mime: 'x', width: null, height: null, duration: null },
  });
  it('is media, their playlists, and what leads to everything', () => {
    const files = ['m.m3u8', 'a/p.m3u8', 'a/init.mp4', 'a/1.m4s', 'b/p.m3u8'].map(file);
    expect(uploadSteps(files)).toEqual([[2, 3], [1, 4], [0]]);
    expect(uploadSteps([file('a.mp4')])).toEqual([[0]]);
    expect(uploadSteps([])).toEqual([]);
  });
});

describe('headers', () => {
  const plain = { cacheControl: null, storageClass: null, acl: null, encryption: null };
  it('say nothing that nobody asked for', () => {
    expect(headersOf({ path: '/a.mp4', mime: 'video/mp4' }, plain, { jobId: 'j', isPackage: false })).toEqual(
      {
        ContentType: 'video/mp4',
        Metadata: { 'convoy-job': 'j' },
      },
    );
  });
  it('encrypt with a key of its own', () => {
    const encryption = { type: 'aws:kms' as const, keyId: 'k' };
    expect(
      headersOf(
        { path: '/a.m4s', mime: 'video/mp4' },
        { ...plain, encryption },
        { jobId: 'j', isPackage: true },
      ),
    ).toEqual({
      ContentType: 'video/iso.segment',
      CacheControl: 'public, max-age=31536000, immutable',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'k',
      Metadata: { 'convoy-job': 'j' },
    });
  });
});

describe('what arrived', () => {
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  it('is compared where an ETag is an MD5', () => {
    expect(isOther(`"${md5}"`, md5, undefined)).toBe(false);
    expect(isOther('"00000000000000000000000000000000"', md5, undefined)).toBe(true);
    expect(isOther('"00000000000000000000000000000000"', md5, 'AES256')).toBe(true);
    expect(isOther('"00000000000000000000000000000000"', md5, 'aws:kms')).toBe(false);
    expect(isOther('"something else"', md5, undefined)).toBe(false);
    expect(isOther(undefined, md5, undefined)).toBe(false);
    // Of several parts and of one: nothing can be said.
    expect(isOther('"00000000000000000000000000000000-3"', md5, undefined)).toBe(false);
    expect(md5OfParts([md5, md5])).toMatch(/^[0-9a-f]{32}-2$/);
    // Where the service was given a signed SHA-256 to check the bytes by, nobody knows their MD5.
    expect([md5OfParts([md5, null]), isOther('"00000000000000000000000000000000"', null, undefined)]).toEqual(
      [null, false],
    );
  });
});

describe('addresses', () => {
  it('go there and back', () => {
    expect(readS3Address(s3Address('b', 'ä/c d.mp4'))).toEqual({ bucket: 'b', key: 'ä/c d.mp4' });
    expect(readS3Address('s3://b/')).toBeNull();
    const connection = { bucket: 'b', publicUrl: 'https://cdn.example.org/x/' };
    expect(publicAddress(connection, 'b', 'ä/c d#.mp4')).toBe(
      'https://cdn.example.org/x/%C3%A4/c%20d%23.mp4',
    );
    expect(publicAddress(connection, 'other', 'a')).toBeNull();
  });
});

describe('a key that is taken', () => {
  const wish = { jobId: 'job_1', key: 'a/b.mp4', form: 'file', collision: 'number', place: '/p' } as const;
  const someone = { bytes: 1, jobId: 'job_2' };
  it('leads to the next one', async () => {
    const claims = createKeyClaims();
    const look = (key: string): Promise<typeof someone | null> =>
      Promise.resolve(key === 'a/b (3).mp4' ? null : someone);
    expect(await claimKey(claims, wish, look)).toEqual({
      ok: true,
      value: { outcome: 'use', key: 'a/b (3).mp4' },
    });
    // Another job at the same time gets another one.
    const free = (): Promise<null> => Promise.resolve(null);
    expect(await claimKey(claims, { ...wish, key: 'a/b (3).mp4' }, free)).toMatchObject({
      value: { key: 'a/b (3) (2).mp4' },
    });
    claims.release('/p', 'a/b (3).mp4');
    expect(await claimKey(claims, { ...wish, key: 'a/b (3).mp4' }, free)).toMatchObject({
      value: { key: 'a/b (3).mp4' },
    });
  });
  it('is free for keys that may only write', async () => {
    expect(await claimKey(createKeyClaims(), wish, () => Promise.resolve('hidden'))).toMatchObject({
      value: { key: 'a/b.mp4' },
    });
  });
  it('is let go when nobody can look', async () => {
    const claims = createKeyClaims();
    await expect(claimKey(claims, wish, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(claims.take('/p', 'a/b.mp4')).toBe(true);
  });
});

describe('what a service says', () => {
  const place = {
    bucket: 'b',
    place: { endpoint: 'https://s3.example.org', region: 'us-east-1', pathStyle: true },
  };
  const http = (name: string, status: number, more: object = {}): object => ({
    name,
    message: 'm',
    $metadata: { httpStatusCode: status },
    ...more,
  });
  it.for([
    [http('AccessDenied', 403), 'denied', /no right/],
    [http('403', 403), 'denied', /no right/],
    [http('NoSuchBucket', 404), 'denied', /no bucket “b” at s3\.example\.org/],
    [http('NotFound', 404), 'missing', /no such object/],
    [
      http('AuthorizationHeaderMalformed', 400, { Region: 'eu-west-1' }),
      'denied',
      /in the region eu-west-1, not us-east-1/,
    ],
    [
      http('301', 301, { $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } } }),
      'denied',
      /eu-west-1/,
    ],
    [http('RequestTimeTooSkewed', 403), 'denied', /clock/],
    [http('SlowDown', 503), 'passing', /fewer requests/],
    [http('InternalError', 500), 'passing', /error of its own \(500\)/],
    [http('Strange', 409), 'broken', /refuses it \(Strange\)/],
    [http('KMS.DisabledException', 400), 'denied', /encryption key/],
    [
      { name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo' },
      'passing',
      /no computer with the name of s3\.example\.org/,
    ],
    [{ name: 'Error', code: 'ECONNREFUSED', message: '' }, 'passing', /nobody answers/],
    [
      { name: 'AggregateError', errors: [{ code: 'ECONNREFUSED' }], message: '' },
      'passing',
      /nobody answers/,
    ],
    [
      { name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: '' },
      'denied',
      /certificate .* is not trusted/,
    ],
    [{ name: 'Error', code: 'EPROTO', message: '' }, 'denied', /does not speak https/],
    [{ name: 'TimeoutError', message: '' }, 'passing', /in time/],
    [new Error('socket hang up'), 'passing', /broke off/],
    [
      { name: 'SyntaxError', message: '<html>', $metadata: { httpStatusCode: 200 } },
      'denied',
      /does not answer like S3/,
    ],
  ] as const)('%o', ([error, sort, said]) => {
    const problem = s3Problem(error, place);
    expect(problem.reason).toMatch(said);
    const sorts = { denied: problem.denied, passing: problem.passing, missing: problem.missing };
    expect(sorts).toEqual({
      denied: sort === 'denied',
      passing: sort === 'passing',
      missing: sort === 'missing',
    });
  });
  it('takes nothing out of an answer but its code and its sentence', () => {
    const problem = s3Problem(
      http('InvalidAccessKeyId', 403, { AWSAccessKeyId: 'AKIASECRET', StringToSign: 'x' }),
      place,
    );
    expect(JSON.stringify(problem)).not.toContain('AKIASECRET');
  });
  it('is tried again after longer and longer waits', () => {
    expect(
      [1, 2, 5].map((n) => [
        waitBefore(n, { tries: 6, firstWaitMs: 500 }, 0),
        waitBefore(n, { tries: 6, firstWaitMs: 500 }, 1),
      ]),
    ).toEqual([
      [250, 500],
      [500, 1000],
      [4000, 8000],
    ]);
  });
});
