import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import { cache } from './convoy.js';

/**
 * What the benches convert, made once. The content has detail at every scale, grain and motion, because flat test
 * patterns encode several times faster than what people have.
 */

const require = createRequire(import.meta.url);
/** The bundled ffmpeg. */
export const ffmpeg = /** @type {{ path: string }} */ (require('@ffmpeg-installer/ffmpeg')).path;
const folder = path.join(cache, 'sources');

/**
 * Makes a file unless it is there, under another name first, so that a stopped run leaves no half source behind.
 * @param {string} name
 * @param {(part: string) => unknown} make
 */
async function once(name, make) {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const part = path.join(path.dirname(file), `part-${path.basename(file)}`);
  process.stdout.write(`  making ${name} …\n`);
  rmSync(part, { force: true });
  await make(part);
  renameSync(part, file);
  return file;
}

/** @param {readonly string[]} args */
const run = (args) =>
  execFileSync(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...args], { stdio: 'inherit' });

/**
 * A picture with energy at every scale, as photos have: noise of five sizes over each other.
 * @param {string} file
 */
async function photo(file) {
  const [width, height] = [4000, 3000];
  /** @param {number} shrink @param {number} sigma */
  const octave = (shrink, sigma) =>
    sharp({
      create: {
        width: Math.ceil(width / shrink),
        height: Math.ceil(height / shrink),
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma },
      },
    })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .png({ compressionLevel: 0 })
      .toBuffer();
  const base = await octave(400, 90);
  const layers = await Promise.all([octave(60, 60), octave(12, 40), octave(3, 22), octave(1, 9)]);
  await sharp(base)
    .composite(layers.map((input) => ({ input, blend: 'overlay' })))
    .jpeg({ quality: 92 })
    .toFile(file);
}

/** Forty photos of 12 megapixels: ten pictures, each in four attitudes. */
export async function photos() {
  const files = [];
  for (let index = 0; index < 10; index++) {
    const first = await once(`photos/photo-${index}-0.jpg`, photo);
    files.push(first);
    for (const turn of [1, 2, 3]) {
      files.push(
        await once(`photos/photo-${index}-${turn}.jpg`, async (part) => {
          const picture = sharp(first);
          if (turn & 1) picture.flip();
          if (turn & 2) picture.flop();
          await picture.jpeg({ quality: 92 }).toFile(part);
        }),
      );
    }
  }
  return { folder: path.join(folder, 'photos'), files };
}

/**
 * A camera that wanders over a photo, with grain and a moving test pattern in a corner, and pink noise.
 * @param {string} name with its extension
 * @param {{ width: number, height: number, rate: number, seconds: number, crf?: number }} shape
 */
export async function video(name, { width, height, rate, seconds, crf = 20 }) {
  const still = await once('photos/photo-0-0.jpg', photo);
  const pattern = `testsrc2=size=${width >> 2}x${height >> 2}:rate=${rate}:duration=${seconds}`;
  // Looped behind the decoder, so that 12 megapixels are decoded once and not for every frame.
  const looped = `loop=loop=-1:size=1,setpts=N/${rate}/TB,trim=duration=${seconds}`;
  const wander = `crop=${width}:${height}:(iw-ow)/2*(1+sin(t)):(ih-oh)/2*(1+cos(t*0.7))`;
  const graph = `[0:v]${looped},${wander},noise=alls=5:allf=t[p];[p][1:v]overlay=W-w-20:H-h-20,format=yuv420p[v]`;
  return once(name, (part) =>
    run([
      ...['-framerate', String(rate), '-i', still, '-f', 'lavfi', '-i', pattern],
      ...['-f', 'lavfi', '-i', `anoisesrc=color=pink:amplitude=0.3:sample_rate=48000:duration=${seconds}`],
      ...['-filter_complex', graph, '-map', '[v]', '-map', '2:a'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(crf), '-g', String(rate)],
      ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_trc', 'bt709', '-color_primaries', 'bt709'],
      ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-movflags', '+faststart', part],
    ]),
  );
}

/** Half a minute of sound. */
export function sound() {
  return once('sound.wav', (part) =>
    run([
      ...['-f', 'lavfi', '-i', 'anoisesrc=color=pink:amplitude=0.3:sample_rate=44100:duration=30'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=330:beep_factor=4:sample_rate=44100:duration=30'],
      ...['-filter_complex', 'amix=inputs=2', '-ac', '2', part],
    ]),
  );
}

/** A picture of 64×48: as small as jobs get. */
export function tinyPicture() {
  return once('tiny.png', async (part) => {
    await sharp({
      create: {
        width: 64,
        height: 48,
        channels: 3,
        background: '#336699',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .png()
      .toFile(part);
  });
}
