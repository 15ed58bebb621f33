import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConvoyError, type Result, convoyError } from '../../../shared/model/error.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Size } from '../../../shared/plan/plan.ts';
import type { PlannedJob } from '../doors/planned.ts';
import { keyOf } from '../export/upload-target.ts';
import { errorOf } from '../error-of.ts';
import type { Pace } from '../run/pace.ts';
import { type Planning, planRequest } from './plan-request.ts';
import type { NameAnswer } from '../publish/promised-names.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { plannedCommands } from '../run/run-plan.ts';

export interface PlanQuestion {
  readonly planning: Planning;
  readonly pace: Pace;
  readonly asked: JobRequest;
  readonly request: Result<ReadRequest>;
  /** The name that the result would have. */
  readonly name: (request: ReadRequest, size: Size | null) => Promise<NameAnswer>;
  readonly signal?: AbortSignal | undefined;
}

/** An input that has not been fetched is no reason against the job, but nobody knows what it holds. Else null. */
async function notHere({ remote }: ReadRequest): Promise<ConvoyError | null> {
  for (const { path: file } of remote) {
    if ((await stat(file).catch(() => null)) !== null) continue;
    return convoyError('conflict', {
      reason: `“${path.basename(file)}” is not downloaded yet`,
      hint: 'It is looked at when its turn comes.',
    });
  }
  return null;
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
  const awaited = await notHere(request.value);
  if (awaited !== null) return refused(awaited, true);
  try {
    const planned = await planRequest(planning, request.value, signal, (read) => {
      [facts = null] = read;
      inputBytes = read.reduce((sum, one) => sum + one.bytes, 0);
    });
    if (!planned.ok) return refused(planned.error);
    const { plan, tools } = planned.value.chosen;
    const answer = await name(request.value, plan.result.size);
    if (answer.outcome !== 'use') return refused(answer.error, answer.outcome === 'skip');
    const { upload } = request.value;
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
        ...(upload === null ? {} : { address: `s3://${upload.bucket}/${keyOf(upload, answer.path)}` }),
        ffmpeg: tools.ffmpeg,
        commands: plannedCommands(plan, tools, paths),
        seconds: pace.seconds(plan, planned.value.facts),
      },
    };
  } catch (error) {
    return refused(errorOf(error));
  }
}
