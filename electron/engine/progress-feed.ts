import type { Plan } from '../../shared/plan/plan.ts';
import {
  type JobProgress,
  type ProgressBlock,
  advanceJobProgress,
  etaSeconds,
  startJobProgress,
} from '../../shared/plan/run/progress.ts';
import { isMeasuring } from '../../shared/plan/run/measuring.ts';
import type { JobRecord } from './job-record.ts';
import type { EngineEvent } from './door.ts';

/** Turns what the tools report into progress of jobs, told at most every 100 ms a job. */
export interface ProgressFeed {
  report(
    job: JobRecord,
    plan: Plan,
    step: number,
    fraction: number | null,
    block: ProgressBlock | null,
  ): void;
  /** 0 to 1; null while it cannot be known, or when the job does not run. */
  reached(id: string): number | null;
  /** Its present step only measures, and writes nothing of the result. */
  measures(id: string): boolean;
  /** The queue stands still, or goes on: that time does not count for what is left. */
  standStill(on: boolean): void;
  /** The job has ended; nothing more is told of it. */
  end(id: string): void;
}

const quietMs = 100;

interface Running {
  progress: JobProgress;
  /** Moved on by the time that the queue stood still. */
  startedAt: number;
  toldAt: number;
  measures: boolean;
}

export function createProgressFeed(deps: {
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
  /** A job began or ended to measure. */
  readonly phaseChanged: (id: string) => void;
}): ProgressFeed {
  const running = new Map<string, Running>();
  let stillSince: number | null = null;
  return {
    report(job, plan, step, fraction, block) {
      const at = deps.now();
      let entry = running.get(job.id);
      if (entry === undefined) {
        const progress = startJobProgress(plan.steps.map((s) => s.progress));
        entry = { progress, startedAt: at, toldAt: 0, measures: false };
        running.set(job.id, entry);
      }
      const now = plan.steps[step];
      const measures = now !== undefined && isMeasuring(now);
      if (measures !== entry.measures) {
        entry.measures = measures;
        deps.phaseChanged(job.id);
      }
      entry.progress = advanceJobProgress(entry.progress, { step, fraction });
      if (at - entry.toldAt < quietMs) return;
      entry.toldAt = at;
      deps.emit({
        type: 'progress',
        id: job.id,
        progress: entry.progress.fraction,
        speed: block?.speed ?? null,
        eta: etaSeconds(entry.startedAt, at, entry.progress.fraction),
        bytes: block?.totalSize ?? null,
      });
    },
    reached: (id) => running.get(id)?.progress.fraction ?? null,
    measures: (id) => running.get(id)?.measures ?? false,
    standStill(on) {
      const at = deps.now();
      if (on) stillSince ??= at;
      else if (stillSince !== null) {
        for (const entry of running.values()) entry.startedAt += at - Math.max(stillSince, entry.startedAt);
        stillSince = null;
      }
    },
    end(id) {
      running.delete(id);
    },
  };
}
