import { fork } from 'node:child_process';
import { Socket } from 'node:net';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { childEnv } from '../process/child-env.ts';
import type { StillWorkers } from '../ports.ts';
import { type StartWorker, type WorkerEnd, createStillPool } from './still-pool.ts';

export interface StillProcesses {
  /** Built `still-worker.js`, absolute. */
  readonly workerPath: string;
  /** Starts a worker in another way than `child_process.fork`; `workerPath` is then the starter's own business. */
  readonly start?: StartWorker | undefined;
  /** Workers at once; a function is asked anew for every request. */
  readonly size: number | (() => number);
  /** Hears what workers and their libraries say on standard error, and when one dies. */
  readonly log?: (line: string) => void;
}

/** Still workers as child processes of Node, or as what the given starter makes of them. */
export function createStillWorkers({ workerPath, start, size, log }: StillProcesses): StillWorkers {
  return createStillPool({
    start: start ?? forkWorker(workerPath, log),
    size,
    ...(log === undefined ? {} : { log }),
  });
}

function forkWorker(workerPath: string, log: ((line: string) => void) | undefined): StartWorker {
  return (flavour, { onMessage, onEnd }) => {
    const child = fork(workerPath, {
      // With native add-ons off, sharp loads its WebAssembly build: its own, documented fallback.
      // Pixels live outside V8's heap; what is in it can be small.
      execArgv: ['--optimize-for-size', ...(flavour === 'wasm' ? ['--no-addons'] : [])],
      // Two arenas instead of eight a core: glibc gives back what a large picture took.
      env: { ...childEnv(process.env, process.platform), MALLOC_ARENA_MAX: '2' },
      serialization: 'advanced',
      // GLib's criticals belong into the log, not on a person's terminal.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let over = false;
    const finish = (end: WorkerEnd): void => {
      if (over) return;
      over = true;
      onEnd(end);
    };
    child.on('message', onMessage);
    child.on('error', (error) => {
      // A send that failed because the process is dying is followed by its end; one that never was has no end.
      if (child.pid === undefined) finish({ how: error.message, startError: error.message });
      else log?.(`still worker: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
      finish({ how, startError: null });
    });
    if (child.stderr !== null) {
      const lines = createInterface({ input: child.stderr });
      lines.on('line', (line) => log?.(`still worker: ${line}`));
    }
    if (child.pid !== undefined) lowerPriority(child.pid);
    return {
      send: (message) => child.send(message, () => undefined),
      kill: () => child.kill('SIGKILL'),
      end: () => {
        if (child.connected) child.disconnect();
      },
      setBusy: (busy) => {
        const [process, channel, stderr] = [child, child.channel, child.stderr];
        if (busy) {
          process.ref();
          channel?.ref();
        } else {
          process.unref();
          channel?.unref();
        }
        // The pipe is a socket below its stream type; it must not hold this process on its own.
        if (stderr instanceof Socket) stderr.unref();
      },
    };
  };
}

/** The person's own programs come first. A system that does not let us is no reason to fail. */
function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not permitted here, or already gone.
  }
}
