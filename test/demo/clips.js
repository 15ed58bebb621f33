import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The originals of the demo, made by the bundled ffmpeg out of its own test pictures and tones, so that nothing has to
 * be downloaded.
 */

const require = createRequire(import.meta.url);
const ffmpeg = /** @type {{ path: string }} */ (require('@ffmpeg-installer/ffmpeg')).path;

const subtitles =
  '1\n00:00:00,300 --> 00:00:01,800\nThe subtitles come along.\n\n' +
  '2\n00:00:02,000 --> 00:00:03,800\nThey become what the container holds.\n';

/** @param {number} seconds @param {string} size @param {number} rate */
const picture = (seconds, size, rate) => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];
/** @param {number} seconds @param {number} frequency */
const tone = (seconds, frequency) => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${frequency}:beep_factor=3:sample_rate=48000:duration=${seconds}`],
];
const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p'];
const fractal = ['-f', 'lavfi', '-i', 'mandelbrot=size=2400x1600:rate=1:maxiter=300'];
const audio = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2'];

/**
 * File name → ffmpeg arguments before it.
 * @param {string} folder
 * @returns {Record<string, string[]>}
 */
const recipes = (folder) => ({
  // What a camera gives: it becomes an mp4 without being encoded again.
  'holiday.mov': [
    ...[...picture(4, '1280x720', 30), ...tone(4, 330), ...video, ...audio],
    ...['-metadata', 'creation_time=2024-07-14T10:30:00Z', '-metadata', 'title=Holiday'],
  ],
  // Two languages and subtitles.
  'interview.mkv': [
    ...[
      ...picture(4, '854x480', 25),
      ...tone(4, 330),
      ...tone(4, 550),
      '-i',
      path.join(folder, 'interview.srt'),
    ],
    ...['-map', '0:v', '-map', '1:a', '-map', '2:a', '-map', '3:s', ...video, ...audio, '-c:s', 'srt'],
    ...[
      '-metadata:s:a:0',
      'language=eng',
      '-metadata:s:a:1',
      'language=fra',
      '-metadata:s:s:0',
      'language=eng',
    ],
  ],
  // Large enough for a ladder of several sizes.
  'lecture.mp4': [...picture(7, '1280x720', 25), ...tone(7, 220), ...video, ...audio],
  'song.wav': [...tone(6, 440), '-ac', '2'],
  'photos/coast.jpg': [...fractal, '-frames:v', '1', '-q:v', '2'],
  'photos/hills/dawn.jpg': [...fractal, '-frames:v', '1', '-q:v', '2', '-vf', 'hue=h=150,transpose=1'],
  // Half of it is transparent.
  'logo.png': [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=400x400:rate=1:duration=1', '-frames:v', '1'],
    ...['-vf', 'format=rgba,geq=r=r(X\\,Y):g=g(X\\,Y):b=b(X\\,Y):a=255*gt(X\\,200)'],
  ],
  'spinner.gif': [
    ...[...picture(2, '200x200', 10), '-filter_complex', 'split[a][b];[a]palettegen[p];[b][p]paletteuse'],
  ],
});

/**
 * Makes the originals that are not there yet.
 * @param {string} folder
 */
export function makeClips(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'interview.srt'), subtitles);
  for (const [name, args] of Object.entries(recipes(folder))) {
    const file = path.join(folder, name);
    if (existsSync(file)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    const part = path.join(path.dirname(file), `part-${path.basename(file)}`);
    execFileSync(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...args, part], {
      stdio: 'inherit',
    });
    renameSync(part, file);
  }
}
