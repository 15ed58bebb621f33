import type { MediaFacts } from '../../../shared/model/media.ts';
import { estimateSeconds, paceKey } from '../../../shared/plan/estimate-time.ts';
import type { Plan } from '../../../shared/plan/plan.ts';

/** How fast this computer really is, learned from the jobs that it has finished. */
export interface Pace {
  /** Seconds of work for a plan, or null when it cannot be told. */
  seconds(plan: Plan, facts: readonly MediaFacts[]): number | null;
  /** A plan took so many seconds. */
  learn(plan: Plan, facts: readonly MediaFacts[], seconds: number): void;
}

/** What a new job counts for against all before it. */
const weight = 0.3;
/** One job that was cut short, or that waited for a sleeping disk, must not spoil the next hundred. */
const farthest = 10;

export function createPace(cores: number): Pace {
  const factors = new Map<string, number>();
  return {
    seconds: (plan, facts) => estimateSeconds(plan, facts, cores, factors.get(paceKey(plan)) ?? 1),
    learn(plan, facts, seconds) {
      const expected = estimateSeconds(plan, facts, cores);
      if (expected === null || expected <= 0 || seconds <= 0) return;
      const factor = Math.min(farthest, Math.max(1 / farthest, seconds / expected));
      const key = paceKey(plan);
      const known = factors.get(key);
      factors.set(key, known === undefined ? factor : known * (1 - weight) + factor * weight);
    },
  };
}
