import path from 'node:path';
import type { ConvoyError, Result } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';
import type { AddRequest, Engine, PlannedJob } from './door.ts';
import { errorOf } from './pipeline.ts';
import { type NameOwner, type Planning, planRequest, promiseName } from './plan-request.ts';
import type { ReadRequest } from './requests.ts';
import { plannedCommands } from './run-plan.ts';

/** Decides everything that a batch would do and runs nothing. Names are promised in order, and given back. */
export function createDryRun(
  planning: Planning,
  read: (asked: AddRequest) => Promise<Result<ReadRequest>>,
): Engine['plan'] {
  return async (asked) => {
    const { names } = planning;
    const batchId = newId('batch');
    const understood = await Promise.all(asked.map(read));
    await names.protect(
      batchId,
      understood.flatMap((one) => (one.ok ? one.value.inputs : [])),
    );
    const planned: PlannedJob[] = [];
    const owners: NameOwner[] = [];
    try {
      for (const [n, one] of asked.entries()) {
        const request = understood[n];
        if (request === undefined) continue;
        const owner = { jobId: newId('job'), batchId, index: n + 1, count: asked.length };
        owners.push(owner);
        planned.push(await planOne(planning, one, request, owner));
      }
    } finally {
      for (const { jobId } of owners) names.release(jobId);
      names.endBatch(batchId);
    }
    return planned;
  };
}

async function planOne(
  planning: Planning,
  asked: AddRequest,
  request: Result<ReadRequest>,
  owner: NameOwner,
): Promise<PlannedJob> {
  let inputBytes: number | null = null;
  const refused = (error: ConvoyError, skipped = false): PlannedJob => ({
    request: asked.request,
    inputBytes,
    result: { ok: false, skipped, error },
  });
  if (!request.ok) return refused(request.error);
  try {
    const planned = await planRequest(planning, request.value);
    if (!planned.ok) return refused(planned.error);
    const { plan, tools } = planned.value.chosen;
    inputBytes = planned.value.facts.reduce((sum, one) => sum + one.bytes, 0);
    const answer = await promiseName(planning, request.value, owner, plan.result.size);
    if (answer.outcome !== 'use') return refused(answer.error, answer.outcome === 'skip');
    const paths = {
      inputs: request.value.inputs,
      scratch: path.join(path.dirname(answer.path), '.scratch'),
      output: answer.path,
    };
    return {
      request: asked.request,
      inputBytes,
      result: {
        ok: true,
        plan,
        path: answer.path,
        ffmpeg: tools.ffmpeg,
        commands: plannedCommands(plan, tools, paths),
      },
    };
  } catch (error) {
    return refused(errorOf(error));
  }
}
