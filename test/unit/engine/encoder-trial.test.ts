import { describe, expect, it } from 'vitest';
import { trialArgs, workingEncoders } from '../../../electron/engine/tools/encoder-trial.ts';
import type { ToolFacts, ToolRun } from '../../../electron/engine/ports.ts';

const answer = (exitCode: number): ToolFacts => ({
  exitCode,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  durationMs: 1,
  stdout: '',
});

/** An ffmpeg whose runs fail when they use one of the broken encoders. */
function ffmpegWith(broken: readonly string[]): {
  runs: string[][];
  run: (tool: ToolRun) => Promise<ToolFacts>;
} {
  const runs: string[][] = [];
  return {
    runs,
    run: ({ args }) => {
      const used = args.filter((_, at) => /^-c:[va]$/.test(args[at - 1] ?? ''));
      runs.push(used);
      return Promise.resolve(answer(used.some((encoder) => broken.includes(encoder)) ? 1 : 0));
    },
  };
}

describe('workingEncoders', () => {
  const listed = ['libx264', 'libsvtav1', 'aac', 'mov_text', 'libaom-av1', 'h264_nvenc'];

  it('tries all encoders that Convoy uses in one run', async () => {
    const { runs, run } = ffmpegWith([]);
    expect(await workingEncoders('/x/ffmpeg', listed, run)).toEqual([
      'libx264',
      'libsvtav1',
      'aac',
      'mov_text',
    ]);
    expect(runs).toEqual([['libx264', 'libsvtav1', 'aac']]);
  });

  it('tries them one by one when the run fails, and leaves out what does not work', async () => {
    const { runs, run } = ffmpegWith(['libsvtav1']);
    expect(await workingEncoders('/x/ffmpeg', listed, run)).toEqual(['libx264', 'aac', 'mov_text']);
    expect(runs).toEqual([['libx264', 'libsvtav1', 'aac'], ['libx264'], ['libsvtav1'], ['aac']]);
  });

  it('starts nothing when there is nothing to try', async () => {
    const { runs, run } = ffmpegWith([]);
    expect(await workingEncoders('/x/ffmpeg', ['srt'], run)).toEqual(['srt']);
    expect(runs).toEqual([]);
  });
});

describe('trialArgs', () => {
  it('encodes a frame and a tenth of a second into nothing', () => {
    expect(trialArgs(['libx264', 'aac'])).toEqual([
      ...['-hide_banner', '-nostdin', '-v', 'error'],
      ...['-f', 'lavfi', '-i', 'color=c=gray:s=64x64:r=25:d=0.04'],
      ...['-f', 'lavfi', '-t', '0.1', '-i', 'anullsrc=r=48000:cl=stereo'],
      ...['-map', '0:v', '-frames:v', '1', '-c:v', 'libx264', '-f', 'null', '-'],
      ...['-map', '1:a', '-c:a', 'aac', '-f', 'null', '-'],
    ]);
  });
});
