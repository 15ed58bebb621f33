import { copyFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PictureFile } from '../../electron/engine/doors/queue-door.ts';
import type { Result } from '../../shared/model/error.ts';
import { type MediaName, clip, samplesDir, tempDir } from '../support/media.ts';
import {
  type PreviewJobs,
  brightness,
  good,
  kindOf,
  made,
  previewJobs,
  resultFile,
  shapeOf,
} from '../support/preview-jobs.ts';
import { suiteDir } from '../support/suite-dir.ts';

const dir = suiteDir();
let jobs: PreviewJobs;
beforeAll(() => {
  jobs = previewJobs(path.join(dir(), 'cache'));
});

async function thumbnail(
  name: MediaName | { readonly file: string },
  side = 132,
): Promise<PictureFile | null> {
  const file = typeof name === 'string' ? await clip(name) : name.file;
  return good(await jobs.previews.thumbnail(jobs.job('video', file), 'input', side));
}

describe('small pictures', () => {
  it.each([
    ['jpeg', 160, 120],
    ['jpeg-orientation-6', 120, 160],
    ['svg', 40, 30],
    ['png-1x1', 1, 1],
    ['tiff', 64, 48],
    ['avif', 64, 48],
    ['bmp', 160, 120],
    ['webp-animated', 64, 48],
    ['gif', 160, 120],
    ['apng', 160, 120],
    ['h264-aac-mp4', 160, 120],
    ['rotated-90-mp4', 120, 160],
    ['anamorphic-mp4', 160, 90],
    ['hdr-pq-mp4', 160, 120],
    ['mpeg2-ts', 160, 120],
    ['cover-mp4', 160, 120],
    ['mp3-cover', 160, 160],
    ['flac-cover', 160, 160],
  ] as const)('of %s is %i × %i', async (name, width, height) => {
    const picture = await thumbnail(name);
    expect(picture === null ? null : shapeOf(picture)).toEqual({ mime: 'image/webp', width, height });
    const { width: w, height: h } = await sharp(picture?.path).metadata();
    expect([w, h]).toEqual([width, height]);
  });

  it('come in three sides, and none is larger than what it is of', async () => {
    const sizes = [];
    for (const side of [1, 96, 97, 161, 5000]) sizes.push((await thumbnail('jpeg', side))?.width);
    expect(sizes).toEqual([96, 96, 160, 320, 320]);
  });

  it('of sound without a cover are none', async () => {
    expect(await thumbnail('wav')).toBeNull();
  });

  it('hold no camera data', async () => {
    const photo = path.join(dir(), 'photo.jpg');
    await sharp(await clip('jpeg'))
      .withExif({ IFD0: { Copyright: 'a photographer'.repeat(200) } })
      .toFile(photo);
    const picture = await thumbnail({ file: photo });
    const found = await sharp(picture?.path).metadata();
    expect([found.exif, found.xmp]).toEqual([undefined, undefined]);
    expect((await stat(picture?.path ?? '')).size).toBeLessThan(8000);
  });

  it('of a film that begins black show what comes later', async () => {
    const film = await made(path.join(dir(), 'black-start.mp4'), [
      ...['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=6'],
      ...['-vf', "drawbox=c=black:t=fill:enable='lt(t,2)'", '-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    ]);
    const picture = await thumbnail({ file: film });
    expect(await brightness(picture?.path ?? '')).toBeGreaterThan(60);
  });

  it('of a film that is black all over are black', async () => {
    const film = await made(path.join(dir(), 'black.mp4'), [
      '-f',
      'lavfi',
      '-i',
      'color=black:size=320x240:rate=25:duration=2',
    ]);
    const picture = await thumbnail({ file: film });
    expect(await brightness(picture?.path ?? '')).toBeLessThan(10);
  });

  it('are made once and then found', async () => {
    const file = path.join(dir(), 'found-again.mp4');
    await copyFile(await clip('h264-aac-mp4'), file);
    const id = jobs.job('video', file);
    const ask = (): Promise<Result<PictureFile | null>> => jobs.previews.thumbnail(id, 'input', 96);
    const before = jobs.runs.length;
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one).toEqual(two);
    expect(jobs.runs.length - before).toBe(2);
    expect(await ask()).toEqual(one);
    expect(jobs.runs.length - before).toBe(2);

    await utimes(file, 1_000_000_000, 1_000_000_000);
    expect(good(await ask())?.path).not.toBe(good(one)?.path);
    expect(jobs.runs.length - before).toBe(4);
  });

  it('are not made for somebody who has gone', async () => {
    const before = jobs.runs.length;
    const id = jobs.job('video', await clip('short-gop-mp4'));
    const gone = new AbortController();
    const asked = jobs.previews.thumbnail(id, 'input', 480, gone.signal);
    gone.abort();
    expect(kindOf(await asked)).toBe('cancelled');
    expect(kindOf(await jobs.previews.thumbnail(id, 'input', 480, gone.signal))).toBe('cancelled');
    expect(jobs.runs.length).toBe(before);
  });

  it.each([
    ['text-mp4', 'input_unsupported'],
    ['ffconcat-mp4', 'input_unsupported'],
    ['m3u8-mp4', 'input_unsupported'],
    ['empty-mp4', 'input_unsupported'],
    ['png-30000', 'limits_exceeded'],
  ] as const)('of %s are refused: %s', async (name, kind) => {
    const id = jobs.job('video', await clip(name));
    expect(kindOf(await jobs.previews.thumbnail(id, 'input', 96))).toBe(kind);
  });

  it('of what is not there are refused', async () => {
    const absent = jobs.job('video', path.join(dir(), 'absent.mp4'));
    expect(kindOf(await jobs.previews.thumbnail(absent, 'input', 96))).toBe('input_not_found');
    expect(kindOf(await jobs.previews.thumbnail('job_none', 'input', 96))).toBe('not_found');
    expect(kindOf(await jobs.previews.thumbnail(absent, 'result', 96))).toBe('not_found');
  });

  it('of a result are of its file, and of a package those of its input', async () => {
    const input = await clip('h264-aac-mp4');
    const files = [resultFile(await clip('rotated-90-mp4'))];
    const film = jobs.job('video', input, { files });
    const turned = good(await jobs.previews.thumbnail(film, 'result', 96));
    expect(turned === null ? null : shapeOf(turned)).toEqual({ mime: 'image/webp', width: 72, height: 96 });
    const hls = jobs.job('adaptive_video', input, { files: [resultFile('/nowhere/master.m3u8')] });
    const [own, result] = await Promise.all([
      jobs.previews.thumbnail(hls, 'input', 96),
      jobs.previews.thumbnail(hls, 'result', 96),
    ]);
    expect(result).toEqual(own);
  });

  it('that are broken in the cache are made again', async (t) => {
    const cache = tempDir(t);
    const id = (own: PreviewJobs): Promise<string> => clip('jpeg').then((file) => own.job('image', file));
    const own = previewJobs(cache);
    const first = good(await own.previews.thumbnail(await id(own), 'input', 96));
    await writeFile(first?.path ?? '', 'RIFF');
    expect(good(await own.previews.thumbnail(await id(own), 'input', 96))).toEqual(first);
    expect((await sharp(first?.path).metadata()).width).toBe(96);
  });
});

describe('previews of real media', () => {
  if (samplesDir === null) {
    it.skip('the folder with samples is not there');
    return;
  }
  const samples = samplesDir;
  it.each([
    ['video/portrait_4k60.mp4', 90, 160],
    ['video/hlg10-color-test.mp4', 160, 90],
    ['video/bbb_2500ms.ts', 160, 90],
    ['video/sample.avi', 160, 67],
    ['audio/bear_with_picture.flac', 160, 138],
    ['image/IMG_5195.HEIC', 124, 160],
    ['image/Portrait_8.jpg', 107, 160],
  ])('%s', async (name, width, height) => {
    const picture = await thumbnail({ file: path.join(samples, name) });
    expect(picture === null ? null : shapeOf(picture)).toEqual({ mime: 'image/webp', width, height });
  });
});
