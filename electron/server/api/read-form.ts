import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import type { BusboyFileStream } from '@fastify/busboy';
import { fail } from '../../../shared/model/error.ts';
import type { Uploads } from '../uploads.ts';

/** A form with files (RFC 7578), written to the disk as it comes in. */
export interface ReadForm {
  /** In the order in which they came. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly files: readonly SentFile[];
  /** Tells two forms apart, whatever their boundaries are. */
  readonly fingerprint: string;
}

export interface SentFile {
  readonly field: string;
  /** Name that the sender gave it. */
  readonly name: string;
  /** Absolute path at which it lies. */
  readonly path: string;
}

const limits = {
  fieldNameSize: 100,
  fieldSize: 1_000_000,
  fields: 100,
  files: 1000,
  parts: 1100,
  headerPairs: 50,
};

/**
 * Reads it. Throws `invalid_request` when it is none or breaks off, `payload_too_large`, `disk_full`; then nothing of it
 * is left on the disk.
 */
export async function readForm(request: Request, uploads: Uploads): Promise<ReadForm> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type) || request.body === null) {
    throw fail('invalid_request', { reason: 'its body is not a multipart form' });
  }
  const id = crypto.randomUUID();
  try {
    return await parse(Readable.fromWeb(request.body), type, { uploads, id });
  } catch (error) {
    await rm(path.join(uploads.folder, id), { recursive: true, force: true });
    throw error;
  }
}

async function parse(
  body: Readable,
  type: string,
  place: { readonly uploads: Uploads; readonly id: string },
): Promise<ReadForm> {
  // Loaded with the first form.
  const { Busboy } = await import('@fastify/busboy');
  const fields: (readonly [string, string])[] = [];
  const files: Promise<SentFile>[] = [];
  const hash = createHash('sha256');
  const digests: Promise<string>[] = [];
  await new Promise<void>((resolve, reject) => {
    const stop = (error: unknown): void => {
      body.unpipe();
      // What the sender has still to say is nobody's business any more.
      body.resume();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    let parser: InstanceType<typeof Busboy>;
    try {
      parser = new Busboy({ headers: { 'content-type': type }, limits });
    } catch {
      stop(fail('invalid_request', { reason: 'its body is not a multipart form' }));
      return;
    }
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) stop(fail('payload_too_large'));
      else fields.push([name, value]);
    });
    parser.on('file', (field, stream, name) => {
      const digest = createHash('sha256');
      const file = receive(field, stream, name, digest, place);
      file.catch(stop);
      files.push(file);
      digests.push(file.then(() => `${field}\0${name}\0${digest.digest('hex')}`));
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => stop(fail('payload_too_large')));
    }
    parser.on('error', () => stop(fail('invalid_request', { reason: 'its form is broken' })));
    parser.on('finish', resolve);
    body.on('error', () => stop(fail('invalid_request', { reason: 'it broke off' })));
    body.pipe(parser);
  }).catch(async (error: unknown) => {
    await Promise.allSettled(files);
    throw error;
  });
  const received = await Promise.all(files);
  for (const [name, value] of fields) hash.update(`${name.length}:${name}${value.length}:${value}`);
  for (const digest of await Promise.all(digests)) hash.update(digest);
  return { fields, files: received, fingerprint: hash.digest('base64url') };
}

async function receive(
  field: string,
  stream: BusboyFileStream,
  name: string,
  digest: ReturnType<typeof createHash>,
  { uploads, id }: { readonly uploads: Uploads; readonly id: string },
): Promise<SentFile> {
  const counted = stream.pipe(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        digest.update(chunk);
        done(null, chunk);
      },
    }),
  );
  stream.on('error', (error) => counted.destroy(error));
  const file = name === '' ? 'file' : name;
  try {
    const body = Readable.toWeb(counted) as ReadableStream;
    return { field, name: file, path: await uploads.receive({ id, relative: file, bytes: null, body }) };
  } catch (error) {
    // Otherwise the parser waits for somebody to read it.
    stream.resume();
    throw error;
  }
}
