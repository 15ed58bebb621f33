import { z } from 'zod';
import { AppSettings, AppSettingsChange } from '../model/app-settings.ts';
import { ConnectionName } from '../model/connection.ts';
import { HardwareTrial } from '../model/capabilities.ts';
import { ConvoyError } from '../model/error.ts';
import { BatchId, JobId } from '../model/id.ts';
import { Job } from '../model/job.ts';
import { MediaFacts } from '../model/media.ts';
import { Kind } from '../model/options.ts';
import { Priority } from '../model/priority.ts';
import { Preset, PresetDraft, PresetId } from '../model/preset.ts';
import { apiCalls, apiEvents } from './api-calls.ts';
import { call, nothing } from './call.ts';
import { connectionCalls, connectionEvents } from './connection-calls.ts';
import { historyCalls, historyEvents } from './history-calls.ts';
import type { CallName, EngineCallName, EventName, ShellCallName } from './names.ts';
import { PlanBrief, QueueState, Row, RowPatch } from './row.ts';
import { shellCalls, shellEvents } from './shell-calls.ts';
import { watchCalls, watchEvents } from './watch-calls.ts';

/**
 * THE list of what a window may ask and what it is told. Every call and event is a schema; what arrives is parsed by
 * it in the process that acts, whoever sent it. Actions on files take the id of a job, never a path: only adding files
 * and choosing folders deal in paths.
 */

const ids = z.array(JobId).min(1).max(100_000);
const path = z.string().min(1).max(4096);

/** What a file is to become, when the window says so; options are parsed by the schema of the kind. */
export const Choice = z.strictObject({
  kind: Kind,
  presetId: PresetId.nullable(),
  options: z.record(z.string(), z.unknown()),
  /** File, folder or template; null = as the settings say. */
  output: path.nullable(),
  /**
   * Saved connection to which results are sent; null = they stay on this computer. Absent without an output = as `target`
   * of the call or the settings say.
   */
  connection: ConnectionName.nullable().optional(),
});
export type Choice = z.infer<typeof Choice>;

/** Where results go, when that is said for files of any kind. */
export const Target = z.strictObject({
  /** File, folder or template; null = as the connection or the settings say. */
  output: path.nullable(),
  /** Null = they stay on this computer. */
  connection: ConnectionName.nullable(),
});
export type Target = z.infer<typeof Target>;

/** A change of queued jobs. Members that are absent stay; an option that is null goes back to its default. */
export const JobChange = z.strictObject({
  /** A new kind starts from no options, unless `presetId` or `options` say some. */
  kind: Kind.optional(),
  /** Replaces all options by the preset's; null only forgets the name. */
  presetId: PresetId.nullable().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  output: path.nullable().optional(),
  connection: ConnectionName.nullable().optional(),
});
export type JobChange = z.infer<typeof JobChange>;

