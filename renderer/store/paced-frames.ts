import { nextFrame } from './next-frame.ts';

/**
 * Runs something before the next picture whenever it is asked to, but not more often than the window can bear: after a
 * run that took long, pictures that are drawn without it come first. So what changes ten thousand rows at a time does
 * not stand in the way of scrolling and typing, and what changes one is shown at once.
 */
export interface PacedFrames {
  /** Asked again before it ran, it runs once. */
  ask(): void;
  /** Calls off what was asked. */
  callOff(): void;
}

/** The window has so many times as long to itself as a run took, with all that was drawn because of it. */
const share = 4;
/** Milliseconds, so that nobody waits for what he did himself. */
const longestRest = 250;

export function pacedFrames(run: () => void): PacedFrames {
  /** When it may run again, by the clock of `performance`. */
  let restsUntil = 0;
  let stop: (() => void) | null = null;

  const runNow = (): void => {
    stop = null;
    const began = performance.now();
    run();
    // A timer of a frame's callback comes after its picture.
    setTimeout(() => {
      const now = performance.now();
      restsUntil = now + Math.min(longestRest, share * (now - began));
    }, 0);
  };
  const ask = (): void => {
    if (stop !== null) return;
    const rest = restsUntil - performance.now();
    if (rest <= 0) {
      stop = nextFrame(runNow);
      return;
    }
    const timer = setTimeout(() => {
      stop = nextFrame(runNow);
    }, rest);
    stop = () => clearTimeout(timer);
  };
  return {
    ask,
    callOff() {
      stop?.();
      stop = null;
    },
  };
}
