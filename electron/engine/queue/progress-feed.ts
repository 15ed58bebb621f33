import type { Plan, StepProgress } from '../../../shared/plan/plan.ts';
import {
  type JobProgress,
  type ProgressBlock,
  advanceJobProgress,
  etaSeconds,
  restartJobProgress,
  startJobProgress,
} from '../../../shared/plan/run/progress.ts';
import { isMeasuring } from '../../../shared/plan/run/measuring.ts';
import {
  type TransferMeter,
  advanceTransferMeter,
  startTransferMeter,
} from '../../../shared/plan/run/transfer-meter.ts';
import type { JobRecord } from '../job-record.ts';
import type { EngineEvent } from '../doors/door.ts';
import type { TransferProgress } from '../run/transfer.ts';

/** Turns what the tools report into progress of jobs, told at most every 100 ms a job. */
export interface ProgressFeed {
  report(
    job: JobRecord,
    plan: Plan,
    step: number,
    fraction: number | null,
    block: ProgressBlock | null,
  ): void;
  /** Something is downloaded or uploaded for the job. A transfer that begins counts from nothing. */
  transfer(id: string, what: 'import' | 'export', progress: TransferProgress): void;
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
  /** Of the attempt that runs. */
  plan: Plan;
  /** Where the bar stood when the attempt began. */
  since: number;
  progress: JobProgress;
  /** Moved on by the time that the queue stood still. */
  startedAt: number;
  toldAt: number;
  measures: boolean;
}

interface Moving {
  readonly what: 'import' | 'export';
  meter: TransferMeter;
  toldAt: number;
}

const weightsOf = (plan: Plan): readonly StepProgress[] => plan.steps.map(({ progress }) => progress);

/** What one attempt takes of the bar: all of it, or what it usually needs of the attempts at a size limit. */
function attemptPart({ limit }: Plan): number {
  switch (limit?.attempt.way) {
    case undefined:
    case 'still':
      return 1;
    case 'copy':
    case 'sound':
    case 'quality':
    case 'two_pass':
    case 'one_pass':
      return 0.94;
    case 'animation':
      return 0.5;
  }
}

/** How far the attempt that runs is: what may follow it is not known, and its own end is what can be told. */
function fractionOfAttempt({ progress, since }: Running): number | null {
  if (progress.fraction === null) return null;
  const length = progress.span.to - since;
  return length <= 0 ? 1 : Math.min(1, Math.max(0, (progress.fraction - since) / length));
}

export function createProgressFeed(deps: {
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
  /** A job began or ended to measure. */
  readonly phaseChanged: (id: string) => void;
}): ProgressFeed {
  const running = new Map<string, Running>();
  const transfers = new Map<string, Moving>();
  let stillSince: number | null = null;
  return {
    report(job, plan, step, fraction, block) {
      const at = deps.now();
      let entry = running.get(job.id);
      if (entry === undefined) {
        const progress = startJobProgress(weightsOf(plan), attemptPart(plan));
        entry = { plan, since: 0, progress, startedAt: at, toldAt: 0, measures: false };
        running.set(job.id, entry);
      } else if (entry.plan !== plan) {
        entry.plan = plan;
        entry.progress = restartJobProgress(entry.progress, weightsOf(plan), attemptPart(plan));
        entry.since = entry.progress.span.from;
        entry.startedAt = at;
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
        eta: etaSeconds(entry.startedAt, at, fractionOfAttempt(entry)),
        bytes: block?.totalSize ?? null,
        transfer: null,
      });
    },
    transfer(id, what, { share, ...progress }) {
      const at = deps.now();
      const known = transfers.get(id);
      const one =
        known?.what === what ? known : { what, meter: startTransferMeter(at, progress.bytes), toldAt: 0 };
      transfers.set(id, one);
      one.meter = advanceTransferMeter(one.meter, at, progress.bytes);
      if (at - one.toldAt < quietMs) return;
      one.toldAt = at;
      const { rate } = one.meter;
      const left = progress.of === null ? null : Math.max(0, progress.of - progress.bytes);
      deps.emit({
        type: 'progress',
        id,
        progress:
          share ??
          (progress.of === null || progress.of === 0 ? null : Math.min(1, progress.bytes / progress.of)),
        speed: null,
        eta: left === null || rate === null || rate === 0 ? null : left / rate,
        bytes: null,
        transfer: { ...progress, rate },
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
      transfers.delete(id);
    },
  };
}
