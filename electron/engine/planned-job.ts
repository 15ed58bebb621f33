import path from 'node:path';
import type { ConvoyError, Result } from '../../shared/model/error.ts';
import type { JobRequest } from '../../shared/model/job.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { Size } from '../../shared/plan/plan.ts';
import type { PlannedJob } from './door.ts';
import { errorOf } from './error-of.ts';
import type { Pace } from './pace.ts';
import { type Planning, planRequest } from './plan-request.ts';
import type { NameAnswer } from './publish/promised-names.ts';
import type { ReadRequest } from './requests.ts';
import { plannedCommands } from './run-plan.ts';

export interface PlanQuestion {
  readonly planning: Planning;
  readonly pace: Pace;
  readonly asked: JobRequest;
  readonly request: Result<ReadRequest>;
  /** The name that the result would have. */
  readonly name: (request: ReadRequest, size: Size | null) => Promise<NameAnswer>;
  readonly signal?: AbortSignal | undefined;
}

/** Decides everything that a job would do and runs nothing but probes. Never rejects. */
export async function plannedJob({
  planning,
  pace,
  asked,
  request,
  name,
  signal,
}: PlanQuestion): Promise<PlannedJob & { readonly facts: MediaFacts | null }> {
  let inputBytes: number | null = null;
  let facts: MediaFacts | null = null;
  const refused = (
    error: ConvoyError,
    skipped = false,
  ): PlannedJob & { readonly facts: MediaFacts | null } => ({
    ...{ request: asked, inputBytes, facts },
    result: { ok: false, skipped, error },
  });
  if (!request.ok) return refused(request.error);
  try {
    const planned = await planRequest(planning, request.value, signal, (read) => {
      [facts = null] = read;
      inputBytes = read.reduce((sum, one) => sum + one.bytes, 0);
    });
    if (!planned.ok) return refused(planned.error);
    const { plan, tools } = planned.value.chosen;
    const answer = await name(request.value, plan.result.size);
    if (answer.outcome !== 'use') return refused(answer.error, answer.outcome === 'skip');
    const paths = {
      inputs: request.value.inputs,
      scratch: path.join(path.dirname(answer.path), '.scratch'),
      output: answer.path,
    };
    return {
      ...{ request: asked, inputBytes, facts },
      result: {
        ok: true,
        plan,
        path: answer.path,
        ffmpeg: tools.ffmpeg,
        commands: plannedCommands(plan, tools, paths),
        seconds: pace.seconds(plan, planned.value.facts),
      },
    };
  } catch (error) {
    return refused(errorOf(error));
  }
}
