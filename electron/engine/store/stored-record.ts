import { z } from 'zod';
import { whenLargerChoices } from '../../../shared/model/app-settings.ts';
import { ConvoyError, Warning } from '../../../shared/model/error.ts';
import { BatchId, JobId, TaskId } from '../../../shared/model/id.ts';
import { OutputFile, Task } from '../../../shared/model/job.ts';
import { jobStates } from '../../../shared/model/job-state.ts';
import { Kind } from '../../../shared/model/options.ts';
import { type JobRecord, keptOriginals, recordHolds } from '../job-record.ts';
import { waitingTask } from '../queue/record-changes.ts';

/**
 * A job as a row and back. State, rank and hold are columns, because many jobs change them at once; the rest is one
 * JSON text. A task that has not begun is its id and nothing else: ten thousand waiting jobs are forty thousand such.
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

/** What the text holds. Members that a later version adds get a default here. */
const Stored = z.object({
  kind: Kind,
  inputs: z.array(z.string()),
  joined: z.boolean(),
  options: bag,
  output: z.string().nullable(),
  metadata: bag,
  connection: z.string().nullable(),
  preset: z.string().nullable(),
  whenLarger: z.enum(whenLargerChoices).nullable().default(null),
  batchId: BatchId,
  root: z.string().nullable(),
  index: z.int(),
  of: z.int(),
  attempt: z.int().positive(),
  interrupted: z.int().nonnegative(),
  stoppedAt: z.number().nullable(),
  anyway: z.boolean(),
  leftovers: z.object({
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
  }),
  error: ConvoyError.nullable(),
  warnings: z.array(Warning),
  files: z.array(OutputFile),
  kept: z.enum(keptOriginals).nullable().default(null),
  staged: Staged.nullable().default(null),
  results: z.array(Published).default([]),
  originals: z.array(Original).default([]),
  tasks: z.array(z.union([TaskId, Task])),
  createdAt: unixMs,
  startedAt: unixMs.nullable(),
  finishedAt: unixMs.nullable(),
  updatedAt: unixMs,
});

const Columns = z.object({
  id: JobId,
  rank: z.number(),
  state: z.enum(jobStates),
  hold: z.enum(recordHolds).nullable(),
  archived: z.boolean(),
});

/** A whole record, as `QueueDoor.remove` gave it out. */
const Whole = z.object({ ...Columns.shape, ...Stored.shape, tasks: z.array(Task) });

/** The text of a record. */
export function storedText(record: JobRecord): string {
  // Member by member, because a spread takes V8 several times as long.
  const text: Record<keyof z.infer<typeof Stored>, unknown> = {
    kind: record.kind,
    inputs: record.inputs,
    joined: record.joined,
    options: record.options,
    output: record.output,
    metadata: record.metadata,
    connection: record.connection,
    preset: record.preset,
    whenLarger: record.whenLarger,
    batchId: record.batchId,
    root: record.root,
    index: record.index,
    of: record.of,
    attempt: record.attempt,
    interrupted: record.interrupted,
    stoppedAt: record.stoppedAt,
    anyway: record.anyway,
    leftovers: record.leftovers,
    error: record.error,
    warnings: record.warnings,
    files: record.files,
    kept: record.kept,
    staged: record.staged,
    results: record.results,
    originals: record.originals,
    tasks: record.tasks.map((task) => (isUntouched(task, record) ? task.id : task)),
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    updatedAt: record.updatedAt,
  };
  return JSON.stringify(text);
}

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
    joined: stored.joined,
    options: stored.options,
    output: stored.output,
    metadata: stored.metadata,
    connection: stored.connection,
    preset: stored.preset,
    whenLarger: stored.whenLarger,
    batchId: stored.batchId,
    root: stored.root,
    index: stored.index,
    of: stored.of,
    id: columns.id,
    state: columns.state,
    rank: columns.rank,
    hold: columns.hold,
    archived: columns.archived,
    attempt: stored.attempt,
    interrupted: stored.interrupted,
    stoppedAt: stored.stoppedAt,
    anyway: stored.anyway,
    leftovers: stored.leftovers,
    error: stored.error,
    warnings: stored.warnings,
    files: stored.files,
    kept: stored.kept,
    staged: stored.staged,
    results: stored.results,
    originals: stored.originals,
    tasks: stored.tasks.map((task, n) =>
      typeof task === 'string' ? waitingTask(task, kind, n, createdAt) : task,
    ),
    createdAt,
    startedAt: stored.startedAt,
    finishedAt: stored.finishedAt,
    updatedAt: stored.updatedAt,
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

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
