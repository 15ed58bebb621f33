import type { Step } from '../plan.ts';

/** Label of the pass that looks for the best colours of a large animation. */
export const findColoursLabel = 'find the colours';

/** Label of the first of two passes, which finds out where the bits of a size limit are needed. */
export const measureLabel = 'measure the picture';

/** True for a pass that only looks at the whole input, before the pass that writes the result. */
export function isMeasuring(step: Step): boolean {
  return step.label === findColoursLabel || step.label === measureLabel;
}
