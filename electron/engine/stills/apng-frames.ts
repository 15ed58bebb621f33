import { type FileHandle, open } from 'node:fs/promises';
import type { StillReply } from '../ports.ts';
import { pngChunk, pngHeader, pngPixels, pngSignature } from './png-chunks.ts';
import { openPicture } from './sharp-loader.ts';
import { playedDelay, sniffFile } from './still-probe.ts';

/**
 * The frames of an animated webp, which ffmpeg before 9.0 cannot read, as APNG. Of the containers that both ffmpeg
 * builds read, it is the one that says how long every frame is shown, the last one too: IVF has times but no
 * durations, so the last frame got 20 ms.
 */

/** Decoded frames that are held in memory at once. */
const chunkBytes = 64 * 1024 * 1024;

/** One frame that is wanted, with the milliseconds that it is shown for. */
export interface WantedFrame {
  readonly page: number;
  readonly milliseconds: number;
}

/**
 * Frames that are shown between two times, the first and the last of them only as long as they are inside.
 *
 * @param delays milliseconds of each frame
 * @param start seconds
 * @param end seconds; null = to the end
 */
export function wantedFrames(
  delays: readonly number[],
  start: number,
  end: number | null,
): readonly WantedFrame[] {
  const from = Math.round(start * 1000);
  const to = end === null ? Infinity : Math.round(end * 1000);
  let at = 0;
  return delays.flatMap((delay, page) => {
    const begins = Math.max(at, from);
    at += delay;
    const milliseconds = Math.min(at, to) - begins;
    return milliseconds > 0 ? [{ page, milliseconds }] : [];
  });
}

/** Writes the wanted frames of `input` to `output`; throws what libvips and the file system throw. */
export async function writeFrames(
  input: string,
  output: string,
  start: number,
  end: number | null,
): Promise<Extract<StillReply, { do: 'frames' }>> {
  const { format } = await sniffFile(input);
  const metadata = await (await openPicture(input, format, { limitInputPixels: false })).metadata();
  const { width } = metadata;
  const height = metadata.pageHeight ?? metadata.height;
  const size = { width, height, channels: 4 } as const;
  const frames = wantedFrames((metadata.delay ?? [100]).map(playedDelay), start, end);
  const perChunk = Math.max(1, Math.floor(chunkBytes / (width * height * 4)));

  const file = await open(output, 'w');
  try {
    const count = Buffer.alloc(8);
    count.writeUInt32BE(frames.length);
    await write(file, [pngSignature, pngHeader(size), pngChunk('acTL', count)]);
    const sequence = { next: 0 };
    for (let at = 0; at < frames.length; at += perChunk) {
      const chunk = frames.slice(at, at + perChunk);
      const pages = { page: chunk[0]?.page ?? 0, pages: chunk.length };
      const picture = await openPicture(input, format, { limitInputPixels: false, ...pages });
      const pixels = await picture.ensureAlpha().toColourspace('srgb').raw().toBuffer();
      for (const [index, frame] of chunk.entries()) {
        const data = pixels.subarray(index * width * height * 4, (index + 1) * width * height * 4);
        // Read once and thrown away: speed matters more than size.
        const stream = await pngPixels({ ...size, data }, 1);
        await write(file, frameChunks(stream, frame, size, sequence));
      }
    }
    await write(file, [pngChunk('IEND', Buffer.alloc(0))]);
  } finally {
    await file.close();
  }
  const total = frames.reduce((sum, frame) => sum + frame.milliseconds, 0);
  return { do: 'frames', frames: frames.length, duration: total / 1000, width, height };
}

/**
 * `fcTL` and the pixels (PNG third edition, 11.3.6): the first frame in IDAT, later ones in fdAT. Both chunk types
 * that belong to the animation share one running number.
 */
function frameChunks(
  stream: Buffer,
  { milliseconds }: WantedFrame,
  { width, height }: { readonly width: number; readonly height: number },
  sequence: { next: number },
): readonly Buffer[] {
  const first = sequence.next === 0;
  const control = Buffer.alloc(26);
  control.writeUInt32BE(sequence.next++, 0);
  control.writeUInt32BE(width, 4);
  control.writeUInt32BE(height, 8);
  const [numerator, denominator] = delayFraction(milliseconds);
  control.writeUInt16BE(numerator, 20);
  control.writeUInt16BE(denominator, 22);
  if (first) return [pngChunk('fcTL', control), pngChunk('IDAT', stream)];
  const number = Buffer.alloc(4);
  number.writeUInt32BE(sequence.next++);
  return [pngChunk('fcTL', control), pngChunk('fdAT', Buffer.concat([number, stream]))];
}

/** Seconds as a fraction of two 16-bit numbers: exact up to 65 s, to the hundredth up to eleven minutes. */
function delayFraction(milliseconds: number): readonly [number, number] {
  for (const unit of [1000, 100, 10]) {
    const units = Math.round((milliseconds * unit) / 1000);
    if (units <= 0xffff) return [units, unit];
  }
  return [Math.min(0xffff, Math.round(milliseconds / 1000)), 1];
}

async function write(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  for (const chunk of chunks) await file.writeFile(chunk);
}
