import { execFile, fork } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { root } from './convoy.js';

/** Megabytes of the file; `BENCH_UPLOAD_MB=100` makes it smaller. */
const megabytes = Number(process.env['BENCH_UPLOAD_MB'] ?? 1000);
const rounds = 3;

/**
 * One large file to a server on this computer: our own multipart beside the SDK's `Upload`, each in a process of its own.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function uploadCase() {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'bench-upload-'));
  const server = fork(path.join(root, 'test/bench/s3-process.js'), [path.join(folder, 's3')]);
  try {
    const endpoint = await new Promise((resolve, reject) => {
      server.once('message', resolve);
      server.once('exit', () => reject(new Error('the S3 server did not start')));
    });
    await buildProgram(folder);
    const [large, small] = [megabytes, megabytes / 10].map((size) => sparse(folder, size));
    /** @type {number[]} */
    const ratios = [];
    let peaks = { own: 0, sdk: 0, small: 0 };
    for (let round = 0; round < rounds; round++) {
      const sdk = await send(folder, 'sdk', large, endpoint);
      const own = await send(folder, 'own', large, endpoint);
      ratios.push(sdk.ms / own.ms);
      peaks = { ...peaks, own: Math.max(peaks.own, own.peakBytes), sdk: Math.max(peaks.sdk, sdk.peakBytes) };
    }
    peaks.small = (await send(folder, 'own', small, endpoint)).peakBytes;
    const ratio = ratios.toSorted((a, b) => a - b)[1] ?? Number.NaN;
    const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
    return [
      {
        what: `upload of ${megabytes} MB`,
        goal: '≥ 0.90',
        measured: ratio.toFixed(2),
        note: `speed beside the SDK's own Upload, middle of ${rounds}`,
      },
      {
        what: 'upload, memory',
        goal: 'flat',
        measured: mb(peaks.own),
        note: `${mb(peaks.small)} for a tenth of the file; the SDK's own Upload: ${mb(peaks.sdk)}`,
      },
    ];
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {number} size megabytes */
function sparse(folder, size) {
  const file = path.join(folder, `${size}.mp4`);
  const handle = openSync(file, 'w');
  ftruncateSync(handle, Math.round(size * 1e6));
  closeSync(handle);
  return file;
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
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { input: { 'upload-operations': path.join(root, 'test/bench/upload-operations.ts') } },
    },
    ssr: { noExternal: true, external: ['sharp', 'fluent-ffmpeg', 'libsql', 'libheif-js'] },
  });
}

/**
 * @param {string} folder
 * @param {'own' | 'sdk'} how
 * @param {string | undefined} file
 * @param {unknown} endpoint
 * @returns {Promise<{ ms: number, peakBytes: number }>}
 */
async function send(folder, how, file, endpoint) {
  const program = path.join(folder, 'upload-operations.js');
  const args = [program, how, file ?? '', String(endpoint), 'bench'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 300_000 });
  return JSON.parse(stdout);
}
