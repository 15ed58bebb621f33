import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Certificate, certificateFor } from '../support/certificate.ts';
import { convoyFile } from '../support/convoy-process.ts';
import { clip, tempDir } from '../support/media.ts';
import { noise } from '../support/noise-wav.ts';
import { type S3Server, s3Server } from '../support/s3-server.ts';

/** A service behind https, with a certificate of its own: trusted where a person says so, and explained where not. */

type Test = Parameters<typeof tempDir>[0];

/** Puts TLS before the server. Gives the port. */
async function tlsBefore(t: Test, server: S3Server, { key, cert }: Certificate): Promise<number> {
  const inner = new URL(server.endpoint);
  const tls = https.createServer({ key, cert }, (request, response) => {
    const { method, url, headers } = request;
    const to = { host: inner.hostname, port: inner.port, method, path: url, headers };
    const onward = http.request(to, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- vitest waits for it
  t.onTestFinished(async () => {
    tls.closeAllConnections();
    await new Promise((resolve) => tls.close(resolve));
  });
  return (tls.address() as AddressInfo).port;
}

it('takes small and large objects when its certificate is trusted, and is explained when it is not', async (t) => {
  const server = await s3Server(t);
  const certificate = certificateFor(t, 'DNS:localhost');
  const port = await tlsBefore(t, server, certificate);
  const folder = tempDir(t);
  const convoy = (trusts: boolean, ...args: string[]): Promise<{ code: number | null; err: string }> => {
    const env: NodeJS.ProcessEnv = { ...process.env, ...server.env };
    if (trusts) env['NODE_EXTRA_CA_CERTS'] = certificate.file;
    else delete env['NODE_EXTRA_CA_CERTS'];
    const child = spawn(process.execPath, [convoyFile, ...args, '--state', path.join(folder, 'state')], {
      ...{ cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
    });
    t.onTestFinished(() => void child.kill('SIGKILL'));
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, err })));
  };
  const add = (name: string, host: string): Promise<{ code: number | null }> =>
    convoy(
      ...([false, 'connections', 'add', '--name', name, '--bucket', server.bucket, '--path-style'] as const),
      ...['--endpoint', `https://${host}:${port}`],
    );
  expect((await add('prod', 'localhost')).code).toBe(0);
  const stranger = await convoy(false, 'connections', 'test', 'prod');
  expect(stranger.code).toBe(1);
  expect(stranger.err).toContain(`the certificate of localhost:${port} is not trusted`);
  expect(stranger.err).toContain('name its authority in NODE_EXTRA_CA_CERTS');
  expect((await add('elsewhere', '127.0.0.1')).code).toBe(0);
  const named = await convoy(true, 'connections', 'test', 'elsewhere');
  expect(named.err).toContain(`the certificate of 127.0.0.1:${port} is for another name`);
  expect([server.requests.length, server.objects()]).toEqual([0, {}]);

  expect(await convoy(true, 'connections', 'test', 'prod')).toMatchObject({ code: 0 });
  const large = path.join(folder, 'large.wav');
  writeFileSync(large, noise(20 * 2 ** 20));
  const sent = await convoy(
    ...([true, 'audio', '-i', large, await clip('wav'), '--format', 'wav', '--start', '0.01'] as const),
    ...['--connection', 'prod', '-o', `s3://${server.bucket}/tls/`],
  );
  expect(sent.code, sent.err).toBe(0);
  const sizes = Object.entries(server.objects()).map(([key, { length }]) => [key, length > 2 ** 23]);
  expect(sizes.toSorted()).toEqual([
    ['tls/large.wav', true],
    [expect.stringMatching(/^tls\/.+\.wav$/), false],
  ]);
  const parts = server.requests.filter(({ query }) => query.has('partNumber'));
  expect(parts.length).toBeGreaterThan(1);
  // Over https the connection vouches for the signature, and an MD5 for the bytes.
  for (const { headers } of parts) {
    expect(headers).toMatchObject({
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-md5': expect.any(String) as string,
    });
  }
  expect(server.uploads()).toEqual([]);
}, 180_000);
