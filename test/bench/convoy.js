import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { measure } from './measure.js';

/** Runs the built command line and reads its JSON lines. */

/** @typedef {import('../../shared/model/job.ts').Job} Job */
/** @typedef {import('../../shared/model/job.ts').Task} Task */

export const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/convoy.js');
/** Sources, which are made once, and results, which are removed after each case. */
export const cache = path.join(root, '.cache/bench');
export const results = path.join(cache, 'results');

/**
 * @param {readonly string[]} args
 * @param {Parameters<typeof measure>[2]} [options]
 */
export async function convoy(args, options = {}) {
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  const run = await measure(process.execPath, [cli, ...args, '--json'], {
    cwd: root,
    ...options,
    onLine: (line) => {
      const event = JSON.parse(line);
      if (event.type === 'job') jobs.set(event.job.id, event.job);
    },
  });
  const all = [...jobs.values()];
  const failed = all.find((job) => job.status !== 'succeeded');
  if (options.stopAfterMs === undefined && (run.exitCode !== 0 || failed !== undefined)) {
    const why = failed?.error?.message ?? run.stderr.trim().split('\n').at(-1);
    throw new Error(`convoy ${args.join(' ').slice(0, 200)} ended with ${run.exitCode}: ${why}`);
  }
  return { ...run, jobs: all };
}

/**
 * The task that converts.
 * @param {Job | undefined} job
 * @returns {Task & { output: { plan: string, command: string } }}
 */
export function encodeTask(job) {
  const task = job?.tasks.find((one) => one.kind === job.kind);
  if (task === undefined) throw new Error('the job has no task that converts');
  return /** @type {any} */ (task);
}

/**
 * An empty folder for results.
 * @param {string} name
 */
export function emptyFolder(name) {
  const folder = path.join(results, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
