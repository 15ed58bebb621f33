import os from 'node:os';
import { utilityProcess } from 'electron';
import type { ToHost } from '../host/messages.ts';

/** Processes of the still worker, started for the engine, which may not start any in the packaged app. */
export interface StillProcesses {
  start(id: number, flavour: 'native' | 'wasm'): void;
  send(id: number, message: unknown): void;
  /** Ends one at once, whatever it does. */
  end(id: number): void;
  /** The engine is gone: nobody waits for what they do. */
  endAll(): void;
}

/** Still workers as utility processes of Electron, by the number that the engine gave them. */
export function createStillProcesses(workerPath: string, tell: (message: ToHost) => void): StillProcesses {
  const workers = new Map<number, Electron.UtilityProcess>();

  function start(id: number, flavour: 'native' | 'wasm'): void {
    const worker = utilityProcess.fork(workerPath, [], {
      serviceName: 'Convoy pictures',
      // With native add-ons off, sharp loads its WebAssembly build: its own, documented fallback.
      execArgv: flavour === 'wasm' ? ['--no-addons'] : [],
      // Two arenas instead of eight a core: glibc gives back what a large picture took.
      env: { ...process.env, MALLOC_ARENA_MAX: '2' },
      // GLib's criticals are noise that nobody can act on; they must not reach a person's terminal.
      stdio: 'ignore',
    });
    workers.set(id, worker);
    worker.on('message', (message: unknown) => tell({ type: 'still_said', id, message }));
    worker.once('spawn', () => lowerPriority(worker.pid));
    worker.once('exit', (code) => {
      workers.delete(id);
      tell({ type: 'still_ended', id, how: `exit code ${code}`, startError: null });
    });
  }

  return {
    start,
    send: (id, message) => workers.get(id)?.postMessage(message),
    end: (id) => void workers.get(id)?.kill(),
    endAll() {
      for (const worker of workers.values()) worker.kill();
    },
  };
}

/** The person's own programs come first. A system that does not let us is no reason to fail. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not permitted here, or already gone.
  }
}
