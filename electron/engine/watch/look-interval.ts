/** How often a folder is looked at as a whole. */

/** Milliseconds between two looks at a folder of whose changes the system gives word, and at one of which it does not. */
const lookEvery = { told: 60_000, polled: 5_000 } as const;
/** Looking takes at most a tenth of the time, */
const share = 10;
/** but a huge folder is looked at every ten minutes all the same. */
const longest = 600_000;

/** Milliseconds to wait after a look that took so many. */
export function lookAgainIn(polling: boolean, tookMs: number): number {
  const usual = polling ? lookEvery.polled : lookEvery.told;
  return Math.max(usual, Math.min(longest, tookMs * share), tookMs);
}

/** Seconds until a folder that cannot be looked at is looked for again; `tries` counts from 1. */
export function retryIn(tries: number): number {
  return tries <= 6 ? 5 : 30;
}
