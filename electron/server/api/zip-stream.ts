import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * Files as one ZIP archive (APPNOTE 6.3.10), stored as they are: media do not get smaller. Sizes and sums are known
 * before the first byte, so the length of the whole is too, and every reader takes it. Large ones are written as ZIP64.
 */
export interface ZipEntry {
  readonly name: string;
  readonly path: string;
}

interface Entry extends ZipEntry {
  readonly bytes: number;
  readonly crc: number;
  readonly time: number;
  readonly date: number;
}

export interface Zip {
  readonly bytes: number;
  /** Reads the files as they are then; one that has changed since breaks it off. */
  read(): AsyncGenerator<Uint8Array>;
}

const most32 = 0xffff_ffff;
const most16 = 0xffff;
/** Names are UTF-8. */
const utf8Flag = 0x0800;

export async function createZip(files: readonly ZipEntry[]): Promise<Zip> {
  const names = new Set<string>();
  const entries: Entry[] = [];
  for (const file of files) entries.push(await look({ ...file, name: ownName(names, file.name) }));
  let at = 0;
  const starts = entries.map((entry) => {
    const start = at;
    at += localHeader(entry).length + entry.bytes;
    return start;
  });
  const central = Buffer.concat(entries.map((entry, n) => centralHeader(entry, starts[n] ?? 0)));
  const end = endOf(entries.length, central.length, at);
  return {
    bytes: at + central.length + end.length,
    async *read() {
      for (const entry of entries) {
        yield localHeader(entry);
        let sent = 0;
        for await (const chunk of createReadStream(entry.path) as AsyncIterable<Buffer>) {
          sent += chunk.length;
          if (sent > entry.bytes) break;
          yield chunk;
        }
        if (sent !== entry.bytes) throw new Error(`${entry.name} was changed`);
      }
      yield central;
      yield end;
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

/** What both headers of a file begin with, from the version on. */
function common({ name, bytes, crc, time, date }: Entry, extra: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(extra.length > 0 ? 45 : 20, 0);
  head.writeUInt16LE(utf8Flag, 2);
  head.writeUInt16LE(0, 4);
  head.writeUInt16LE(time, 6);
  head.writeUInt16LE(date, 8);
  head.writeUInt32LE(crc, 10);
  head.writeUInt32LE(Math.min(bytes, most32), 14);
  head.writeUInt32LE(Math.min(bytes, most32), 18);
  head.writeUInt16LE(Buffer.byteLength(name), 22);
  head.writeUInt16LE(extra.length, 24);
  return head;
}

/** The numbers that do not fit, as 64 bits each. */
function extraOf(numbers: readonly number[]): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0);
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  for (const [n, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * n);
  return extra;
}

function localHeader(entry: Entry): Buffer {
  const { bytes } = entry;
  const extra = extraOf(bytes >= most32 ? [bytes, bytes] : []);
  return Buffer.concat([bytes32(0x0403_4b50), common(entry, extra), Buffer.from(entry.name), extra]);
}

function centralHeader(entry: Entry, start: number): Buffer {
  const { bytes } = entry;
  const extra = extraOf([...(bytes >= most32 ? [bytes, bytes] : []), ...(start >= most32 ? [start] : [])]);
  const made = Buffer.alloc(2);
  made.writeUInt16LE(45, 0);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(Math.min(start, most32), 10);
  return Buffer.concat([
    ...[bytes32(0x0201_4b50), made, common(entry, extra), rest, Buffer.from(entry.name), extra],
  ]);
}

function endOf(count: number, size: number, start: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(count, most16), 8);
  end.writeUInt16LE(Math.min(count, most16), 10);
  end.writeUInt32LE(Math.min(size, most32), 12);
  end.writeUInt32LE(Math.min(start, most32), 16);
  if (count < most16 && size < most32 && start < most32) return end;
  const large = Buffer.alloc(56);
  large.writeUInt32LE(0x0606_4b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(45, 12);
  large.writeUInt16LE(45, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(size), 40);
  large.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x0706_4b50, 0);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([large, locator, end]);
}

function bytes32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}
