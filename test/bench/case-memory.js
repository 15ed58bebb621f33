import { convoy, emptyFolder } from './convoy.js';
import { tinyPicture } from './sources.js';

const jobs = 10_000;
/** Time for all of them on a machine of two cores. */
const limitMs = 240_000;

/**
 * Resident memory of Convoy and its still workers, without ffmpeg, while ten thousand small jobs are queued.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function memoryCase() {
  const what = `${jobs} queued jobs, peak memory`;
  if (process.platform !== 'linux') {
    return [
      { what, goal: '≤ 300 MB', measured: 'not measured', note: 'memory is read from /proc, on Linux only' },
    ];
  }
  const input = await tinyPicture();
  const folder = emptyFolder('memory');
  const lines = Array.from({ length: jobs }, (_, n) =>
    JSON.stringify({ kind: 'image', input, output: `${folder}/${n}.webp` }),
  );
  const run = await convoy(['jobs', 'create', '--body', '-'], {
    stdin: lines.join('\n'),
    memory: true,
    stopAfterMs: limitMs,
  });
  const done = run.jobs.filter(({ status }) => status === 'succeeded').length;
  const megabytes = (/** @type {number | null} */ bytes) => ((bytes ?? 0) / 1e6).toFixed(0);
  return [
    {
      what,
      goal: '≤ 300 MB',
      measured: `${megabytes(run.peakNodeBytes)} MB`,
      note:
        `Convoy and its workers, shared pages counted in each (${megabytes(run.peakNodeShareBytes)} MB counted once); ` +
        `${done} of ${run.jobs.length} done in ${(run.wallMs / 1000).toFixed(0)} s`,
    },
  ];
}
