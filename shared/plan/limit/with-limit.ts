import type { Estimate, Plan } from '../plan.ts';
import type { SizeAttempt } from './attempt.ts';
import { sizeWords, smallerFrame } from './limit-words.ts';

/**
 * The plan of an attempt, with its limit: the check of the result, the estimate and the line for people know it.
 *
 * @param isSmaller the frame or its rate is less than without the limit, which is said
 */
export function withLimit(plan: Plan, bytes: number, attempt: SizeAttempt, isSmaller = false): Plan {
  const { size } = plan.result;
  const fps = 'fps' in attempt ? attempt.fps : null;
  return {
    ...plan,
    expect: { ...plan.expect, mostBytes: bytes },
    warnings: [
      ...plan.warnings,
      ...(isSmaller && size !== null ? [smallerFrame(size.width, size.height, fps, bytes)] : []),
    ],
    estimate: estimateWithin(plan.estimate, bytes, attempt),
    note: `${plan.note}${plan.note === '' ? '' : ', '}at most ${sizeWords(bytes)}`,
    limit: { bytes, attempt },
  };
}

/** A limit is a promise: nothing above it. Where bits are counted out, the result comes close to it. */
function estimateWithin(free: Estimate | null, bytes: number, attempt: SizeAttempt): Estimate | null {
  switch (attempt.way) {
    case 'copy':
    case 'still':
    case 'quality':
    case 'animation':
      return free === null
        ? { low: 0, high: bytes }
        : { low: Math.min(free.low, Math.round(bytes * 0.9)), high: Math.min(free.high, bytes) };
    case 'two_pass':
    case 'one_pass':
      // Easy pictures cannot use all that they may.
      return { low: Math.round(0.8 * bytes), high: bytes };
    case 'sound':
      return free === null
        ? { low: 0, high: bytes }
        : { low: Math.min(free.low, bytes), high: Math.min(free.high, bytes) };
  }
}
