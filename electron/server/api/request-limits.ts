import { fail } from '../../../shared/model/error.ts';

/**
 * How much a program may ask for: a script that runs wild must not take the computer with it. Generous enough for a
 * thousand jobs at once by fifty clients.
 */
export interface RequestLimits {
  /** Counts a request. Throws `rate_limited`. */
  request(): void;
  /** Throws `rate_limited` when so many more jobs would be too many. */
  jobs(open: number, more: number): void;
  /** Counts a stream of events, and gives the way to end it. Throws `rate_limited`. */
  stream(): () => void;
}

export interface LimitNumbers {
  /** Requests that may come at once, and how many more each second. */
  readonly burst: number;
  readonly perSecond: number;
  /** Jobs that wait or run. */
  readonly openJobs: number;
  readonly streams: number;
}

const usualLimits: LimitNumbers = { burst: 5000, perSecond: 1000, openJobs: 100_000, streams: 500 };

/** @param now milliseconds of a clock that never goes back */
export function createRequestLimits(
  { burst, perSecond, openJobs, streams }: LimitNumbers = usualLimits,
  now: () => number = () => performance.now(),
): RequestLimits {
  let left = burst;
  let at = now();
  let streaming = 0;
  return {
    request() {
      const time = now();
      left = Math.min(burst, left + ((time - at) / 1000) * perSecond);
      at = time;
      if (left < 1) throw fail('rate_limited');
      left -= 1;
    },
    jobs(open, more) {
      if (open + more <= openJobs) return;
      throw fail('rate_limited', { reason: `at most ${openJobs} jobs can wait or run at a time` });
    },
    stream() {
      if (streaming >= streams) {
        throw fail('rate_limited', { reason: `at most ${streams} streams of events can be open at a time` });
      }
      streaming += 1;
      let ended = false;
      return () => {
        if (!ended) streaming -= 1;
        ended = true;
      };
    },
  };
}
