import type { StepProgress } from '../plan.ts';

/**
 * From ffmpeg's `-progress` text to one number for a job. Everything here is pure: text in, facts out, and a reducer
 * that a scheduler feeds. The field's rules were measured on ffmpeg of 2018 and on 5.1.9.
 */

/** One block of ffmpeg's `-progress`, parsed; null where ffmpeg says N/A. */
export interface ProgressBlock {
  readonly frame: number | null;
  /** Seconds of media written (from `out_time_us`). */
  readonly outTime: number | null;
  /** Bytes written so far. */
  readonly totalSize: number | null;
  /** Speed as a multiple of real time. */
  readonly speed: number | null;
  readonly done: boolean;
}

/** Turns pieces of the text, cut anywhere, into blocks. */
export interface ProgressParser {
  /** Gives the blocks that this piece completes; usually none or one. */
  push(text: string): readonly ProgressBlock[];
}

/** Longer than any line of `-progress`. What comes from a process must not fill the memory. */
const maxLine = 1024;

/** A parser for one run: lines of `key=value`, a block ends with `progress=continue` or `progress=end`. */
export function progressParser(): ProgressParser {
  let rest = '';
  let values = new Map<string, string>();

  return {
    push(text) {
      const blocks: ProgressBlock[] = [];
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, maxLine);
      for (const line of lines) {
        const at = line.indexOf('=');
        if (at <= 0) continue;
        const key = line.slice(0, at).trim();
        const value = line.slice(at + 1).trim();
        if (key !== 'progress') {
          if (knownKeys.has(key)) values.set(key, value);
          continue;
        }
        blocks.push(toBlock(values, value === 'end'));
        values = new Map();
      }
      return blocks;
    },
  };
}

const knownKeys: ReadonlySet<string> = new Set(['frame', 'out_time_us', 'total_size', 'speed']);

function toBlock(values: ReadonlyMap<string, string>, done: boolean): ProgressBlock {
  // `out_time_ms` holds microseconds too (a misnomer kept since 2012), so only `out_time_us` is read.
  const microseconds = amount(values.get('out_time_us'));
  return {
    frame: amount(values.get('frame')),
    outTime: microseconds === null ? null : microseconds / 1e6,
    totalSize: amount(values.get('total_size')),
    speed: amount(values.get('speed')?.replace(/x$/, '')),
    done,
  };
}

/** A finite number ≥ 0. Before the first packet ffmpeg prints a negative time (the smallest 64-bit number): unknown. */
function amount(text: string | undefined): number | null {
  if (text === undefined || !/^\d/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/**
 * True when ffmpeg got further between two blocks: more frames, a later time or more bytes. Blocks that repeat the
 * same numbers are no progress, however often they come.
 */
export function hasAdvanced(before: ProgressBlock | null, now: ProgressBlock): boolean {
  return (
    before === null ||
    now.done ||
    now.frame !== before.frame ||
    now.outTime !== before.outTime ||
    now.totalSize !== before.totalSize
  );
}

/**
 * How much of its step a block has reached, 0 to 1, or null when the step's length is not known. Media time counts;
 * under x264's lookahead it stays 0 while frames are counted already, so frames stand in until time runs.
 */
export function stepFraction(block: ProgressBlock, step: StepProgress): number | null {
  if (block.done) return 1;
  const byTime = share(block.outTime, step.duration);
  if (byTime !== null && byTime > 0) return byTime;
  return share(block.frame, step.frames) ?? byTime;
}

function share(reached: number | null, whole: number | null): number | null {
  if (reached === null || whole === null || !(whole > 0)) return null;
  return Math.min(1, Math.max(0, reached / whole));
}

/** Where a job of several steps stands. A plain value: `startJobProgress` makes one, `advanceJobProgress` the next. */
export interface JobProgress {
  /** Each step's share of the job, adding up to 1. */
  readonly shares: readonly number[];
  /** 0 to 1 and never less than before; null while it cannot be known. */
  readonly fraction: number | null;
  /** Part of the bar that the steps fill, when others may have to follow them: where it begins and ends. */
  readonly span: { readonly from: number; readonly to: number };
}

/** What can happen to a job's progress. Steps are numbered from 0. */
export type ProgressEvent =
  { readonly step: number; readonly fraction: number | null } | { readonly published: true };

/** The most that a job shows before its result is under its final name: a full bar means that the file is there. */
const mostBeforePublished = 0.99;

/**
 * Progress of a job that has these steps and has done nothing yet.
 *
 * @param to what the steps fill of the bar; the rest is kept for attempts that may have to follow
 */
export function startJobProgress(steps: readonly StepProgress[], to = 1): JobProgress {
  return { shares: sharesOf(steps), fraction: null, span: { from: 0, to } };
}

/** The steps of another attempt take `part` of what is left of the bar. */
export function restartJobProgress(
  job: JobProgress,
  steps: readonly StepProgress[],
  part: number,
): JobProgress {
  const from = Math.max(job.span.to, job.fraction ?? 0);
  return { shares: sharesOf(steps), fraction: job.fraction, span: { from, to: from + (1 - from) * part } };
}

function sharesOf(steps: readonly StepProgress[]): readonly number[] {
  const weights = steps.map((step) => (step.weight > 0 ? step.weight : 0));
  const sum = weights.reduce((a, b) => a + b, 0);
  // Steps without a weight count the same, so that the last one still ends at the whole.
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}

/**
 * The progress after an event. It never goes back: a step that runs a second time (a seek that has to be repeated the
 * slow way) holds the bar until it has passed the old place.
 */
export function advanceJobProgress(job: JobProgress, event: ProgressEvent): JobProgress {
  if ('published' in event) return { ...job, fraction: 1 };
  const before = job.shares.slice(0, event.step).reduce((a, b) => a + b, 0);
  if (event.fraction === null && before === 0) return job;
  const here = (job.shares[event.step] ?? 0) * Math.min(1, Math.max(0, event.fraction ?? 0));
  const { from, to } = job.span;
  const reached = Math.min(mostBeforePublished, from + (to - from) * (before + here));
  return { ...job, fraction: Math.max(job.fraction ?? 0, reached) };
}

/** Before so many milliseconds, and before so much is done, a guess at the rest would jump about. */
const etaAfterMs = 3_000;
const etaAfterFraction = 0.02;

/**
 * Seconds left at the average pace so far, or null when it is too early to tell. Times in milliseconds of the same
 * clock.
 */
export function etaSeconds(startedMs: number, nowMs: number, fraction: number | null): number | null {
  const elapsed = nowMs - startedMs;
  if (fraction === null || elapsed < etaAfterMs || fraction < etaAfterFraction) return null;
  return (elapsed * Math.max(0, 1 - fraction)) / fraction / 1000;
}
