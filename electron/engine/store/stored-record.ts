import { z } from 'zod';
import { whenLargerChoices } from '../../../shared/model/app-settings.ts';
import { ConvoyError, Warning } from '../../../shared/model/error.ts';
import { BatchId, JobId, TaskId } from '../../../shared/model/id.ts';
import { OutputFile, Task } from '../../../shared/model/job.ts';
import { jobStates } from '../../../shared/model/job-state.ts';
import { Kind } from '../../../shared/model/options.ts';
import {
  type JobRecord,
  type Leftovers as LeftoversOfJob,
  keptOriginals,
  noLeftovers,
  recordHolds,
} from '../job-record.ts';
import { waitingTask } from '../queue/record-changes.ts';
import { parsedJson } from './parsed-json.ts';

/**
 * A job as a row and back. State, rank and hold are columns, because many jobs change them at once; the rest is one
 * JSON text. It says only what is not as usual, and a task that has not begun is its id and nothing else: of ten thousand
 * waiting jobs, that is a third of the bytes to write, to read and to check.
 */

const unixMs = z.int().nonnegative();
const bag = z.record(z.string(), z.unknown());

const stamp = { size: z.number(), mtimeMs: z.number() };
const Published = z.object({
  path: z.string(),
  files: z.array(z.object({ path: z.string(), ...stamp })),
});
const Original = z.object({
  file: z.string(),
  stamp: z.object(stamp),
  went: z.enum(['folder', 'trash']),
  to: z.string().nullable(),
});

const inputStamp = z.object({ file: z.string(), stamp: z.object(stamp).nullable() });
const Staged = z.object({
  target: z.string(),
  files: z.array(OutputFile),
  kept: z.enum(keptOriginals).nullable(),
  warnings: z.array(Warning),
  inputs: z.array(inputStamp),
  upload: z.object({ connection: z.string().nullable(), bucket: z.string(), folder: z.string() }),
  partial: z.array(z.object({ key: z.string(), uploadId: z.string() })),
});

const Leftovers = z.object({
  parts: z.array(z.string()),
  reserved: z.string().nullable(),
  aside: z.object({ target: z.string(), aside: z.string() }).nullable(),
  placing: z
    .object({
      target: z.string(),
      identity: z.string(),
      files: z.array(OutputFile),
      kept: z.enum(keptOriginals).nullable().default(null),
      inputs: z.array(inputStamp),
    })
    .nullable()
    .default(null),
});

/** Members of a record that have a usual value; `joined` below says which. */
const usual = {
  joined: z.boolean(),
  options: bag,
  output: z.string().nullable(),
  metadata: bag,
  connection: z.string().nullable(),
  preset: z.string().nullable(),
  whenLarger: z.enum(whenLargerChoices).nullable(),
  within: z.array(z.string()).nullable(),
  root: z.string().nullable(),
  attempt: z.int().positive(),
  interrupted: z.int().nonnegative(),
  stoppedAt: z.number().nullable(),
  anyway: z.boolean(),
  leftovers: Leftovers,
  error: ConvoyError.nullable(),
  warnings: z.array(Warning),
  files: z.array(OutputFile),
  kept: z.enum(keptOriginals).nullable(),
  staged: Staged.nullable(),
  results: z.array(Published),
  originals: z.array(Original),
  startedAt: unixMs.nullable(),
  finishedAt: unixMs.nullable(),
  updatedAt: unixMs,
};
/** Members that every record has its own value of. */
const own = {
  kind: Kind,
  inputs: z.array(z.string()),
  batchId: BatchId,
  index: z.int(),
  of: z.int(),
  createdAt: unixMs,
};

/** What the text holds. A member that is not there has its usual value, and so has one that a later version adds. */
const Stored = z.object({
  ...own,
  ...z.object(usual).partial().shape,
  tasks: z.array(z.union([TaskId, Task])),
});

const Columns = z.object({
  id: JobId,
  rank: z.number(),
  state: z.enum(jobStates),
  hold: z.enum(recordHolds).nullable(),
  archived: z.boolean(),
});

/** A whole record, as `QueueDoor.remove` gave it out. */
const Whole = z.object({ ...Columns.shape, ...own, ...usual, tasks: z.array(Task) });

