import { z } from 'zod';
import { eventNames } from '../../shared/ipc/names.ts';
import { QueueState, Transfer } from '../../shared/ipc/row.ts';
import { ConvoyError } from '../../shared/model/error.ts';
import { JobId } from '../../shared/model/id.ts';
import { Job } from '../../shared/model/job.ts';

/**
 * What goes over the control socket, one JSON value a line. Calls are those of the contract and those of
 * `door-calls.ts`; the first one is always `hello`. Both sides parse: the other one may be of another version.
 */

/** Raised with every change of a call or an event that a program of the version before would not understand. */
export const contractVersion = 1;

/** Bytes of one line, and bytes that may wait for somebody who does not read. */
export const limits = {
  /** Before the token was shown. */
  greeting: 4096,
  /** A hundred thousand ids fit. */
  call: 8 * 1024 * 1024,
  answer: 64 * 1024 * 1024,
  waiting: 64 * 1024 * 1024,
} as const;

/** Who works on a queue. */
export const holderKinds = ['window', 'server', 'run', 'watch'] as const;
export const Holder = z.strictObject({
  /** `run`: `convoy queue run` · `watch`: `convoy watch` · `server`: `convoy serve`. */
  what: z.enum(holderKinds),
  pid: z.int().positive(),
  /** Address of the served window, with its token; null when there is none. */
  url: z.string().max(2048).nullable(),
});
export type Holder = z.infer<typeof Holder>;

export const Call = z.strictObject({
  id: z.int().nonnegative(),
  call: z.string().max(64),
  input: z.unknown().optional(),
});
export type Call = z.infer<typeof Call>;

export const Hello = z.strictObject({ token: z.string().max(100), contract: z.int() });

/** What the engine tells, for those who subscribed to it. */
export const EngineNews = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: Job }),
  z.object({ type: z.literal('removed'), ids: z.array(JobId) }),
  z.object({ type: z.literal('queue'), queue: QueueState }),
  z.object({
    type: z.literal('progress'),
    id: JobId,
    progress: z.number().nullable(),
    speed: z.number().nullable(),
    eta: z.number().nullable(),
    bytes: z.number().nullable(),
    transfer: Transfer.nullable(),
  }),
  z.object({ type: z.literal('log'), id: z.string().nullable(), line: z.string() }),
]);
export type EngineNews = z.infer<typeof EngineNews>;

/** An answer: `id` is that of the call, null when no call could be read. */
export const Answer = z.union([
  z.strictObject({ id: z.int().nullable(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.int().nullable(), ok: z.literal(false), error: ConvoyError }),
]);
export type Answer = z.infer<typeof Answer>;

export const Said = z.union([
  Answer,
  z.strictObject({ event: z.literal('engine'), data: EngineNews }),
  /** An event of the contract, as a window hears it. */
  z.strictObject({ event: z.enum(eventNames), data: z.unknown() }),
]);
export type Said = z.infer<typeof Said>;

/** What one can subscribe to: jobs, their progress and the queue · what the tools say · the contract's events. */
export const topics = ['queue', 'log', 'window'] as const;
export type Topic = (typeof topics)[number];

/** The line of a value. */
export const lineOf = (value: Answer | Said | Call): string => `${JSON.stringify(value)}\n`;
