import type { ConvoyError, Warning } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';
import type { OutputFile, Task, TaskStatus } from '../../shared/model/job.ts';
import { type JobEvent, type JobState, isTerminal, nextState } from '../../shared/model/job-state.ts';
import type { JobRecord } from './job-record.ts';
import type { JobStore } from './ports.ts';

/** The four tasks of a job, in their order. */
export type TaskName = 'probe' | 'import' | 'encode' | 'export';
const taskOrder: readonly TaskName[] = ['probe', 'import', 'encode', 'export'];

/** What an event may change besides the state. */
export interface JobChange {
  readonly error?: ConvoyError | undefined;
  readonly warnings?: readonly Warning[];
  readonly files?: readonly OutputFile[];
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
>;

/**
 * The one writer of job state. Every change goes through the transition table, is stored before anybody hears of it,
 * and is told to the listener.
 */
export interface Book {
  /** Stores new jobs as queued, all or none, and tells each. */
  accept(jobs: readonly NewJob[]): readonly JobRecord[];
  get(id: string): JobRecord | null;
  /**
   * Applies an event. Null when the table does not allow it now: somebody else was first (a cancel, say), and the
   * caller has nothing more to do.
   */
  apply(id: string, event: JobEvent, change?: JobChange): JobRecord | null;
  /** Notes what became of tasks while the state stays; nothing when the job has ended meanwhile. */
  note(id: string, change: JobChange): void;
}

export function createBook(deps: {
  readonly store: JobStore;
  readonly now: () => number;
  readonly changed: (job: JobRecord) => void;
}): Book {
  const { store, now, changed } = deps;
  return {
    accept(jobs) {
      const at = now();
      const records = jobs.map((job) => newRecord(job, at));
      store.insert(records);
      records.forEach(changed);
      return records;
    },
    get: (id) => store.get(id),
    apply(id, event, change = {}) {
      const job = store.get(id);
      if (job === null) return null;
      const state = nextState(job.state, event);
      if (state === null) return null;
      const record = changedRecord(job, state, change, now());
      store.update(record);
      changed(record);
      return record;
    },
    note(id, change) {
      const job = store.get(id);
      if (job === null || isTerminal(job.state)) return;
      const record = changedRecord(job, job.state, { error: job.error ?? undefined, ...change }, now());
      store.update(record);
      changed(record);
    },
  };
}

function newRecord(job: NewJob, at: number): JobRecord {
  return {
    ...job,
    id: newId('job'),
    state: 'queued',
    attempt: 1,
    error: null,
    warnings: [],
    files: [],
    tasks: taskOrder.map((name): Task => ({
      id: newId('task'),
      object: 'task',
      kind: name === 'encode' ? job.kind : name,
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
    })),
    createdAt: at,
    startedAt: null,
    finishedAt: null,
    updatedAt: at,
  };
}

function changedRecord(job: JobRecord, state: JobState, change: JobChange, at: number): JobRecord {
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
    error: change.error ?? null,
    warnings: change.warnings === undefined ? job.warnings : [...job.warnings, ...change.warnings],
    files: change.files ?? job.files,
    startedAt: job.startedAt ?? (state === 'queued' || ended ? job.startedAt : at),
    finishedAt: ended ? at : null,
    updatedAt: at,
  };
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