/** What the plan of one job says in full. */
export const PlanView = z.object({
  brief: PlanBrief,
  /** Absolute path under which the result will be published. */
  path: z.string(),
  /** Which ffmpeg would run it. */
  ffmpeg: z.string(),
  /** Exact commands, one a step that runs a tool; empty when pictures go through libvips alone. */
  commands: z.array(z.string()),
  /** The first command as groups of arguments, one group a line. */
  groups: z.array(z.array(z.string())),
  streams: z.array(
    z.object({
      type: z.enum(['video', 'audio', 'subtitle', 'picture']),
      action: z.enum(['copy', 'encode', 'drop']),
      from: z.string(),
      to: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** Which encoder of the graphics chip, or why none; absent when nobody asked for the chip. */
  hardware: z.object({ encoder: z.string().nullable(), reason: z.string().nullable() }).optional(),
});
export type PlanView = z.infer<typeof PlanView>;

/** One ffmpeg that was found. */
export const ToolView = z.object({
  path: z.string(),
  place: z.enum(['setting', 'system', 'bundled']),
  version: z.string().nullable(),
  /** True for the one that is used first. */
  first: z.boolean(),
  /** What each feature needs and whether this tool has it: `encode:av1`, `mux:webm`, `filter:zscale` … */
  features: z.array(z.object({ id: z.string(), can: z.boolean() })),
  /** What came of its hardware encoders; absent as long as they were not tried. */
  hardware: z.array(HardwareTrial).optional(),
  problem: ConvoyError.nullable(),
});
export type ToolView = z.infer<typeof ToolView>;

export const ToolsView = z.object({
  tools: z.array(ToolView),
  /** Codecs and formats that none of the usable tools can write, as `video.codec.av1`, `image.format.avif`. */
  missing: z.array(z.object({ option: z.string(), remedy: z.string() })),
  pictures: z
    .object({ libvips: z.string(), build: z.enum(['native', 'wasm']), libheif: z.string().nullable() })
    .nullable(),
});
export type ToolsView = z.infer<typeof ToolsView>;

const Picture = z.object({
  /** Part of the address `compare/<key>`. */
  key: z.string(),
  width: z.int(),
  height: z.int(),
  mime: z.string(),
});

/** One frame before and after, through the job's real settings. */
export const Comparison = z.object({
  before: Picture,
  after: Picture,
  /** Bytes of the original and of the whole result: exact for a still, estimated for the rest. */
  bytesBefore: z.number(),
  bytesAfter: z.number().nullable(),
  exact: z.boolean(),
  /** Seconds from the start of the file that are shown; null for a still. */
  at: z.number().nullable(),
  /** Seconds it took. */
  took: z.number(),
});
export type Comparison = z.infer<typeof Comparison>;

export const engineCalls = {
  /**
   * Files and folders become jobs. `choice` null = each file takes the default of its own kind. `target` is where results
   * go when neither the choice nor a preset says; absent = as the settings say. What is no media is a skipped job with the
   * reason. Answers when everything was accepted.
   */
  'queue:add': call(
    z.strictObject({
      paths: z.array(path).min(1).max(100_000),
      choice: Choice.nullable(),
      target: Target.optional(),
      start: z.boolean().optional(),
      priority: Priority.optional(),
    }),
    z.object({
      batchId: BatchId.nullable(),
      added: z.int(),
      skipped: z.int(),
      firstId: JobId.nullable(),
      /** Files in the folders that were passed over, because they are of no kind that was looked for: most frequent first. */
      leftAlone: z.array(z.object({ extension: z.string(), count: z.int() })).optional(),
    }),
  ),
  /** Rows in queue order, from behind the given one. `revision` is that of the last patch that they contain. */
  'queue:page': call(
    z.strictObject({ after: JobId.nullable(), limit: z.int().min(1).max(500) }),
    z.object({ revision: z.int(), rows: z.array(Row), more: z.boolean(), total: z.int() }),
  ),
  'queue:state': call(nothing, QueueState),
  /** Releases jobs that are `ready`; null = all of them. */
  'queue:start': call(z.strictObject({ ids: ids.nullable() }), nothing),
  'queue:pause': call(z.strictObject({ mode: z.enum(['after', 'now']) }), nothing),
  'queue:resume': call(nothing, nothing),
  /**
   * Takes what has ended (and was not failed, unless `all`) out of the queue; the history keeps it. The token undoes it
   * for ten minutes.
   */
  'queue:clear_finished': call(
    z.strictObject({ all: z.boolean() }),
    z.object({ removed: z.int(), token: z.string().nullable() }),
  ),

  'jobs:get': call(
    z.strictObject({ id: JobId }),
    z.object({
      job: Job,
      row: Row,
      facts: MediaFacts.nullable(),
      options: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What would happen to a job now; an error when it cannot be planned. */
  'jobs:plan': call(
    z.strictObject({ id: JobId }),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), plan: PlanView }),
      z.object({ ok: z.literal(false), error: ConvoyError }),
    ]),
  ),
  /** Sums over many jobs, and the space on the volumes their results go to. */
  'jobs:totals': call(
    z.strictObject({ ids }),
    z.object({
      encode: z.int(),
      copy: z.int(),
      refused: z.int(),
      unplanned: z.int(),
      bytesIn: z.number(),
      low: z.number(),
      high: z.number(),
      seconds: z.number().nullable(),
      volumes: z.array(
        /** `folder`: the first of the `folders` on the volume that results go to. */
        z.object({ folder: z.string(), folders: z.int(), needs: z.number(), free: z.number().nullable() }),
      ),
      /** Options of all jobs: per kind, each option with the values it has and how often. */
      kinds: z.array(z.object({ kind: Kind, count: z.int() })),
      presets: z.array(z.object({ presetId: PresetId.nullable(), count: z.int() })),
      options: z.record(z.string(), z.array(z.object({ value: z.unknown(), count: z.int() }))),
      /** The output that all of them were asked for; absent when they differ. What has succeeded no longer says. */
      output: z.string().nullable().optional(),
    }),
  ),
  /** Changes queued jobs that have not begun. A job whose change is refused stays as it was and is named with its error. */
  'jobs:edit': call(
    z.strictObject({ ids, change: JobChange }),
    z.object({ changed: z.int(), refused: z.array(z.object({ id: JobId, error: ConvoyError })) }),
  ),
  'jobs:cancel': call(z.strictObject({ ids }), nothing),
  /** Runs ended jobs again, with a change if there is one ("retry in software", "choose another format"). */
  'jobs:retry': call(
    z.strictObject({ ids, change: JobChange.optional() }),
    z.object({ retried: z.int(), refused: z.array(z.object({ id: JobId, error: ConvoyError })) }),
  ),
  'jobs:hold': call(z.strictObject({ ids }), nothing),
  'jobs:release': call(z.strictObject({ ids }), nothing),
  /**
   * Cancels what runs and takes the jobs out of the queue; the history keeps those that had begun. Results stay on disk.
   * The token undoes it for ten minutes.
   */
  'jobs:remove': call(z.strictObject({ ids }), z.object({ removed: z.int(), token: z.string().nullable() })),
  'jobs:restore': call(z.strictObject({ token: z.string().max(64) }), z.object({ restored: z.int() })),
  /** Puts jobs, in their present order, before another one; null = at the end. */
  'jobs:move': call(z.strictObject({ ids, before: JobId.nullable() }), nothing),
  /** Puts jobs behind all others of a priority. */
  'jobs:prioritize': call(z.strictObject({ ids, priority: Priority }), nothing),
  /** Last 200 lines; `from` skips lines that are known already. */
  'jobs:log': call(
    z.strictObject({ id: JobId, from: z.int().nonnegative() }),
    z.object({ lines: z.array(z.string()), next: z.int() }),
  ),
  /** The jobs as JSON that any door accepts; also those that only the history has. */
  'jobs:export': call(z.strictObject({ ids }), z.object({ text: z.string() })),
  'jobs:command': call(
    z.strictObject({ ids: z.array(JobId).min(1).max(100) }),
    z.object({ text: z.string() }),
  ),

  /**
   * One frame through the real settings, with a change on top that is not kept. `at` in seconds; null = a good place.
   * Settles early with `cancelled` when the same job asks again or `compare:cancel` names it.
   */
  'compare:render': call(
    z.strictObject({ id: JobId, at: z.number().min(0).nullable(), change: JobChange.optional() }),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), comparison: Comparison }),
      z.object({ ok: z.literal(false), error: ConvoyError }),
    ]),
  ),
  /**
   * The original of a picture alone, as `compare:render` will show it, for whoever looks at it while the result is made.
   * Settles early as `compare:render` does.
   */
  'compare:original': call(
    z.strictObject({ id: JobId }),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), original: Picture }),
      z.object({ ok: z.literal(false), error: ConvoyError }),
    ]),
  ),
  /** Stops the frame of a job that is being made; nothing happens when none is. */
  'compare:cancel': call(z.strictObject({ id: JobId }), nothing),

  'presets:list': call(nothing, z.array(Preset)),
  'presets:save': call(z.strictObject({ preset: PresetDraft }), Preset),
  'presets:remove': call(z.strictObject({ id: PresetId }), Preset),
  'presets:import': call(z.strictObject({ text: z.string().max(5_000_000) }), z.array(Preset)),
  'presets:export': call(
    z.strictObject({ ids: z.array(PresetId).min(1).max(1000) }),
    z.object({ text: z.string() }),
  ),

  'settings:get': call(nothing, AppSettings),
  'settings:change': call(z.strictObject({ change: AppSettingsChange }), AppSettings),
  /** Where an example would be saved under other settings; the error says what is wrong with the template. */
  'settings:example': call(
    z.strictObject({ nameTemplate: z.string().max(255), outputFolder: path.nullable() }),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), path: z.string() }),
      z.object({ ok: z.literal(false), error: ConvoyError }),
    ]),
  ),

  'tools:list': call(nothing, ToolsView),
  /** Forgets what is known of the tools and looks again. */
  'tools:test': call(nothing, ToolsView),
  /** Folders and media files of a folder on the host, inside the allowed roots; null = the roots. */
  'files:browse': call(
    z.strictObject({ folder: path.nullable() }),
    z.object({
      folder: z.string().nullable(),
      parent: z.string().nullable(),
      entries: z.array(
        z.object({ name: z.string(), path: z.string(), folder: z.boolean(), bytes: z.number().nullable() }),
      ),
    }),
  ),
  ...watchCalls,
  ...historyCalls,
  ...connectionCalls,
  ...apiCalls,
} as const;

