import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ConnectionDraft } from '../../shared/model/connection.ts';
import { newConnection } from '../../shared/model/connection.ts';
import { tempDir } from './media.ts';

/** A real S3 server in this process, with a proxy before it that can be told to do harm. */

export interface S3Request {
  readonly method: string;
  /** Bucket and key as they stand in the address, decoded. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  /** Counted from 1, over all requests. */
  readonly n: number;
}

/** What happens to a request instead of being passed on. */
export type Harm =
  /** An answer of the proxy itself, with a code of S3. */
  | { readonly answer: number; readonly code: string; readonly headers?: Record<string, string> }
  /** The connection ends in the middle of the body, or at once when there is none. */
  | 'reset'
  /** Only half of the body arrives, as if that were all of it. Refused, as by every service, when its hash was signed. */
  | 'truncate'
  /** It is passed on, and its answer is lost. */
  | 'lose_answer'
  /** It is passed on, and its answer never comes. */
  | 'keep_answer'
  /** The body is read slowly: a pause in milliseconds for each piece of it. */
  | { readonly slow: number };

export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Environment of a process that may use it. */
  readonly env: Record<string, string>;
  /** Everything that was asked, in order. */
  readonly requests: readonly S3Request[];
  /** Decides for each request what is done to it; null = it is passed on. */
  harm: (request: S3Request) => Harm | null;
  /** Objects with their bytes, by key. */
  objects(): Record<string, Buffer>;
  /** What was stored beside the bytes of an object. */
  metadata(key: string): Record<string, string>;
  /** Ids of multipart uploads that nobody ended. */
  uploads(): readonly string[];
  /** A connection to it, with its keys in the environment. */
  draft(more?: Partial<ConnectionDraft>): ConnectionDraft;
}

interface Written {
  /** Bytes. */
  readonly size: number;
  readonly md5: string;
}

interface S3rverObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: Readable | Buffer;
  readonly metadata: unknown;
}

interface S3rver {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  readonly httpServer: http.Server;
  readonly store: {
    putPart(bucket: string, uploadId: string, part: string, content: Readable): Promise<Written>;
    putObject(object: S3rverObject): Promise<Written>;
    putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
    getResourcePath(bucket: string, key: string | undefined, name: string): string;
  };
}

const require = createRequire(import.meta.url);
const { DUMMY_ACCOUNT: account } = require('s3rver/lib/models/account') as {
  readonly DUMMY_ACCOUNT: { createKeyPair(accessKeyId: string, secretAccessKey: string): void };
};
const S3rver = require('s3rver') as new (options: Record<string, unknown>) => S3rver;

const objectEnd = '._S3rver_object';
const uploadsFolder = '._S3rver_uploads';

/**
 * Starts a server for a test, with one bucket; it ends with the test.
 *
 * @param keys that it takes, beside those that it always takes
 */
export async function s3Server(
  t: Parameters<typeof tempDir>[0],
  bucket = 'media-prod',
  keys: S3Server['keys'] = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
): Promise<S3Server> {
  const directory = tempDir(t);
  account.createKeyPair(keys.accessKeyId, keys.secretAccessKey);
  const inner = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false },
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await inner.run();
  writeWhole(inner);
  const requests: S3Request[] = [];
  const proxy = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const seen: S3Request = {
      method: request.method ?? '',
      key: decodeURIComponent(url.pathname).replace(/^\/[^/]*\/?/, ''),
      query: url.searchParams,
      headers: request.headers,
      n: requests.length + 1,
    };
    requests.push(seen);
    const harm = server.harm(seen);
    const upload = url.searchParams.get('uploadId');
    const isAbort = seen.method === 'DELETE' && upload !== null;
    if (harm === null && seen.method === 'GET' && seen.key === '' && seen.query.has('uploads')) {
      answerOfList(seen.query.get('prefix') ?? '', response);
    } else if (harm === null && upload !== null && (isAbort || aborted.has(upload))) {
      request.resume();
      request.once('end', () => answerOfAbort(upload, response));
    } else pass(request, response, port, harm);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- vitest waits for it
  t.onTestFinished(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    inner.httpServer.closeAllConnections();
    await inner.close();
  });
  const root = path.join(directory, bucket);
  const uploadsRoot = path.join(root, uploadsFolder);
  const begun = (): string[] => (existsSync(uploadsRoot) ? readdirSync(uploadsRoot) : []);
  /** The server behind has no word for the end of a multipart upload without an object. */
  const aborted = new Set<string>();
  const answerOfAbort = (upload: string, response: http.ServerResponse): void => {
    const isThere = begun().includes(upload) && !aborted.has(upload);
    if (isThere) {
      aborted.add(upload);
      // The folder itself stays: a part that is on its way is still written into it, and then is nobody's.
      const folder = path.join(uploadsRoot, upload);
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { force: true });
    }
    response.writeHead(isThere ? 204 : 404, { 'content-type': 'application/xml' });
    response.end(isThere ? undefined : '<Error><Code>NoSuchUpload</Code><Message>-</Message></Error>');
  };
  /** Nor for a list of them. */
  const answerOfList = (prefix: string, response: http.ServerResponse): void => {
    const listed = server.uploads().flatMap((upload) => {
      const folder = path.join(uploadsRoot, upload);
      const key = readFileSync(path.join(folder, 'key'), 'utf8');
      const begun = statSync(folder).birthtime.toISOString();
      return key.startsWith(prefix)
        ? `<Upload><Key>${key}</Key><UploadId>${upload}</UploadId><Initiated>${begun}</Initiated></Upload>`
        : [];
    });
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0"?><ListMultipartUploadsResult>${listed.join('')}</ListMultipartUploadsResult>`,
    );
  };
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const server: S3Server = {
    ...{ endpoint, bucket, keys, requests },
    env: { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
    harm: () => null,
    objects: () =>
      Object.fromEntries(
        filesBelow(root)
          .filter((file) => file.endsWith(objectEnd))
          .map((file) => [
            path.relative(root, file).split(path.sep).join('/').slice(0, -objectEnd.length),
            readFileSync(file),
          ]),
      ),
    metadata: (key) =>
      JSON.parse(readFileSync(path.join(root, `${key}._S3rver_metadata.json`), 'utf8')) as Record<
        string,
        string
      >,
    uploads: () => begun().filter((upload) => !aborted.has(upload)),
    draft: (more = {}) => ({
      ...newConnection,
      ...{ name: 'prod', endpoint, bucket, pathStyle: true, credentials: { from: 'environment' } },
      ...more,
    }),
  };
  return server;
}

