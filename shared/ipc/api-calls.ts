import { z } from 'zod';
import { ConvoyError } from '../model/error.ts';
import { call, nothing } from './call.ts';

/**
 * Calls and events about the job API on loopback. Whether it is on, its port and its folders are settings
 * (`AppSettings.api`): `settings:change` changes them, and what became of it is told here.
 */

/** The API as a window shows it. */
export const ApiView = z.object({
  /** `setting`: the switch in the settings decides · `command_line`: `convoy serve` was started with or without it. */
  decidedBy: z.enum(['setting', 'command_line']),
  state: z.enum(['off', 'running', 'failed']),
  /** Address that requests start with, without a slash at its end; null unless it runs. */
  url: z.string().nullable(),
  /** Bearer token; null while there is none, which is until the API runs for the first time. */
  token: z.string().nullable(),
  /** `environment`: `CONVOY_API_TOKEN` says it, and it cannot be replaced here. */
  tokenFrom: z.enum(['environment', 'file']),
  /** Folders that jobs may read from and write to, absolute. */
  folders: z.array(z.string()),
  /** Why it does not run although it should. */
  error: ConvoyError.nullable(),
});
export type ApiView = z.infer<typeof ApiView>;

export const apiCalls = {
  'api:get': call(nothing, ApiView),
  /** Makes another token; the old one is refused from now on. `conflict` when the environment says the token. */
  'api:new_token': call(nothing, ApiView),
} as const;

export const apiEvents = {
  /** The API came up, went down, failed, or has another token: ask again. The token is not told to everybody. */
  'api:changed': nothing,
} as const;
