import type { PlannedJob } from '../../engine/index.ts';

/** What would happen to one file. */
export type PlanAction = 'copy' | 'encode' | 'mixed' | 'skip' | 'fail';

/** The word for what was planned. */
export function actionOf(planned: PlannedJob): PlanAction {
  const { result } = planned;
  if (result.ok) return result.plan.mode;
  return result.skipped ? 'skip' : 'fail';
}

/** Figures of a plan. */
export interface PlanFigures {
  readonly copy: number;
  readonly encode: number;
  readonly mixed: number;
  readonly skip: number;
  readonly fail: number;
  /** Bytes of the originals that would be converted, as far as they are known. */
  readonly input_bytes: number;
  /** Bytes of their results, as far as they can be estimated. */
  readonly output_bytes_low: number;
  readonly output_bytes_high: number;
}

/** Adds a plan up. */
export function planFigures(planned: readonly PlannedJob[]): PlanFigures {
  const figures = { copy: 0, encode: 0, mixed: 0, skip: 0, fail: 0 };
  let [input, low, high] = [0, 0, 0];
  for (const job of planned) {
    figures[actionOf(job)] += 1;
    if (!job.result.ok) continue;
    input += job.inputBytes ?? 0;
    low += job.result.plan.estimate?.low ?? 0;
    high += job.result.plan.estimate?.high ?? 0;
  }
  return { ...figures, input_bytes: input, output_bytes_low: low, output_bytes_high: high };
}
