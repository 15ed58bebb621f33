import type { PlanLane } from '../../../shared/model/settings.ts';

/** Running jobs that have left their lane and wait for a place in another one, the first to come first. */
export interface LaneQueue {
  /** True when there is a place, which is the job's then; false when it is told to stop before, and needs none. */
  wait(lane: PlanLane, signal: AbortSignal | undefined): Promise<boolean>;
  /** Lets those in for whom there is a place; `take` is called for each before it goes on. */
  letIn(free: (lane: PlanLane) => number, take: (lane: PlanLane) => void): void;
}

interface Waiting {
  readonly lane: PlanLane;
  readonly settle: (hasPlace: boolean) => void;
}

export function createLaneQueue(): LaneQueue {
  let waiting: readonly Waiting[] = [];
  return {
    wait: (lane, signal) =>
      new Promise((settle) => {
        const stop = (): void => {
          waiting = waiting.filter((other) => other !== one);
          settle(false);
        };
        const one: Waiting = {
          lane,
          settle(hasPlace) {
            signal?.removeEventListener('abort', stop);
            settle(hasPlace);
          },
        };
        if (signal?.aborted === true) {
          settle(false);
          return;
        }
        waiting = [...waiting, one];
        signal?.addEventListener('abort', stop, { once: true });
      }),
    letIn(free, take) {
      for (const one of waiting) {
        if (free(one.lane) <= 0) continue;
        waiting = waiting.filter((other) => other !== one);
        take(one.lane);
        one.settle(true);
      }
    },
  };
}
