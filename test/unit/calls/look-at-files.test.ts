import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookAtFiles } from '../../../electron/calls/look-at-files.ts';
import { firstBytes } from '../../../electron/engine/inputs/first-bytes.ts';
import { bytes, fileTree, heads } from './file-tree.ts';

const at = fileTree();

describe('looking at files', () => {
  it('says what each is, in their order, and of a link what it leads to', async () => {
    const film = statSync(at('in/film.mp4'), { bigint: true });
    const identity = `${film.dev}:${film.ino}`;
    const nothing = { what: 'nothing', bytes: null, identity: null, isLink: true };
    const names = ['in/gone.mp4', 'in/film.mp4', 'secret/way-in.mp4', 'in/trip', 'in/way-out'];
    expect(await lookAtFiles([...names.map((name) => at(name)), ''])).toEqual([
      nothing,
      { what: 'file', bytes: heads.mp4.length, identity, isLink: false },
      { what: 'file', bytes: heads.mp4.length, identity: null, isLink: true },
      { what: 'folder', bytes: null, identity: expect.any(String) as string, isLink: false },
      { what: 'folder', bytes: null, identity: null, isLink: true },
      nothing,
    ]);
    expect(await lookAtFiles([])).toEqual([]);
  });

  it('looks at more files than at once', async () => {
    const looks = await lookAtFiles(Array.from({ length: 500 }, () => at('in/film.mp4')));
    expect(looks).toHaveLength(500);
    expect(new Set(looks.map(({ bytes: size }) => size))).toEqual(new Set([heads.mp4.length]));
  });

  it('reads so many first bytes, or what there is', async () => {
    expect(await firstBytes(at('in/film.mp4'), 4)).toEqual(bytes(heads.mp4).subarray(0, 4));
    expect((await firstBytes(at('in/film.mp4'), 4096))?.length).toBe(heads.mp4.length);
    expect([await firstBytes(at('in/gone.mp4'), 4), await firstBytes(at('in'), 4)]).toEqual([null, null]);
  });
});
