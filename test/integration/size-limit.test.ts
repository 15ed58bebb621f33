import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { JobRequest } from '../../shared/model/job.ts';
import { clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { convert, refused, runBatch } from '../support/run-jobs.ts';

const exec = promisify(execFile);

/** Generates a short clip with exactly these sources. */
async function made(file: string, ...args: readonly string[]): Promise<string> {
  await exec(tools.bundled.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, file]);
  return file;
}

const noise = (seconds: number, size = '160x120'): readonly string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25:d=${seconds}`],
  ...['-f', 'lavfi', '-i', `anoisesrc=c=pink:a=0.3:d=${seconds}:r=48000`],
  ...['-vf', 'noise=alls=18:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18'],
  ...['-c:a', 'aac', '-ac', '2', '-b:a', '160k', '-shortest'],
];

/** How much of its limit a result fills; above 1 it broke its promise. Nothing else may be in the folder. */
async function filled(file: string, limit: number): Promise<number> {
  expect(await readdir(path.dirname(file)), 'only the result is left').toEqual([path.basename(file)]);
  const share = (await stat(file)).size / limit;
  expect(share).toBeLessThanOrEqual(1);
  return share;
}

describeTools('a size limit', (pair) => {
  const run = (request: JobRequest) => convert(request, pair);

  it.for([
    ['mp4', 'h264', 60_000],
    ['mp4', 'h265', 60_000],
    ['webm', 'vp9', 60_000],
  ] as const)('fills %s with %s up to its limit, and not over it', async ([format, codec, limit], t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'noise.mkv'), ...noise(2));
    const options = { format, codec, target_bytes: limit };
    const { file, job } = await run({ input, kind: 'video', options, output: `${folder}/out/` });
    expect(await filled(file, limit)).toBeGreaterThan(0.85);
    const encode = job.tasks[2]?.output as { readonly command: string };
    expect(encode.command.split(' && ').length).toBeGreaterThanOrEqual(2);
    expect((await probeJson(file)).streams.map((s) => s.codec_type)).toEqual(['video', 'audio']);
  });

  it('holds for one second, for no sound and for 5.1', async (t) => {
    const folder = tempDir(t);
    const second = await made(path.join(folder, 'second.mkv'), ...noise(1));
    const mute = await made(path.join(folder, 'mute.mkv'), ...noise(2), '-an');
    const options = { target_bytes: 60_000 };
    const one = await run({ input: second, kind: 'video', options, output: `${folder}/one/` });
    expect(await filled(one.file, 60_000)).toBeGreaterThan(0.8);
    const two = await run({ input: mute, kind: 'video', options, output: `${folder}/two/` });
    expect(await filled(two.file, 60_000)).toBeGreaterThan(0.85);
    const surround = await made(
      path.join(folder, 'surround.mkv'),
      ...['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=2'],
      ...['-f', 'lavfi', '-i', 'aevalsrc=sin(900*t)|sin(700*t)|sin(500*t)|0|sin(300*t)|sin(200*t):c=5.1:d=2'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'ac3'],
    );
    const three = await run({ input: surround, kind: 'video', options, output: `${folder}/three/` });
    await filled(three.file, 60_000);
    expect((await probeJson(three.file)).streams[1]).toMatchObject({ codec_name: 'aac', channels: 2 });
  });

  it('does not blow up what needs little', async (t) => {
    const folder = tempDir(t);
    const bars = await made(
      path.join(folder, 'bars.mkv'),
      ...['-f', 'lavfi', '-i', 'smptebars=s=320x240:r=25:d=2', '-c:v', 'mpeg4', '-q:v', '2'],
    );
    const options = { target_bytes: 5_000_000 };
    const { file } = await run({ input: bars, kind: 'video', options, output: `${folder}/out/` });
    expect(await filled(file, 5_000_000)).toBeLessThan(0.02);
  });

  it('copies what is small enough already', async (t) => {
    const folder = tempDir(t);
    const input = await clip('h264-aac-mov');
    const { size } = await stat(input);
    const request = { input, kind: 'video', output: `${folder}/out/` } as const;
    const { file, mode } = await run({ ...request, options: { target_bytes: 2 * size } });
    expect(mode).toBe('copy');
    await filled(file, 2 * size);
  });

  it('joins below the limit', async (t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'noise.mkv'), ...noise(1));
    const options = { target_bytes: 60_000 };
    const { file } = await run({ input: [input, input], kind: 'video', options, output: `${folder}/out/` });
    expect(await filled(file, 60_000)).toBeGreaterThan(0.8);
  });

  it.for([
    ['mp3', 50_000],
    ['m4a', 50_000],
    ['ogg', 50_000],
    ['opus', 50_000],
  ] as const)('holds for sound in %s', async ([format, limit], t) => {
    const folder = tempDir(t);
    const input = await made(
      path.join(folder, 'pink.wav'),
      ...['-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.4:d=6:r=44100', '-ac', '2'],
    );
    const options = { format, target_bytes: limit };
    const { file } = await run({ input, kind: 'audio', options, output: `${folder}/out/` });
    expect(await filled(file, limit)).toBeGreaterThan(0.85);
  });

  it.for([
    ['gif', 120_000],
    ['apng', 120_000],
  ] as const)('holds for animations in %s', async ([format, limit], t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'noise.mkv'), ...noise(1));
    const options = { format, end: 1, target_bytes: limit };
    const { file, job } = await run({ input, kind: 'animation', options, output: `${folder}/out/` });
    expect(await filled(file, limit)).toBeGreaterThan(0.85);
    expect(job.warnings.map(({ kind }) => kind)).toContain('reduced_for_limit');
  });
});

describe('a size limit for pictures', () => {
  it.for([
    ['jpeg', 30_000],
    ['jpeg', 3_000],
    ['webp', 15_000],
    ['avif', 10_000],
    ['png', 15_000],
    ['tiff', 40_000],
    ['gif', 15_000],
  ] as const)('holds for %s of %s bytes', async ([format, limit], t) => {
    const folder = tempDir(t);
    const input = await made(
      path.join(folder, 'busy.png'),
      ...['-f', 'lavfi', '-i', 'testsrc2=s=640x480,noise=alls=20', '-frames:v', '1'],
    );
    const options = { format, target_bytes: limit };
    const { file } = await convert({ input, kind: 'image', options, output: `${folder}/out/` });
    expect(await filled(file, limit)).toBeGreaterThan(0.75);
  });
});

describe('a size limit that cannot be kept', () => {
  it('is refused with the size that would do, and leaves nothing', async (t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'noise.mkv'), ...noise(3));
    const output = `${folder}/out/`;
    const job = await refused({ input, kind: 'video', options: { target_bytes: 5_000 }, output });
    expect(job.error?.kind).toBe('target_unreachable');
    expect(job.error?.message).toMatch(/cannot be as small as 5 kB: 3 s of video needs about \d+ kB\.$/);
    const possible = Number(/possible_bytes (\d+)/.exec(job.error?.detail ?? '')?.[1]);
    const { file } = await convert({ input, kind: 'video', options: { target_bytes: possible }, output });
    await filled(file, possible);
  });

  it('is no option of what keeps every sample', async (t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'a.wav'), '-f', 'lavfi', '-i', 'sine=d=1');
    const options = { format: 'flac', target_bytes: 10_000 };
    const job = await refused({ input, kind: 'audio', options, output: `${folder}/out/` });
    expect(job.error?.kind).toBe('invalid_option');
  });

  it('leaves nothing when it is cancelled in either pass', async (t) => {
    const folder = tempDir(t);
    const input = await made(path.join(folder, 'long.mkv'), ...noise(6));
    for (const at of ['measuring', 'converting'] as const) {
      const output = `${folder}/${at}/`;
      const request: JobRequest = { input, kind: 'video', options: { target_bytes: 250_000 }, output };
      const phases: string[] = [];
      const [job] = await runBatch([request], null, {}, (event, engine) => {
        if (event.type !== 'progress') return;
        const phase = engine.queue.entry(event.id)?.phase ?? null;
        if (phase !== null) phases.push(phase);
        if (phase === at) void engine.cancel([event.id]);
      });
      expect(job?.status).toBe('cancelled');
      expect(phases).toContain(at);
      expect(await readdir(path.join(folder, at)).catch(() => [])).toEqual([]);
    }
  });
});
