import path from 'node:path';
import type { Output } from '../../../shared/ipc/contract.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { FolderNeed } from './free-space.ts';
import { inputsOf } from './job-reading.ts';
import type { KnownOfJob } from '../rows/row-of.ts';

type Totals = Output<'jobs:totals'>;

/** A job with what is known of it; `bytesIn` is that of its row. */
export interface CountedJob {
  readonly job: Job;
  readonly known: KnownOfJob;
  readonly bytesIn: number | null;
}

/** Sums over jobs; the space on the volumes is looked up by `volumesOf`, from `needsOf`. */
export function totalsOf(jobs: readonly CountedJob[]): Omit<Totals, 'volumes'> {
  const plans = jobs.flatMap(({ known }) => (known.plan === null ? [] : [known.plan]));
  const seconds = plans.flatMap((plan) => (plan.seconds === null ? [] : [plan.seconds]));
  const refused = jobs.filter(({ known }) => known.refusal !== null).length;
  return {
    encode: plans.filter(({ mode }) => mode !== 'copy').length,
    copy: plans.filter(({ mode }) => mode === 'copy').length,
    refused,
    unplanned: jobs.length - plans.length - refused,
    bytesIn: sum(jobs.map(({ bytesIn }) => bytesIn ?? 0)),
    ...rangeOfAll(plans),
    seconds: seconds.length === 0 ? null : sum(seconds),
    kinds: counted(jobs.map(({ job }) => job.kind)).map(([kind, count]) => ({
      kind: kind satisfies Kind,
      count,
    })),
    presets: counted(jobs.map(({ job }) => job.preset)).map(([presetId, count]) => ({ presetId, count })),
    options: optionsOf(jobs.map(({ job }) => job.options)),
    ...commonOutput(jobs.map(({ job }) => job)),
  };
}

/** Nothing when they differ, or when one says where its result is instead of what was asked. */
function commonOutput(jobs: readonly Job[]): Pick<Totals, 'output'> {
  const [first] = jobs;
  const isSame = jobs.every(({ status, output }) => status !== 'succeeded' && output === first?.output);
  return first === undefined || !isSame ? {} : { output: first.output };
}

/** What the results will take at most where they go: the upper end of the estimate, else the size of the originals. */
export function needsOf(jobs: readonly CountedJob[]): FolderNeed[] {
  return jobs.flatMap(({ job, known, bytesIn }) => {
    if (job.status !== 'queued' || known.refusal !== null) return [];
    const folder = path.dirname(known.path ?? inputsOf(job)[0] ?? '');
    return path.isAbsolute(folder) ? [{ folder, bytes: known.plan?.high ?? bytesIn ?? 0 }] : [];
  });
}

/** Share of an estimate's error that files of one batch have in common: they are of one camera, one place, one day. */
const common = 1 / 3;

/**
 * The range of a sum. What is common to all files adds up; for the rest, one file comes out larger and another one
 * smaller, so that it grows with the root of their number only.
 */
function rangeOfAll(plans: readonly Range[]): { readonly low: number; readonly high: number } {
  let [middle, shared, squares] = [0, 0, 0];
  for (const { low, high } of plans) {
    if (low === null || high === null) continue;
    const half = (high - low) / 2;
    middle += low + half;
    shared += half * common;
    squares += (half * (1 - common)) ** 2;
  }
  const half = shared + Math.sqrt(squares);
  return { low: Math.round(middle - half), high: Math.round(middle + half) };
}

interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Each value with how often it is there, the most frequent first. */
function counted<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** Options that any of the jobs has; null stands for the jobs that leave it at its default. */
function optionsOf(all: readonly Readonly<Record<string, unknown>>[]): Totals['options'] {
  const names = [...new Set(all.flatMap((options) => Object.keys(options)))].toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const texts = counted(all.map((options) => JSON.stringify(options[name] ?? null)));
      return [name, texts.map(([text, count]) => ({ value: JSON.parse(text) as unknown, count }))];
    }),
  );
}
