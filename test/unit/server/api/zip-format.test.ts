import { describe, expect, it } from 'vitest';
import { zipLayout } from '../../../../electron/server/api/zip-format.ts';

/** Archives that are too large for 32 bits, told by their numbers alone. */

const gigabyte = 1024 ** 3;
const file = (name: string, bytes: number) => ({ name, bytes, crc: 0x1234_5678, time: 0, date: 33 });
const most = 0xffff_ffff;

describe('the layout of an archive', () => {
  it('of small files has no ZIP64 in it', () => {
    const { before, behind, bytes } = zipLayout([file('a.txt', 3), file('é', 4)]);
    expect(before.map((header) => [header.length, header.readUInt16LE(4)])).toEqual([
      [35, 20],
      [32, 20],
    ]);
    // Two entries and the end.
    expect(behind.length).toBe(46 + 5 + 46 + 2 + 22);
    expect(bytes).toBe(35 + 3 + 32 + 4 + behind.length);
    const end = behind.subarray(-22);
    expect([end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]).toEqual([2, 99, 74]);
  });

  it('of a large file says its size in 64 bits, before it and in the directory', () => {
    const { before, behind } = zipLayout([file('film', 5 * gigabyte)]);
    const [header = Buffer.alloc(0)] = before;
    expect([header.readUInt16LE(4), header.readUInt32LE(18), header.readUInt32LE(22)]).toEqual([
      45,
      most,
      most,
    ]);
    const extra = header.subarray(30 + 4);
    expect([extra.readUInt16LE(0), extra.readUInt16LE(2)]).toEqual([1, 16]);
    expect([extra.readBigUInt64LE(4), extra.readBigUInt64LE(12)]).toEqual([
      BigInt(5 * gigabyte),
      BigInt(5 * gigabyte),
    ]);
    expect([behind.readUInt32LE(20), behind.readUInt16LE(30)]).toEqual([most, 20]);
  });

  it('says in 64 bits where a small file behind a large one begins, and where the directory is', () => {
    const { before, behind, bytes } = zipLayout([file('film', 5 * gigabyte), file('tail', 7)]);
    const at = 5 * gigabyte + (before[0]?.length ?? 0);
    // The second entry of the directory: small, but far away.
    const second = behind.subarray(46 + 4 + 20);
    expect([second.readUInt32LE(0), second.readUInt32LE(20), second.readUInt32LE(42)]).toEqual([
      0x0201_4b50,
      7,
      most,
    ]);
    const extra = second.subarray(46 + 4);
    expect([extra.readUInt16LE(0), extra.readUInt16LE(2), extra.readBigUInt64LE(4)]).toEqual([
      1,
      8,
      BigInt(at),
    ]);
    const start = at + (before[1]?.length ?? 0) + 7;
    const size = behind.length - 56 - 20 - 22;
    const large = behind.subarray(size);
    expect([large.readUInt32LE(0), large.readBigUInt64LE(24), large.readBigUInt64LE(32)]).toEqual([
      0x0606_4b50,
      2n,
      2n,
    ]);
    expect([large.readBigUInt64LE(40), large.readBigUInt64LE(48)]).toEqual([BigInt(size), BigInt(start)]);
    const locator = large.subarray(56);
    expect([locator.readUInt32LE(0), locator.readBigUInt64LE(8)]).toEqual([
      0x0706_4b50,
      BigInt(start + size),
    ]);
    const end = locator.subarray(20);
    expect([end.readUInt32LE(0), end.readUInt16LE(10), end.readUInt32LE(16)]).toEqual([0x0605_4b50, 2, most]);
    expect(bytes).toBe(start + behind.length);
  });

  it('of more than 65 535 files counts them in 64 bits', () => {
    const { behind } = zipLayout(Array.from({ length: 70_000 }, (_, n) => file(String(n), 0)));
    const end = behind.subarray(-22);
    const large = behind.subarray(-22 - 20 - 56);
    expect([end.readUInt16LE(10), large.readUInt32LE(0), large.readBigUInt64LE(32)]).toEqual([
      0xffff,
      0x0606_4b50,
      70_000n,
    ]);
  });
});