/**
 * Its own way to write answers before the last bytes are on the disk, where it looks for them with the next request, and
 * ends the process when the folder goes away while a part of a broken connection is still coming in.
 */
function writeWhole({ store }: S3rver): void {
  const write = async (file: string, content: Readable | Buffer): Promise<Written> => {
    await mkdir(path.dirname(file), { recursive: true });
    const hash = createHash('md5');
    let size = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(Buffer.isBuffer(content) ? [content] : content, counted, createWriteStream(file));
    return { size, md5: hash.digest('hex') };
  };
  store.putPart = async (bucket, uploadId, part, content) => {
    const file = path.join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId, part);
    const written = await write(file, content);
    await writeFile(`${file}.md5`, written.md5);
    return written;
  };
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const written = await write(store.getResourcePath(bucket, key, 'object'), content);
    await store.putMetadata(bucket, key, metadata, written.md5);
    return written;
  };
}

function pass(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  port: number,
  harm: Harm | null,
): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (harm === 'reset') {
    if (length === 0) request.socket.destroy();
    else request.once('data', () => request.socket.destroy());
    return;
  }
  if (typeof harm === 'object' && harm !== null && 'answer' in harm) {
    request.resume();
    request.once('end', () => refuse(request, response, harm));
    return;
  }
  const kept = harm === 'truncate' ? Math.floor(length / 2) : length;
  if (harm === 'truncate' && isSigned(request)) {
    refuseWhatDiffers(request, response, kept);
    return;
  }
  const headers = { ...request.headers, ...(length === 0 ? {} : { 'content-length': String(kept) }) };
  const onward = http.request(
    { host: '127.0.0.1', port, method: request.method, path: request.url, headers },
    (answer) => {
      if (harm === 'keep_answer') {
        answer.resume();
        return;
      }
      if (harm === 'lose_answer') {
        answer.resume();
        answer.once('end', () => request.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => request.socket.destroy());
  request.on('error', () => onward.destroy());
  response.on('close', () => onward.destroy());
  onward.on('drain', () => request.resume());
  let passed = 0;
  const pause = typeof harm === 'object' && harm !== null ? harm.slow : 0;
  request.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(0, kept - passed));
    passed += chunk.length;
    if (part.length > 0 && !onward.write(part)) request.pause();
    if (pause > 0) {
      request.pause();
      setTimeout(() => request.resume(), pause);
    }
  });
  request.on('end', () => onward.end());
}

function refuse(
  { method }: http.IncomingMessage,
  response: http.ServerResponse,
  { answer, code, headers }: Extract<Harm, { answer: number }>,
): void {
  response.writeHead(answer, { 'content-type': 'application/xml', ...headers });
  response.end(
    method === 'HEAD'
      ? undefined
      : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>As the test says.</Message>` +
          `<RequestId>${randomBytes(4).toString('hex')}</RequestId></Error>`,
  );
}

const isSigned = ({ headers }: http.IncomingMessage): boolean =>
  /^[0-9a-f]{64}$/.test(String(headers['x-amz-content-sha256']));

/** The server behind does not look at the hash that was signed; every service does. */
function refuseWhatDiffers(request: http.IncomingMessage, response: http.ServerResponse, kept: number): void {
  const hash = createHash('sha256');
  let passed = 0;
  request.on('data', (chunk: Buffer) => {
    hash.update(chunk.subarray(0, Math.max(0, kept - passed)));
    passed += chunk.length;
  });
  request.once('end', () => {
    const isSame = hash.digest('hex') === request.headers['x-amz-content-sha256'];
    if (isSame) request.socket.destroy(new Error('half of a body has the hash of the whole'));
    else refuse(request, response, { answer: 400, code: 'XAmzContentSHA256Mismatch' });
  });
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}${uploadsFolder}${path.sep}`));
}
