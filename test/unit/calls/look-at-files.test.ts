import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookAtFiles } from '../../../electron/calls/adding/look-at-files.ts';
import { sniffClasses } from '../../../electron/calls/adding/sniff-kind.ts';
import { firstBytes, firstBytesNow } from '../../../electron/engine/inputs/first-bytes.ts';
import { bytes, fileTree, heads } from './file-tree.ts';

const at = fileTree();

describe('looking at files', () => {
  it('says what each is, in their order, and of a link what it leads to', async () => {
    const film = statSync(at('in/film.mp4'), { bigint: true });
    const identity = `${film.dev}:${film.ino}`;
    const nothing = { what: 'nothing', bytes: null, identity: null, isLink: true, isHere: false };
    const names = ['in/gone.mp4', 'in/film.mp4', 'secret/way-in.mp4', 'in/trip', 'in/way-out'];
    expect(await lookAtFiles([...names.map((name) => at(name)), ''])).toEqual([
      nothing,
      { what: 'file', bytes: heads.mp4.length, identity, isLink: false, isHere: true },
      { what: 'file', bytes: heads.mp4.length, identity: null, isLink: true, isHere: true },
      { what: 'folder', bytes: null, identity: expect.any(String) as string, isLink: false, isHere: false },
      { what: 'folder', bytes: null, identity: null, isLink: true, isHere: false },
      nothing,
    ]);
    expect(await lookAtFiles([])).toEqual([]);
  });

  it('says the same of the first and of the five hundredth, however they are asked', async () => {
    const each = ['in/film.mp4', 'in/gone.mp4', 'secret/way-in.mp4', 'in/trip', 'in/way-out'].map((one) =>
      at(one),
    );
    const looks = await lookAtFiles(Array.from({ length: 500 }, (_, n) => each[n % each.length] ?? ''));
    expect(looks).toHaveLength(500);
    const one = await Promise.all(each.map((file) => lookAtFiles([file])));
    expect(looks.slice(-each.length)).toEqual(one.flat());
  });

  it('a file without a byte on this disk is not here', async () => {
    writeFileSync(at('in/placeholder.png'), '');
    truncateSync(at('in/placeholder.png'), 5000);
    const [look] = await lookAtFiles([at('in/placeholder.png')]);
    expect(look).toMatchObject({ what: 'file', bytes: 5000, isHere: false });
  });

  it('reads what names do not tell, wherever the bytes are', async () => {
    const files = ['film.mp4', 'note.txt', 'letter', 'song', 'gone.wav', 'trip/day 2/a.gif'].map((one) =>
      at('in', one),
    );
    const classes = ['video', null, null, 'audio', 'audio', 'animation'];
    const expected = new Map(files.map((file, n) => [file, classes[n]]));
    expect(await sniffClasses(files, () => true)).toEqual(expected);
    expect(await sniffClasses(files, () => false)).toEqual(expected);
  });

  it('reads so many first bytes, or what there is', async () => {
    expect(await firstBytes(at('in/film.mp4'), 4)).toEqual(bytes(heads.mp4).subarray(0, 4));
    expect((await firstBytes(at('in/film.mp4'), 4096))?.length).toBe(heads.mp4.length);
    expect([await firstBytes(at('in/gone.mp4'), 4), await firstBytes(at('in'), 4)]).toEqual([null, null]);
    const into = Buffer.alloc(4096);
    expect(firstBytesNow(at('in/film.mp4'), into)).toEqual(bytes(heads.mp4));
    expect([firstBytesNow(at('in/gone.mp4'), into), firstBytesNow(at('in'), into)]).toEqual([null, null]);
  });
});
