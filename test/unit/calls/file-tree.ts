import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll } from 'vitest';
import { suiteDir } from '../../support/suite-dir.ts';

/** A small tree of files, with links that lead out of it and in again. */

/** Files that begin like what they are called. */
export const heads = {
  png: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
  gif: 'GIF89a',
  mp4: '\0\0\0\x18ftypisom',
  heic: '\0\0\0\x18ftypheic',
  m4a: '\0\0\0\x18ftypM4A ',
  webp: 'RIFF\0\0\0\0WEBPVP8 ',
  webpAnimated: 'RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02',
  wav: 'RIFF\0\0\0\0WAVEfmt ',
  mp3: 'ID3\x04',
  svg: '<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="x">',
  text: 'Dear Anna,',
  zip: 'PK\x03\x04',
} as const;
export const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Makes the tree for the tests of a file; gives the way to a path in it. */
export function fileTree(): (...names: string[]) => string {
  const dir = suiteDir();
  const at = (...names: string[]): string => path.join(dir(), ...names);
  beforeAll(() => {
    for (const folder of [
      'in/trip/day 10',
      'in/trip/day 2',
      'in/.hidden',
      'out',
      'secret',
      'package/360p',
      'package/odd.ts',
      'uploads/up-12345678/tree',
    ]) {
      mkdirSync(at(folder), { recursive: true });
    }
    const files: Record<string, string> = {
      'in/film.mp4': heads.mp4,
      'in/note.txt': heads.text,
      'in/letter': heads.text,
      'in/song': heads.mp3,
      'in/trip/day 10/b.jpg': '\xff\xd8',
      'in/trip/day 2/a.gif': heads.gif,
      'in/trip/day 2/c.mkv': '\x1aE\xdf\xa3',
      'in/trip/day 2/readme.md': heads.text,
      'secret/plan.mp4': heads.mp4,
      'package/master.m3u8': '#EXTM3U',
      'package/360p/1.m4s': 'segment',
      'package/en.vtt': 'WEBVTT',
      'package/note.txt': heads.text,
      'package/odd.ts/plan': heads.text,
      'uploads/up-12345678/tree/d.png': heads.png,
      'uploads/up-12345678/e.png': heads.png,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(at(name), bytes(text));
    symlinkSync(at('secret'), at('in/way-out'));
    symlinkSync(at('secret/plan.mp4'), at('in/trip/linked.mp4'));
    symlinkSync(at('in/film.mp4'), at('secret/way-in.mp4'));
    symlinkSync(at('secret/plan.mp4'), at('package/360p/2.m4s'));
    symlinkSync(at('secret'), at('package/out'));
    symlinkSync(at('package/note.txt'), at('package/note.vtt'));
  });
  return at;
}
