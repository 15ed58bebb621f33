import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { type MediaName, clip, probeJson, samplesDir, tempDir } from '../support/media.ts';
import { convert, refused, runBatch } from '../support/run-jobs.ts';

/** Every way in which an input, a name or an option can be wrong, through the engine's own door. */

const told = (job: Job | undefined): string =>
  `${job?.error?.kind ?? job?.status}: ${job?.error?.message ?? ''}`;
const hash = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
/** What a job leaves behind besides its results. */
const leftovers = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => path.basename(name).startsWith('.convoy'));

describe('files that are not what they seem', () => {
  it.for<[MediaName, JobRequest['kind'], string]>([
    [
      'empty-mp4',
      'video',
      'input_unsupported: “empty-mp4.mp4” cannot be converted this way: the file is empty.',
    ],
    [
      'text-mp4',
      'video',
      'input_unsupported: “text-mp4.mp4” cannot be converted this way: it is a text file.',
    ],
    ['ffconcat-mp4', 'video', 'input_unsupported'],
    ['m3u8-mp4', 'video', 'input_unsupported'],
    ['m3u8-mp4', 'audio', 'input_unsupported'],
    [
      'wav',
      'video',
      'input_unsupported: “wav.wav” cannot be converted this way: there is no moving picture in it.',
    ],
    ['jpeg', 'video', 'input_unsupported: “jpeg.jpg” cannot be converted this way: it is a single picture.'],
    ['jpeg', 'audio', 'input_unsupported: “jpeg.jpg” cannot be converted this way: there is no sound in it.'],
    ['wav', 'image', 'input_unsupported'],
    ['wav', 'adaptive_video', 'input_unsupported'],
    ['text-mp4', 'image', 'input_unsupported'],
    ['png-30000', 'image', 'limits_exceeded'],
  ])('%s as %s', async ([name, kind, expected], t) => {
    const folder = tempDir(t);
    const input = await clip(name);
    const before = await hash(input);
    const job = await refused({ input, kind, output: `${folder}/` });
    expect(told(job)).toContain(expected);
    expect(job.error?.hint.length).toBeGreaterThan(10);
    expect(await readdir(folder)).toEqual([]);
    expect(await hash(input)).toBe(before);
  });

  it('says where a truncated recording stops', async (t) => {
    const job = await refused({
      input: await clip('truncated-mp4'),
      kind: 'video',
      options: { quality: 'low' },
      output: `${tempDir(t)}/`,
    });
    expect(told(job)).toMatch(
      /^input_truncated: “truncated-mp4.mp4” is incomplete: the recording stops at 0:0\d\.$/,
    );
  });

  it('converts a picture of one pixel', async (t) => {
    const { file } = await convert({ input: await clip('png-1x1'), kind: 'image', output: `${tempDir(t)}/` });
    expect((await readFile(file)).subarray(8, 12).toString()).toBe('WEBP');
  });

  it('tells what is not there, and what is no file', async (t) => {
    const folder = tempDir(t);
    const missing = await refused({ input: `${folder}/gone.mp4`, kind: 'video' });
    expect(told(missing)).toMatch(/^input_not_found: “gone.mp4” is not there/);
    const asFolder = await refused({ input: folder, kind: 'video' });
    expect(told(asFolder)).toMatch(/^invalid_input: /);
  });
});

describe('names', () => {
  const names = [
    'émoji 🎬.mov',
    `it's "quoted".mov`,
    'two\nlines.mov',
    'shot%03d.mov',
    'a:b.mov',
    '-leading.mov',
    'a[1]{name}.mov',
    `${'ü'.repeat(125)}.mov`,
    '$(touch x);&|.mov',
  ];
  it.skipIf(process.platform === 'win32').for(names)('%j', async (name, t) => {
    const folder = tempDir(t);
    const input = path.join(folder, name);
    await copyFile(await clip('h264-aac-mov'), input);
    const sound = await convert({ input, kind: 'video' });
    expect((await probeJson(sound.file)).streams.map((s) => s.codec_name)).toEqual(['h264', 'aac']);
    const frame = await convert({ input, kind: 'image', options: { format: 'png' } });
    const gif = await convert({ input, kind: 'animation', options: { end: 0.3, width: 80 } });
    const stem = name.replace(/\.mov$/, '');
    const made = (await readdir(folder)).filter((one) => one !== name).sort();
    expect(made).toEqual([frame.file, gif.file, sound.file].map((file) => path.basename(file)).sort());
    for (const one of made) expect(one.startsWith(stem)).toBe(true);
  });

  it('shortens what would be too long', async (t) => {
    const folder = tempDir(t);
    const input = path.join(folder, `${'x'.repeat(251)}.mov`);
    await copyFile(await clip('h264-aac-mov'), input);
    const { file, job } = await convert({ input, kind: 'video', output: `${folder}/{name}-{name}.{ext}` });
    expect(Buffer.byteLength(path.basename(file))).toBeLessThanOrEqual(255);
    expect(job.warnings.map((w) => w.kind)).toContain('name_shortened');
  });
});

