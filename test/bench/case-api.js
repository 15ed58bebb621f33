import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { root } from './convoy.js';

const jobs = 300;
/** Milliseconds for all of it. */
const limitMs = 300_000;

/**
 * What a job costs that comes over HTTP, above what the engine's own `add` costs.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function apiCase() {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(path.join(cache, 'bench-api-'));
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: true,
        outDir,
        target: 'node20',
        rolldownOptions: { input: { 'api-operations': path.join(root, 'test/bench/api-operations.ts') } },
      },
      ssr: { noExternal: true, external: ['sharp', 'fluent-ffmpeg', 'libsql', 'libheif-js'] },
    });
    const program = path.join(outDir, 'api-operations.js');
    const worker = path.join(root, 'dist/still-worker.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program, String(jobs), worker], {
      timeout: limitMs,
    });
    /** @typedef {{ add: number, bare: number, post: number, postWithKey: number }} Ms */
    /** @type {{ spent: Ms, worked: Ms }} */
    const { spent: ms, worked } = JSON.parse(stdout);
    const each = (/** @type {number} */ all) => `${(all / jobs).toFixed(2)} ms`;
    const how = (/** @type {number} */ cpu) =>
      `${jobs} jobs, one after the other; engine.add alone ${each(ms.add)}, HTTP alone ${each(ms.bare)}; of the processor, client included, ${each(cpu - worked.add)} more than ${each(worked.add)}, ${each(worked.bare)} of it HTTP alone`;
    return [
      {
        what: 'a job over the API',
        goal: '≤ 2 ms more',
        measured: each(ms.post - ms.add),
        note: how(worked.post),
      },
      {
        what: 'the same with an Idempotency-Key',
        goal: '≤ 2 ms more',
        measured: each(ms.postWithKey - ms.add),
        note: how(worked.postWithKey),
      },
    ];
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
