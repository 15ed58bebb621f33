import type { WhenLarger } from '../../../shared/model/app-settings.ts';
import type { ConvoyError, Warning } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { OutputFile, Task, TaskStatus } from '../../../shared/model/job.ts';
import { type JobState, isTerminal } from '../../../shared/model/job-state.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Priority } from '../../../shared/model/priority.ts';
import {
  type JobRecord,
  type KeptOriginal,
  type Leftovers,
  type PublishedResult,
  type RecordHold,
  type StagedResult,
  noLeftovers,
} from '../job-record.ts';
import type { Bounds } from '../publish/within.ts';

/** How a record looks after something happened to its job. Pure: a record in, the next one out. */

/** The four tasks of a job, in their order. */
export type TaskName = 'probe' | 'import' | 'encode' | 'export';
const taskOrder: readonly TaskName[] = ['probe', 'import', 'encode', 'export'];

/** What an event may change besides the state. */
export interface JobChange {
  readonly error?: ConvoyError | undefined;
  /** Added to those that are there. */
  readonly warnings?: readonly Warning[];
  readonly files?: readonly OutputFile[];
  /** The original is published; what was lost in the conversion is not lost in it. */
  readonly kept?: KeptOriginal | null;
  /** What was published just now. */
  readonly result?: PublishedResult;
  readonly stoppedAt?: number | null;
  /** The result lies on this computer and waits for its upload; null = it does not any more. */
  readonly staged?: StagedResult | null;
  readonly leftovers?: Leftovers;
  /** Tasks that end or begin with the event; the clock is the book's. */
  readonly tasks?: Partial<Record<TaskName, TaskChange>>;
}
export interface TaskChange {
  readonly status?: TaskStatus;
  readonly input?: unknown;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly output?: unknown;
  readonly error?: ConvoyError;
}

export type NewJob = Pick<
  JobRecord,
  | 'kind'
  | 'inputs'
  | 'joined'
  | 'options'
  | 'output'
  | 'metadata'
  | 'connection'
  | 'preset'
  | 'batchId'
  | 'root'
  | 'index'
  | 'of'
> & {
  /** Anywhere when absent. */
  readonly within?: Bounds | undefined;
  /** As the engine or the settings say when absent. */
  readonly whenLarger?: WhenLarger | undefined;
  /** Normal when absent. It is kept as a part of the rank. */
  readonly priority?: Priority | undefined;
  /** A new one when absent. */
  readonly id?: string | undefined;
};

/** A job as it is accepted. */
export function newRecord(
  job: NewJob,
  place: { rank: number; hold: RecordHold | null; at: number },
): JobRecord {
  const { rank, hold, at } = place;
  // Member by member, because a spread with so many more behind it takes V8 four times as long.
  return {
    kind: job.kind,
    inputs: job.inputs,
    joined: job.joined,
    options: job.options,
    output: job.output,
    metadata: job.metadata,
    connection: job.connection,
    preset: job.preset,
    whenLarger: job.whenLarger ?? null,
    within: job.within ?? null,
    batchId: job.batchId,
    root: job.root,
    index: job.index,
    of: job.of,
    id: job.id ?? newId('job'),
    state: 'queued',
    rank,
    hold,
    archived: false,
    attempt: 1,
    interrupted: 0,
    stoppedAt: null,
    anyway: false,
    leftovers: noLeftovers,
    error: null,
    warnings: [],
    files: [],
    kept: null,
    staged: null,
    results: [],
    originals: [],
    tasks: newTasks(job.kind, at),
    createdAt: at,
    startedAt: null,
    finishedAt: null,
    updatedAt: at,
  };
}

const newTasks = (kind: Kind, at: number): readonly Task[] =>
  taskOrder.map((name, n) => waitingTask(newId('task'), kind, n, at));

/** A task whose turn has not come. `n` is its place among the four. */
export function waitingTask(id: string, kind: Kind, n: number, at: number): Task {
  const name = taskOrder[n] ?? 'export';
  return {
    id,
    object: 'task',
    kind: name === 'encode' ? kind : name,
    input: null,
    options: {},
    output: null,
    status: 'waiting',
    progress: null,
    error: null,
    created_at: at,
    started_at: null,
    finished_at: null,
    updated_at: at,
  };
}

