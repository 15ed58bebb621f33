import path from 'node:path';
import { convoy, emptyFolder, encodeTask } from './convoy.js';
import { measure } from './measure.js';
import { perRung, words } from './per-rung.js';
import { video } from './sources.js';

/**
 * An HLS ladder out of one decode against one ffmpeg run a rung, with the same binary and the same encoder settings.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function ladderCase() {
  return [
    // At the rate that cameras write (90 Mb/s): decoding it is what one run saves.
    await compare('2160p60', '≤ 0.60', { width: 3840, height: 2160, rate: 60, seconds: 1, crf: 16 }),
    await compare('1080p30', '≤ 1.00', { width: 1920, height: 1080, rate: 30, seconds: 3 }),
  ];
}

/**
 * @param {string} name
 * @param {string} goal
 * @param {Parameters<typeof video>[1]} shape
 */
async function compare(name, goal, shape) {
  const input = await video(`ladder-${name}.mp4`, shape);
  const folder = emptyFolder('ladder');
  const { jobs, cpuSeconds } = await convoy(['adaptive', '-i', input, '-o', path.join(folder, name)]);
  const task = encodeTask(jobs[0]);
  const shown = task.output.command.split('\n').find((line) => line.includes('-filter_complex'));
  const [ffmpeg = '', ...args] = words(shown ?? '');
  const ours = (jobs[0]?.finished_at ?? 0) - (task.started_at ?? 0);

  const { pictures, sounds } = perRung(args, emptyFolder('ladder-single'));
  let single = 0;
  let singleCpu = 0;
  for (const run of [...pictures, ...sounds]) {
    const { wallMs, cpuSeconds: cpu, exitCode, stderr } = await measure(ffmpeg, run, { gently: true });
    if (exitCode !== 0) throw new Error(`a single run failed: ${stderr.slice(-300)}`);
    single += wallMs;
    singleCpu += cpu;
  }
  const preset = args[args.indexOf('-preset') + 1] ?? 'none';
  return {
    what: `HLS of ${name} ÷ one run a rung, wall time`,
    goal,
    measured: (ours / single).toFixed(2),
    note:
      `preset ${preset}, ${pictures.length} rungs; ${(ours / 1000).toFixed(1)} s with packaging against ` +
      `${(single / 1000).toFixed(1)} s without, CPU ${cpuSeconds.toFixed(0)} s against ${singleCpu.toFixed(0)} s; ` +
      `${shape.seconds} s of source`,
  };
}
