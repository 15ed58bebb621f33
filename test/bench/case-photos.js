import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { convoy, emptyFolder } from './convoy.js';
import { measure, median } from './measure.js';
import { photos } from './sources.js';

/** Medium quality of webp, as the planner decides it. */
const quality = 72;

/**
 * Forty photos of 12 megapixels to webp, 1600 pixels wide: processor time against a bare sharp script and against
 * ImageMagick.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function photosCase() {
  const { folder, files } = await photos();
  const atOnce = Math.max(1, Math.min(cpus().length - 1, 8));
  const ours = () =>
    convoy(['image', '-i', folder, '-o', `${emptyFolder('photos')}/`, '--format', 'webp', '--width', '1600']);
  const script = path.join(import.meta.dirname, 'bare-sharp.js');
  const bare = () =>
    measure(process.execPath, [
      script,
      emptyFolder('photos-sharp'),
      String(quality),
      String(atOnce),
      ...files,
    ]);
  const mogrify = () =>
    measure('mogrify', [
      ...['-path', emptyFolder('photos-mogrify'), '-format', 'webp', '-auto-orient', '-resize', '1600x'],
      ...['-quality', String(quality), ...files],
    ]);
  const hasMogrify = spawnSync('mogrify', ['-version'], { stdio: 'ignore' }).status === 0;

  /** @type {Record<'ours' | 'bare' | 'mogrify', number[]>} */
  const cpu = { ours: [], bare: [], mogrify: [] };
  for (let round = 0; round < 3; round++) {
    cpu.ours.push((await ours()).cpuSeconds);
    cpu.bare.push((await bare()).cpuSeconds);
    if (hasMogrify && round === 0) cpu.mogrify.push((await mogrify()).cpuSeconds);
  }
  const ratios = cpu.ours.map((seconds, round) => seconds / (cpu.bare[round] ?? Number.NaN));
  const [our, sharp, magick] = [median(cpu.ours), median(cpu.bare), median(cpu.mogrify)];
  return [
    {
      what: '40 photos ÷ bare sharp script, CPU',
      goal: '≤ 1.10',
      measured: median(ratios).toFixed(2),
      note: `${our.toFixed(1)} s against ${sharp.toFixed(1)} s; median of 3 interleaved pairs`,
    },
    {
      what: '40 photos ÷ mogrify, CPU',
      goal: '< 1.00',
      measured: hasMogrify ? (our / magick).toFixed(2) : 'not there',
      note: hasMogrify
        ? `${our.toFixed(1)} s against ${magick.toFixed(1)} s`
        : 'ImageMagick is not installed',
    },
  ];
}
