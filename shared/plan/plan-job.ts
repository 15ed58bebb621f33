import type { ToolSet } from '../model/capabilities.ts';
import { type ConvoyError, type Result, assertNever, refuse } from '../model/error.ts';
import type { MediaFacts } from '../model/media.ts';
import type { KindOptions } from '../model/options.ts';
import type { Settings } from '../model/settings.ts';
import { planAnimation } from './animation.ts';
import { planAudio } from './audio.ts';
import { planAdaptive } from './hls/hls.ts';
import { planImage } from './picture/image.ts';
import { turnedLimit } from './picture/lone-limit.ts';
import { planJoin } from './join.ts';
import type { Plan, PlanContext } from './plan.ts';
import { planVideo } from './video.ts';

export interface JobToPlan {
  /** How to get a newer ffmpeg on this computer: the hint when none can do what is asked. */
  readonly installHint: string;
  /** Facts of every input, in order; more than one = they are joined. */
  readonly facts: readonly [MediaFacts, ...MediaFacts[]];
  readonly options: KindOptions;
  readonly settings: Settings;
  /** Name of the first input, for messages. */
  readonly inputName: string;
  /** Who said the size; the request, when absent. */
  readonly sizeFrom?: SizeOrigin;
}

/** A size of a preset never enlarges, and one of a preset that comes with Convoy holds for upright pictures as well. */
export type SizeOrigin = 'request' | 'own_preset' | 'built_in_preset';

/** A plan with the ffmpeg that will run it; null when no step needs one. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly tools: ToolSet;
}

/**
 * Decides a job with the best ffmpeg for it: the first in order of use whose abilities are enough. When none is, the
 * refusal of the first one is the answer.
 */
export function planWithBest(asked: JobToPlan, toolSets: readonly ToolSet[]): Result<ChosenPlan> {
  const { sizeFrom = 'request' } = asked;
  const job =
    sizeFrom === 'built_in_preset'
      ? { ...asked, options: turnedLimit(asked.options, asked.facts[0]) }
      : asked;
  let missing: ConvoyError | null = null;
  for (const tools of toolSets) {
    const plan = planJob(job, {
      settings: job.settings,
      capabilities: tools.capabilities,
      inputName: job.inputName,
      neverEnlarge: sizeFrom !== 'request',
    });
    if (plan.ok) return { ok: true, value: { plan: plan.value, tools } };
    if (plan.error.kind !== 'encoder_missing') return plan;
    missing ??= plan.error;
  }
  if (missing === null) return refuse('tool_missing');
  return { ok: false, error: { ...missing, hint: `${job.installHint} ${missing.hint}` } };
}

/** Decides a job for one ffmpeg. Never throws; a refusal names the field or the reason. */
export function planJob(job: JobToPlan, context: PlanContext): Result<Plan> {
  const { facts, options: chosen } = job;
  const [first] = facts;
  if (facts.length > 1) return planJoin(facts, chosen, context);
  switch (chosen.kind) {
    case 'video':
      return planVideo(first, chosen.options, context);
    case 'audio':
      return planAudio(first, chosen.options, context);
    case 'image':
      return planImage(first, chosen.options, context);
    case 'animation':
      return planAnimation(first, chosen.options, context);
    case 'adaptive_video':
      return planAdaptive(first, chosen.options, context);
    default:
      return assertNever(chosen);
  }
}
