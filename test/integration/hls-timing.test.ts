import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { type FlashAndBeep, flashAndBeep } from '../support/flash-and-beep.ts';
import { makeHls } from '../support/make-hls.ts';
import { type ToolPair, clip, describeTools, tempDir, tools } from '../support/media.ts';
import { strictMaster } from '../support/strict-playlist.ts';

/**
 * Picture and sound stay together within 10 ms: a white picture and a tone, both at 2.000 s of the source, measured in
 * what a decoder makes of the master playlist.
 */

const run = promisify(execFile);
/** Within 5 ms. */
const near = (seconds: number): number => expect.closeTo(seconds, 2) as number;

/** The clip again with one of its streams later by `seconds`, copied. */
async function delayed(dir: string, late: 'v' | 'a', seconds: number): Promise<string> {
  const source = await clip('flash-beep-mp4');
  const file = path.join(dir, `late-${late}.mp4`);
  const [first, second] = late === 'v' ? ['v', 'a'] : ['a', 'v'];
  await run(tools.bundled.ffmpeg, [
    ...['-v', 'error', '-nostdin', '-itsoffset', String(seconds), '-i', source, '-i', source],
    ...['-map', `0:${first}`, '-map', `1:${second}`, '-c', 'copy', file],
  ]);
  return file;
}

describeTools('flash and beep', (pair) => {
  const played = async (input: string, dir: string, ...more: MakeMore): Promise<FlashAndBeep> => {
    const made = await makeHls(pair, input, dir, ...more);
    strictMaster(made.folder);
    return flashAndBeep(pair, path.join(made.folder, 'master.m3u8'));
  };

  it('are where they were', async (t) => {
    expect(await played(await clip('flash-beep-mp4'), tempDir(t))).toEqual({ flash: near(2), beep: near(2) });
  });

  it('are where they were when one begins later than the other', async (t) => {
    const dir = tempDir(t);
    const cases = [
      ['a', 0.5, { flash: near(2), beep: near(2.5) }],
      ['v', 0.5, { flash: near(2.5), beep: near(2) }],
    ] as const;
    for (const [late, seconds, expected] of cases) {
      const input = await delayed(dir, late, seconds);
      expect(await played(input, path.join(dir, `${late}${seconds}`))).toEqual(expected);
    }
  });

  it('stay together when the picture begins a part of a frame late', async (t) => {
    const dir = tempDir(t);
    // Matroska's muxer makes room for the pre-roll of AAC: the picture begins at 21 ms.
    const input = path.join(dir, 'pre-roll.mkv');
    await run(tools.bundled.ffmpeg, [
      ...['-v', 'error', '-nostdin', '-i', await clip('flash-beep-mp4')],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', input],
    ]);
    const source = await flashAndBeep(pair, input);
    const result = await played(input, dir);
    expect([source.flash, result.flash]).toEqual([near(2.021), near(2)]);
    expect(result.beep - result.flash).toBeCloseTo(source.beep - source.flash, 2);
  });

  it('are together after a cut between two frames, with the seek before and behind the input', async (t) => {
    const dir = tempDir(t);
    const input = await clip('flash-beep-mp4');
    const cut = { start: 0.511, end: 3.3 };
    const expected = { flash: near(1.5), beep: near(1.5) };
    expect(await played(input, path.join(dir, 'fast'), cut)).toEqual(expected);
    expect(await played(input, path.join(dir, 'slow'), cut, true)).toEqual(expected);
  });
});

type MakeMore = Parameters<typeof makeHls> extends [ToolPair, string, string, ...infer More] ? More : never;
