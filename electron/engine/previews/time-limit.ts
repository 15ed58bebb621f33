import { fail } from '../../../shared/model/error.ts';

/** A signal that aborts with another one, or when the time is over. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Does the work and ends the limit. What was stopped by it rejects with `timed_out` instead of `cancelled`. */
  hold<T>(file: string, work: () => Promise<T>): Promise<T>;
}

/** @param milliseconds from now on */
export function timeLimit(milliseconds: number, outer: AbortSignal): TimeLimit {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), milliseconds);
  return {
    signal: AbortSignal.any([outer, over.signal]),
    async hold(file, work) {
      try {
        return await work();
      } catch (error) {
        throw over.signal.aborted && !outer.aborted ? fail('timed_out', { file }) : error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
