import { z } from 'zod';
import { eventNames } from '../../shared/ipc/names.ts';
import { S3Secret } from '../../shared/model/connection.ts';
import { ConvoyError } from '../../shared/model/error.ts';

/**
 * What goes between Electron's main process and the engine's process. Both sides parse: either may be of another
 * moment than the other thinks, and main must not trip over what an ill engine says. Answers and events go all the way
 * to the page as text: Electron copies an object member by member each time it hands it on, and a text in one piece.
 */

const id = z.int().nonnegative();

/** What the engine is made from; the first message that it gets. */
export const HostStart = z.object({
  type: z.literal('start'),
  /** File of the queue, the presets and the settings. */
  stateFile: z.string().min(1),
  /** Folder for pictures and for what is known of the tools. */
  cacheDir: z.string().min(1),
  stillWorkerPath: z.string().min(1),
  /** Of Convoy. */
  version: z.string(),
  /** Folder for results of inputs that were downloaded, when nobody names one. */
  downloads: z.string().min(1),
});
export type HostStart = z.infer<typeof HostStart>;

export const SecretAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);
export type SecretAnswer = z.infer<typeof SecretAnswer>;

export const ToHost = z.discriminatedUnion('type', [
  HostStart,
  /** A call of the contract; `input` is parsed by the schema of the call. */
  z.object({ type: z.literal('call'), id, name: z.string(), input: z.unknown() }),
  /** Where the file behind a media address lies. */
  z.object({ type: z.literal('locate'), id, address: z.string() }),
  /** How an asked-for trash ended; null = it is in the trash. */
  z.object({ type: z.literal('trashed'), id, problem: z.string().nullable() }),
  /** What the keychain answered. */
  z.object({ type: z.literal('secret_answer'), id, answer: SecretAnswer }),
  z.object({ type: z.literal('still_said'), id, message: z.unknown() }),
  z.object({ type: z.literal('still_ended'), id, how: z.string(), startError: z.string().nullable() }),
  /** Ends the engine in good order; answered by the end of the process. */
  z.object({ type: z.literal('close') }),
]);
export type ToHost = z.infer<typeof ToHost>;

export const FromHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /**
   * The engine cannot be made, and another process of it would end the same way. `again`: this one goes on trying, and
   * says `ready` when it has succeeded.
   */
  z.object({ type: z.literal('refused'), error: ConvoyError, again: z.boolean() }),
  /** JSON of `{ ok, value }` or `{ ok, error }`. */
  z.object({ type: z.literal('answer'), id, text: z.string() }),
  /** JSON of what the event says. */
  z.object({ type: z.literal('event'), name: z.enum(eventNames), text: z.string() }),
  z.object({ type: z.literal('trash'), id, path: z.string().min(1) }),
  /** Something of the keychain. Keys go between the two processes of ours, and to no page. */
  z.object({
    type: z.literal('secret'),
    id,
    ask: z.discriminatedUnion('do', [
      z.object({ do: z.literal('look') }),
      z.object({ do: z.literal('get'), connection: z.string() }),
      z.object({ do: z.literal('set'), connection: z.string(), secret: S3Secret }),
      z.object({ do: z.literal('remove'), connection: z.string() }),
    ]),
  }),
  z.object({ type: z.literal('still_start'), id, flavour: z.enum(['native', 'wasm']) }),
  z.object({ type: z.literal('still_send'), id, message: z.unknown() }),
  z.object({ type: z.literal('still_end'), id }),
]);
export type FromHost = z.infer<typeof FromHost>;

/** The answer to `locate`: a file of a job, or null when nothing is there. */
export const Located = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({ path: z.string().min(1), mime: z.string().min(1), name: z.string() }).nullable(),
  }),
  z.object({ ok: z.literal(false), error: ConvoyError }),
]);
export type Located = z.infer<typeof Located>;
