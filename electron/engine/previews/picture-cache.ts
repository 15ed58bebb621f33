import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PictureFile } from '../doors/queue-door.ts';
import { webpSize, withoutMetadata } from '../stills/webp-file.ts';

/**
 * Small pictures kept between runs. Everything in the folder can be made again, so whatever is wrong with it counts as
 * "not there", and anybody may delete it at any time.
 */
export interface PictureCache {
  /** The picture under a name, or null. */
  find(name: string): Promise<PictureFile | null>;
  /** Writes the bytes of a WebP file under a name, without camera data; throws when they are none. */
  keep(name: string, bytes: Buffer): Promise<PictureFile>;
}

/** What makes a picture another one: file, content and the asked size. */
export interface PictureIdentity {
  /** Real path. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly which: 'input' | 'result';
  readonly side: number;
}

/** Raised when the same identity leads to another picture than before. */
const version = 1;

/** Name of a picture's file. */
export function pictureName({ path: file, size, mtimeMs, which, side }: PictureIdentity): string {
  const text = JSON.stringify([version, file, size, mtimeMs, which, side]);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 40)}.webp`;
}

const ownName = /^[0-9a-f]{40}\.webp(?:\.[0-9a-f-]{36}\.part)?$/;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * A cache in a folder, which need not exist yet. Before the first look, the pictures that were used longest ago go
 * until the others take no more than so many bytes.
 */
export function createPictureCache(folder: string, limitBytes: number, now: () => number): PictureCache {
  let swept: Promise<void> | null = null;
  const ready = (): Promise<void> => (swept ??= sweep(folder, limitBytes, now()).catch(() => undefined));

  return {
    async find(name) {
      await ready();
      const file = path.join(folder, name);
      const size = webpSize(await readFile(file).catch(() => Buffer.alloc(0)));
      if (size === null) return null;
      await markUsed(file, now()).catch(() => undefined);
      return { path: file, mime: 'image/webp', ...size };
    },
    async keep(name, given) {
      const bytes = withoutMetadata(given);
      const size = webpSize(bytes);
      if (size === null) throw new Error('the small picture is no WebP file');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, name);
      const part = `${file}.${randomUUID()}.part`;
      try {
        await writeFile(part, bytes);
        await rename(part, file);
      } finally {
        await rm(part, { force: true });
      }
      return { path: file, mime: 'image/webp', ...size };
    },
  };
}

/** The time of the last change says when a picture was last used, to the day. */
async function markUsed(file: string, now: number): Promise<void> {
  const { mtimeMs } = await stat(file);
  if (now - mtimeMs > dayMs) await utimes(file, now / 1000, now / 1000);
}

async function sweep(folder: string, limitBytes: number, now: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => ownName.test(name));
  const found: { file: string; size: number; mtimeMs: number }[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts === null) continue;
    // Another engine may be writing it; after a day nobody is.
    const left = name.endsWith('.part') && now - facts.mtimeMs > dayMs;
    if (left) await rm(file, { force: true });
    else if (!name.endsWith('.part')) found.push({ file, size: facts.size, mtimeMs: facts.mtimeMs });
  }
  let total = found.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of found.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= limitBytes) break;
    await rm(file, { force: true });
    total -= size;
  }
}
