import type { Job } from '../../../shared/model/job.ts';
import type { EngineEvent } from '../../engine/index.ts';
import type { Outcome } from '../exit-code.ts';
import { hasEnded, inputBytes, nameOf, outputBytes, type Phase, phaseOf } from '../print/job-facts.ts';

/** A job that is under way, as the live view shows it. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  readonly phase: Phase;
  /** 0 to 1, or null while it cannot be known. */
  readonly progress: number | null;
  /** Multiple of real time, or null. */
  readonly speed: number | null;
  /** Seconds left, or null. */
  readonly eta: number | null;
}

/** The whole batch in figures. */
export interface BatchFigures extends Outcome {
  readonly total: number;
  readonly ended: number;
  /** Bytes of originals and of results, of the files that succeeded. */
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** 0 to 1 over all files. */
  readonly progress: number;
  /** Seconds left, or null before 3 s and 2 %. */
  readonly eta: number | null;
  readonly elapsedMs: number;
}

/**
 * Counts a batch as its events come in. It keeps what is running and the ids of what has ended, so that ten thousand
 * files cost no more at the end than at the start.
 */
export class BatchTally {
  #total: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #running = new Map<string, RunningJob>();
  readonly #ended = new Set<string>();
  readonly #counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  #inputBytes = 0;
  #outputBytes = 0;

  /** `now` tells milliseconds of a clock that never goes back. */
  constructor(total: number, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#startedAt = now();
  }

  /** Takes in an event; gives the job when it has just ended, else null. */
  hear(event: EngineEvent): Job | null {
    if (event.type === 'job') return this.#hearJob(event.job);
    if (event.type === 'progress') {
      const job = this.#running.get(event.id);
      if (job !== undefined) {
        const { progress, speed, eta } = event;
        // Progress that can be measured means that converting began, whichever of the two is heard first.
        const phase =
          event.transfer !== null && job.phase !== 'downloading'
            ? 'uploading'
            : (job.phase === 'reading' || job.phase === 'waiting') && progress !== null
              ? 'converting'
              : job.phase;
        this.#running.set(event.id, { ...job, phase, progress, speed, eta });
      }
    }
    return null;
  }

  #hearJob(job: Job): Job | null {
    if (this.#ended.has(job.id)) return null;
    if (hasEnded(job)) {
      this.#ended.add(job.id);
      this.#running.delete(job.id);
      this.#count(job);
      return job;
    }
    if (job.status === 'queued') {
      this.#running.delete(job.id);
      return null;
    }
    const before = this.#running.get(job.id);
    this.#running.set(job.id, {
      id: job.id,
      name: before?.name ?? nameOf(job),
      phase: phaseOf(job),
      progress: job.progress ?? before?.progress ?? null,
      speed: before?.speed ?? null,
      eta: before?.eta ?? null,
    });
    return null;
  }

  #count(job: Job): void {
    if (job.status === 'queued' || job.status === 'processing') return;
    this.#counts[job.status] += 1;
    if (job.status !== 'succeeded') return;
    this.#inputBytes += inputBytes(job) ?? 0;
    this.#outputBytes += outputBytes(job) ?? 0;
  }

  /** More files belong to it than was known. */
  grow(count: number): void {
    this.#total += count;
  }

  /** True when the end of this job was counted. */
  hasEnded(id: string): boolean {
    return this.#ended.has(id);
  }

  /** What is under way, in the order in which it was taken up; without what is only planned ahead. */
  running(): readonly RunningJob[] {
    return [...this.#running.values()].filter((job) => job.phase !== 'waiting');
  }

  /** A running job's name, for log lines. */
  nameOf(id: string): string | null {
    return this.#running.get(id)?.name ?? null;
  }

  figures(): BatchFigures {
    const elapsedMs = this.#now() - this.#startedAt;
    const running = this.running();
    const ended = this.#ended.size;
    const parts = running.reduce((sum, job) => sum + (job.progress ?? 0), ended);
    const progress = this.#total === 0 ? 1 : Math.min(1, parts / this.#total);
    return {
      ...this.#counts,
      total: this.#total,
      ended,
      inputBytes: this.#inputBytes,
      outputBytes: this.#outputBytes,
      progress,
      eta: overallEta(progress, elapsedMs, running),
      elapsedMs,
    };
  }
}

/**
 * Seconds left for the batch: the time so far, drawn out over the files that are still to come, and never less than
 * the slowest running file needs, because one long film after forty photos is no fortieth of the work.
 */
function overallEta(progress: number, elapsedMs: number, running: readonly RunningJob[]): number | null {
  if (elapsedMs < 3000 || progress < 0.02) return null;
  const drawnOut = (elapsedMs / 1000) * ((1 - progress) / progress);
  return running.reduce((longest, job) => Math.max(longest, job.eta ?? 0), drawnOut);
}
