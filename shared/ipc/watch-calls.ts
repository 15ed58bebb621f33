import { z } from 'zod';
import { WatchId } from '../model/id.ts';
import {
  WatchDraft,
  WatchRule,
  WatchRuleView,
  WatchTest,
  WatchedFile,
  WatchedState,
} from '../model/watch.ts';
import { call, nothing } from './call.ts';

/** Calls and events about folders that convert by themselves. */
export const watchCalls = {
  'watch:list': call(nothing, z.array(WatchRuleView)),
  'watch:save': call(z.strictObject({ rule: WatchDraft }), WatchRule),
  /** Gives the rule; saving it again with its id undoes the removal. */
  'watch:remove': call(z.strictObject({ id: WatchId }), WatchRule),
  /** Newest change first. */
  'watch:files': call(
    z.strictObject({
      ruleId: WatchId.nullable(),
      states: z.array(WatchedState).max(10).nullable(),
      after: z.strictObject({ changedAt: z.int(), ruleId: WatchId, path: z.string().max(4096) }).nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ files: z.array(WatchedFile), more: z.boolean() }),
  ),
  'watch:test': call(z.strictObject({ rule: WatchDraft }), WatchTest),
  'watch:rescan': call(z.strictObject({ id: WatchId }), nothing),
  /** Converts a file although it was left alone, done or failed. */
  'watch:again': call(z.strictObject({ ruleId: WatchId, path: z.string().min(1).max(4096) }), nothing),
} as const;

export const watchEvents = {
  /** All rules: one was changed, or what it is doing. At most two a second. */
  'watch:changed': z.array(WatchRuleView),
  /** Files whose state changed, below 48 KB each. */
  'watch:seen': z.object({ files: z.array(WatchedFile) }),
} as const;
