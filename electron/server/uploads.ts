import { createWriteStream } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, realpath, rename, rm, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { ConvoyFailure, fail } from '../../shared/model/error.ts';
import { cleanSegment, fitName, numberedName } from '../../shared/plan/names/file-name.ts';
import { freeBytes } from '../calls/index.ts';
import { sentFolderName } from '../engine/index.ts';

/** Files that a browser sends, because the server cannot see those of the person. */
export interface Uploads {
  /** Real path of the folder that all of them lie in. */
  readonly folder: string;
  /**
   * Writes a file as it comes in and gives the path that it then has. Throws `invalid_request` for names that make no
   * sense, `payload_too_large`, `disk_full`, and `upload_failed` when the sender breaks off; nothing is left then.
   */
  receive(upload: IncomingFile): Promise<string>;
  /** Removes what was sent, but for the files in use when they are kept over restarts. */
  sweep(inUse: () => ReadonlySet<string>): Promise<void>;
}

export interface IncomingFile {
  /** Files that are sent together have one id: they keep their tree. */
  readonly id: string;
  /** Path below it, with forward slashes, decoded. */
  readonly relative: string;
  /** Announced bytes; null when the sender does not say. */
  readonly bytes: number | null;
  readonly body: ReadableStream | null;
}

/** Bytes of one file at most. */
const largestUpload = 200 * 1000 ** 3;
/** Bytes that stay free on the disk. */
const reserve = 200 * 1000 ** 2;
const deepest = 32;
const longestPath = 3000;

/** Makes the folder; `place` is a folder of ours that outlives us, null = a temporary one. */
export async function createUploads(place: string | null): Promise<Uploads> {
  const kept = place === null ? null : path.join(place, sentFolderName);
  if (kept !== null) await mkdir(kept, { recursive: true, mode: 0o700 });
  const folder = await realpath(kept ?? (await mkdtemp(path.join(os.tmpdir(), 'convoy-uploads-'))));
  return {
    folder,
    async receive({ id, relative, bytes, body }) {
      const below = safeRelative(id, relative);
      if (bytes !== null && bytes > largestUpload) throw fail('payload_too_large');
      const free = await freeBytes(folder);
      const file = path.basename(relative);
      if (free !== null && (bytes ?? 0) + reserve > free) throw fail('disk_full', { file });
      const target = path.join(folder, ...below);
      const part = path.join(path.dirname(target), `.${crypto.randomUUID()}.part`);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      try {
        await writeBody(body, part, bytes);
        return await settle(part, target);
      } catch (error) {
        await rm(part, { force: true });
        throw uploadFailure(error, file);
      }
    },
    async sweep(inUse) {
      if (kept === null) return rm(folder, { recursive: true, force: true, maxRetries: 3 });
      const sent = await readdir(folder);
      // Mostly nothing was sent, and a long queue is not read for nothing.
      if (sent.length === 0) return;
      const needed = new Set([...inUse()].flatMap((file) => uploadIdOf(folder, file) ?? []));
      for (const id of sent) {
        if (!needed.has(id)) await rm(path.join(folder, id), { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

/** Under which id a file was sent; null for files that were not. */
function uploadIdOf(folder: string, file: string): string | null {
  const below = path.relative(folder, file);
  const [id = ''] = below.split(path.sep);
  return id === '' || id === '..' || path.isAbsolute(below) ? null : id;
}

/** Segments below the uploads folder, each a legal name that leads nowhere else. */
export function safeRelative(id: string, relative: string): readonly string[] {
  const segments = relative.split('/');
  const bad = segments.some((one) => one === '' || one === '.' || one === '..' || one.includes('\0'));
  if (!/^[\w-]{8,64}$/.test(id) || bad || segments.length > deepest || relative.length > longestPath) {
    throw fail('invalid_request', { reason: 'the name of the file makes no sense here' });
  }
  const form = (n: number): 'file' | 'folder' => (n === segments.length - 1 ? 'file' : 'folder');
  return [id, ...segments.map((one, n) => fitName(cleanSegment(one, platform), form(n), platform).name)];
}

const platform = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';

async function writeBody(body: ReadableStream | null, part: string, announced: number | null): Promise<void> {
  let received = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      done(received > largestUpload ? fail('payload_too_large') : null, chunk);
    },
  });
  const source = body === null ? Readable.from([]) : Readable.fromWeb(body as NodeReadableStream);
  await pipeline(source, counter, createWriteStream(part, { flags: 'wx', mode: 0o600 }));
  if (announced !== null && received !== announced) {
    throw fail('upload_failed', { reason: `${received} of ${announced} bytes came in` });
  }
}

/** Gives the file its name; one that is taken is numbered, never replaced. */
async function settle(part: string, target: string): Promise<string> {
  const folder = path.dirname(target);
  for (let n = 1; n < 1000; n += 1) {
    const name =
      n === 1 ? path.basename(target) : numberedName(path.basename(target), n, 'file', platform).name;
    const file = path.join(folder, name);
    const linked = await link(part, file).then(
      () => 'yes' as const,
      (error: unknown) =>
        error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'taken' : 'never',
    );
    if (linked === 'yes') {
      await unlink(part);
      return file;
    }
    if (linked === 'never') {
      // No links on this file system; nobody but us writes here.
      await rename(part, file);
      return file;
    }
  }
  throw fail('conflict', { reason: 'there are too many files of this name' });
}

function uploadFailure(error: unknown, file: string): ConvoyFailure {
  if (error instanceof ConvoyFailure) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return fail('disk_full', { file });
  return fail('upload_failed', { file, reason: 'the connection broke off' });
}