/** The job in another state, or in the same one with tasks that went on. */
export function changedRecord(job: JobRecord, state: JobState, change: JobChange, at: number): JobRecord {
  const ended = isTerminal(state);
  const tasks = job.tasks.map((task, n) => {
    const asked = change.tasks?.[taskOrder[n] ?? 'probe'];
    const changed = asked === undefined ? task : changedTask(task, asked, at);
    return ended ? endedTask(changed, state, change.error ?? null, at) : changed;
  });
  return {
    ...job,
    state,
    tasks,
    hold: state === 'queued' ? job.hold : null,
    error: change.error ?? null,
    warnings: [...(change.kept == null ? job.warnings : []), ...(change.warnings ?? [])],
    files: change.files ?? job.files,
    kept: change.kept ?? job.kept,
    staged: change.staged === undefined ? job.staged : change.staged,
    results: change.result === undefined ? job.results : withResult(job.results, change.result),
    stoppedAt: change.stoppedAt ?? job.stoppedAt,
    leftovers: ended ? noLeftovers : (change.leftovers ?? job.leftovers),
    startedAt: job.startedAt ?? (state === 'queued' || ended ? job.startedAt : at),
    finishedAt: ended ? at : null,
    updatedAt: at,
  };
}

/** A result takes the place of an earlier one of its name. */
const withResult = (
  results: readonly PublishedResult[],
  result: PublishedResult,
): readonly PublishedResult[] => [...results.filter(({ path }) => path !== result.path), result];

/** Back in the queue as if it had never been taken: same attempt, same tasks. */
export function requeuedRecord(job: JobRecord, at: number): JobRecord {
  return {
    ...untouched(job, at),
    tasks: job.tasks.map((task, n) => waitingTask(task.id, job.kind, n, task.created_at)),
  };
}

/** Queued once more after it had ended: the next attempt, with tasks of its own. */
export function retriedRecord(job: JobRecord, at: number): JobRecord {
  return {
    ...untouched(job, at),
    attempt: job.attempt + 1,
    interrupted: 0,
    hold: null,
    tasks: newTasks(job.kind, at),
  };
}

const untouched = (job: JobRecord, at: number): JobRecord => ({
  ...job,
  state: 'queued',
  error: null,
  warnings: [],
  files: [],
  kept: null,
  stoppedAt: null,
  leftovers: noLeftovers,
  startedAt: null,
  finishedAt: null,
  updatedAt: at,
});

/** What a person asked, changed before the job has begun. The kind's own task follows the kind. */
export type Amendment = Partial<
  Pick<JobRecord, 'kind' | 'options' | 'output' | 'connection' | 'preset' | 'within' | 'hold' | 'anyway'>
>;

/** The job with another request or hold, in the same state. */
export function amendedRecord(job: JobRecord, amendment: Amendment, at: number): JobRecord {
  const kind = amendment.kind ?? job.kind;
  const tasks =
    kind === job.kind
      ? job.tasks
      : job.tasks.map((task, n) => (taskOrder[n] === 'encode' ? { ...task, kind } : task));
  // Another request has another result: what waits for its upload is not it.
  const isOther =
    amendment.kind !== undefined || amendment.options !== undefined || amendment.output !== undefined;
  return { ...job, ...amendment, kind, tasks, staged: isOther ? null : job.staged, updatedAt: at };
}

function changedTask(task: Task, change: TaskChange, at: number): Task {
  const status = change.status ?? task.status;
  const over = status !== 'waiting' && status !== 'processing';
  // A task that was skipped or cancelled before its turn never began.
  const begins = status === 'processing' || status === 'succeeded' || status === 'failed';
  return {
    ...task,
    ...(change.input === undefined ? {} : { input: change.input }),
    ...(change.options === undefined ? {} : { options: { ...change.options } }),
    ...(change.output === undefined ? {} : { output: change.output }),
    error: change.error ?? null,
    status,
    progress: status === 'succeeded' ? 1 : status === 'processing' ? task.progress : null,
    started_at: task.started_at ?? (begins ? at : null),
    finished_at: over ? at : null,
    updated_at: at,
  };
}

/** When a job ends early, the task it was at ends the same way, and those behind it never run. */
function endedTask(task: Task, state: JobState, error: ConvoyError | null, at: number): Task {
  if (task.status === 'processing') {
    if (state === 'failed')
      return changedTask(task, { status: 'failed', ...(error === null ? {} : { error }) }, at);
    return changedTask(task, { status: state === 'skipped' ? 'skipped' : 'cancelled' }, at);
  }
  if (task.status === 'waiting') {
    return changedTask(task, { status: state === 'skipped' ? 'skipped' : 'cancelled' }, at);
  }
  return task;
}
