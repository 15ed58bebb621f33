import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keyInterval, pictureRate } from '../../../electron/engine/previews/compare-bytes.ts';
import { filterRate } from '../../../electron/engine/previews/compare-part.ts';
import {
  findMatch,
  matchFrames,
  onFrame,
  placeAfterKeyFrame,
  placeIn,
  seekTo,
  windowAround,
  windowSeconds,
} from '../../../electron/engine/previews/compare-window.ts';
import { pageTimes } from '../../../electron/engine/previews/frame-times.ts';
import { createPictureCache, pictureName } from '../../../electron/engine/previews/picture-cache.ts';
import {
  insideSquare,
  isBlank,
  placesToLook,
  sideFor,
} from '../../../electron/engine/previews/thumbnail-frame.ts';
import { webpSize, withPlainExif, withoutMetadata } from '../../../electron/engine/stills/webp-file.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { tempDir } from '../../support/found-tools.ts';
import { media, video } from '../plan/media-fixtures.ts';

const grid = (count: number, fps: number, first = 0): number[] =>
  Array.from({ length: count }, (_, n) => first + n / fps);

describe('the part that is encoded', () => {
  it.each([
    [null, 3],
    [0, 0],
    [7, 7],
    [99, 9.96],
    [-1, 0],
  ])('is looked at, when %s is asked, at %s', (asked, at) => {
    expect(placeIn({ start: 0, end: 10 }, asked, 0.04)).toBe(at);
  });

  it('is a second, or what two cores do in one, and never less than eight frames', () => {
    const seconds = (codec: 'h264' | 'h265', pixels: number, cores: number): number =>
      windowSeconds(codec, pixels, 25, cores);
    expect(seconds('h264', 320 * 240, 2)).toBe(1);
    expect(seconds('h264', 1920 * 1080, 2)).toBeCloseTo(0.347, 3);
    expect(seconds('h264', 1920 * 1080, 16)).toBe(1);
    expect(seconds('h265', 3840 * 2160, 2)).toBe(0.32);
    expect(windowSeconds('h264', 1, 5, 2)).toBe(1.6);
  });

  it('lies around the place and inside what is converted', () => {
    const part = { start: 2, end: 12 };
    expect(windowAround(7, part, 1, null)).toEqual({ start: 6.4, end: 7.4 });
    expect(windowAround(2, part, 1, null)).toEqual({ start: 2, end: 3 });
    expect(windowAround(12, part, 1, null)).toEqual({ start: 11, end: 12 });
    expect(windowAround(2.5, { start: 2, end: 3.2 }, 1, null)).toEqual({ start: 2, end: 3.2 });
    // The frames of the result lie on 2 + n/12.
    expect(windowAround(7, part, 1, 12)).toEqual({ start: 6.333333, end: 7.333333 });
  });

  it('begins with a frame of the source', () => {
    expect(onFrame({ start: 0.9, end: 1.9 }, grid(50, 25))).toEqual({ start: 0.88, end: 1.9 });
    expect(onFrame({ start: 0.001, end: 1 }, [0.002, 0.042])).toEqual({ start: 0.001, end: 1 });
    expect(onFrame({ start: 1, end: 2 }, grid(90, 30)).start).toBe(1);
  });
});

describe('a place that is seen soon', () => {
  const whole = { start: 0, end: 100 };
  const window = { start: 29.4, end: 30.4 };

  it('lies behind the key frame from which the window is decoded', () => {
    expect(placeAfterKeyFrame({ window, whole }, 24)).toBeCloseTo(24.6);
  });

  it('is the usual one when there is nothing to win, or only the opening of the film', () => {
    expect(placeAfterKeyFrame({ window, whole }, null)).toBeNull();
    expect(placeAfterKeyFrame({ window, whole }, 29.4)).toBeNull();
    expect(placeAfterKeyFrame({ window, whole }, 4.9)).toBeNull();
    expect(placeAfterKeyFrame({ window, whole: { start: 22, end: 100 } }, 20)).toBeNull();
  });
});

