import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatAskedByName,
  type FoundInputs,
  type OutputOrder,
  settleOutput,
} from '../../../electron/cli/convert/output-target.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'convoy-target-'));
  mkdirSync(path.join(dir, 'folder'));
  writeFileSync(path.join(dir, 'a.mp4'), '');
});
afterAll(() => rmSync(dir, { recursive: true }));

const order = (output: string, more: Partial<OutputOrder> = {}): OutputOrder => ({
  output,
  kind: 'video',
  format: undefined,
  cwd: dir,
  platform: 'linux',
  ...more,
});
const one: FoundInputs = { first: '/in/clip.mov', root: null, several: false };
const many: FoundInputs = { ...one, several: true };

describe('what -o means', () => {
  it.each([
    ['a.mp4', one, 'a.mp4'],
    ['new', one, 'new'],
    ['folder', one, 'folder'],
    ['new/', one, 'new/'],
    ['new', many, 'new/'],
    ['new/', many, 'new/'],
    ['folder', many, 'folder/'],
    ['b.mp4', many, 'b.mp4/'],
    ['out/{name}.{ext}', many, 'out/{name}.{ext}'],
    ['{kind}/out', many, '{kind}/out/'],
    ['{kind}/', many, '{kind}/'],
    ['/', many, '/'],
  ])('%s', (output, inputs, settled) => expect(settleOutput(order(output), inputs)).toBe(settled));

  it.each<[string, FoundInputs, Partial<OutputOrder>, string]>([
    ['a.mp4', many, {}, '“a.mp4” is already there.'],
    ['-', one, {}, 'This is not possible yet: results cannot go to standard output.'],
    ['', one, {}, 'output cannot be ""; it can be a file, a folder or a template.'],
    ['s3://bucket/b.mp3', one, {}, 'output: .mp3 is not a format of video; it can be mp4, webm, mov, mkv.'],
    ['b.webm', one, { format: 'mp4' }, 'format: mp4 is asked, but the output ends in .webm.'],
    ['b.mp3', one, {}, 'output: .mp3 is not a format of video; it can be mp4, webm, mov, mkv.'],
  ])('refuses "%s"', (output, inputs, more, message) =>
    expect(() => settleOutput(order(output, more), inputs)).toThrow(message),
  );

  it('lets an alias and its format agree', () => {
    expect(settleOutput(order('b.jpeg', { kind: 'image', format: '.JPG' }), one)).toBe('b.jpeg');
  });

  it('names the format when a single file is named', () => {
    const asked = ['b.webm', 'folder', 'b', 'b.mp3', 'x.webm/', '{nope}.mp4'].map((o) =>
      formatAskedByName(order(o)),
    );
    expect(asked).toEqual(['webm', undefined, undefined, undefined, undefined, undefined]);
  });
});
