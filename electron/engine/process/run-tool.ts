import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import os from 'node:os';
import { Readable } from 'node:stream';
import { childEnv } from './child-env.ts';
import { endWithUs, hasEnded } from './orphans.ts';
import type { ProcessFacts, ToolFacts, ToolRun } from '../ports.ts';
import type { StandStill } from './stand-still.ts';
import { stderrTail } from './stderr-tail.ts';
import { climbStopLadder, stopSwitch, type StopReason, type StopSwitch } from './stop-ladder.ts';

/**
 * The one place that starts processes. It returns facts and judges nothing: what an exit code means is for the
 * caller. No function here rejects or throws for what a process does.
 */

export type { ChildProcess };

/** One process to be started. */
export interface ProcessStart {
  readonly file: string;
  /** Handed over as they are; there is no shell. */
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Bytes for standard input; without it standard input is empty. */
  readonly stdin?: NodeJS.ReadableStream | undefined;
  /** What stops it. */
  readonly stop: StopSwitch;
  /** Stopped by SIGTERM first, so that it can finish what it writes; else killed at once. */
  readonly gently: boolean;
  /** What makes it stand still and go on. */
  readonly standStill?: StandStill | undefined;
  /** It gets what all other programs leave, instead of a little less than they get. */
  readonly lowest?: boolean | undefined;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A way to get the process started. The promise settles when it has closed. */
export type Launch = (start: ProcessStart) => Promise<ProcessFacts>;

/** Starts a process and follows it to its end. A start that was stopped before it began does not begin. */
export const startProcess: Launch = (start) => {
  if (start.stop.reason !== null) return Promise.resolve(neverStarted(start, null));
  try {
    return followProcess(spawn(start.file, start.args, spawnOptions(start)), start);
  } catch (error) {
    // Most failures come as an event; a NUL in an argument or a command line that is too long throws.
    return Promise.resolve(neverStarted(start, error));
  }
};

/** How every process of ours is started, whoever calls `spawn`. */
export function spawnOptions(start: ProcessStart): SpawnOptions {
  return {
    ...(start.cwd === undefined ? {} : { cwd: start.cwd }),
    env: childEnv(process.env, process.platform),
    // `q` on standard input ends ffmpeg with exit code 0 and a short file, so it gets ours only when it must.
    stdio: [start.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
  };
}

/** Children that run; none may outlive us. */
const children = new Set<ChildProcess>();
let killsAtExit = false;

/**
 * Follows a process that was just started (in this very turn of the event loop: the events of a failed start come in
 * the next one). Settles only when it has closed, because only then its files are its last word.
 */
export function followProcess(child: ChildProcess, start: ProcessStart): Promise<ProcessFacts> {
  const started = performance.now();
  const tail = stderrTail(start.onLine);
  let spawnError: ProcessFacts['spawnError'] = null;
  let stopped: StopReason | null = null;
  let callOffLadder: (() => void) | undefined;
  const letGo = standWith(child, start.standStill);

  if (child.pid !== undefined) {
    lowerPriority(child.pid, start.lowest === true);
    killAtExit(child);
    // A probe ends soon by itself, and writes nothing.
    if (start.gently) endWithUs(child.pid);
  }
  child.stdout?.on('data', start.onStdout);
  child.stderr?.setEncoding('utf8').on('data', tail.push);
  feed(child, start.stdin, (reason) => {
    tail.push(`\nstandard input broke off: ${reason}\n`);
    child.kill('SIGKILL');
  });

  return new Promise((resolve) => {
    const settle = (exitCode: number | null, signal: string | null): void => {
      callOffLadder?.();
      letGo();
      children.delete(child);
      if (child.pid !== undefined) hasEnded(child.pid);
      discard(start.stdin);
      tail.end();
      resolve({
        exitCode: spawnError === null ? exitCode : null,
        signal,
        spawnError,
        stopped: stopped ?? 'no',
        stderrTail: tail.lines,
        durationMs: Math.round(performance.now() - started),
      });
    };
    child.on('error', (error) => {
      // Later errors (a signal that could not be sent) are no end: "close" still comes.
      if (child.pid !== undefined || spawnError !== null) return;
      spawnError = toSpawnError(error);
      settle(null, null);
    });
    child.on('close', settle);
    start.stop.onStop((reason) => {
      // What has ended by itself is not stopped any more: its exit code counts, and at most its pipes are still held.
      const ended = child.exitCode !== null || child.signalCode !== null;
      if (!ended) stopped = reason;
      // One that stands still would take no notice of SIGTERM; it goes on first, and stands still no more.
      letGo();
      callOffLadder = climbStopLadder(
        {
          kill: (signal) => child.kill(signal),
          dropPipes: () => [child.stdin, child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()),
        },
        start.gently && !ended,
      );
    });
  });
}

/** Conversions are background work: the computer stays usable. ffmpeg's threads inherit it when it is set at once. */
function lowerPriority(pid: number, lowest: boolean): void {
  const { PRIORITY_LOW, PRIORITY_BELOW_NORMAL } = os.constants.priority;
  try {
    os.setPriority(pid, lowest ? PRIORITY_LOW : PRIORITY_BELOW_NORMAL);
  } catch {
    // The process is gone already, or the system does not allow it: it then runs as it is.
  }
}

/** Stops the process where it is while the switch is on. Returns what lets it go on, for good. */
function standWith(child: ChildProcess, standStill: StandStill | undefined): () => void {
  if (standStill === undefined || child.pid === undefined) return () => undefined;
  let stands = false;
  const unfollow = standStill.follow((on) => {
    stands = on;
    child.kill(on ? 'SIGSTOP' : 'SIGCONT');
  });
  return () => {
    unfollow();
    if (stands) child.kill('SIGCONT');
    stands = false;
  };
}

function killAtExit(child: ChildProcess): void {
  children.add(child);
  if (killsAtExit) return;
  killsAtExit = true;
  process.on('exit', () => {
    for (const running of children) running.kill('SIGKILL');
  });
}

/** Pipes a stream into the process. A process that ends early breaks the pipe, which is its right. */
function feed(
  child: ChildProcess,
  source: NodeJS.ReadableStream | undefined,
  onBroken: (reason: string) => void,
): void {
  if (source === undefined || child.stdin === null) return;
  child.stdin.on('error', () => undefined);
  // Closing its standard input would look like a regular end, and half a film like a whole one.
  source.on('error', (error) => {
    onBroken(error instanceof Error ? error.message : String(error));
  });
  source.pipe(child.stdin);
}

/** Ends a source that nobody will read to its end, so that it lets go of its file or process. */
function discard(source: NodeJS.ReadableStream | undefined): void {
  if (source instanceof Readable) source.destroy();
}

function neverStarted(start: ProcessStart, error: unknown): ProcessFacts {
  discard(start.stdin);
  return {
    exitCode: null,
    signal: null,
    spawnError: error === null ? null : toSpawnError(error),
    stopped: error === null ? (start.stop.reason ?? 'no') : 'no',
    stderrTail: [],
    durationMs: 0,
  };
}

function toSpawnError(error: unknown): NonNullable<ProcessFacts['spawnError']> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  return { code, message: error instanceof Error ? error.message : String(error) };
}

const defaultMaxOutput = 64 * 1024 * 1024;

/**
 * One short run of a tool (ffprobe, `-version`) whose standard output is kept. It is killed at once when its time is
 * over, when it prints more than `maxOutput` bytes or when the signal aborts. Never rejects.
 */
export async function runTool(run: ToolRun): Promise<ToolFacts> {
  const stop = stopSwitch(run.signal);
  const chunks: Buffer[] = [];
  let room = run.maxOutput ?? defaultMaxOutput;
  const timer = setTimeout(() => {
    stop.stop('timed_out');
  }, run.timeoutMs);
  const facts = await startProcess({
    file: run.file,
    args: run.args,
    stop,
    gently: false,
    onStdout: (chunk) => {
      if (chunk.length > room) stop.stop('timed_out');
      chunks.push(chunk.subarray(0, room));
      room -= Math.min(room, chunk.length);
    },
  });
  clearTimeout(timer);
  stop.release();
  return { ...facts, stdout: Buffer.concat(chunks).toString('utf8') };
}

/**
 * Starts a program of the person's own, such as their browser, and forgets it: it outlives us and runs at its ordinary
 * priority. False when it cannot be started.
 */
export function startAndForget(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const child = spawn(file, args, { detached: true, stdio: 'ignore', shell: false, windowsHide: true });
      child.once('error', () => resolve(false));
      child.once('spawn', () => {
        child.unref();
        resolve(true);
      });
    } catch {
      resolve(false);
    }
  });
}
