import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { icnsEntries, icnsOf, icoOf } from '../../../build/icon-files.js';
import { mediaFiles } from '../../../build/media-files.js';
import { inputExtensions } from '../../../shared/plan/names/input-extensions.ts';
import { root } from '../../support/media.ts';

const read = (name: string): Buffer => readFileSync(path.join(root, 'build', name));

/** Entries of an .ico: the side that its head says, and the picture. */
function icoEntries(ico: Buffer): { side: number; png: Buffer }[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, n) => {
    const at = 6 + 16 * n;
    const offset = ico.readUInt32LE(at + 12);
    return { side: ico.readUInt8(at) || 256, png: ico.subarray(offset, offset + ico.readUInt32LE(at + 8)) };
  });
}

/** Entries of an .icns: the name and the picture. */
function icnsBlocks(icns: Buffer): { name: string; png: Buffer }[] {
  const blocks = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const end = at + icns.readUInt32BE(at + 4);
    blocks.push({ name: icns.toString('latin1', at, at + 4), png: icns.subarray(at + 8, end) });
  }
  return blocks;
}
const sideOf = async (png: Buffer): Promise<number> => (await sharp(png).metadata()).width;

describe('icons', () => {
  it('the .ico holds every size that it says', async () => {
    const entries = icoEntries(read('icons/icon.ico'));
    expect(entries.map(({ side }) => side)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
    expect(await Promise.all(entries.map(({ png }) => sideOf(png)))).toEqual(entries.map(({ side }) => side));
  });

  it('the .icns holds every size under its name', async () => {
    const icns = read('icons/icon.icns');
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const blocks = icnsBlocks(icns);
    const found = await Promise.all(blocks.map(async ({ name, png }) => [name, await sideOf(png)]));
    expect(found).toEqual(icnsEntries.map((entry) => [...entry]));
  });

  it('the pictures are of the size in their names', async () => {
    const sides = [16, 24, 32, 48, 64, 128, 256, 512];
    const found = await Promise.all(sides.map((side) => sideOf(read(`icons/${side}x${side}.png`))));
    expect(found).toEqual(sides);
    expect(await sideOf(read('icons/tray.png'))).toBe(16);
    expect(await sideOf(read('icons/trayTemplate@2x.png'))).toBe(32);
  });

  it('the writers put bytes where the formats want them', () => {
    const png = Buffer.from('picture');
    const ico = icoOf([{ side: 256, png }]);
    expect([...ico.subarray(0, 22)]).toEqual([
      ...[0, 0, 1, 0, 1, 0],
      ...[0, 0, 0, 0, 1, 0, 32, 0, 7, 0, 0, 0, 22, 0, 0, 0],
    ]);
    expect(icnsOf(() => png).length).toBe(8 + icnsEntries.length * (8 + 7));
  });
});

describe('files that a system offers us for', () => {
  it('are files that we take', () => {
    const all = mediaFiles.flatMap(({ ext }) => ext);
    expect(all.filter((ext) => ext !== 'apng' && !inputExtensions.includes(ext))).toEqual([]);
    expect(inputExtensions).toContain('apng');
    expect(new Set(all).size).toBe(all.length);
  });

  it('are the same in the Windows installer', () => {
    const script = read('installer/installer.nsh').toString();
    const named = [...script.matchAll(/!insertmacro convoyType "(\w+)"/g)].map(([, ext]) => ext);
    expect(named).toEqual(mediaFiles.flatMap(({ ext }) => ext));
  });
});
