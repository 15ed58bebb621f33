/**
 * The ZIP format (APPNOTE 6.3.10): what stands before, between and behind files that are stored as they are. Numbers
 * that do not fit into 32 bits are written as ZIP64. Pure.
 */

/** A file as its headers tell it. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  readonly crc: number;
  /** As MS-DOS writes them. */
  readonly time: number;
  readonly date: number;
}

export interface ZipLayout {
  /** What stands before each file. */
  readonly before: readonly Buffer[];
  /** What stands behind the last one. */
  readonly behind: Buffer;
  /** Of the whole archive. */
  readonly bytes: number;
}

const most32 = 0xffff_ffff;
const most16 = 0xffff;
/** Names are UTF-8. */
const utf8Flag = 0x0800;

export function zipLayout(files: readonly StoredFile[]): ZipLayout {
  let at = 0;
  const before: Buffer[] = [];
  const central: Buffer[] = [];
  for (const file of files) {
    const header = localHeader(file);
    before.push(header);
    central.push(centralHeader(file, at));
    at += header.length + file.bytes;
  }
  const directory = Buffer.concat(central);
  const behind = Buffer.concat([directory, endOf(files.length, directory.length, at)]);
  return { before, behind, bytes: at + behind.length };
}

/** What both headers of a file begin with, from the version on. */
function common({ name, bytes, crc, time, date }: StoredFile, extra: Buffer): Buffer {
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

function localHeader(entry: StoredFile): Buffer {
  const { bytes } = entry;
  const extra = extraOf(bytes >= most32 ? [bytes, bytes] : []);
  return Buffer.concat([bytes32(0x0403_4b50), common(entry, extra), Buffer.from(entry.name), extra]);
}

function centralHeader(entry: StoredFile, start: number): Buffer {
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
