import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ToolPair } from './found-tools.ts';

const run = promisify(execFile);

/** Seconds at which a decoder shows the first white picture and plays the first loud sample. */
export interface FlashAndBeep {
  readonly flash: number;
  readonly beep: number;
}

/**
 * Decodes a file or playlist and finds the flash and the beep on its own clock: the time stamps that the demuxer
 * gives, edit lists applied, nothing shifted to zero.
 */
export async function flashAndBeep(pair: ToolPair, file: string): Promise<FlashAndBeep> {
  const [pictures, frames, samples] = await Promise.all([
    decode(pair, file, ['-map', '0:v:0', '-vf', 'scale=1:1', '-pix_fmt', 'gray', '-f', 'rawvideo']),
    pictureTimes(pair, file),
    // The filter makes the first sample that of second 0, whatever the first time stamp is.
    decode(pair, file, [
      ...['-map', '0:a:0', '-af', 'aresample=48000:async=1:first_pts=0', '-ac', '1', '-ar', '48000'],
      ...['-f', 's16le'],
    ]),
  ]);
  const white = pictures.findIndex((luma) => luma > 128);
  const loud = sampleIndex(samples, 8000);
  return { flash: frames[white] ?? NaN, beep: loud < 0 ? NaN : loud / 48_000 };
}

function input(file: string): readonly string[] {
  return ['-nostdin', '-copyts', '-i', `file:${path.resolve(file)}`];
}

async function decode(pair: ToolPair, file: string, args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run(
    pair.ffmpeg,
    ['-v', 'error', ...input(file), '-vsync', '0', ...args, 'pipe:1'],
    {
      encoding: 'buffer',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 30_000,
    },
  );
  return stdout;
}

/** Seconds at which the same decoder shows each picture. */
async function pictureTimes(pair: ToolPair, file: string): Promise<number[]> {
  const { stderr } = await run(
    pair.ffmpeg,
    ['-v', 'info', ...input(file), '-vsync', '0', '-map', '0:v:0', '-vf', 'showinfo', '-f', 'null', '-'],
    { maxBuffer: 16 * 1024 * 1024, timeout: 30_000 },
  );
  return Array.from(stderr.matchAll(/ pts_time:(-?[\d.e-]+)/g), ([, seconds]) => Number(seconds));
}

function sampleIndex(samples: Buffer, threshold: number): number {
  for (let at = 0; at + 1 < samples.length; at += 2) {
    if (Math.abs(samples.readInt16LE(at)) > threshold) return at / 2;
  }
  return -1;
}
