import type { StopReason } from './surroundings.ts';

/** Everything asked for was done; what was skipped counts as done. */
export const allGood = 0;
/** Something was started and at least one file failed, or there is nothing to work with. */
export const someFailed = 1;
/** The command line is wrong; nothing was started. */
export const wrongCommandLine = 2;

/** How many jobs ended in which way. */
export interface Outcome {
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

/**
 * Exit code of an interrupted run: 128 + the signal's number as shells count it. A closed pipe reads like death by
 * SIGPIPE, which is what `pipefail` scripts expect of any tool whose reader has gone.
 */
export function codeOfStop(reason: StopReason): number {
  switch (reason) {
    case 'SIGINT':
      return 130;
    case 'SIGTERM':
      return 143;
    case 'SIGHUP':
      return 129;
    case 'closed_pipe':
      return 141;
    case 'broken_output':
      return someFailed;
  }
}

/** Exit code of a batch. Cancelled without a reason to stop can only mean that something else went wrong. */
export function codeOfBatch(outcome: Outcome, stopped: StopReason | null): number {
  if (stopped !== null) return codeOfStop(stopped);
  return outcome.failed > 0 || outcome.cancelled > 0 ? someFailed : allGood;
}
