import { setTimeout as later } from 'node:timers/promises';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { StandStill } from '../process/stand-still.ts';
import { type ProblemPlace, type S3Problem, s3Problem } from './s3-problem.ts';

/** Trying again what may pass by itself. */

/** How often something is tried, and milliseconds before the second time; the wait doubles each time. */
export interface Patience {
  readonly tries: number;
  readonly firstWaitMs: number;
}

/** Waits of up to 0.5, 1, 2, 4 and 8 seconds. */
export const uploadPatience: Patience = { tries: 6, firstWaitMs: 500 };

export interface Tried {
  readonly place: ProblemPlace;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly standStill: StandStill;
  readonly log: (line: string) => void;
}

/** A request to a service that failed for good, with why. */
export class S3Failure extends Error {
  override readonly name = 'S3Failure';
  readonly problem: S3Problem;
  constructor(problem: S3Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/**
 * Does the work until it succeeds, up to the number of tries, but only while what goes wrong may pass. Nothing begins
 * while the queue stands still. Throws `S3Failure`, and a `ConvoyFailure` as the work throws it; `cancelled` when the
 * signal aborts.
 *
 * @param what for the log: "part 3 of film.mp4"
 */
export async function withRetries<T>(
  tried: Tried,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { patience, signal, standStill } = tried;
  for (let n = 1; ; n++) {
    await standStill.over(signal);
    stopIf(signal);
    try {
      return await work(signal);
    } catch (error) {
      stopIf(signal);
      if (error instanceof ConvoyFailure) throw error;
      const problem = error instanceof S3Failure ? error.problem : s3Problem(error, tried.place);
      if (!problem.passing || n >= patience.tries) throw new S3Failure(problem);
      const wait = waitBefore(n, patience, Math.random());
      tried.log(`${what}: ${problem.reason} (${problem.detail}); again in ${(wait / 1000).toFixed(1)} s`);
      await later(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw fail('cancelled');
}

/** Milliseconds after try `n`: a half to all of the doubled wait, so that many do not come back at once. */
export function waitBefore(n: number, { firstWaitMs }: Patience, random: number): number {
  const most = firstWaitMs * 2 ** (n - 1);
  return Math.round(most * (0.5 + random / 2));
}
