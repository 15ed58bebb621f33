import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { turnedLimit } from '../../../shared/plan/picture/lone-limit.ts';
import { type ChosenPlan, planWithBest } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { errorOf } from '../error-of.ts';
import type { PlannedRequest } from '../planning/plan-request.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { maybeTheChip } from '../run/run-in-hardware.ts';
import { installHint } from '../tools/tool-problem.ts';
import { topRung } from './compare-adaptive.ts';
import { type ComparedPart, type MovingOptions, optionsFor } from './compare-part.ts';
import { type CompareWork, runIn } from './compare-work.ts';

/** Encodes the part of a moving job that is compared, as the job would encode it. */

/** What encodes a part, and where its result is. */
export interface PartPlan {
  readonly run: ChosenPlan;
  /** File in the scratch folder, or null when it is the plan's own result. */
  readonly scratchFile: string | null;
  /** How many times the bits of this picture all pictures of the job take. */
  readonly ofAll: number;
}

export async function planPart(
  { deps }: CompareWork,
  request: ReadRequest & { readonly options: MovingOptions },
  { facts, chosen }: PlannedRequest,
  part: ComparedPart,
): Promise<PartPlan> {
  const { settings } = deps.planning;
  const inputName = path.basename(request.inputs[0]);
  const options = part.isWhole ? request.options : optionsFor(request.options, part.window, part.whole);
  let run: ChosenPlan = chosen;
  let scratchFile: string | null = null;
  let ofAll = 1;
  if (options.kind === 'adaptive_video') {
    const context = { settings, inputName, capabilities: chosen.tools.capabilities };
    const { options: sized } =
      request.sizeFrom === 'built_in_preset' ? turnedLimit(options, facts[0]) : options;
    const top = topRung(facts[0], sized, context);
    if (!top.ok) throw new ConvoyFailure(top.error);
    const { steps, scratch } = top.value;
    const result = { ...chosen.plan.result, form: 'file', ext: 'mp4' } as const;
    run = { ...chosen, plan: { ...chosen.plan, steps, result } };
    [scratchFile, ofAll] = [scratch, top.value.ofAll];
  } else if (!part.isWhole) {
    // A key frame where the window begins would make a copy of what the job encodes.
    const [first, ...others] = facts.map((one) => ({ ...one, keyframeAtStart: null }));
    if (first === undefined) throw fail('input_required');
    const window = planWithBest(
      {
        facts: [first, ...others],
        options,
        settings,
        inputName,
        installHint: installHint(process.platform),
        sizeFrom: request.sizeFrom,
      },
      await deps.planning.toolSets(),
    );
    if (!window.ok) throw new ConvoyFailure(window.error);
    run = window.value;
  }
  return { run, scratchFile, ofAll };
}

/** What was encoded, and the scratch folder of the run. */
export interface RanPart {
  readonly file: string;
  readonly scratch: string;
}

/**
 * Encodes the part. What the graphics chip was to encode and did not is encoded in software, as the job would be.
 *
 * @param planOf what is run for a plan: the plan itself, or more than it
 */
export async function encodePart(
  work: CompareWork,
  { run, scratchFile }: PartPlan,
  inputs: readonly [string, ...string[]],
  planOf: (run: ChosenPlan) => Plan,
): Promise<RanPart> {
  const runAs = async (name: string, one: ChosenPlan): Promise<RanPart> => {
    const { output, scratch } = await runIn(work, name, planOf(one), one.tools, inputs);
    return { file: scratchFile === null ? output : path.join(scratch, scratchFile), scratch };
  };
  const encoder = run.plan.hardware?.encoder ?? null;
  try {
    return await runAs('after', run);
  } catch (error) {
    const failure = errorOf(error);
    if (encoder === null || work.signal.aborted || !maybeTheChip.has(failure.kind)) throw error;
    work.deps.hardwareRefused?.(run.tools, encoder, inputs);
    if (run.inSoftware === undefined) throw error;
    work.deps.log?.(work.id, `${encoder} failed: ${failure.message} Encoding in software instead.`);
    await rm(path.join(work.folder, 'after-scratch'), { recursive: true, force: true, maxRetries: 5 });
    return runAs('after-software', run.inSoftware);
  }
}
