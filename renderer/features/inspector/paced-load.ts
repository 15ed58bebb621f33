/**
 * Asks one question over and over, one at a time: the sums over ten thousand files take the engine a second, and while
 * their rows change they are asked for twice a second. Asking side by side would leave it no time for anything else.
 */
export interface PacedLoad {
  /** Asks; while an answer is on its way, once more after it, and after a pause that leaves the engine most of its time. */
  readonly ask: () => Promise<void>;
  /** Asks at once, or right after the answer that is on its way; that one is too old to be told. */
  readonly askAnew: () => Promise<void>;
  /** Asks no more; what is on its way is still told. */
  readonly stop: () => void;
}

/** So many times as long as the last answer took, nothing is asked; milliseconds at most. */
const restFactor = 3;
const longestRest = 4000;

/** @param load asks and tells the answer, unless `isOld()` says by then that it is too old */
export function createPacedLoad(load: (isOld: () => boolean) => Promise<void>): PacedLoad {
  let running: Promise<void> | null = null;
  let wanted = false;
  let old = false;
  let restUntil = 0;
  let wake: (() => void) | null = null;

  async function run(): Promise<void> {
    while (wanted) {
      const left = restUntil - performance.now();
      if (left >= 1 && !old) await resting(left);
      // Stopped while it rested.
      if (!isWanted()) return;
      [wanted, old] = [false, false];
      const began = performance.now();
      await load(() => old);
      const now = performance.now();
      restUntil = now + Math.min(longestRest, (now - began) * restFactor);
    }
  }
  const isWanted = (): boolean => wanted;

  const resting = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        wake = null;
        resolve();
      }
      wake = done;
    });

  const ask = (): Promise<void> => {
    wanted = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    ask,
    askAnew() {
      old = true;
      wake?.();
      return ask();
    },
    stop() {
      wanted = false;
      wake?.();
    },
  };
}
