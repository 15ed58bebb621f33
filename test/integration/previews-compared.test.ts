import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PictureFile } from '../../electron/engine/doors/queue-door.ts';
import { clip, samplesDir } from '../support/media.ts';
import { convertStills } from '../support/convert-still.ts';
import { describeTools } from '../support/describe-tools.ts';
import {
  type PreviewJobs,
  brightness,
  good,
  kindOf,
  made,
  previewJobs,
  shapeOf,
} from '../support/preview-jobs.ts';
import { suiteDir } from '../support/suite-dir.ts';

const dir = suiteDir();
let jobs: PreviewJobs;
beforeAll(() => {
  jobs = previewJobs(path.join(dir(), 'cache'));
});

describe('a compared picture', () => {
  const stills = convertStills();

  it.each([
    ['jpeg', { format: 'webp' }, 'image/webp'],
    ['jpeg-orientation-6', { format: 'avif', quality: 'low' }, 'image/avif'],
    ['png-transparent', { format: 'gif' }, 'image/gif'],
    ['svg', { format: 'jpeg', width: 400 }, 'image/jpeg'],
  ] as const)('of %s to %o is the result itself', async (name, options, mime) => {
    const input = await clip(name);
    const compared = good(await jobs.previews.compare(jobs.job('image', input, { options }), null, null));
    const own = path.join(dir(), `own-${name}.${options.format}`);
    const converted = await stills.convert(input, own, options);
    const { before, after, ...rest } = compared;
    expect(rest).toEqual({
      bytesBefore: (await stat(input)).size,
      bytesAfter: converted.bytes,
      exact: true,
      at: null,
      took: rest.took,
    });
    expect(await readFile(after.path)).toEqual(await readFile(own));
    expect(shapeOf(after)).toEqual({ mime, width: converted.width, height: converted.height });
    expect(before.mime).toBe('image/png');
    expect(jobs.previews.picture(after.key)?.path).toBe(after.path);
  });

  it('that no browser shows is wrapped as PNG, and its size is still the result', async () => {
    const input = await clip('jpeg');
    const id = jobs.job('image', input, { options: { format: 'tiff' } });
    const { after, bytesAfter } = good(await jobs.previews.compare(id, null, null));
    const own = await stills.convert(input, path.join(dir(), 'own.tif'), { format: 'tiff' });
    expect([shapeOf(after), bytesAfter]).toEqual([{ mime: 'image/png', width: 320, height: 240 }, own.bytes]);
  });

  it('follows the change that is tried', async () => {
    const id = jobs.job('image', await clip('jpeg'), { options: { format: 'webp', quality: 'high' } });
    const bytes = async (quality: string): Promise<number> => {
      const tried = await jobs.previews.compare(id, null, { setOptions: { quality } });
      return good(tried).bytesAfter ?? NaN;
    };
    expect(await bytes('very_low')).toBeLessThan(await bytes('very_high'));
  });

  it.skipIf(samplesDir === null)('of a phone is decoded once for both sides and all qualities', async () => {
    const input = path.join(samplesDir ?? '', 'image/IMG_5195.HEIC');
    const id = jobs.job('image', input, { options: { format: 'jpeg' } });
    jobs.runs.length = 0;
    const original = good(await jobs.previews.original(id));
    expect([jobs.runs.splice(0), shapeOf(original)]).toEqual([
      ['unpack', 'convert'],
      { mime: 'image/jpeg', width: 1983, height: 2560 },
    ]);
    const compared = good(await jobs.previews.compare(id, null, null));
    expect([jobs.runs.splice(0), shapeOf(compared.before)]).toEqual([['convert'], shapeOf(original)]);
    // What is seen is still the job's own result, camera data and all.
    const own = path.join(dir(), 'own-heic.jpg');
    await stills.convert(input, own, { format: 'jpeg' });
    expect(await readFile(compared.after.path)).toEqual(await readFile(own));
    good(await jobs.previews.compare(id, null, { setOptions: { quality: 'low' } }));
    expect(jobs.runs.splice(0)).toEqual(['convert']);
  });

  it('alone is refused of what moves', async () => {
    const refused = await jobs.previews.original(jobs.job('video', await clip('h264-aac-mp4')));
    expect(refused.ok ? null : refused.error.kind).toBe('invalid_request');
  });

  it('of sound is refused in plain words', async () => {
    const refused = await jobs.previews.compare(jobs.job('audio', await clip('mp3-cover')), null, null);
    expect(refused.ok ? null : refused.error).toEqual({
      kind: 'invalid_request',
      message: 'The request cannot be understood: there is no picture to compare.',
      hint: 'Sound can be compared by listening to the result.',
      detail: null,
    });
  });
});

