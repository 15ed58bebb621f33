import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { convertStills } from '../support/convert-still.ts';
import { clip, describeTools, probeJson, tempDir } from '../support/media.ts';

/** What the still worker makes of an animated picture: one frame, or all of them for ffmpeg. */

const execute = promisify(execFile);
const { convert, run } = convertStills();

it('a still gives the frame of an animation that is shown at a time', async (t) => {
  const output = path.join(tempDir(t), 'out.png');
  const input = await clip('webp-animated');
  await convert(input, output, { format: 'png', start: 0.35 });
  const expected = await sharp(input, { page: 2 }).raw().toBuffer();
  expect(await sharp(output).raw().toBuffer()).toEqual(expected);
});

describeTools('frames of an animated webp', ({ ffmpeg }) => {
  it('come out of ffmpeg with their times and colours', async (t) => {
    const dir = tempDir(t);
    const input = await clip('webp-animated');
    const frames = path.join(dir, 'frames.apng');
    const reply = await run({ do: 'frames', input, output: frames, start: 0, end: null });
    expect(reply).toEqual({ do: 'frames', frames: 5, duration: 0.6, width: 64, height: 48 });
    const { stdout } = await execute(ffmpeg, [
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
    await execute(ffmpeg, ['-v', 'error', '-y', '-f', 'apng', '-i', `file:${frames}`, ...rgba]);
    const expected = await sharp(input, { page: 0 }).ensureAlpha().raw().toBuffer();
    expect(await readFile(raw)).toEqual(expected);
  });

  it('are cut to what is asked', async (t) => {
    const output = path.join(tempDir(t), 'frames.apng');
    const input = await clip('webp-animated');
    const reply = await run({ do: 'frames', input, output, start: 0.1, end: 0.35 });
    expect(reply).toMatchObject({ frames: 3, duration: 0.25 });
    const { streams } = await probeJson(output, ['-count_frames']);
    expect(streams[0]).toMatchObject({ codec_name: 'apng', nb_read_frames: '3' });
  });
});
