/**
 * Files that come into the list. Somebody waits for their rows, so what only makes rows prettier lets them come first (a
 * picture is a process to start, and another one to ask what is in the file), but not for long: a folder in a network
 * may take minutes.
 */
export interface Arrivals {
  /** Files begin to come; the answer is called when their rows are there, once or more often. */
  begin(): () => void;
  /** Settles when no files come, when they have come for too long, or when nobody waits any more. */
  over(signal?: AbortSignal): Promise<void>;
}

/** Milliseconds that anything waits for rows, counted from the first file of those that come together. */
export const longestArrival = 2000;

export function createArrivals(): Arrivals {
  let coming = 0;
  let timer: NodeJS.Timeout | null = null;
  const waiting = new Set<() => void>();

  function letGo(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const go of [...waiting]) go();
  }

  return {
    begin() {
      if (coming === 0) timer = setTimeout(letGo, longestArrival).unref();
      coming += 1;
      let areHere = false;
      return () => {
        if (areHere) return;
        areHere = true;
        coming -= 1;
        if (coming === 0) letGo();
      };
    },
    over(signal) {
      if (timer === null || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go);
          signal?.removeEventListener('abort', go);
          resolve();
        };
        waiting.add(go);
        signal?.addEventListener('abort', go, { once: true });
      });
    },
  };
}
