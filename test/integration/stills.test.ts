import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StillWorkers } from '../../electron/engine/ports.ts';
import { createStillWorkers } from '../../electron/engine/stills/still-processes.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import { type ImageOptions, imageFormats } from '../../shared/model/options.ts';
import { planImage } from '../../shared/plan/picture/image.ts';
import type { StillRecipe } from '../../shared/plan/plan.ts';
import { context } from '../unit/plan/media-fixtures.ts';
import { clip, describeTools, probeJson, root, samplesDir, tempDir } from '../support/media.ts';

const run = promisify(execFile);
const workerPath = path.join(root, 'dist/still-worker.js');

let workers: StillWorkers;
beforeAll(() => {
  if (!existsSync(workerPath)) throw new Error('dist/still-worker.js is not there: run `npm run build`');
  workers = createStillWorkers({ workerPath, size: 2 });
});
afterAll(() => workers.close());

async function facts(input: string) {
  const reply = await workers.run({ do: 'probe', input });
  if (reply.facts === null) throw new Error(`${path.basename(input)} is no still`);
  return reply.facts;
}

async function recipeFor(input: string, options: ImageOptions): Promise<StillRecipe> {
  const plan = planImage(await facts(input), options, context());
  if (!plan.ok) throw new Error(plan.error.message);
  const step = plan.value.steps.at(-1);
  if (step?.tool !== 'still') throw new Error('no still step');
  return step.recipe;
}

/** Probes, plans and converts, and checks that the file is what the plan says. */
async function convert(input: string, output: string, options: ImageOptions) {
  const plan = planImage(await facts(input), options, context());
  if (!plan.ok) throw new Error(plan.error.message);
  const recipe = await recipeFor(input, options);
  const reply = await workers.run({ do: 'convert', input, output, recipe });
  const [expected] = plan.value.expect.streams;
  const found = (await facts(output)).still;
  expect({ codec: found?.format, width: found?.width, height: found?.height }).toEqual({
    codec: expected?.codec,
    width: expected?.width,
    height: expected?.height,
  });
  return reply;
}

/** Colour of one pixel, as sRGB without alpha, and the alpha. */
async function pixel(file: string, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ConvoyFailure ? error.error : error;
}

/** Red, green, blue and white quarters, 80×60: every turn and crop of it can be told. */
async function quarters(file: string, orientation = 1): Promise<string> {
  const quarter = (colour: string) =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
      .png()
      .toBuffer();
  const places = { '#ff0000': [0, 0], '#00ff00': [40, 0], '#0000ff': [0, 30], '#ffffff': [40, 30] } as const;
  const parts = await Promise.all(
    Object.entries(places).map(async ([colour, [left, top]]) => ({
      input: await quarter(colour),
      left,
      top,
    })),
  );
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#000000' } })
    .composite(parts)
    .withMetadata({ orientation })
    .png()
    .toFile(file);
  return file;
}
const near = (colour: readonly number[]) => colour.slice(0, 3).map((c) => Math.round(c / 255));
const [red, green, blue, white, black] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
  [0, 0, 0],
];

