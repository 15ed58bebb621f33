import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { clip, describeTools, probeJson, samplesDir, tempDir, tools } from '../support/media.ts';
import { convert } from '../support/run-jobs.ts';

const exec = promisify(execFile);

/** Size, frames and seconds of an animation, whichever library reads it. */
async function animation(
  file: string,
): Promise<{ width?: number; height?: number; frames: number; seconds: number }> {
  if (!file.endsWith('.png')) {
    const { width, pageHeight, height, pages, delay } = await sharp(file, { animated: true }).metadata();
    return {
      width,
      height: pageHeight ?? height,
      frames: pages ?? 1,
      seconds: (delay ?? []).reduce((sum, ms) => sum + ms, 0) / 1000,
    };
  }
  const facts = await probeJson(file, ['-count_frames']);
  const [picture] = facts.streams;
  const { stdout } = await exec(tools.bundled.ffprobe, [
    '-v',
    'error',
    '-show_entries',
    'packet=pts_time,duration_time',
    '-of',
    'csv=p=0',
    file,
  ]);
  const last = stdout.trim().split('\n').at(-1)?.split(',').map(Number) ?? [];
  return {
    width: picture?.width ?? 0,
    height: picture?.height ?? 0,
    frames: Number(picture?.nb_read_frames),
    seconds: (last[0] ?? 0) + (last[1] ?? 0),
  };
}

describeTools('animation', (pair) => {
  const run = (input: string, options: object, output: string) =>
    convert({ input, kind: 'animation', options, output }, pair);

  it.for(['gif', 'webp', 'apng'] as const)(
    'makes %s of a video: 12 frames a second, no larger than it is',
    async (format, t) => {
      const { file } = await run(
        await clip('h264-aac-mp4'),
        { format, start: 0.5, end: 1.5 },
        `${tempDir(t)}/`,
      );
      const { seconds, ...rest } = await animation(file);
      expect(rest).toEqual({ width: 320, height: 240, frames: 12 });
      expect(Math.abs(seconds - 1)).toBeLessThan(0.15);
    },
  );

  it('keeps size, frames and timing of animations in every direction', async (t) => {
    const folder = tempDir(t);
    for (const input of ['gif', 'apng', 'webp-animated'] as const) {
      const source = await animation(await clip(input));
      for (const format of ['gif', 'webp', 'apng'] as const) {
        const { file } = await run(await clip(input), { format }, `${folder}/${input}.{ext}`);
        const { seconds, ...rest } = await animation(file);
        expect({ input, format, ...rest }).toEqual({
          input,
          format,
          width: source.width,
          height: source.height,
          frames: source.frames,
        });
        expect(Math.abs(seconds - source.seconds), `${input} to ${format}`).toBeLessThan(0.12);
      }
    }
  });

  it('pads with nothing, or with the asked colour', async (t) => {
    const folder = tempDir(t);
    const corner = async (options: object): Promise<readonly number[]> => {
      const { file } = await run(
        await clip('h264-aac-mp4'),
        { format: 'webp', end: 0.3, width: 100, height: 100, lossless: true, ...options },
        `${folder}/`,
      );
      return [...(await sharp(file).ensureAlpha().raw().toBuffer()).subarray(0, 4)];
    };
    expect((await corner({}))[3]).toBe(0);
    expect(await corner({ background: '#3366cc' })).toEqual([0x33, 0x66, 0xcc, 255]);
  });

  it('finds the colours first where all frames would not fit into memory', async (t) => {
    const folder = tempDir(t);
    const long = path.join(folder, 'long.mp4');
    // How many frames there are decides, not what is in them: pictures that stand still are quick.
    const bars = ['-f', 'lavfi', '-i', 'smptebars=s=320x240:r=12:d=80', '-preset', 'ultrafast'];
    await exec(pair.ffmpeg, ['-v', 'error', ...bars, '-pix_fmt', 'yuv420p', long]);
    const { job, file } = await run(long, { end: 75, width: 320 }, `${folder}/`);
    expect((job.tasks[2]?.output as { command: string }).command).toContain(' && ');
    expect((await animation(file)).frames).toBe(900);
  });

  it.skipIf(process.platform !== 'linux')(
    'stays below 300 MB for 3 seconds out of ten minutes',
    async (t) => {
      const folder = tempDir(t);
      const long = path.join(folder, 'long.mp4');
      const lavfi = [
        '-f',
        'lavfi',
        '-i',
        'testsrc2=s=1280x720:r=25:d=2',
        '-preset',
        'ultrafast',
        `${folder}/two.mp4`,
      ];
      await exec(pair.ffmpeg, ['-v', 'error', ...lavfi]);
      await exec(pair.ffmpeg, [
        '-v',
        'error',
        '-stream_loop',
        '299',
        '-i',
        `${folder}/two.mp4`,
        '-c',
        'copy',
        long,
      ]);
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, ...childPeaks())), 10);
      await run(long, { start: 300, end: 303 }, `${folder}/`).finally(() => clearInterval(watch));
      expect(most).toBeGreaterThan(5e6);
      expect(most).toBeLessThan(300e6);
    },
  );
});

/** Peak resident bytes of every ffmpeg that this process has started. */
function childPeaks(): readonly number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const mine =
        new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status) && /^Name:\s+ffmpeg$/m.test(status);
      return mine ? [Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024] : [];
    } catch {
      return [];
    }
  });
}

it.skipIf(samplesDir === null)('real animation: newtonscradle.gif keeps its 36 frames as webp', async (t) => {
  const input = path.join(samplesDir ?? '', 'image/newtonscradle.gif');
  const { file } = await convert({
    input,
    kind: 'animation',
    options: { format: 'webp' },
    output: `${tempDir(t)}/`,
  });
  expect((await animation(file)).frames).toBe(36);
});
