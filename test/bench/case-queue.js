import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { root } from './convoy.js';

/** How many jobs, and the milliseconds for all that is done with them: some three times what a machine needs that rests. */
const counts = /** @type {const} */ ([
  [1000, 60_000],
  [10_000, 120_000],
  [100_000, 480_000],
]);

/**
 * The queue and the history with more and more jobs: what one job costs must not depend on how many there are.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function queueCase() {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(path.join(cache, 'bench-queue-'));
  try {
    await buildProgram(outDir);
    /** @type {import('./bench.js').Line[]} */
    const lines = [];
    for (const [count, limitMs] of counts) lines.push(...(await linesWith(outDir, count, limitMs)));
    return lines;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/**
 * What one count came to. A machine that has too much else to do says so, and keeps what was measured before.
 *
 * @param {string} outDir
 * @param {number} count
 * @param {number} limitMs
 * @returns {Promise<import('./bench.js').Line[]>}
 */
async function linesWith(outDir, count, limitMs) {
  try {
    return linesOf(count, await measure(outDir, count, limitMs));
  } catch (error) {
    const isLate = error instanceof Error && 'killed' in error && error.killed === true;
    if (!isLate) throw error;
    const load = os.loadavg()[0]?.toFixed(1);
    const note = `not done after ${limitMs / 1000} s, at a load of ${load}`;
    return [{ what: `${count} jobs`, goal: '', measured: 'no figure', note }];
  }
}

/** @param {string} outDir */
async function buildProgram(outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      rolldownOptions: { input: { 'queue-operations': path.join(root, 'test/bench/queue-operations.ts') } },
    },
    ssr: { noExternal: true, external: ['sharp', 'fluent-ffmpeg', 'libsql', 'libheif-js'] },
  });
}

/**
 * @param {string} outDir
 * @param {number} count
 * @param {number} limitMs
 * @returns {Promise<Record<string, number>>} milliseconds
 */
async function measure(outDir, count, limitMs) {
  const program = path.join(outDir, 'queue-operations.js');
  const worker = path.join(root, 'dist/still-worker.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(count), worker, outDir], {
    timeout: limitMs,
  });
  return JSON.parse(stdout);
}

/**
 * @param {number} count
 * @param {Record<string, number>} ms
 */
function linesOf(count, ms) {
  const of = (/** @type {string} */ name) => ms[name] ?? Number.NaN;
  const each = (/** @type {string} */ name) => `${((of(name) / count) * 1000).toFixed(0)} µs a job`;
  const whole = (/** @type {string} */ name) => `${of(name).toFixed(of(name) < 10 ? 1 : 0)} ms`;
  const jobs = `${count} jobs`;
  return [
    { what: `${jobs}, added`, goal: 'flat', measured: each('add'), note: `${whole('add')}, 500 at a time` },
    {
      what: `${jobs}, paged`,
      goal: 'flat',
      measured: each('page'),
      note: `${whole('page')}, 500 at a time, from the disk`,
    },
    {
      what: `${jobs}, first rows after a restart`,
      goal: '≤ 1000 ms',
      measured: whole('shown'),
      note: '500 rows',
    },
    {
      what: `${jobs}, at work after a restart`,
      goal: count === 10_000 ? '≤ 1000 ms' : '',
      measured: whole('begun'),
      note: `one more is accepted after ${whole('accepted')}`,
    },
    {
      what: `${jobs}, restart`,
      goal: count === 10_000 ? '≤ 1000 ms' : 'flat',
      measured: count === 10_000 ? whole('restart') : each('restart'),
      note: `${whole('restart')}, ${each('restart')}, until each has its name again`,
    },
    { what: `${jobs} in history, first page`, goal: 'flat', measured: whole('first'), note: '100 rows' },
    {
      what: `${jobs} in history, search`,
      goal: '≤ 100 ms',
      measured: whole('search'),
      note: 'a text that nothing has',
    },
    { what: `${jobs} in history, totals`, goal: '≤ 100 ms', measured: whole('totals'), note: 'all fit' },
    {
      what: `${jobs} in history, restart`,
      goal: 'flat',
      measured: whole('archivedStart'),
      note: 'with an empty queue',
    },
  ];
}
