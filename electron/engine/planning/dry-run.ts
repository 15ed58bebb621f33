import type { Result } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { AddRequest, Engine } from '../doors/door.ts';
import type { PlannedJob } from '../doors/planned.ts';
import type { Pace } from '../run/pace.ts';
import { type NameOwner, type Planning, promiseName } from './plan-request.ts';
import { plannedJob } from './planned-job.ts';
import type { ReadRequest } from '../queue/requests.ts';

/** Decides everything that a batch would do and runs nothing. Names are promised in order, and given back. */
export function createDryRun(
  planning: Planning,
  pace: Pace,
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
        const owner = { id: newId('job'), batchId, index: n + 1, of: asked.length, anyway: false };
        owners.push(owner);
        const { inputBytes, result } = await plannedJob({
          ...{ planning, pace, request, asked: one.request },
          name: (read, size) => promiseName(planning, read, owner, size),
        });
        planned.push({ request: one.request, inputBytes, result });
      }
    } finally {
      for (const { id } of owners) names.release(id);
      names.endBatch(batchId);
    }
    return planned;
  };
}
