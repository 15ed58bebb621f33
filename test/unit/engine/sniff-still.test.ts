import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StillSniff, sniffStill } from '../../../electron/engine/stills/sniff-still.ts';
import { clip } from '../../support/media.ts';
import { readFile } from 'node:fs/promises';

const bytes = (text: string) => Buffer.from(text, 'latin1');

function ftyp(major: string, ...compatible: string[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(16 + 4 * compatible.length);
  return Buffer.concat([size, bytes(`ftyp${major}\0\0\0\0${compatible.join('')}`), bytes('\0\0\0\x08mdat')]);
}

/** A little-endian TIFF header with one directory of SHORT or LONG entries. */
function tiff(...entries: readonly (readonly [tag: number, value: number])[]): Buffer {
  const directory = Buffer.alloc(2 + entries.length * 12);
  directory.writeUInt16LE(entries.length);
  for (const [index, [tag, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + index * 12);
    directory.writeUInt32LE(value, 10 + index * 12);
  }
  return Buffer.concat([bytes('II*\0\x08\0\0\0'), directory]);
}

describe('sniffStill', () => {
  const cases: readonly (readonly [string, Buffer, StillSniff])[] = [
    ['jpeg', bytes('\xff\xd8\xff\xe0\0\x10JFIF'), 'jpeg'],
    ['webp', bytes('RIFF\0\0\0\0WEBPVP8 '), 'webp'],
    ['a RIFF that is sound', bytes('RIFF\0\0\0\0WAVEfmt '), null],
    ['gif', bytes('GIF89a'), 'gif'],
    ['avif', ftyp('avif', 'mif1', 'miaf'), 'avif'],
    ['avif that names mif1 first', ftyp('mif1', 'avif'), 'avif'],
    ['heic', ftyp('heic', 'mif1', 'heic'), 'heic'],
    ['heic that names mif1 first', ftyp('mif1', 'heic'), 'heic'],
    ['mp4', ftyp('isom', 'iso2', 'avc1', 'mp41'), null],
    ['a film that is compatible with heic', ftyp('qt  ', 'heic'), null],
    ['tiff', tiff([256, 64]), 'tiff'],
    ['camera raw by DNGVersion', tiff([256, 64], [50_706, 1]), 'raw'],
    ['camera raw whose first picture is a thumbnail', tiff([254, 1]), 'raw'],
    ['Canon raw', bytes('II*\0\x10\0\0\0CR\x02\0'), 'raw'],
    ['svg', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
    [
      'svg after a prolog',
      bytes('<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg>'),
      'svg',
    ],
    ['html with svg in it', bytes('<html><svg></svg></html>'), null],
    ['text', bytes('This is a note'), null],
    ['nothing', Buffer.alloc(0), null],
  ];
  it.each(cases)('knows %s', (_name, header, expected) => {
    expect(sniffStill(header)).toBe(expected);
  });

  it('tells an APNG from a PNG', async () => {
    expect(sniffStill(await readFile(await clip('png-transparent')))).toBe('png');
    const png = await readFile(await clip('png-1x1'));
    const control = Buffer.from([0, 0, 0, 8, ...bytes('acTL'), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    const animated = Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
    expect(sniffStill(animated)).toBe('apng');
  });

  it('never throws, whatever the bytes', () => {
    const starts = ['', 'II*\0', 'MM\0*', '\x89PNG\r\n\x1a\n', '\0\0\0\x20ftyp', '<', 'RIFF'];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        sniffStill(Buffer.concat([bytes(start), rest]));
      }),
      { numRuns: 2000 },
    );
  });
});