describe('the frame that is shown', () => {
  const window = { start: 0.4, end: 1.4 };

  it('is the nearest one of the source', () => {
    const match = matchFrames(grid(50, 25), 0.97, window, null);
    expect([match?.source, match?.index]).toEqual([24, 14]);
    expect(match?.seconds).toBeCloseTo(0.56, 9);
    expect(matchFrames([], 1, window, null)).toBeNull();
    expect(matchFrames([0, 0.2], 1, window, null)).toBeNull();
  });

  it('is one that the rate of the result keeps', () => {
    // Places on 0.4 + n/5: frames up to 0.48 fall on the first, up to 0.68 on the second …
    const match = matchFrames(grid(50, 25), 0.97, window, 5);
    expect(match).toEqual({ source: 22, index: 2, seconds: 0.4 });
  });

  it('is found in the result by its number, or by time where frames were left out', () => {
    const match = { source: 0, index: 3, seconds: 0.12 };
    expect(findMatch(grid(10, 25, 0.08), match)).toBe(3);
    // An old Matroska muxer: all but the first are late.
    expect(findMatch([0, 0.063, 0.103, 0.143, 0.183], match)).toBe(3);
    // GIF: the second and third frame changed nothing.
    expect(findMatch([0, 0.12, 0.16, 0.2], match)).toBe(1);
    expect(findMatch([0], match)).toBe(0);
  });

  it('is sought between it and the one before', () => {
    expect(seekTo([1, 1.04, 1.08], 1)).toBe(1.02);
    expect(seekTo([0, 0.04], 0)).toBe(0);
    expect(seekTo([1, 1.04], 0)).toBe(0.999);
  });

  it('of an animation stands where the pages before it end', () => {
    expect(pageTimes([100, 50, 200])).toEqual([0, 0.1, 0.15]);
  });

  it('falls on the rate that the filters of the plan say', () => {
    const plan = (chain: string): Plan =>
      ({
        steps: [
          {
            tool: 'ffmpeg',
            args: [
              ['-fps_mode', 'vfr'],
              ['-filter:v:0', chain],
            ],
          },
        ],
      }) as unknown as Plan;
    expect(filterRate(plan('fps=12,scale=480:270'))).toBe(12);
    expect(filterRate(plan('[0:0]fps=30000/1001:start_time=0,split=2[a][b]'))).toBeCloseTo(29.97, 3);
    expect(filterRate(plan('[0:0]bwdif=mode=send_frame,fps=23.976[v0]'))).toBe(23.976);
    expect(filterRate(plan('scale=1280:720,setsar=1'))).toBeNull();
  });
});

describe('the size of the whole', () => {
  const packets = [
    { bytes: 10_000, key: true },
    ...Array.from({ length: 24 }, () => ({ bytes: 1000, key: false })),
  ];
  const part = { packets, seconds: 1, keyEvery: 10, cap: null };

  it('counts the key frame with its share', () => {
    expect(pictureRate(part)).toBe(25 * 1000 + 900);
    expect(pictureRate({ ...part, keyEvery: 2 })).toBe(25 * 1000 + 4500);
  });

  it('stays below a bit rate that was asked, and takes few packets as they are', () => {
    expect(pictureRate({ ...part, cap: 80_000 })).toBe(10_000);
    expect(pictureRate({ ...part, packets: packets.slice(0, 3) })).toBe(12_000);
    expect(pictureRate({ ...part, packets: [] })).toBe(0);
  });

  it('knows how far key frames lie apart', () => {
    expect([keyInterval('h264', 25), keyInterval('vp9', 32), keyInterval('av1', 60)]).toEqual([10, 4, 5]);
  });
});