export const calls = { ...engineCalls, ...shellCalls };

export const events = {
  /** Below 48 KB each. A gap in the revisions means: page everything again. */
  'rows:patched': z.object({ revision: z.int(), patches: z.array(RowPatch) }),
  'queue:changed': QueueState,
  'presets:changed': z.array(Preset),
  'settings:changed': AppSettings,
  'tools:changed': nothing,
  ...watchEvents,
  ...historyEvents,
  ...connectionEvents,
  ...apiEvents,
  ...shellEvents,
} as const;

export type Calls = typeof calls;
export type Input<K extends CallName> = z.input<Calls[K]['input']>;
export type Parsed<K extends CallName> = z.output<Calls[K]['input']>;
export type Output<K extends CallName> = z.output<Calls[K]['output']>;
export type Events = typeof events;
export type EventOf<K extends EventName> = z.output<Events[K]>;

/** What answers the calls: a missing one does not compile. */
export type EngineHandlers = {
  readonly [K in EngineCallName]: (input: Parsed<K>) => Promise<Output<K>> | Output<K>;
};
export type ShellHandlers = {
  readonly [K in ShellCallName]: (input: Parsed<K>) => Promise<Output<K>> | Output<K>;
};

/** Does not compile when the names of `names.ts` and the schemas here differ. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const namesAgree: [
  Same<keyof typeof engineCalls, EngineCallName>,
  Same<keyof typeof shellCalls, ShellCallName>,
  Same<keyof typeof events, EventName>,
] = [true, true, true];
