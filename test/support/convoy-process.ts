import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { root } from './media.ts';

/** The built command line as a process. `npm test` builds `dist/` first. */
export const convoyFile = path.join(root, 'dist', 'convoy.js');

export interface EndedProcess {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProcess {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Everything on standard output, or on standard error, so far. */
  readonly said: () => string;
  readonly told: () => string;
  readonly ended: Promise<EndedProcess>;
}

/** Starts the command line; it is killed when the test ends before it does. */
export function startConvoy(args: readonly string[], cwd: string): StartedProcess {
  const child = spawn(process.execPath, [convoyFile, ...args], { cwd, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<EndedProcess>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, said: () => stdout, told: () => stderr, ended };
}

export function runConvoy(args: readonly string[], cwd: string, stdin = ''): Promise<EndedProcess> {
  const started = startConvoy(args, cwd);
  started.process.stdin.end(stdin);
  return started.ended;
}

/** Every line as JSON. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Waits, for at most so many milliseconds, until something is true. */
export async function until(condition: () => boolean, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