describe('a small picture', () => {
  it('has one of three sides and its own shape', () => {
    expect([0, 96, 97, 160, 161, 9999].map(sideFor)).toEqual([96, 96, 160, 160, 480, 480]);
    expect(insideSquare({ width: 4000, height: 3000 }, 160)).toEqual({ width: 160, height: 120 });
    expect(insideSquare({ width: 10_000, height: 1 }, 96)).toEqual({ width: 96, height: 1 });
    expect(insideSquare({ width: 20, height: 10 }, 96)).toEqual({ width: 20, height: 10 });
  });

  it('of a film is looked for in the film', () => {
    const places = (duration: number | null, codec = 'h264'): readonly number[] =>
      placesToLook(media({ duration, video: [video({ codec })] }), video({ codec }));
    expect(places(100)).toEqual([10, 40, 75]);
    expect(places(2)).toEqual([0.5, 0.8, 1.5]);
    expect(places(0.4)).toEqual([0.2, 0.16000000000000003, 0.30000000000000004]);
    expect(places(null)).toEqual([0.5, 0]);
    expect(places(3, 'apng')).toEqual([0]);
  });

  it('is blank when nearly everything is black, or white', () => {
    const grey = (value: number, others = 0): Uint8Array => {
      const samples = new Uint8Array(256).fill(value);
      return samples.fill(128, 0, others);
    };
    expect([grey(0), grey(255), grey(16, 5), grey(235, 5)].map(isBlank)).toEqual([true, true, true, true]);
    expect([grey(60), grey(128), grey(0, 6), grey(255, 6)].map(isBlank)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a WebP file', () => {
  const picture = sharp({ create: { width: 37, height: 21, channels: 3, background: '#336699' } });
  const exif = { IFD0: { Copyright: 'somebody' } };

  it.each([
    ['lossy', { quality: 70 }],
    ['lossless', { lossless: true }],
  ] as const)('that is %s says its size and loses its camera data only', async (_name, options) => {
    const plain = await picture.clone().webp(options).toBuffer();
    const tagged = await picture.clone().withExif(exif).withIccProfile('p3').webp(options).toBuffer();
    expect([webpSize(plain), webpSize(tagged)]).toEqual([1, 2].map(() => ({ width: 37, height: 21 })));
    expect(withoutMetadata(plain)).toEqual(plain);
    const bare = withoutMetadata(tagged);
    const { exif: camera, icc, width, height } = await sharp(bare).metadata();
    expect([camera, icc !== undefined, width, height]).toEqual([undefined, true, 37, 21]);
    expect(await sharp(bare).raw().toBuffer()).toEqual(await sharp(tagged).raw().toBuffer());
  });

  it('has its camera data without what only a JPEG needs before it', async () => {
    const plain = await picture.clone().webp().toBuffer();
    const tagged = await picture.clone().withExif(exif).withIccProfile('p3').webp().toBuffer();
    const tidy = withPlainExif(tagged);
    const read = await Promise.all([tagged, tidy].map((file) => sharp(file).metadata()));
    const [before, after] = read.map((one) => one.exif?.toString('latin1') ?? '');
    // With the six bytes libvips wrote them, without them it reads them just as well.
    expect([before?.slice(0, 6), `Exif\0\0${after}`]).toEqual(['Exif\0\0', before]);
    expect(read[1]).toMatchObject({ width: 37, height: 21, icc: read[0]?.icc });
    expect(await sharp(tidy).raw().toBuffer()).toEqual(await sharp(tagged).raw().toBuffer());
    expect([withPlainExif(plain), withPlainExif(tidy)]).toEqual([plain, tidy]);
    expect(withPlainExif(Buffer.from('no picture'))).toEqual(Buffer.from('no picture'));
  });

  it('that is none, or not whole, has no size', async () => {
    const whole = await picture.clone().webp().toBuffer();
    expect([Buffer.alloc(0), Buffer.from('RIFF'), whole.subarray(0, 40)].map(webpSize)).toEqual([
      null,
      null,
      null,
    ]);
    expect(withoutMetadata(Buffer.from('no picture'))).toEqual(Buffer.from('no picture'));
  });
});

describe('the cache of small pictures', () => {
  const identity = { path: '/a', size: 1, mtimeMs: 2, which: 'input', side: 96 } as const;

  it('knows a file by its content and place', () => {
    const names = [
      identity,
      { ...identity, path: '/b' },
      { ...identity, size: 2 },
      { ...identity, mtimeMs: 3 },
      { ...identity, which: 'result' as const },
      { ...identity, side: 160 },
    ].map(pictureName);
    expect(new Set(names).size).toBe(6);
    expect(names[0]).toBe(pictureName({ ...identity }));
  });

  it('lets the pictures go that were used longest ago, and nothing that is not its own', async (t) => {
    const folder = path.join(tempDir(t), 'pictures');
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } })
      .webp()
      .toBuffer();
    await mkdir(folder);
    const names = [1, 2, 3].map((n) => pictureName({ ...identity, size: n }));
    for (const [n, name] of names.entries()) {
      await writeFile(path.join(folder, name), bytes);
      await utimes(path.join(folder, name), 1000 + n, 1000 + n);
    }
    await writeFile(path.join(folder, 'holiday.webp'), bytes);
    const part = `${names[0] ?? ''}.00000000-0000-0000-0000-000000000000.part`;
    await writeFile(path.join(folder, part), '');
    await utimes(path.join(folder, part), 1000, 1000);

    const now = 5 * 24 * 60 * 60 * 1000;
    const cache = createPictureCache(folder, bytes.length * 2, () => now);
    expect(await cache.find(names[0] ?? '')).toBeNull();
    expect(await cache.find(names[1] ?? '')).toEqual({
      path: path.join(folder, names[1] ?? ''),
      mime: 'image/webp',
      width: 9,
      height: 9,
    });
    expect((await readdir(folder)).toSorted()).toEqual([names[1], names[2], 'holiday.webp'].toSorted());

    // What was found is now the youngest.
    const next = createPictureCache(folder, bytes.length, () => now);
    expect([await next.find(names[2] ?? ''), (await next.find(names[1] ?? '')) !== null]).toEqual([
      null,
      true,
    ]);
  });

  it('takes WebP files and nothing else', async (t) => {
    const folder = path.join(tempDir(t), 'new', 'pictures');
    const cache = createPictureCache(folder, 1e6, () => 0);
    await expect(cache.keep('a.webp', Buffer.from('text'))).rejects.toThrow('no WebP file');
  });
});
