#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import v8 from 'node:v8';
import { fileURLToPath } from 'node:url';
import type { Output, StopSignal, Surroundings } from './surroundings.ts';

// A batch of thousands makes much short-lived text (JSON lines), and V8 would rather grow the heap than collect it:
// 151 MB against 93 MB at the peak for 2 000 small pictures, with the same wall time. Said before the heap has grown.
v8.setFlagsFromString('--optimize-for-size');

/** The command line as a process: built to `dist/convoy.js`, with `still-worker.js` beside it. */

const here = path.dirname(fileURLToPath(import.meta.url));

/** The one version there is: package.json's, which every package of npm carries. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(here, '..', 'package.json'), 'utf8'));
  return String((manifest as { version: unknown }).version);
}

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const surroundings: Surroundings = {
  args: process.argv.slice(2),
  cwd: process.cwd(),
  version: readVersion(),
  platform: process.platform,
  env: process.env,
  home: os.homedir(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  colours: process.stderr.isTTY && process.stderr.hasColors(),
  dumb: process.env['TERM'] === 'dumb',
  openEngine: async (choice) => {
    const { createEngine } = await import('../engine/index.ts');
    const { trashChoice } = await import('./trash.ts');
    return createEngine({
      ...trashChoice(surroundings),
      ...choice,
      stillWorkerPath: path.join(here, 'still-worker.js'),
    });
  },
  startServer: async (deps) => {
    const { startServer } = await import('../server/index.ts');
    return startServer({ ...deps, rendererDir: path.join(here, 'renderer') });
  },
  startProgram: async (file, args) => {
    const { startAndForget } = await import('../engine/index.ts');
    return startAndForget(file, args);
  },
  onSignal: (listener) => {
    for (const signal of stopSignals) process.on(signal, listener);
    return () => {
      for (const signal of stopSignals) process.off(signal, listener);
    };
  },
  now: () => performance.now(),
  exitNow: (code) => process.exit(code),
};

/** Waits until everything written has left the process; a reader that has gone is no reason to wait. */
const flushed = (output: Output): Promise<void> =>
  new Promise((resolve) => {
    output.write('', () => resolve());
  });

// A reader may go away at any time, even from the help: no reason for a stack trace. Work that has to be stopped then
// is stopped by `watchForStop`, which listens as well.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

async function main(): Promise<number> {
  const [only, ...rest] = surroundings.args;
  // Scripts ask for the version often: nothing needs to be loaded for it.
  if (rest.length === 0 && (only === '--version' || only === '-v')) {
    surroundings.stdout.write(`${surroundings.version}\n`);
    return 0;
  }
  const { run } = await import('./program.ts');
  return run(surroundings);
}

const code = await main();
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(code);
