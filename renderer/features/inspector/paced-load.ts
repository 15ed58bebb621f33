/**
 * Asks one question over and over, one at a time: the sums over ten thousand files take the engine a second, and while
 * their rows change they are asked for twice a second. Asking side by side would leave it no time for anything else.
 */
export interface PacedLoad {
  /** Asks; while an answer is on its way, once more after it, and after a pause that leaves the engine most of its time. */
  readonly ask: () => void;
  /**
   * Asks at once, or right after the answer that is on its way; that one is too old to be told. Settles with the answer,
   * however often others ask after it, or when it is stopped.
   */
  readonly askAnew: () => Promise<void>;
  /** Asks no more; what is on its way is still told. */
  readonly stop: () => void;
}

/** So many times as long as the last answer took, nothing is asked; milliseconds at most. */
const restFactor = 3;
const longestRest = 4000;

/** @param load asks and tells the answer, unless `isOld()` says by then that it is too old */
export function createPacedLoad(load: (isOld: () => boolean) => Promise<void>): PacedLoad {
  let running = false;
  let wanted = false;
  let old = false;
  let restUntil = 0;
  let wake: (() => void) | null = null;
  /** Who waits for the next answer. */
  let waiting: (() => void)[] = [];

  async function run(): Promise<void> {
    running = true;
    try {
      while (wanted) {
        const left = restUntil - performance.now();
        if (left >= 1 && !old) await resting(left);
        // Stopped while it rested.
        if (!isWanted()) return;
        [wanted, old] = [false, false];
        const mine = waiting;
        waiting = [];
        const began = performance.now();
        await load(() => old);
        const now = performance.now();
        restUntil = now + Math.min(longestRest, (now - began) * restFactor);
        for (const done of mine) done();
      }
    } finally {
      // In the same turn: whoever was just answered may ask again in the next.
      running = false;
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

  const ask = (): void => {
    wanted = true;
    if (!running) void run();
  };

  return {
    ask,
    askAnew() {
      old = true;
      const answered = new Promise<void>((resolve) => waiting.push(resolve));
      wake?.();
      ask();
      return answered;
    },
    stop() {
      wanted = false;
      wake?.();
      for (const done of waiting.splice(0)) done();
    },
  };
}
