import { type Result, ok } from '../../model/error.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { AnimationOptions } from '../../model/options.ts';
import { planAnimation } from '../animation.ts';
import type { Plan, PlanContext } from '../plan.ts';
import { animationAttempt } from './animation-attempt.ts';
import { lengthWords, unreachable } from './limit-words.ts';
import { withLimit } from './with-limit.ts';

/** Plans an animation that may not be larger than so many bytes. */
export function planAnimationWithin(
  facts: MediaFacts,
  options: AnimationOptions,
  target: number,
  context: PlanContext,
): Result<Plan> {
  const free = planAnimation(facts, options, context);
  if (!free.ok) return free;
  const attempts = context.attempts ?? [];
  const format = options.format ?? 'gif';
  const { duration } = free.value.expect;
  const frames = free.value.steps.at(-1)?.progress.frames ?? null;
  const ownFps = frames === null || duration === null || duration <= 0 ? 10 : frames / duration;
  const attempt = animationAttempt({ target, format, fps: options.fps ?? ownFps }, attempts);
  const { size } = free.value.result;
  if (attempt === null || size === null) {
    return unreachable({
      file: context.inputName,
      asked: target,
      possible: Math.min(...attempts.map(({ bytes }) => bytes)) * 1.05,
      what: `${duration === null ? 'this animation' : `${lengthWords(duration)} of ${format}`} at its smallest`,
    });
  }
  const planned = planAnimation(facts, options, context, attempt);
  if (!planned.ok) return planned;
  const isSmaller = attempt.pixels < 1 || attempt.fps !== null;
  return ok(withLimit(planned.value, target, attempt, isSmaller));
}
