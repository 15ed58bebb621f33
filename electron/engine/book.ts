import type { Warning } from '../../shared/model/error.ts';
import { type JobEvent, isTerminal, nextState } from '../../shared/model/job-state.ts';
import type { JobRecord, RecordHold } from './job-record.ts';
import type { JobStore } from './ports.ts';
import { createQueueOrder } from './queue-order.ts';
import { rankStep } from './ranks.ts';
import {
  type Amendment,
  type JobChange,
  type NewJob,
  amendedRecord,
  changedRecord,
  newRecord,
  requeuedRecord,
  retriedRecord,
} from './record-changes.ts';

export type { Amendment, JobChange, NewJob } from './record-changes.ts';

/**
 * The one writer of job state. Every change goes through the transition table, is stored before anybody hears of it,
 * and is told to the listener.
 */
export interface Book {
  /** Stores new jobs as queued at the end of the queue, all or none, and tells each. */
  accept(jobs: readonly NewJob[], hold?: RecordHold | null): readonly JobRecord[];
  get(id: string): JobRecord | null;
  /** Jobs in queue order, from behind the given one; null = from the start. */
  page(after: string | null, limit: number): readonly JobRecord[];
  count(): number;
  /** These ids in queue order, without those that are not there. */
  sorted(ids: readonly string[]): readonly string[];
  /**
   * Applies an event. Null when the table does not allow it now: somebody else was first (a cancel, say), and the
   * caller has nothing more to do.
   */
  apply(id: string, event: JobEvent, change?: JobChange): JobRecord | null;
  /** Notes what became of tasks while the state stays; nothing when the job has ended meanwhile. */
  note(id: string, change: JobChange): void;
  /** Adds warnings to a job, also to one that has ended. */
  warn(id: string, warnings: readonly Warning[]): void;
  /** Changes what was asked of a queued job; null when it is not queued. */
  amend(id: string, amendment: Amendment): JobRecord | null;
  /** Sets or lifts the hold of those of the jobs that are queued, in one go. Gives those that it changed. */
  hold(ids: readonly string[], hold: RecordHold | null): readonly JobRecord[];
  /** Counts that the engine ended under a job that was at work. */
  countInterruption(id: string): number;
  /** Puts jobs before another (null = at the end), and says every rank that changed. */
  move(ids: readonly string[], before: string | null): ReadonlyMap<string, number>;
  /** Takes jobs out, whatever their state, and gives them. */
  remove(ids: readonly string[]): readonly JobRecord[];
  /** Stores jobs that were taken out, at their old places; those whose id is in use are left out. */
  restore(jobs: readonly JobRecord[]): readonly JobRecord[];
}

export function createBook(deps: {
  readonly store: JobStore;
  readonly now: () => number;
  readonly changed: (job: JobRecord) => void;
}): Book {
  const { store, now, changed } = deps;
  const order = createQueueOrder(store.places());

  const keep = (record: JobRecord): JobRecord => {
    store.update(record);
    changed(record);
    return record;
  };
  const records = (ids: readonly string[]): readonly JobRecord[] =>
    ids.map((id) => store.get(id)).filter((job) => job !== null);

  return {
    accept(jobs, hold = null) {
      const at = now();
      const first = order.next;
      const accepted = jobs.map((job, n) => newRecord(job, { rank: first + n * rankStep, hold, at }));
      store.insert(accepted);
      order.add(accepted);
      accepted.forEach(changed);
      return accepted;
    },
    get: (id) => store.get(id),
    page: (after, limit) => records(order.page(after, limit)),
    count: () => order.size,
    sorted: (ids) => order.sorted(ids),
    apply(id, event, change = {}) {
      const job = store.get(id);
      const state = job === null ? null : nextState(job.state, event);
      if (job === null || state === null) return null;
      if (event === 'retry') return keep(retriedRecord(job, now()));
      if (state === 'queued') return keep(requeuedRecord(job, now()));
      return keep(changedRecord(job, state, change, now()));
    },
    note(id, change) {
      const job = store.get(id);
      if (job === null || isTerminal(job.state)) return;
      keep(changedRecord(job, job.state, { error: job.error ?? undefined, ...change }, now()));
    },
    warn(id, warnings) {
      const job = store.get(id);
      if (job === null || warnings.length === 0) return;
      keep({ ...job, warnings: [...job.warnings, ...warnings], updatedAt: now() });
    },
    amend(id, amendment) {
      const job = store.get(id);
      return job?.state === 'queued' ? keep(amendedRecord(job, amendment, now())) : null;
    },
    hold(ids, hold) {
      const held = records(ids)
        .filter((job) => job.state === 'queued' && job.hold !== hold)
        .map((job) => amendedRecord(job, { hold }, now()));
      store.hold(
        held.map(({ id }) => id),
        hold,
      );
      held.forEach(changed);
      return held;
    },
    countInterruption(id) {
      const job = store.get(id);
      if (job === null) return 0;
      const interrupted = job.interrupted + 1;
      store.update({ ...job, interrupted });
      return interrupted;
    },
    move(ids, before) {
      const ranks = order.move(ids, before);
      store.place(ranks);
      records([...ranks.keys()]).forEach(changed);
      return ranks;
    },
    remove(ids) {
      const removed = records(ids);
      const gone = removed.map(({ id }) => id);
      store.remove(gone);
      order.remove(new Set(gone));
      return removed;
    },
    restore(jobs) {
      const back = jobs.filter(({ id }) => !order.has(id));
      store.insert(back);
      order.add(back);
      back.forEach(changed);
      return back;
    },
  };
}
