import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createS3Client } from '../../electron/engine/export/s3-client.ts';
import { createImporter } from '../../electron/engine/fetch/create-importer.ts';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import type { ImportJob } from '../../electron/engine/run/transfer.ts';
import { newId } from '../../shared/model/id.ts';
import { tempDir } from '../support/media.ts';
import { type S3Server, s3Server } from '../support/s3-server.ts';

/** Inputs out of a real S3 server, at an endpoint in a private network, which is a person's own choice. */

const film = (length: number): Buffer => {
  const bytes = randomBytes(length);
  bytes.write('\0\0\0\x20ftypisom', 0, 'latin1');
  return bytes;
};

async function setup(t: Parameters<typeof tempDir>[0], key: string) {
  const server = await s3Server(t);
  const { endpoint, bucket, keys } = server;
  const client = await createS3Client({ endpoint, region: 'us-east-1', pathStyle: true }, keys);
  t.onTestFinished(() => client.destroy());
  const opened: (string | null)[] = [];
  const importer = createImporter({
    rules: () => ({ allowPrivateAddresses: false, downloadLimit: 100_000_000 }),
    s3: {
      open: (name) => {
        opened.push(name);
        const place = { endpoint, region: 'us-east-1', pathStyle: true };
        return Promise.resolve({ client, bucket, connection: null, label: bucket, place });
      },
    },
    patience: { answerMs: 5000, idleMs: 5000, totalMs: 60_000, firstWaitMs: 20 },
  });
  const file = path.join(tempDir(t), '0', bucket, 'clip.mp4');
  const jobId = newId('job');
  const fetch = (more: Partial<ImportJob> = {}) =>
    importer.fetch({
      ...{ jobId, connection: 'prod', signal: new AbortController().signal, standStill: createStandStill() },
      ...{ onProgress: () => undefined, log: () => undefined },
      files: [{ from: { at: 's3', bucket, key, name: 'clip.mp4' }, path: file }],
      ...more,
    });
  const put = (body: Buffer) => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return { server, file, fetch, put, opened };
}

const ranges = ({ requests }: S3Server): readonly (string | undefined)[] =>
  requests.filter(({ method }) => method === 'GET').map(({ headers }) => headers.range);

/** Stops when so much is here. */
async function stopAt(bytes: number, fetch: (more: Partial<ImportJob>) => Promise<unknown>): Promise<void> {
  const stopper = new AbortController();
  const stopped = fetch({
    signal: stopper.signal,
    onProgress: (told) => told.bytes >= bytes && stopper.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
}

describe('inputs in S3', () => {
  it('are fetched by keys with any letters, through the connection of the job', async (t) => {
    const { file, fetch, put, opened } = await setup(t, 'Урок 1/été & co + 100%.mp4');
    const content = film(300_000);
    await put(content);
    await expect(fetch()).resolves.toEqual([{ path: file, bytes: 300_000 }]);
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(opened).toEqual(['prod']);
  });

  it('go on where they were stopped, and begin anew when they were changed', async (t) => {
    const { server, file, fetch, put } = await setup(t, 'clip.mp4');
    const [before, after] = [film(6_000_000), film(5_000_000)];
    await put(before);
    await stopAt(1_000_000, fetch);
    await stopAt(3_000_000, fetch);
    await put(after);
    await fetch();
    expect(readFileSync(file).equals(after)).toBe(true);
    const [first, second, third, fourth] = ranges(server);
    expect([first, fourth]).toEqual([undefined, undefined]);
    expect(second).toMatch(/^bytes=1\d{6}-$/);
    expect(third).toMatch(/^bytes=3\d{6}-$/);
  });

  it('are tried again when the service is ill for a moment', async (t) => {
    const { server, file, fetch, put } = await setup(t, 'clip.mp4');
    await put(film(200_000));
    let times = 0;
    server.harm = ({ method }) =>
      method === 'GET' && ++times <= 2 ? { answer: 503, code: 'SlowDown' } : null;
    await fetch();
    expect(existsSync(file)).toBe(true);
    expect(times).toBe(3);
  });

  it.for([
    [404, 'NoSuchKey', /it is not in the bucket/],
    [403, 'AccessDenied', /the connection may not read it/],
    [404, 'NoSuchBucket', /there is no bucket “media-prod”/],
    [403, 'RequestTimeTooSkewed', /the clock of this computer is wrong/],
  ] as const)('end with a sentence: %i %s', async ([answer, code, sentence], t) => {
    const { server, fetch } = await setup(t, 'clip.mp4');
    server.harm = () => ({ answer, code });
    const failed = fetch();
    await expect(failed).rejects.toMatchObject({ error: { kind: 'download_failed' } });
    await expect(failed).rejects.toThrow(sentence);
    expect(ranges(server)).toHaveLength(1);
  });
});
