import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { type StoredFile, zipLayout } from './zip-format.ts';

/**
 * Files as one ZIP archive (APPNOTE 6.3.10), stored as they are: media do not get smaller. Sizes and sums are known
 * before the first byte, so the length of the whole is too, and every reader takes it. Large ones are written as ZIP64.
 */
export interface ZipEntry {
  readonly name: string;
  readonly path: string;
}

type Entry = ZipEntry & StoredFile;

export interface Zip {
  readonly bytes: number;
  /** Reads the files as they are then; one that has changed since breaks it off. */
  read(): AsyncGenerator<Uint8Array>;
}

export async function createZip(files: readonly ZipEntry[]): Promise<Zip> {
  const names = new Set<string>();
  const entries: Entry[] = [];
  for (const file of files) entries.push(await look({ ...file, name: ownName(names, file.name) }));
  const { before, behind, bytes } = zipLayout(entries);
  return {
    bytes,
    async *read() {
      for (const [n, entry] of entries.entries()) {
        yield before[n] ?? Buffer.alloc(0);
        let sent = 0;
        for await (const chunk of createReadStream(entry.path) as AsyncIterable<Buffer>) {
          sent += chunk.length;
          if (sent > entry.bytes) break;
          yield chunk;
        }
        if (sent !== entry.bytes) throw new Error(`${entry.name} was changed`);
      }
      yield behind;
    },
  };
}

/** Two results of one name are kept apart. */
function ownName(names: Set<string>, given: string): string {
  const { name, ext } = path.parse(given);
  let own = given;
  for (let n = 2; names.has(own.toLowerCase()); n += 1) own = `${name} (${n})${ext}`;
  names.add(own.toLowerCase());
  return own;
}

async function look(file: ZipEntry): Promise<Entry> {
  const { mtime } = await stat(file.path);
  let [bytes, crc] = [0, 0];
  for await (const chunk of createReadStream(file.path) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    crc = crc32(chunk, crc);
  }
  const year = Math.min(Math.max(mtime.getFullYear(), 1980), 2107);
  return {
    ...{ ...file, bytes, crc },
    time: (mtime.getHours() << 11) | (mtime.getMinutes() << 5) | (mtime.getSeconds() >> 1),
    date: ((year - 1980) << 9) | ((mtime.getMonth() + 1) << 5) | mtime.getDate(),
  };
}
