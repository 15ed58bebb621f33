import { z } from 'zod';
import { ConnectionCheck, ConnectionDraft, ConnectionView, longestLink } from '../model/connection.ts';
import { ConnectionId, JobId } from '../model/id.ts';
import { call, nothing } from './call.ts';

/** Calls and events about where results are sent. A secret comes in and never goes out. */
export const connectionCalls = {
  /** By name. */
  'connections:list': call(nothing, z.array(ConnectionView)),
  'connections:save': call(z.strictObject({ connection: ConnectionDraft }), ConnectionView),
  /** Its keys go too. Jobs that name it fail when their turn comes. */
  'connections:remove': call(z.strictObject({ id: ConnectionId }), nothing),
  /** Writes, reads and removes a small object, with the connection as it is in the editor. */
  'connections:test': call(z.strictObject({ connection: ConnectionDraft }), ConnectionCheck),
  /** An address under which an uploaded result can be fetched. */
  'jobs:link': call(
    z.strictObject({ id: JobId, seconds: z.int().min(60).max(longestLink).nullable() }),
    z.object({
      url: z.string(),
      /** Unix milliseconds; null = a public address. */
      expiresAt: z.int().nullable(),
    }),
  ),
} as const;

export const connectionEvents = {
  'connections:changed': z.array(ConnectionView),
} as const;
