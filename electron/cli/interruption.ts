import { codeOfStop } from './exit-code.ts';
import type { StopReason, Surroundings } from './surroundings.ts';

/** The one place that knows whether the work has to stop. */
export interface Interruption {
  /** Null while nothing asked to stop; the first reason stays. */
  reason(): StopReason | null;
  /** Calls back at the first reason, at once when there is one already. */
  onStop(listener: (reason: StopReason) => void): void;
  /** Waits for work that may be left alone at any time; rejects with `Stopped` as soon as something asks to stop. */
  unlessStopped<T>(work: Promise<T>): Promise<T>;
  /** Stops listening to the process. */
  end(): void;
}

/** Work was left because something asked to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Closed pipes differ by system: Windows reports EOF, and a destroyed stream its own code. */
const closedCodes: ReadonlySet<string> = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/**
 * Milliseconds in which a second signal is taken for the first one again. On Ctrl-C the terminal signals the whole
 * group, and npm (`npx convoy`) passes its own copy on; and nobody who presses twice wants partial files left behind.
 */
const sameSignalMs = 1000;

/**
 * Watches signals and standard output. The first signal asks to stop, one that comes later ends the process at once.
 */
export function watchForStop(door: Surroundings): Interruption {
  let first: StopReason | null = null;
  let firstAt = 0;
  let listeners: ((reason: StopReason) => void)[] = [];
  const stop = (reason: StopReason): void => {
    if (first !== null) return;
    first = reason;
    firstAt = door.now();
    const waiting = listeners;
    listeners = [];
    for (const listener of waiting) listener(reason);
  };
  const unhear = door.onSignal((signal) => {
    if (first === null) stop(signal);
    else if (door.now() - firstAt >= sameSignalMs) door.exitNow(codeOfStop(signal));
  });
  const onOutputError = (error: NodeJS.ErrnoException): void =>
    stop(closedCodes.has(error.code ?? '') ? 'closed_pipe' : 'broken_output');
  door.stdout.on('error', onOutputError);
  const onStop = (listener: (reason: StopReason) => void): void => {
    if (first === null) listeners.push(listener);
    else listener(first);
  };
  return {
    reason: () => first,
    onStop,
    unlessStopped: (work) =>
      new Promise((resolve, reject) => {
        onStop((reason) => reject(new Stopped(reason)));
        work.then(resolve, reject);
      }),
    // The listeners of the streams stay: the last flush may still meet a closed pipe.
    end: unhear,
  };
}