describe('a source is never written', () => {
  it('not by its own name, another spelling, a symlink or a hard link', async (t) => {
    const folder = tempDir(t);
    const input = path.join(folder, 'clip.mp4');
    await copyFile(await clip('h264-aac-mp4'), input);
    await symlink(input, path.join(folder, 'symlink.mp4'));
    await link(input, path.join(folder, 'hardlink.mp4'));
    await mkdir(path.join(folder, 'sub'));
    const before = await hash(input);
    for (const output of ['clip.mp4', './sub/../clip.mp4', 'symlink.mp4', 'hardlink.mp4']) {
      const { file } = await convert(
        { input, kind: 'video', options: { quality: 'low' }, output: path.join(folder, output) },
        null,
        { collision: 'overwrite' },
      );
      expect(path.basename(file), output).toMatch(/ \(\d+\)\.mp4$/);
      expect(await hash(input), output).toBe(before);
    }
  });

  it('not by another job of the batch either', async (t) => {
    const folder = tempDir(t);
    await copyFile(await clip('h264-aac-mov'), path.join(folder, 'a.mov'));
    await copyFile(await clip('h264-aac-mp4'), path.join(folder, 'a.mp4'));
    const before = await hash(path.join(folder, 'a.mp4'));
    const jobs = await runBatch(
      ['a.mov', 'a.mp4'].map((name) => ({ input: path.join(folder, name), kind: 'video' })),
      null,
      { collision: 'overwrite' },
    );
    expect(jobs.map((job) => path.basename(job.output ?? ''))).toEqual(['a (2).mp4', 'a (3).mp4']);
    expect(await hash(path.join(folder, 'a.mp4'))).toBe(before);
  });
});

describe('places', () => {
  it('numbers, skips or overwrites a name that is taken', async (t) => {
    const folder = tempDir(t);
    const request: JobRequest = { input: await clip('jpeg'), kind: 'image', output: `${folder}/` };
    const first = await convert(request);
    const second = await convert(request, null, { collision: 'number' });
    expect(path.basename(second.file)).toBe('jpeg (2).webp');
    const [skipped] = await runBatch([request], null, { collision: 'skip' });
    expect(told(skipped)).toBe('output_exists: “jpeg.webp” is already there.');
    expect(skipped?.status).toBe('skipped');
    await writeFile(first.file, 'old');
    const over = await convert(request, null, { collision: 'overwrite' });
    expect([over.file, (await readFile(over.file)).length > 100]).toEqual([first.file, true]);
  });

  it('refuses a folder that cannot be', async (t) => {
    const folder = tempDir(t);
    await writeFile(path.join(folder, 'file'), '');
    const job = await refused({
      input: await clip('jpeg'),
      kind: 'image',
      output: path.join(folder, 'file/below/'),
    });
    expect(told(job)).toMatch(/^output_unwritable: /);
  });
});

describe('options', () => {
  it.for<[JobRequest['kind'], unknown, string]>([
    ['video', { width: 0 }, 'invalid_option'],
    ['video', { nothing: 1 }, 'invalid_option: nothing: video has no such option'],
    ['video', { start: 5, end: 1 }, 'invalid_option: start'],
    ['video', { start: 99 }, 'invalid_option: start cannot be 99 s; it can be 0 to less than'],
    ['video', { format: 'webm', codec: 'h264' }, 'invalid_codec'],
    ['image', { background: '#fff' }, 'invalid_option: background cannot be "#fff"'],
    ['animation', {}, 'invalid_option: end'],
    ['audio', { format: 'mp4' }, 'invalid_format: format cannot be "mp4"; it can be mp3'],
  ])('%s %j', async ([kind, options, expected]) => {
    expect(told(await refused({ input: await clip('h264-aac-mp4'), kind, options }))).toContain(expected);
  });

  it('refuses a start on a still, and a name that contradicts the format', async (t) => {
    const still = await refused({ input: await clip('jpeg'), kind: 'image', options: { start: 1 } });
    expect(told(still)).toMatch(/^invalid_option: start/);
    const name = { input: await clip('jpeg'), kind: 'image', options: { format: 'png' } } as const;
    expect(told(await refused({ ...name, output: `${tempDir(t)}/x.webp` }))).toMatch(/^invalid_format: /);
  });
});

it('goes on with the rest of a batch', async (t) => {
  const folder = tempDir(t);
  const jobs = await runBatch([
    { input: await clip('text-mp4'), kind: 'video', output: `${folder}/` },
    { input: await clip('h264-aac-mov'), kind: 'video', output: `${folder}/` },
    { input: await clip('h264-aac-mov'), kind: 'video', options: { width: -1 }, output: `${folder}/` },
    { input: await clip('jpeg'), kind: 'image', output: `${folder}/` },
  ]);
  expect(jobs.map((job) => job.status)).toEqual(['failed', 'succeeded', 'failed', 'succeeded']);
  expect((await readdir(folder)).sort()).toEqual(['h264-aac-mov.mp4', 'jpeg.webp']);
  expect(await leftovers(folder)).toEqual([]);
});

it.skipIf(samplesDir === null)('a frame of cockatoo.mp4 at 5 s is not green', async (t) => {
  const { file } = await convert({
    input: path.join(samplesDir ?? '', 'video/cockatoo.mp4'),
    kind: 'image',
    options: { start: 5, format: 'png', width: 32 },
    output: `${tempDir(t)}/`,
  });
  const { default: sharp } = await import('sharp');
  const { channels } = await sharp(file).stats();
  const [red, green, blue] = channels.map((channel) => channel.mean);
  expect(Math.abs((green ?? 0) - ((red ?? 0) + (blue ?? 0)) / 2)).toBeLessThan(20);
});
