import type { ToolSet } from '../model/capabilities.ts';
import { type ConvoyError, type Result, assertNever, ok, refuse } from '../model/error.ts';
import type { MediaFacts } from '../model/media.ts';
import type { KindOptions } from '../model/options.ts';
import type { Settings } from '../model/settings.ts';
import { planAnimation } from './animation.ts';
import { planAudio } from './audio.ts';
import { hardwareNote } from './hardware/hardware-words.ts';
import { planAdaptive } from './hls/hls.ts';
import { planImage } from './picture/image.ts';
import { turnedLimit } from './picture/lone-limit.ts';
import { planJoin } from './join.ts';
import type { Plan, PlanContext } from './plan.ts';
import { endWithin } from './preset-end.ts';
import { type SizeOrigin, mayEnlarge } from './preset-size.ts';
import { planVideo } from './video.ts';
import type { MeasuredAttempt } from './limit/attempt.ts';
import { planAnimationWithin } from './limit/animation-within.ts';
import { planAudioWithin } from './limit/audio-within.ts';
import { planJoinWithin } from './limit/join-within.ts';
import { planVideoWithin } from './limit/video-within.ts';

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
  /** Who said the end; the request, when absent. One of a preset that lies past the end is no wish that went unheard. */
  readonly endFrom?: 'request' | 'preset';
}

/** A plan with the ffmpeg that will run it. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly tools: ToolSet;
  /** The same job without the graphics chip, for when that fails; only beside a plan that uses it. */
  readonly inSoftware?: ChosenPlan;
}

/** Plans the same job again, knowing what was tried for its size limit. Refusal: `target_unreachable`. */
export type PlanAgain = (attempts: readonly MeasuredAttempt[]) => Result<Plan>;

/**
 * Decides a job with the best ffmpeg for it: the first in order of use that encodes it on the graphics chip, where that
 * was asked for, else the first whose abilities are enough. When none is, the refusal of the first one is the answer.
 */
export function planWithBest(asked: JobToPlan, toolSets: readonly ToolSet[]): Result<ChosenPlan> {
  const { settings } = asked;
  if (settings.hardware === 'off') return planWithFirst(asked, toolSets);
  const reason = notForChips(asked);
  if (reason !== null) return because(reason, planWithFirst(asked, toolSets));
  for (const tools of toolSets) {
    const plan = planWith(asked, tools, []);
    if (!plan.ok || plan.value.hardware?.encoder == null) continue;
    const software = { ...asked, settings: { ...settings, hardware: 'off' as const } };
    const instead = planWithFirst(software, toolSets);
    return ok({ plan: plan.value, tools, ...(instead.ok ? { inSoftware: instead.value } : {}) });
  }
  return planWithFirst(asked, toolSets);
}

/** What the graphics chip is not asked to do, whatever it can; null = the planner of a video decides. */
function notForChips({ facts, options: { kind } }: JobToPlan): string | null {
  if (kind === 'adaptive_video') return 'the sizes of a stream are encoded together';
  return kind === 'video' && facts.length > 1 ? 'files are joined' : null;
}

function because(reason: string, chosen: Result<ChosenPlan>): Result<ChosenPlan> {
  if (!chosen.ok) return chosen;
  const { plan } = chosen.value;
  const hardware = { encoder: null, reason } as const;
  return ok({ ...chosen.value, plan: { ...plan, hardware, note: plan.note + hardwareNote(hardware) } });
}

function planWithFirst(asked: JobToPlan, toolSets: readonly ToolSet[]): Result<ChosenPlan> {
  let missing: ConvoyError | null = null;
  for (const tools of toolSets) {
    const plan = planWith(asked, tools, []);
    if (plan.ok) return { ok: true, value: { plan: plan.value, tools } };
    if (plan.error.kind !== 'encoder_missing') return plan;
    missing ??= plan.error;
  }
  if (missing === null) return refuse('tool_missing');
  return { ok: false, error: { ...missing, hint: `${asked.installHint} ${missing.hint}` } };
}

/** Decides a job for the ffmpeg that was chosen for it, after some attempts at its size limit. */
export function planWith(
  asked: JobToPlan,
  tools: ToolSet,
  attempts: readonly MeasuredAttempt[],
): Result<Plan> {
  const { sizeFrom = 'request', settings, inputName, facts } = asked;
  const sized = sizeFrom === 'built_in_preset' ? turnedLimit(asked.options, facts[0]) : asked.options;
  const options = asked.endFrom === 'preset' ? endWithin(sized, facts) : sized;
  return planJob(
    { ...asked, options },
    {
      ...{ settings, inputName, attempts },
      capabilities: tools.capabilities,
      neverEnlarge: !mayEnlarge(asked.options, sizeFrom),
    },
  );
}

/** Decides a job for one ffmpeg. Never throws; a refusal names the field or the reason. */
export function planJob(job: JobToPlan, context: PlanContext): Result<Plan> {
  const { facts, options: chosen } = job;
  const [first] = facts;
  if (facts.length > 1) {
    const limited = 'target_bytes' in chosen.options && chosen.options.target_bytes !== undefined;
    return limited ? planJoinWithin(facts, chosen, context) : planJoin(facts, chosen, context);
  }
  switch (chosen.kind) {
    case 'video': {
      const { target_bytes: target } = chosen.options;
      return target === undefined
        ? planVideo(first, chosen.options, context)
        : planVideoWithin(first, chosen.options, target, context);
    }
    case 'audio': {
      const { target_bytes: target } = chosen.options;
      return target === undefined
        ? planAudio(first, chosen.options, context)
        : planAudioWithin(first, chosen.options, target, context);
    }
    case 'image':
      return planImage(first, chosen.options, context);
    case 'animation': {
      const { target_bytes: target } = chosen.options;
      return target === undefined
        ? planAnimation(first, chosen.options, context)
        : planAnimationWithin(first, chosen.options, target, context);
    }
    case 'adaptive_video':
      return planAdaptive(first, chosen.options, context);
    default:
      return assertNever(chosen);
  }
}
