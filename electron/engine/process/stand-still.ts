/** One switch that makes conversions stand still, all at once: processes are stopped where they are and go on later. */
export interface StandStill {
  /** True while they stand still. */
  readonly on: boolean;
  set(on: boolean): void;
  /** Calls back on every change, and at once when it is on. Returns the way to stop hearing. */
  follow(listener: (on: boolean) => void): () => void;
  /** Settles when nothing stands still, or when the signal aborts: what stands still can be told to stop. */
  over(signal: AbortSignal): Promise<void>;
}

export function createStandStill(): StandStill {
  const listeners = new Set<(on: boolean) => void>();
  let on = false;
  const follow = (listener: (on: boolean) => void): (() => void) => {
    listeners.add(listener);
    if (on) listener(true);
    return () => listeners.delete(listener);
  };
  return {
    get on() {
      return on;
    },
    set(next) {
      if (next === on) return;
      on = next;
      for (const listener of [...listeners]) listener(next);
    },
    follow,
    over: (signal) =>
      new Promise((resolve) => {
        if (!on || signal.aborted) {
          resolve();
          return;
        }
        const settle = (): void => {
          unfollow();
          signal.removeEventListener('abort', settle);
          resolve();
        };
        const unfollow = follow((still) => {
          if (!still) settle();
        });
        signal.addEventListener('abort', settle, { once: true });
      }),
  };
}

/** Windows has no signal that stops a process where it is: there, jobs are interrupted and queued again. */
export const canStandStill = process.platform !== 'win32';
