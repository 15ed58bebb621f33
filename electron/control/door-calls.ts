import { z } from 'zod';
import { call, nothing } from '../../shared/ipc/call.ts';
import { type EngineHandlers, type Input, type Output, engineCalls } from '../../shared/ipc/contract.ts';
import type { EngineCallName } from '../../shared/ipc/names.ts';
import { Hold, QueueWait } from '../../shared/ipc/row.ts';
import { whenLargerChoices } from '../../shared/model/app-settings.ts';
import { ConvoyError } from '../../shared/model/error.ts';
import { JobId } from '../../shared/model/id.ts';
import { Job, JobRequest, jobStatuses } from '../../shared/model/job.ts';
import { Priority } from '../../shared/model/priority.ts';
import { PresetId } from '../../shared/model/preset.ts';
import { topics } from './messages.ts';

/**
 * What the command line asks besides the calls of the contract: whole jobs instead of rows, requests instead of paths,
 * and the end of the work.
 */

const folder = z.string().min(1).max(4096);
const statuses = z.array(z.enum(jobStatuses)).min(1).max(jobStatuses.length).nullable();
const count = z.int().nonnegative();

export const doorCalls = {
  /** Accepts jobs as one batch, as `Engine.add`. */
  'door:add': call(
    z.strictObject({
      requests: z
        .array(
          z.strictObject({
            request: JobRequest,
            root: folder.optional(),
            preset: PresetId.optional(),
            priority: Priority.optional(),
            whenLarger: z.enum(whenLargerChoices).optional(),
            refused: ConvoyError.optional(),
          }),
        )
        .min(1)
        .max(10_000),
    }),
    z.object({ jobs: z.array(Job) }),
  ),
  /** Jobs in queue order, from behind the given one; null = from the start. `next` null = that was all. */
  'door:list': call(
    z.strictObject({ statuses, after: JobId.nullable(), limit: z.int().min(1).max(500) }),
    z.object({
      entries: z.array(z.object({ job: Job, hold: Hold.nullable() })),
      next: JobId.nullable(),
    }),
  ),
  /** Ids in queue order; `held` true = only those that are held. */
  'door:ids': call(z.strictObject({ statuses, held: z.boolean() }), z.object({ ids: z.array(JobId) })),
  /**
   * How many jobs there are of each status; `held` is a part of `queued`. And whether it rests, or waits by itself
   * (null also where nobody works on it, and from a program of the version before).
   */
  'door:counts': call(
    nothing,
    z.object({
      ...{ queued: count, held: count, processing: count },
      paused: z.enum(['no', 'after', 'now']),
      waits: QueueWait.nullable().default(null),
      ...{ succeeded: count, failed: count, cancelled: count, skipped: count },
    }),
  ),
  /** Answers when nothing is queued or running that would run by itself. */
  'door:idle': call(nothing, nothing),
  /** Events come from now on, first a `job` for each one that is at work. */
  'door:subscribe': call(z.strictObject({ to: z.array(z.enum(topics)).min(1) }), nothing),
} as const;

export type DoorCalls = typeof doorCalls;
export type DoorCallName = keyof DoorCalls;
export type DoorHandlers = {
  readonly [K in DoorCallName]: (
    input: z.output<DoorCalls[K]['input']>,
  ) => Promise<z.output<DoorCalls[K]['output']>> | z.output<DoorCalls[K]['output']>;
};

/** Everything that can be asked over the control socket. */
export type AskName = EngineCallName | DoorCallName;
export type AskInput<K extends AskName> = K extends DoorCallName
  ? z.input<DoorCalls[K]['input']>
  : K extends EngineCallName
    ? Input<K>
    : never;
export type AskOutput<K extends AskName> = K extends DoorCallName
  ? z.output<DoorCalls[K]['output']>
  : K extends EngineCallName
    ? Output<K>
    : never;

/** The schema of an answer. */
export function outputOf(name: AskName): z.ZodType {
  return { ...engineCalls, ...doorCalls }[name].output;
}

export type ContractHandlers = EngineHandlers;