/** Greys of the left and the right half tell a frame's number: ones and tens. */
async function frameNumber({ path: file, width, height }: PictureFile): Promise<number> {
  const half = async (left: number): Promise<number> => {
    const inner = { left: left + Math.round(width / 8), top: Math.round(height / 4) };
    const box = { width: Math.round(width / 4), height: Math.round(height / 2), ...inner };
    const { data } = await sharp(file)
      .extract(box)
      .removeAlpha()
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    return Math.round((mean - 20) / 22);
  };
  return (await half(0)) + 10 * (await half(Math.floor(width / 2)));
}

describeTools('a compared film', (pair) => {
  let own: PreviewJobs;
  let numbers: string;
  beforeAll(async () => {
    own = previewJobs(path.join(dir(), `cache-${pair.place}`), pair);
    // 2 s, 25 frames a second, one key frame; no two frames look the same.
    numbers = await made(path.join(dir(), `numbers-${pair.place}.mp4`), [
      ...['-f', 'lavfi', '-i', 'color=black:size=160x120:rate=25:duration=2'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'],
      ...['-vf', "format=gray,geq=lum='20+22*if(lt(X,80),mod(N,10),floor(N/10))',format=yuv420p"],
      ...['-c:v', 'libx264', '-crf', '16', '-g', '250'],
      ...['-color_range', 'tv', '-c:a', 'aac'],
    ]);
  });

  it.each([
    ['video', { quality: 'high' }, 25],
    ['video', { format: 'mkv', codec: 'h265' }, 25],
    ['video', { format: 'webm', quality: 'high' }, 25],
    ['video', { format: 'mov', quality: 'high', start: 0.4, end: 1.6 }, 25],
    ['video', { quality: 'high', fps: 10 }, 10],
    ['animation', { end: 2 }, 12],
    ['animation', { end: 2, format: 'webp', fps: 25 }, 25],
    ['animation', { start: 0.2, end: 2, format: 'apng', fps: 5 }, 5],
    ['adaptive_video', {}, 25],
  ] as const)('as %s %o shows one instant', async (kind, options, fps) => {
    const id = own.job(kind, numbers, { options });
    // At a whole second every one of these rates has a picture, which proves least.
    for (const at of [0.5, 1.5]) {
      const compared = good(await own.previews.compare(id, at, null));
      const before = await frameNumber(compared.before);
      const after = await frameNumber(compared.after);
      expect([at, after]).toEqual([at, before]);
      expect(Math.round((compared.at ?? NaN) * 25)).toBe(before);
      expect(Math.abs((compared.at ?? NaN) - at)).toBeLessThanOrEqual(0.5 / fps + 0.001);
    }
  });
});

describe('a compared film', () => {
  it('shows a flash where it is, in the same size, and only there', async () => {
    const input = await clip('flash-beep-mp4');
    const id = jobs.job('video', input, { options: { quality: 'medium' } });
    const lights: boolean[][] = [];
    for (const at of [1.9, 2.05, 2.2]) {
      const { before, after, ...rest } = good(await jobs.previews.compare(id, at, null));
      expect([shapeOf(before), shapeOf(after)]).toEqual(
        [1, 2].map(() => ({ mime: 'image/png', width: 320, height: 240 })),
      );
      expect([rest.bytesBefore, rest.exact]).toEqual([(await stat(input)).size, false]);
      lights.push([(await brightness(before.path)) > 128, (await brightness(after.path)) > 128]);
    }
    expect(lights).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
  });

  it('that is copied is its own picture, and costs no encode', async () => {
    const input = await clip('h264-aac-mp4');
    const id = jobs.job('video', input);
    const before = jobs.runs.length;
    const compared = good(await jobs.previews.compare(id, null, null));
    expect(compared.after).toEqual(compared.before);
    expect(compared.exact).toBe(false);
    expect(compared.at).toBeCloseTo(0.6, 1);
    const bytes = (await stat(input)).size;
    expect(compared.bytesAfter).toBeGreaterThan(bytes * 0.9);
    expect(compared.bytesAfter).toBeLessThan(bytes * 1.1);
    expect(jobs.runs.length - before).toBe(1);
  });

  it('is decoded once for both pictures, and only for the second one when a setting changes', async () => {
    const input = await clip('short-gop-mp4');
    const id = jobs.job('video', input, { options: { quality: 'high' } });
    const looked = async (quality: string): Promise<{ before: Buffer; reads: readonly string[] }> => {
      const begun = jobs.runs.length;
      const { before } = good(await jobs.previews.compare(id, 1, { setOptions: { quality } }));
      const reads = jobs.runs.slice(begun).filter((run) => run.includes(input));
      return { before: await readFile(before.path), reads };
    };
    const first = await looked('high');
    const second = await looked('low');
    const takesFrame = (run: string): boolean => run.includes('frame.png');
    expect([first, second].map(({ reads }) => reads.map(takesFrame))).toEqual([[true], [false]]);
    expect(second.before).toEqual(first.before);
  });

  it('that is short is converted whole, and its size is exact', async () => {
    const id = jobs.job('video', await clip('hevc-hev1-mp4'), { options: { codec: 'h264' } });
    const { exact, after, bytesAfter } = good(await jobs.previews.compare(id, null, null));
    const result = path.join(path.dirname(path.dirname(after.path)), 'after.mp4');
    expect([exact, bytesAfter]).toEqual([true, (await stat(result)).size]);
  });

  it('that is turned or has high dynamic range looks the same before and after', async () => {
    for (const [name, width, height] of [
      ['rotated-90-mp4', 240, 320],
      ['hdr-hlg-mp4', 320, 240],
      ['anamorphic-mp4', 1024, 576],
    ] as const) {
      const id = jobs.job('video', await clip(name), { options: { codec: 'h264', quality: 'very_high' } });
      const { before, after } = good(await jobs.previews.compare(id, null, null));
      const shape = { mime: 'image/png', width, height };
      expect([name, shapeOf(before), shapeOf(after)]).toEqual([name, shape, shape]);
      expect(await brightness(after.path)).toBeCloseTo(await brightness(before.path), -1);
    }
  });

  it('that is joined shows the input that is there at that time', async () => {
    const inputs = [await clip('h264-aac-mp4'), await clip('flash-beep-mp4')];
    const id = jobs.job('video', inputs);
    const flash = good(await jobs.previews.compare(id, 4.05, null));
    expect(await brightness(flash.before.path)).toBeGreaterThan(128);
    expect(await brightness(flash.after.path)).toBeGreaterThan(128);
    expect(flash.bytesBefore).toBe((await stat(inputs[0] ?? '')).size + (await stat(inputs[1] ?? '')).size);
  });

  it('of which a newer one is asked is cancelled', async () => {
    const id = jobs.job('video', await clip('short-gop-mp4'), { options: { quality: 'high' } });
    const [older, newer] = await Promise.all([
      jobs.previews.compare(id, 1, null),
      jobs.previews.compare(id, 3, null),
    ]);
    expect([kindOf(older), kindOf(newer)]).toEqual(['cancelled', 'ok']);
  });

  it('that nobody waits for any more is stopped, and can be asked for again', async () => {
    const id = jobs.job('video', await clip('short-gop-mp4'), { options: { quality: 'high' } });
    jobs.previews.cancelCompare(id);
    const left = jobs.previews.compare(id, 1, null);
    jobs.previews.cancelCompare(id);
    expect(kindOf(await left)).toBe('cancelled');
    const before = jobs.runs.length;
    const running = jobs.previews.compare(id, 1, null);
    // Some program works on it by now.
    await expect.poll(() => jobs.runs.length).toBeGreaterThan(before);
    jobs.previews.cancelCompare(id);
    expect(kindOf(await running)).toBe('cancelled');
    expect(kindOf(await jobs.previews.compare(id, 1, null))).toBe('ok');
  });

  it('of a file that is none is refused as its probe is', async () => {
    const id = jobs.job('video', await clip('ffconcat-mp4'));
    expect(kindOf(await jobs.previews.compare(id, null, null))).toBe('input_unsupported');
  });
});

describe('compared pictures', () => {
  it('go when the engine closes; small ones stay', async () => {
    const cache = path.join(dir(), 'cache-closed');
    const own = previewJobs(cache);
    const id = own.job('image', await clip('jpeg'));
    const small = good(await own.previews.thumbnail(id, 'input', 96));
    const { after } = good(await own.previews.compare(id, null, null));
    expect([existsSync(after.path), own.previews.picture(after.key) === null]).toEqual([true, false]);
    expect(own.previews.picture('../../etc/passwd')).toBeNull();
    await own.previews.close();
    expect([existsSync(after.path), own.previews.picture(after.key), existsSync(small?.path ?? '')]).toEqual([
      false,
      null,
      true,
    ]);
    expect(kindOf(await own.previews.compare(id, null, null))).toBe('cancelled');
  });
});

describe('compared recordings', () => {
  if (samplesDir === null) {
    it.skip('the folder with samples is not there');
    return;
  }
  const samples = samplesDir;
  it('of a rotated 4K recording are compared at most 2560 pixels high', async () => {
    const id = jobs.job('video', path.join(samples, 'video/portrait_4k60.mp4'), {
      options: { height: 720 },
    });
    const { before, after } = good(await jobs.previews.compare(id, null, null));
    expect([shapeOf(before), shapeOf(after)]).toEqual([
      { mime: 'image/png', width: 1440, height: 2560 },
      { mime: 'image/png', width: 406, height: 720 },
    ]);
  });
});