/** The text of a record. */
export function storedText(record: JobRecord): string {
  // Member by member, because a spread takes V8 several times as long; JSON leaves out what is undefined.
  const text: Record<keyof z.infer<typeof Stored>, unknown> = {
    kind: record.kind,
    inputs: record.inputs,
    joined: record.joined || undefined,
    options: unlessEmpty(record.options),
    output: record.output ?? undefined,
    metadata: unlessEmpty(record.metadata),
    connection: record.connection ?? undefined,
    preset: record.preset ?? undefined,
    whenLarger: record.whenLarger ?? undefined,
    batchId: record.batchId,
    within: record.within ?? undefined,
    root: record.root ?? undefined,
    index: record.index,
    of: record.of,
    attempt: record.attempt === 1 ? undefined : record.attempt,
    interrupted: record.interrupted === 0 ? undefined : record.interrupted,
    stoppedAt: record.stoppedAt ?? undefined,
    anyway: record.anyway || undefined,
    leftovers: leavesNothing(record.leftovers) ? undefined : record.leftovers,
    error: record.error ?? undefined,
    warnings: unlessEmpty(record.warnings),
    files: unlessEmpty(record.files),
    kept: record.kept ?? undefined,
    staged: record.staged ?? undefined,
    results: unlessEmpty(record.results),
    originals: unlessEmpty(record.originals),
    tasks: record.tasks.map((task) => (isUntouched(task, record) ? task.id : task)),
    createdAt: record.createdAt,
    startedAt: record.startedAt ?? undefined,
    finishedAt: record.finishedAt ?? undefined,
    updatedAt: record.updatedAt === record.createdAt ? undefined : record.updatedAt,
  };
  return JSON.stringify(text);
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  for (const _ in value) return value;
  return undefined;
}

const leavesNothing = ({ parts, reserved, aside, placing }: LeftoversOfJob): boolean =>
  parts.length === 0 && reserved === null && aside === null && placing === null;

/** The record of a row; null when the row makes no sense, which only damage can bring about. */
export function recordOfRow(row: Readonly<Record<string, unknown>>): JobRecord | null {
  const columns = Columns.safeParse({
    id: row['id'],
    rank: row['rank'],
    state: row['state'],
    hold: row['hold'],
    archived: row['archived'] === 1,
  });
  if (!columns.success || typeof row['record'] !== 'string') return null;
  const stored = Stored.safeParse(parsedJson(row['record']));
  if (!stored.success) return null;
  return joined(stored.data, columns.data);
}

/** Member by member, because two spreads take V8 several times as long. */
function joined(stored: z.infer<typeof Stored>, columns: z.infer<typeof Columns>): JobRecord {
  const { kind, createdAt } = stored;
  return {
    kind,
    inputs: stored.inputs,
    joined: stored.joined ?? false,
    options: stored.options ?? {},
    output: stored.output ?? null,
    metadata: stored.metadata ?? {},
    connection: stored.connection ?? null,
    preset: stored.preset ?? null,
    whenLarger: stored.whenLarger ?? null,
    batchId: stored.batchId,
    within: stored.within ?? null,
    root: stored.root ?? null,
    index: stored.index,
    of: stored.of,
    id: columns.id,
    state: columns.state,
    rank: columns.rank,
    hold: columns.hold,
    archived: columns.archived,
    attempt: stored.attempt ?? 1,
    interrupted: stored.interrupted ?? 0,
    stoppedAt: stored.stoppedAt ?? null,
    anyway: stored.anyway ?? false,
    leftovers: stored.leftovers ?? noLeftovers,
    error: stored.error ?? null,
    warnings: stored.warnings ?? [],
    files: stored.files ?? [],
    kept: stored.kept ?? null,
    staged: stored.staged ?? null,
    results: stored.results ?? [],
    originals: stored.originals ?? [],
    tasks: stored.tasks.map((task, n) =>
      typeof task === 'string' ? waitingTask(task, kind, n, createdAt) : task,
    ),
    createdAt,
    startedAt: stored.startedAt ?? null,
    finishedAt: stored.finishedAt ?? null,
    updatedAt: stored.updatedAt ?? createdAt,
  };
}

/** A record that went out and came back; null when it is none. */
export function readRecord(given: unknown): JobRecord | null {
  const parsed = Whole.safeParse(given);
  return parsed.success ? parsed.data : null;
}

function isUntouched(task: Task, { createdAt }: JobRecord): boolean {
  return task.status === 'waiting' && task.created_at === createdAt && task.updated_at === createdAt;
}
