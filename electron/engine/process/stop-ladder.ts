import type { ProcessFacts } from '../ports.ts';

/** Why a process of ours is told to stop. */
export type StopReason = Exclude<ProcessFacts['stopped'], 'no'>;

/** One switch for everything that may stop a run: the caller's signal, a time limit, a watchdog. The first one counts. */
export interface StopSwitch {
  /** Null until someone stops. */
  readonly reason: StopReason | null;
  stop(reason: StopReason): void;
  /** Calls back when it is stopped, at once when it already is. One listener. */
  onStop(listener: (reason: StopReason) => void): void;
  /** Lets go of the caller's signal, which may live much longer than the run. */
  release(): void;
}

/** A switch that an abort of the signal flips with the reason `cancelled`. */
export function stopSwitch(signal?: AbortSignal): StopSwitch {
  let reason: StopReason | null = null;
  let listen: ((reason: StopReason) => void) | null = null;
  const stop = (why: StopReason): void => {
    if (reason !== null) return;
    reason = why;
    listen?.(why);
  };
  const onAbort = (): void => {
    stop('cancelled');
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });

  return {
    get reason() {
      return reason;
    },
    stop,
    onStop(listener) {
      listen = listener;
      if (reason !== null) listener(reason);
    },
    release() {
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** What the ladder needs of a process. */
export interface Stoppable {
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Closes our ends of its pipes, so that "closed" comes although someone else still holds the other ends. */
  dropPipes(): void;
}

/** ffmpeg needs up to 1.8 s after SIGTERM to finish the file that it is writing. */
const graceMs = 2_000;
/** A killed process is gone in milliseconds; pipes that stay open after that belong to a process it had started. */
const pipesMs = 400;

/**
 * Stops a process: SIGTERM, after 2 s SIGKILL, and then its pipes are dropped. `gently: false` begins with SIGKILL: a
 * probe writes nothing that would have to be finished. Returns what calls the ladder off, once the process has closed.
 */
export function climbStopLadder(process: Stoppable, gently: boolean): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    process.kill('SIGKILL');
    timer = setTimeout(() => {
      process.dropPipes();
    }, pipesMs);
  };
  if (gently) {
    process.kill('SIGTERM');
    timer = setTimeout(kill, graceMs);
  } else {
    kill();
  }
  return () => {
    clearTimeout(timer);
  };
}
