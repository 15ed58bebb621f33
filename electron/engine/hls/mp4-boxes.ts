/**
 * Boxes of ISO base media files (ISO/IEC 14496-12), read from memory. The bytes come from a tool, so nothing in them
 * is trusted: a size that does not fit its parent is an error, never a loop or an allocation.
 */

/** What is wrong with a file, in one clause. */
export class BoxError extends Error {
  override readonly name = 'BoxError';
}

export interface Box {
  /** Four characters. */
  readonly type: string;
  /** Byte at which the box begins. */
  readonly start: number;
  /** Byte at which what it holds begins. */
  readonly body: number;
  /** Byte behind its last one. */
  readonly end: number;
}

/** Longest header: size, type, 64-bit size. */
export const headerBytes = 16;

/**
 * Reads the header of a box.
 *
 * @param bytes what lies at `at - offset`; at least 8 bytes, 16 where a 64-bit size can follow
 * @param start position of the box in the file or parent, for its `start` and `end`
 * @param limit end of what it lies in; a size of 0 reaches there
 */
export function boxHeader(bytes: Buffer, start: number, limit: number): Box {
  if (bytes.length < 8) throw new BoxError(`it ends inside a box header at byte ${start}`);
  const type = bytes.toString('latin1', 4, 8);
  let size = bytes.readUInt32BE(0);
  let header = 8;
  if (size === 1) {
    if (bytes.length < headerBytes) throw new BoxError(`it ends inside a box header at byte ${start}`);
    const large = bytes.readBigUInt64BE(8);
    if (large > BigInt(Number.MAX_SAFE_INTEGER))
      throw new BoxError(`box ${printable(type)} is impossibly large`);
    size = Number(large);
    header = headerBytes;
  } else if (size === 0) {
    size = limit - start;
  }
  if (size < header) throw new BoxError(`box ${printable(type)} at byte ${start} is smaller than its header`);
  if (size > limit - start) throw new BoxError(`box ${printable(type)} at byte ${start} is cut off`);
  return { type, start, body: start + header, end: start + size };
}

/** The boxes in a range of a buffer, in order. */
export function childBoxes(buffer: Buffer, from: number, to: number): readonly Box[] {
  const boxes: Box[] = [];
  let at = from;
  // Every header is at least 8 bytes, so the loop ends.
  while (at < to) {
    const box = boxHeader(buffer.subarray(at, Math.min(at + headerBytes, to)), at, to);
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The first box of a type in a parent, following a path of types; null when there is none. */
export function findBox(
  buffer: Buffer,
  parent: Pick<Box, 'body' | 'end'>,
  ...path: readonly string[]
): Box | null {
  let found: Pick<Box, 'body' | 'end'> = parent;
  for (const type of path) {
    const child = childBoxes(buffer, found.body, found.end).find((box) => box.type === type);
    if (child === undefined) return null;
    found = child;
  }
  return found === parent ? null : (found as Box);
}

/** The same, where the file is of no use without it. */
export function needBox(buffer: Buffer, parent: Pick<Box, 'body' | 'end'>, ...path: readonly string[]): Box {
  const box = findBox(buffer, parent, ...path);
  if (box === null) throw new BoxError(`it has no ${path.join('/')} box`);
  return box;
}

/** Reads numbers one after the other and never past the end of its box. */
export class FieldReader {
  readonly #buffer: Buffer;
  readonly #end: number;
  #at: number;

  constructor(buffer: Buffer, box: Pick<Box, 'body' | 'end'>) {
    this.#buffer = buffer;
    this.#at = box.body;
    this.#end = Math.min(box.end, buffer.length);
  }

  get left(): number {
    return this.#end - this.#at;
  }

  #take(bytes: number): number {
    if (bytes > this.left) throw new BoxError('a box ends in the middle of a field');
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }
  u8(): number {
    return this.#buffer.readUInt8(this.#take(1));
  }
  u16(): number {
    return this.#buffer.readUInt16BE(this.#take(2));
  }
  u32(): number {
    return this.#buffer.readUInt32BE(this.#take(4));
  }
  i32(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }
  u64(): number {
    const value = this.#buffer.readBigUInt64BE(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BoxError('a box holds an impossibly large number');
    return Number(value);
  }
  i64(): number {
    return Number(this.#buffer.readBigInt64BE(this.#take(8)));
  }
  bytes(count: number): Buffer {
    const at = this.#take(count);
    return this.#buffer.subarray(at, at + count);
  }
  /** Version and flags of a full box. */
  full(): { readonly version: number; readonly flags: number } {
    const word = this.u32();
    return { version: word >>> 24, flags: word & 0xff_ff_ff };
  }
}

const printable = (type: string): string => `“${type.replace(/[^\x20-\x7e]/g, '?')}”`;
