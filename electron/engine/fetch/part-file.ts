import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../publish/make-durable.ts';
import { partPath } from '../publish/part-names.ts';
import type { Content, ResumePoint } from './content.ts';

/**
 * A download until it is whole: a part beside its final name, with a note of what it is a part of. Both stay when the
 * download breaks off, or we do, so that the next try can go on. Throws system errors.
 */
export interface PartFile {
  /** Bytes that are here. */
  readonly bytes: number;
  /** Where a next try can go on; null = at the beginning. */
  readonly point: ResumePoint | null;
  /** Takes what comes now: goes on with the part, or begins it anew. */
  begin(content: Pick<Content, 'start' | 'total' | 'validator'>): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  /** It is whole: it gets its name, and lasts. */
  finish(): Promise<void>;
  /** Lets go of it, whatever it is. */
  close(): Promise<void>;
}

const Note = z.object({
  version: z.literal(1),
  /** Hash of the address: an address may hold a secret. */
  address: z.string(),
  validator: z.string().min(1).max(4096),
  total: z.int().nonnegative().nullable(),
});

/** Less than this is not worth going on with, and what it is has not been looked at. */
const leastBytes = 64 * 1024;

/**
 * @param file absolute path of the file when it is whole
 * @param address what is downloaded: a part of something else is begun anew
 */
export async function openPart(file: string, jobId: string, address: string): Promise<PartFile> {
  const folder = path.dirname(file);
  // Nobody else on this computer needs to see what is downloaded.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = partPath(folder, jobId, 1);
  const note = partPath(folder, jobId, 2);
  const hash = createHash('sha256').update(address).digest('hex');
  const handle = await open(part, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    return await openedPart({ file, part, note, hash, handle });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface Opened {
  readonly file: string;
  readonly part: string;
  readonly note: string;
  readonly hash: string;
  readonly handle: FileHandle;
}

async function openedPart({ file, part, note, hash, handle }: Opened): Promise<PartFile> {
  let known = await readNote(note, hash);
  let bytes = (await handle.stat()).size;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  };
  return {
    get bytes() {
      return bytes;
    },
    get point() {
      if (known === null || bytes < leastBytes) return null;
      if (known.total !== null && bytes > known.total) return null;
      return { ...known, offset: bytes };
    },
    async begin({ start, total, validator }) {
      await handle.truncate(start);
      bytes = start;
      known = validator === null ? null : { validator, total };
      if (known === null) await rm(note, { force: true });
      else {
        const text = JSON.stringify({ version: 1, address: hash, ...known } satisfies z.infer<typeof Note>);
        await writeFile(note, text, { mode: 0o600 });
      }
    },
    async append(chunk) {
      for (let at = 0; at < chunk.length;) {
        const { bytesWritten } = await handle.write(chunk, at, chunk.length - at, bytes);
        at += bytesWritten;
        bytes += bytesWritten;
      }
    },
    async finish() {
      await handle.sync();
      await close();
      await rename(part, file);
      await rm(note, { force: true });
      await syncFolder(path.dirname(file));
    },
    close,
  };
}

async function readNote(note: string, hash: string): Promise<Omit<ResumePoint, 'offset'> | null> {
  try {
    const read = Note.safeParse(JSON.parse(await readFile(note, 'utf8')));
    if (!read.success || read.data.address !== hash) return null;
    return { validator: read.data.validator, total: read.data.total };
  } catch {
    return null;
  }
}