describe('converting stills', () => {
  it.for(imageFormats)('turns a picture upright in %s and says so', async (format, t) => {
    const input = await clip('jpeg-orientation-6');
    const output = path.join(tempDir(t), 'out');
    await convert(input, output, { format });
    const metadata = await sharp(output).metadata();
    expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([240, 320, 1]);
    const expected = await sharp(input).autoOrient().resize(12).raw().toBuffer();
    const found = await sharp(output).resize(12).removeAlpha().raw().toBuffer();
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? 0))), 0);
    expect(worst).toBeLessThan(40);
  });

  it('turns by all eight orientations', async (t) => {
    const dir = tempDir(t);
    const corners: unknown[] = [];
    for (let orientation = 1; orientation <= 8; orientation++) {
      const input = await quarters(path.join(dir, `${String(orientation)}.png`), orientation);
      const output = path.join(dir, 'out.png');
      await convert(input, output, { format: 'png' });
      const { width, height } = await sharp(output).metadata();
      corners.push([width, height, near(await pixel(output, 1, 1)), near(await pixel(output, width - 2, 1))]);
    }
    expect(corners).toEqual([
      [80, 60, red, green],
      [80, 60, green, red],
      [80, 60, white, blue],
      [80, 60, blue, white],
      [60, 80, red, blue],
      [60, 80, blue, red],
      [60, 80, white, green],
      [60, 80, green, white],
    ]);
  });

  it('leaves a picture unturned when asked, and keeps its orientation', async (t) => {
    const dir = tempDir(t);
    const input = await quarters(path.join(dir, 'in.png'), 6);
    const output = path.join(dir, 'out.jpg');
    await convert(input, output, { format: 'jpeg', auto_orient: false });
    const { width, height, orientation } = await sharp(output).metadata();
    expect([width, height, orientation]).toEqual([80, 60, 6]);
    expect(near(await pixel(output, 1, 1))).toEqual(red);
    await convert(input, path.join(dir, 'out.avif'), { format: 'avif', auto_orient: false });
  });

  it('contains, covers and fills', async (t) => {
    const dir = tempDir(t);
    const input = await quarters(path.join(dir, 'in.png'));
    const output = path.join(dir, 'out.png');
    const box = { format: 'png', width: 40, height: 60 } as const;
    await convert(input, output, { ...box, background: '#000000' });
    // 40×30 in the middle: y 15 to 45.
    expect(near(await pixel(output, 1, 13))).toEqual(black);
    expect(near(await pixel(output, 1, 17))).toEqual(red);
    expect(near(await pixel(output, 38, 42))).toEqual(white);
    expect(near(await pixel(output, 38, 46))).toEqual(black);
    await convert(input, output, box);
    expect(await pixel(output, 1, 1)).toEqual([0, 0, 0, 0]);
    await convert(input, output, { ...box, fit: 'cover', position: 'left' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([red, blue]);
    await convert(input, output, { ...box, fit: 'cover', position: 'right' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([green, white]);
    await convert(input, output, { ...box, fit: 'fill' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([red, white]);
    await convert(input, path.join(dir, 'out.jpg'), { ...box, format: 'jpeg' });
    expect(near(await pixel(path.join(dir, 'out.jpg'), 1, 5))).toEqual(black);
  });

  it('puts white under what is transparent in JPEG, and keeps it elsewhere', async (t) => {
    const dir = tempDir(t);
    const input = await clip('png-transparent');
    await convert(input, path.join(dir, 'a.jpg'), { format: 'jpeg' });
    expect(near(await pixel(path.join(dir, 'a.jpg'), 4, 40))).toEqual(white);
    for (const format of ['png', 'webp', 'avif', 'tiff', 'gif'] as const) {
      const output = path.join(dir, `a.${format}`);
      await convert(input, output, { format });
      expect([(await pixel(output, 4, 40))[3], (await pixel(output, 60, 40))[3]]).toEqual([0, 255]);
    }
  });

  it('keeps camera data, colour profile, 16 bits and greys where the format can', async (t) => {
    const dir = tempDir(t);
    const input = path.join(dir, 'in.jpg');
    await sharp({ create: { width: 20, height: 10, channels: 3, background: '#c80' } })
      .withIccProfile('p3')
      .withExif({ IFD0: { Make: 'Convoy' }, IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } })
      .jpeg()
      .toFile(input);
    for (const format of imageFormats) {
      const output = path.join(dir, `a.${format}`);
      const { warnings } = await convert(input, output, { format });
      const { exif, icc } = await sharp(output).metadata();
      const kept = format !== 'tiff' && format !== 'gif';
      expect([format, exif?.includes('2020:01:02') ?? false, icc !== undefined]).toEqual([
        format,
        kept,
        format !== 'gif',
      ]);
      expect(warnings.map((w) => w.kind)).toEqual(kept ? [] : ['metadata_dropped']);
    }
    await convert(await clip('png-16bit'), path.join(dir, 'deep.png'), { format: 'png' });
    await convert(await clip('png-16bit'), path.join(dir, 'deep.tif'), { format: 'tiff', width: 32 });
    const grey = path.join(dir, 'grey.png');
    await sharp(await clip('jpeg'))
      .toColourspace('b-w')
      .png()
      .toFile(grey);
    await convert(grey, path.join(dir, 'grey.jpg'), { format: 'jpeg' });
    const spaces = await Promise.all(
      ['deep.png', 'deep.tif', 'grey.jpg'].map(
        async (f) => (await sharp(path.join(dir, f)).metadata()).space,
      ),
    );
    expect(spaces).toEqual(['rgb16', 'rgb16', 'b-w']);
  });

  it('makes RGB of CMYK', async (t) => {
    const dir = tempDir(t);
    const input = path.join(dir, 'cmyk.jpg');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#30a070' } })
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg()
      .toFile(input);
    const output = path.join(dir, 'out.webp');
    await convert(input, output, { format: 'webp', lossless: true });
    const { icc, space } = await sharp(output).metadata();
    expect([space, icc]).toEqual(['srgb', undefined]);
    const [r = 0, g = 0, b = 0] = await pixel(output, 4, 4);
    expect(g > b && b > r).toBe(true);
  });

  it('gives the frame of an animation that is shown at a time', async (t) => {
    const output = path.join(tempDir(t), 'out.png');
    const input = await clip('webp-animated');
    await convert(input, output, { format: 'png', start: 0.35 });
    const expected = await sharp(input, { page: 2 }).raw().toBuffer();
    expect(await sharp(output).raw().toBuffer()).toEqual(expected);
  });

  it('draws an SVG sharp at the asked size, and opens nothing that it names', async (t) => {
    const dir = tempDir(t);
    await quarters(path.join(dir, 'secret.png'));
    const image = (href: string) => `<image href="${href}" xlink:href="${href}" width="10" height="10"/>`;
    const secret = path.join(dir, 'secret.png');
    const svg = path.join(dir, 'in.svg');
    await writeFile(
      svg,
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">
      <rect width="10" height="10" fill="#fff"/>${image(`file://${secret}`)}${image(secret)}${image('secret.png')}
      ${image('file:///etc/passwd')}<rect x="5" width="5" height="10" fill="#000"/></svg>`,
    );
    const output = path.join(dir, 'out.png');
    await convert(svg, output, { format: 'png', width: 400 });
    expect([near(await pixel(output, 198, 5)), near(await pixel(output, 202, 5))]).toEqual([white, black]);
    expect(near(await pixel(output, 20, 20))).toEqual(white);
  });

  it('does not mind names', async (t) => {
    const dir = tempDir(t);
    const names = [
      'ü 🎬.jpg',
      'a[1].jpg',
      'x[page=2]',
      '-v.jpg',
      "it's%03d.jpg",
      'a:b\n"c".jpg',
      'no-extension',
    ];
    for (const name of names) {
      const input = path.join(dir, name);
      await copyFile(await clip('jpeg'), input);
      await convert(input, path.join(dir, '.convoy-job_1-1.part'), { format: 'webp', width: 20 });
    }
    await convert(await clip('png-1x1'), path.join(dir, 'one.avif'), { format: 'avif' });
  });
});

describe('bad stills', () => {
  it('are recognised by what is in them', async (t) => {
    const dir = tempDir(t);
    const asked = async (name: string, from: string) => {
      await copyFile(from, path.join(dir, name));
      return (await workers.run({ do: 'probe', input: path.join(dir, name) })).facts;
    };
    expect((await asked('picture.mp4', await clip('jpeg')))?.still?.format).toBe('jpeg');
    expect(await asked('film.jpg', await clip('h264-aac-mp4'))).toBeNull();
    expect(await asked('text.png', await clip('text-mp4'))).toBeNull();
    expect(await asked('empty.webp', await clip('empty-mp4'))).toBeNull();
  });

  it('are refused when they end too early', async (t) => {
    const dir = tempDir(t);
    const formats = { jpeg: 'jpeg', png: 'png-transparent', webp: 'webp-still', avif: 'avif' } as const;
    for (const [format, name] of Object.entries(formats)) {
      const whole = await readFile(await clip(name));
      const input = path.join(dir, `cut.${format}`);
      await writeFile(input, whole.subarray(0, Math.floor(whole.length * 0.8)));
      const recipe = await recipeFor(await clip(name), { format: 'webp' });
      const output = path.join(dir, 'out');
      expect(await failure(workers.run({ do: 'convert', input, output, recipe }))).toMatchObject({
        kind: 'input_truncated',
        message: `“cut.${format}” is incomplete: the picture data ends too early or is damaged.`,
      });
    }
  });

  it('are seen by their header alone, however large they are', async () => {
    const huge = await facts(await clip('png-30000'));
    expect(huge.still).toMatchObject({ width: 30_000, height: 30_000 });
    expect(planImage(huge, { width: 10 }, context())).toMatchObject({
      ok: false,
      error: { kind: 'limits_exceeded' },
    });
  });

  it('name the reason when the result cannot be written or the input is gone', async (t) => {
    const dir = tempDir(t);
    const input = await clip('jpeg');
    const recipe = await recipeFor(input, { format: 'webp' });
    const output = path.join(dir, 'no/such/folder/out.webp');
    expect(await failure(workers.run({ do: 'convert', input, output, recipe }))).toMatchObject({
      kind: 'output_unwritable',
    });
    const gone = path.join(dir, 'gone.jpg');
    expect(await failure(workers.run({ do: 'probe', input: gone }))).toMatchObject({
      kind: 'input_not_found',
    });
  });
});

describe('worker processes', () => {
  /** A worker that does what it is told before it would answer, in the native build only. */
  async function failingWorker(dir: string, deed: string): Promise<string> {
    const file = path.join(dir, 'worker.mjs');
    await writeFile(
      file,
      `if (process.execArgv.includes('--no-addons')) await import(${JSON.stringify(pathToFileURL(workerPath).href)});
      else { process.on('message', () => { ${deed} }); process.send({ ready: true }); }`,
    );
    return file;
  }

  it('that crash cost one retry in the WebAssembly build, which is said', async (t) => {
    const dir = tempDir(t);
    const lines: string[] = [];
    const crashing = createStillWorkers({
      workerPath: await failingWorker(
        dir,
        "console.error('GLib-CRITICAL'); process.kill(process.pid, 'SIGSEGV');",
      ),
      size: 1,
      log: (line) => lines.push(line),
    });
    try {
      const input = await clip('jpeg-orientation-6');
      const recipe = await recipeFor(input, { format: 'webp', width: 60 });
      const reply = await crashing.run({ do: 'convert', input, output: path.join(dir, 'out'), recipe });
      expect([reply.width, reply.height, reply.warnings.map((w) => w.kind)]).toEqual([
        60,
        80,
        ['wasm_fallback'],
      ]);
      expect(lines).toContain('still worker: GLib-CRITICAL');
      // The WebAssembly build follows references in an SVG, so it gets none.
      const svg = { do: 'probe', input: await clip('svg') } as const;
      expect(await failure(crashing.run(svg))).toMatchObject({ kind: 'input_unsupported' });
    } finally {
      await crashing.close();
    }
  });

  it('are killed at once when the job is cancelled', async (t) => {
    const dir = tempDir(t);
    const slow = createStillWorkers({ workerPath: await failingWorker(dir, 'while (true);'), size: 1 });
    try {
      const stop = new AbortController();
      const pending = failure(slow.run({ do: 'probe', input: '/any' }, { signal: stop.signal }));
      const begun = performance.now();
      stop.abort();
      expect(await pending).toMatchObject({ kind: 'cancelled' });
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(await failure(slow.run({ do: 'probe', input: '/any' }, { timeoutMs: 300 }))).toMatchObject({
        kind: 'timed_out',
      });
    } finally {
      await slow.close();
    }
  });

  it('that cannot be started are named', async () => {
    const missing = createStillWorkers({ workerPath: '/no/such/worker.js', size: 1 });
    expect(await failure(missing.run({ do: 'probe', input: '/any' }))).toMatchObject({
      kind: 'tool_missing',
    });
    await missing.close();
  });

  it('do not keep a process alive that is done', async (t) => {
    const dir = tempDir(t);
    const script = path.join(dir, 'host.mjs');
    await writeFile(
      script,
      `import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(workerPath)}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
      child.on('message', (m) => { if (m.ready) process.stdout.write(String(child.pid), () => process.exit(0)); });`,
    );
    const { stdout } = await run(process.execPath, [script], { timeout: 20_000 });
    // The worker notices that nobody is there any more.
    await expect
      .poll(
        () => {
          try {
            return process.kill(Number(stdout), 0);
          } catch {
            return false;
          }
        },
        { timeout: 5000 },
      )
      .toBe(false);
  });
});

describeTools('frames of an animated webp', ({ ffmpeg }) => {
  it('come out of ffmpeg with their times and colours', async (t) => {
    const dir = tempDir(t);
    const input = await clip('webp-animated');
    const frames = path.join(dir, 'frames.apng');
    const reply = await workers.run({ do: 'frames', input, output: frames, start: 0, end: null });
    expect(reply).toEqual({ do: 'frames', frames: 5, duration: 0.6, width: 64, height: 48 });
    const { stdout } = await run(ffmpeg, [
      ...['-v', 'error', '-f', 'apng', '-i', `file:${frames}`, '-vf', 'fps=50,format=rgb24'],
      ...['-f', 'framecrc', '-'],
    ]);
    const sums = stdout.split('\n').filter((line) => /^0,/.test(line));
    const runs = sums
      .map((line) => line.split(',').at(-1))
      .reduce<number[]>((counts, sum, i, all) => {
        if (i > 0 && all[i - 1] === sum) counts.push((counts.pop() ?? 0) + 1);
        else counts.push(1);
        return counts;
      }, []);
    // Frames of 20 ms: exactly the delays, the last one too.
    expect(runs).toEqual([15, 2, 5, 2, 6]);

    const raw = path.join(dir, 'first.raw');
    const rgba = ['-frames:v', '1', '-pix_fmt', 'rgba', '-f', 'rawvideo', `file:${raw}`];
    await run(ffmpeg, ['-v', 'error', '-y', '-f', 'apng', '-i', `file:${frames}`, ...rgba]);
    const expected = await sharp(input, { page: 0 }).ensureAlpha().raw().toBuffer();
    expect(await readFile(raw)).toEqual(expected);
  });

  it('are cut to what is asked', async (t) => {
    const output = path.join(tempDir(t), 'frames.apng');
    const input = await clip('webp-animated');
    const reply = await workers.run({ do: 'frames', input, output, start: 0.1, end: 0.35 });
    expect(reply).toMatchObject({ frames: 3, duration: 0.25 });
    const { streams } = await probeJson(output, ['-count_frames']);
    expect(streams[0]).toMatchObject({ codec_name: 'apng', nb_read_frames: '3' });
  });
});

describe.skipIf(samplesDir === null)('real pictures (skipped without the samples folder)', () => {
  const folder = path.join(samplesDir ?? '', 'image');

  it('become every format, two of them each', async (t) => {
    const output = path.join(tempDir(t), 'out');
    for (const [index, name] of (await readdir(folder)).entries()) {
      for (const step of [index, index + 3]) {
        const format = imageFormats[step % imageFormats.length] ?? 'webp';
        const { bytes } = await convert(path.join(folder, name), output, { format, width: 160 });
        expect(bytes).toBeGreaterThan(100);
      }
    }
  });

  it('take smaller palettes for lower words', async (t) => {
    const output = path.join(tempDir(t), 'out');
    for (const format of ['gif', 'png'] as const) {
      const sizes: number[] = [];
      for (const quality of ['very_low', 'low', 'medium'] as const) {
        const options = { format, quality, width: 300 } as const;
        sizes.push((await convert(path.join(folder, 'kodim03.png'), output, options)).bytes);
      }
      expect([sizes, new Set(sizes).size]).toEqual([sizes.toSorted((a, b) => a - b), 3]);
    }
  });

  it('come whole and upright out of HEIC, with their camera data and profile', async (t) => {
    const dir = tempDir(t);
    const input = path.join(folder, 'IMG_5195.HEIC');
    const output = path.join(dir, 'out.jpg');
    await convert(input, output, { format: 'jpeg', width: 800 });
    const metadata = await sharp(output).metadata();
    const source = await sharp(input).metadata();
    expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([800, 1033, 1]);
    expect(metadata.icc).toEqual(source.icc);
    expect(metadata.exif?.includes('Apple')).toBe(source.exif?.includes('Apple'));
    // A picture of which only one tile was decoded has large black or even areas.
    const { entropy } = await sharp(output).extract({ left: 600, top: 800, width: 200, height: 200 }).stats();
    expect(entropy).toBeGreaterThan(5);

    const cut = path.join(dir, 'cut.heic');
    await writeFile(cut, (await readFile(input)).subarray(0, 400_000));
    const recipe = await recipeFor(input, { format: 'jpeg' });
    const half = failure(workers.run({ do: 'convert', input: cut, output, recipe }));
    expect(await half).toMatchObject({ kind: 'input_truncated' });
  });
});
