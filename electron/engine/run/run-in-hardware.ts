import { rm } from 'node:fs/promises';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { ConvoyFailure, type ErrorKind, type Warning } from '../../../shared/model/error.ts';
import { hardwareRefused, withSoftwareHint } from '../../../shared/plan/hardware/hardware-words.ts';
import type { ChosenPlan, PlanAgain } from '../../../shared/plan/plan-job.ts';
import { errorOf } from '../error-of.ts';
import { type PlanRun, needsScratch } from './run-plan.ts';
import { type CarriedOut, runWithinLimit } from './run-within-limit.ts';

/** Who has to know that a hardware encoder failed with files, absolute paths. */
export type HardwareRefusal = (tools: ToolSet, encoder: string, files: readonly string[]) => void;

/** Failures that may be the doing of the chip or of its driver; the others would come in software as well. */
export const maybeTheChip: ReadonlySet<ErrorKind> = new Set([
  'encode_failed',
  'encode_stalled',
  'encoder_missing',
  'limits_exceeded',
  'timed_out',
]);

/**
 * Runs a plan as `runWithinLimit` does. One that the graphics chip was to encode and did not is run once more in software,
 * from the beginning, and says so. Throws what went wrong in software, or what is no fault of a chip.
 */
export async function runInHardwareFirst(
  run: PlanRun,
  again: PlanAgain,
  chosen: ChosenPlan,
  refused: HardwareRefusal,
): Promise<CarriedOut> {
  const encoder = chosen.plan.hardware?.encoder ?? null;
  const instead = chosen.inSoftware;
  if (encoder === null) return runWithinLimit(run, again);
  try {
    return await runWithinLimit(run, again);
  } catch (error) {
    const failure = errorOf(error);
    if (run.signal.aborted || !maybeTheChip.has(failure.kind)) throw error;
    refused(chosen.tools, encoder, run.paths.inputs);
    if (instead === undefined || (needsScratch(instead.plan) && run.paths.scratch === null)) throw error;
    run.log(`${encoder} failed: ${failure.message} Converting in software instead.`);
    await rm(run.paths.output, { force: true, recursive: true });
    const { plan, tools } = instead;
    const carried = await runWithinLimit({ ...run, plan, tools }, again);
    return {
      ...carried,
      attempts: carried.attempts + 1,
      warnings: [hardwareRefused(run.file), ...newWarnings(chosen, instead), ...carried.warnings],
    };
  }
}

/**
 * Waits for the check of what was carried out. A result of the chip that does not pass it is the chip's fault until
 * software has shown otherwise: it is told, and the failure says what to do.
 */
export async function checkedAfter<T>(
  check: Promise<T>,
  { plan }: Pick<CarriedOut, 'plan'>,
  { tools, paths }: PlanRun,
  refused: HardwareRefusal,
): Promise<T> {
  try {
    return await check;
  } catch (error) {
    const encoder = plan.hardware?.encoder ?? null;
    const failure = errorOf(error);
    if (encoder === null || failure.kind !== 'output_verify_failed') throw error;
    refused(tools, encoder, paths.inputs);
    throw new ConvoyFailure(withSoftwareHint(failure));
  }
}

/** What only the plan in software says. */
function newWarnings(chosen: ChosenPlan, instead: ChosenPlan): readonly Warning[] {
  const said = new Set(chosen.plan.warnings.map(({ message }) => message));
  return instead.plan.warnings.filter(({ message }) => !said.has(message));
}
