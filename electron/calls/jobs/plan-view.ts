import type { PlanView } from '../../../shared/ipc/contract.ts';
import type { PlanBrief } from '../../../shared/ipc/row.ts';
import type { Plan, Token } from '../../../shared/plan/plan.ts';
import type { PlannedJob } from '../../engine/index.ts';

type GoodPlan = Extract<PlannedJob['result'], { ok: true }>;

/** The plan of a job in full. */
export function planView(planned: GoodPlan, brief: PlanBrief, inputs: readonly string[]): PlanView {
  const { plan, path, address = path, ffmpeg, commands } = planned;
  const { hardware } = plan;
  return {
    brief,
    path: address,
    ffmpeg,
    commands: [...commands],
    groups: groupsOf(plan, path, inputs),
    streams: plan.streams.map(({ type, action, from, to, reason }) => ({ type, action, from, to, reason })),
    ...(hardware === undefined
      ? {}
      : {
          hardware: {
            encoder: hardware.encoder,
            reason: hardware.encoder === null ? hardware.reason : null,
          },
        }),
  };
}

/** The arguments of the run that writes the result, one group a line, with names in place of whole paths. */
function groupsOf(plan: Plan, output: string, inputs: readonly string[]): string[][] {
  const runs = plan.steps.filter((one) => one.tool === 'ffmpeg');
  // A pass that only measures, or takes a cover out, says less.
  const step = plan.limit === undefined ? runs[0] : runs.at(-1);
  if (step === undefined) return [];
  return step.args.map((group) => group.map((token) => textOf(token, output, inputs)));
}

function textOf(token: Token, output: string, inputs: readonly string[]): string {
  if (typeof token === 'string') return token;
  if ('input' in token) return inputs[token.input] ?? '';
  if ('scratch' in token) return token.scratch;
  return output;
}
