import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createStillWorkers } from '../../electron/engine/stills/still-processes.ts';
import { convertStills, failure, workerPath } from '../support/convert-still.ts';
import { clip, tempDir } from '../support/media.ts';

/** Still workers that crash, hang, do not start or are left alone. */

const run = promisify(execFile);
const { recipeFor } = convertStills();

describe('worker processes', () => {
  /** A worker that does what it is told before it would answer, in the native build only. */
  async function failingWorker(dir: string, deed: string): Promise<string> {
    const file = path.join(dir, 'worker.mjs');
    await writeFile(
      file,
      `if (process.execArgv.includes('--no-addons')) await import(${JSON.stringify(pathToFileURL(workerPath).href)});
      else { process.on('message', () => { ${deed} }); process.send({ ready: true }); }`,
    );
    return file;
  }

  it('that crash cost one retry in the WebAssembly build, which is said', async (t) => {
    const dir = tempDir(t);
    const lines: string[] = [];
    const crashing = createStillWorkers({
      workerPath: await failingWorker(
        dir,
        "console.error('GLib-CRITICAL'); process.kill(process.pid, 'SIGSEGV');",
      ),
      size: 1,
      log: (line) => lines.push(line),
    });
    try {
      const input = await clip('jpeg-orientation-6');
      const recipe = await recipeFor(input, { format: 'webp', width: 60 });
      const reply = await crashing.run({ do: 'convert', input, output: path.join(dir, 'out'), recipe });
      expect([reply.width, reply.height, reply.warnings.map((w) => w.kind)]).toEqual([
        60,
        80,
        ['wasm_fallback'],
      ]);
      expect(lines).toContain('still worker: GLib-CRITICAL');
      // The WebAssembly build follows references in an SVG, so it gets none.
      const svg = { do: 'probe', input: await clip('svg') } as const;
      expect(await failure(crashing.run(svg))).toMatchObject({ kind: 'input_unsupported' });
    } finally {
      await crashing.close();
    }
  });

  it('are killed at once when the job is cancelled', async (t) => {
    const dir = tempDir(t);
    const slow = createStillWorkers({ workerPath: await failingWorker(dir, 'while (true);'), size: 1 });
    try {
      const stop = new AbortController();
      const pending = failure(slow.run({ do: 'probe', input: '/any' }, { signal: stop.signal }));
      const begun = performance.now();
      stop.abort();
      expect(await pending).toMatchObject({ kind: 'cancelled' });
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(await failure(slow.run({ do: 'probe', input: '/any' }, { timeoutMs: 300 }))).toMatchObject({
        kind: 'timed_out',
      });
    } finally {
      await slow.close();
    }
  });

  it('that cannot be started are named', async () => {
    const missing = createStillWorkers({ workerPath: '/no/such/worker.js', size: 1 });
    expect(await failure(missing.run({ do: 'probe', input: '/any' }))).toMatchObject({
      kind: 'tool_missing',
    });
    await missing.close();
  });

  it('do not keep a process alive that is done', async (t) => {
    const dir = tempDir(t);
    const script = path.join(dir, 'host.mjs');
    await writeFile(
      script,
      `import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(workerPath)}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
      child.on('message', (m) => { if (m.ready) process.stdout.write(String(child.pid), () => process.exit(0)); });`,
    );
    const { stdout } = await run(process.execPath, [script], { timeout: 20_000 });
    // The worker notices that nobody is there any more.
    await expect
      .poll(
        () => {
          try {
            return process.kill(Number(stdout), 0);
          } catch {
            return false;
          }
        },
        { timeout: 5000 },
      )
      .toBe(false);
  });
});
