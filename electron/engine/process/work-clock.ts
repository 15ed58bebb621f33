import type { StandStill } from './stand-still.ts';

/** Counts seconds of work: while the queue stands still it stands still too. */
export interface WorkClock {
  seconds(): number;
  /** Lets go of the switch. */
  stop(): void;
}

export function startWorkClock(
  standStill: StandStill,
  now: () => number = () => performance.now(),
): WorkClock {
  const started = now();
  let stood = 0;
  let since: number | null = null;
  const stop = standStill.follow((on) => {
    if (on) {
      since ??= now();
    } else if (since !== null) {
      stood += now() - since;
      since = null;
    }
  });
  return {
    seconds: () => (now() - started - stood - (since === null ? 0 : now() - since)) / 1000,
    stop,
  };
}
