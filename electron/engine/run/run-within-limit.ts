import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, type ErrorKind, type Warning, fail } from '../../../shared/model/error.ts';
import { type MeasuredAttempt, isSettled } from '../../../shared/plan/limit/attempt.ts';
import { sizeWords } from '../../../shared/plan/limit/limit-words.ts';
import type { PlanAgain } from '../../../shared/plan/plan-job.ts';
import type { Plan, Size } from '../../../shared/plan/plan.ts';
import { type PlanReport, type PlanRun, runPlan } from './run-plan.ts';

/** What was carried out in the end, which a size limit may have changed. */
export interface CarriedOut extends PlanReport {
  readonly plan: Plan;
  /** How often the result was encoded. */
  readonly attempts: number;
}

/** Where a result that fits waits while a better one is tried. */
const fitting = 'fitting.part';

/**
 * Runs a plan, and another one while its result does not keep the size limit: encode, measure, correct. What is left
 * in the part is the best that fits. Throws a `ConvoyFailure`, `target_unreachable` among others; the caller removes
 * the parts.
 *
 * @param again decides the next attempt from those that were made
 */
export async function runWithinLimit(run: PlanRun, again: PlanAgain): Promise<CarriedOut> {
  const { limit } = run.plan;
  if (limit === undefined) return { ...(await runPlan(run)), plan: run.plan, attempts: 1 };
  const { output, scratch } = run.paths;
  const made: MeasuredAttempt[] = [];
  const commands: string[] = [];
  let best: { readonly carried: CarriedOut; readonly bytes: number; readonly inPart: boolean } | null = null;
  let plan = run.plan;
  for (;;) {
    const tried = await attempt(run, plan, best !== null);
    // A better one was wanted, and cannot be had: the one that fits is there.
    if (tried === null) break;
    const { report, bytes } = tried;
    made.push({ attempt: plan.limit?.attempt ?? limit.attempt, bytes });
    commands.push(...report.commands);
    run.log(`attempt ${made.length}: ${sizeWords(bytes)} of at most ${sizeWords(limit.bytes)}`);
    if (bytes <= limit.bytes && (best === null || bytes >= best.bytes)) {
      const carried: CarriedOut = {
        ...report,
        plan: asMade(plan, report.stillSize),
        attempts: made.length,
        warnings: [...newWarnings(run.plan, plan), ...report.warnings],
      };
      best = { carried, bytes, inPart: true };
    }
    if (isSettled(limit, made)) break;
    const next = again(made);
    if (!next.ok) {
      if (best !== null) break;
      throw new ConvoyFailure(next.error);
    }
    if (best?.inPart === true) {
      await rename(output, keptFile(scratch));
      best = { ...best, inPart: false };
    }
    plan = next.value;
  }
  if (best === null) throw fail('target_unreachable', { file: run.file, given: sizeWords(limit.bytes) });
  if (!best.inPart) {
    await rm(output, { force: true });
    await rename(keptFile(scratch), output);
  }
  return { ...best.carried, commands, attempts: made.length };
}

/** One attempt. Null when it failed although there is a result that fits; whoever calls the job off is obeyed all the same. */
async function attempt(
  run: PlanRun,
  plan: Plan,
  hasResult: boolean,
): Promise<{ readonly report: PlanReport; readonly bytes: number } | null> {
  try {
    const report = await runPlan({ ...run, plan });
    const { size: bytes } = await stat(run.paths.output);
    return { report, bytes };
  } catch (error) {
    const mayGoOn = error instanceof ConvoyFailure && ownFailures.includes(error.error.kind);
    if (!hasResult || !mayGoOn || run.signal.aborted) throw error;
    run.log(`this attempt failed (${error.error.message}); the best one before it stays`);
    return null;
  }
}

/** Failures of one attempt, which say nothing of the one before it. */
const ownFailures: readonly ErrorKind[] = [
  'encode_failed',
  'encode_stalled',
  'timed_out',
  'limits_exceeded',
  'disk_full',
];

function keptFile(scratch: string | null): string {
  if (scratch === null) throw fail('internal', { reason: 'the plan needs a scratch folder' });
  return path.join(scratch, fitting);
}

/** The plan with the size that a still came out with. */
function asMade(plan: Plan, size: Size | null): Plan {
  if (size === null) return plan;
  const streams = plan.expect.streams.map((one) => ({ ...one, ...size }));
  return { ...plan, result: { ...plan.result, size }, expect: { ...plan.expect, streams } };
}

/** What later attempts gave up, beyond what was said before the start. */
function newWarnings(first: Plan, last: Plan): readonly Warning[] {
  const said = new Set(first.warnings.map(({ message }) => message));
  return last.warnings.filter(({ message }) => !said.has(message));
}
