import { z } from 'zod';
import { ConnectionName } from './connection.ts';
import { ConvoyError } from './error.ts';
import { JobId, WatchId } from './id.ts';
import { Kind } from './options.ts';
import { PresetId } from './preset.ts';
import { Priority } from './priority.ts';

/**
 * Folders that convert by themselves. A rule says which files of a folder become what; the ledger says of every file
 * that was ever seen what became of it, and why.
 */

const folder = z.string().min(1).max(4096);
/** A pattern of names, without folders: `*` is any text, `?` one character: `*.mov`, `IMG_????.*`. */
const glob = z.string().min(1).max(255);

/** What a file is by itself, before anybody says what it is to become. */
export const mediaClasses = ['video', 'audio', 'image', 'animation'] as const;
export const MediaClass = z.enum(mediaClasses);
export type MediaClass = z.infer<typeof MediaClass>;

/** Which files of the folder a rule takes. Every member that says something must hold. */
export const WatchFilter = z.strictObject({
  /** What the file is; empty = whatever the chosen kind is made from. */
  classes: z.array(MediaClass).max(mediaClasses.length),
  /** One of these names must fit; empty = every name. Letter case does not count. */
  names: z.array(glob).max(50),
  /** None of these may fit. */
  notNames: z.array(glob).max(50),
  /** Bytes; null = no limit. An empty file is always too small. */
  minBytes: z.int().nonnegative().nullable(),
  maxBytes: z.int().positive().nullable(),
});
export type WatchFilter = z.infer<typeof WatchFilter>;

/** What becomes of an original after its result was verified and published. */
export const watchOriginals = ['leave', 'move', 'trash'] as const;

const ruleShape = {
  name: z.string().trim().min(1).max(120),
  /** Absolute. */
  folder,
  recursive: z.boolean(),
  filter: WatchFilter,
  /** Seconds for which size and time of a file must stay the same before it is taken. */
  stableSeconds: z.number().min(0.5).max(3600),
  /** Looks at the folder again and again instead of waiting for word of the system: for network shares. */
  poll: z.enum(['auto', 'always']),
  /** Files that are there when the rule is made or its folder is changed. */
  existing: z.enum(['convert', 'leave']),
  /**
   * What files become; null = each the default of its own kind. Options are parsed by the schema of the kind. With a
   * preset they are only what differs from it: it is looked up when a file is taken, so a changed preset counts at
   * once. An option that is null takes the preset's out.
   */
  choice: z
    .strictObject({
      kind: Kind,
      presetId: PresetId.nullable(),
      options: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  /** File name template, folder or both, as with every job; relative to the folder of the rule. Null = as the settings say. */
  output: folder.nullable(),
  /** Name of the connection that results are uploaded through; null = as the output says. */
  connection: ConnectionName.nullable().default(null),
  /** That of the rule's jobs when they are added. Rules from before there was one are normal. */
  priority: Priority.default('normal'),
  originals: z.enum(watchOriginals),
  /** Folder for `move`, relative to the folder of the rule or absolute; the tree below the rule is kept. */
  doneFolder: folder,
  /** Where files go that failed, with a text that says why; null = they stay. Relative or absolute. */
  failedFolder: folder.nullable(),
} as const;

/** A rule as a person makes it. `id` null = a new one. */
export const WatchDraft = z.strictObject({ id: WatchId.nullable(), on: z.boolean(), ...ruleShape });
export type WatchDraft = z.infer<typeof WatchDraft>;

export const WatchRule = z.strictObject({
  id: WatchId,
  /** False = it rests, and nothing in its folder is taken. */
  on: z.boolean(),
  ...ruleShape,
  /**
   * Real paths of the folders that nothing of it may leave, because whoever made it may use no others; anywhere when
   * absent.
   */
  within: z.array(z.string()).optional(),
  /** Unix milliseconds. */
  createdAt: z.int(),
  updatedAt: z.int(),
});
export type WatchRule = z.infer<typeof WatchRule>;

/** What a new rule starts from. */
export const newWatchRule: Omit<WatchDraft, 'name' | 'folder'> = {
  id: null,
  on: true,
  recursive: true,
  filter: { classes: [], names: [], notNames: [], minBytes: 10_000, maxBytes: null },
  stableSeconds: 2,
  poll: 'auto',
  existing: 'convert',
  choice: null,
  output: null,
  connection: null,
  priority: 'normal',
  originals: 'leave',
  doneFolder: 'done',
  failedFolder: 'failed',
};

/** Where a file of a watched folder is. */
export const watchedStates = ['settling', 'queued', 'converting', 'done', 'failed', 'left_alone'] as const;
export const WatchedState = z.enum(watchedStates);
export type WatchedState = z.infer<typeof WatchedState>;

/** Why it is there, as a fact; words are made where they are shown. */
export const watchReasons = [
  /** settling */
  'still_written',
  'not_opened',
  /** left_alone */
  'was_there',
  'too_small',
  'too_large',
  'name',
  'class',
  'no_media',
  'own_result',
  'already_done',
  'copy_of_original',
  'gone',
  'cancelled',
  'skipped',
  /** queued, converting, done, failed */
  'waits',
  'works',
  'converted',
  'job_failed',
  'not_accepted',
] as const;
export const WatchReason = z.enum(watchReasons);
export type WatchReason = z.infer<typeof WatchReason>;

/** A file that a rule saw: the ledger's entry. The same path with another size or time is a new file. */
export const WatchedFile = z.object({
  ruleId: WatchId,
  /** Below the rule's folder, with `/` between folders. */
  path: z.string(),
  bytes: z.number(),
  /** Unix milliseconds of its last change. */
  mtime: z.number(),
  state: WatchedState,
  reason: WatchReason,
  /** A sentence that goes with the reason (why a job failed, say); null when the reason says it all. */
  detail: z.string().nullable(),
  jobId: JobId.nullable(),
  /** Unix milliseconds: seen first, and of its last change of state. */
  seenAt: z.int(),
  changedAt: z.int(),
});
export type WatchedFile = z.infer<typeof WatchedFile>;

/** A rule with what it is doing. */
export const WatchRuleView = z.object({
  rule: WatchRule,
  /** `broken`: see `problem`; it is tried again by itself. */
  state: z.enum(['starting', 'watching', 'resting', 'broken']),
  /** Why it is broken; with `watching` and `polling`, why the system gives no word. */
  problem: ConvoyError.nullable(),
  /** Seconds until a broken folder is looked for again; null otherwise. */
  retrySeconds: z.number().nullable(),
  /** The folder is looked at again and again: a network share, or the system gives no word. */
  polling: z.boolean(),
  /** Files by state; `doneToday` since midnight of this computer. */
  counts: z.object({
    settling: z.int(),
    queued: z.int(),
    converting: z.int(),
    done: z.int(),
    doneToday: z.int(),
    failed: z.int(),
    leftAlone: z.int(),
  }),
  /** Unix milliseconds of the last whole look at the folder; null before the first. */
  lookedAt: z.int().nullable(),
});
export type WatchRuleView = z.infer<typeof WatchRuleView>;

/** What a draft would do with the files that are there now. */
export const WatchTest = z.object({
  files: z.int(),
  matches: z.int(),
  /** By reason, with up to 200 paths each, below the folder. */
  groups: z.array(
    z.object({
      matches: z.boolean(),
      reason: WatchReason,
      count: z.int(),
      paths: z.array(z.string()),
    }),
  ),
  /** Where the first matching file would be saved; null when none matches. */
  example: z.object({ from: z.string(), to: z.string() }).nullable(),
});
export type WatchTest = z.infer<typeof WatchTest>;
