import type { Plan } from '../../shared/plan/plan.ts';
import {
  type JobProgress,
  type ProgressBlock,
  advanceJobProgress,
  etaSeconds,
  startJobProgress,
} from '../../shared/plan/run/progress.ts';
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
  /** The job has ended; nothing more is told of it. */
  end(id: string): void;
}

const quietMs = 100;

interface Running {
  progress: JobProgress;
  readonly startedAt: number;
  toldAt: number;
}

export function createProgressFeed(deps: {
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
}): ProgressFeed {
  const running = new Map<string, Running>();
  return {
    report(job, plan, step, fraction, block) {
      const at = deps.now();
      let entry = running.get(job.id);
      if (entry === undefined) {
        entry = { progress: startJobProgress(plan.steps.map((s) => s.progress)), startedAt: at, toldAt: 0 };
        running.set(job.id, entry);
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
    end(id) {
      running.delete(id);
    },
  };
}
