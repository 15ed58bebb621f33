import type { Warning } from '../../../shared/model/error.ts';
import { type JobEvent, isTerminal, nextState } from '../../../shared/model/job-state.ts';
import { type Priority, priorityOfRank } from '../../../shared/model/priority.ts';
import type { JobRecord, RecordHold } from '../job-record.ts';
import type { KeptLog } from '../run/packed-log.ts';
import type { JobNeed, JobStore } from '../ports.ts';
import { createQueueOrder } from './queue-order.ts';
import { rankStep } from './ranks.ts';
import { createRecentRecords } from './recent-records.ts';
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
  /** A job of the queue. */
  get(id: string): JobRecord | null;
  /** A job of the queue or of the history. */
  find(id: string): JobRecord | null;
  /** Those that are there, in the order of the ids. */
  findAll(ids: readonly string[]): readonly JobRecord[];
  /** Jobs in queue order, from behind the given one; null = from the start. */
  page(after: string | null, limit: number): readonly JobRecord[];
  count(): number;
  /** The same, and of each only what has to be known before any job begins. */
  needs(after: string | null, limit: number): readonly JobNeed[];
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
  /** Puts jobs behind all others of a priority, and says every rank that changed. */
  prioritize(ids: readonly string[], priority: Priority): ReadonlyMap<string, number>;
  /** Notes what became of the files of a job, also of one that has ended or is in the history. */
  noteFiles(id: string, files: Partial<Pick<JobRecord, 'results' | 'originals' | 'warnings'>>): void;
  /** What waited for its upload is not uploaded any more. */
  unstage(id: string): void;
  /** Takes jobs out of the queue, and gives them as they are then: those that have ended are in the history now. */
  takeOut(ids: readonly string[]): readonly JobRecord[];
  /** Brings jobs of the history back into the queue, at their old places or at its end. Gives those that came. */
  bringBack(ids: readonly string[], where: 'as_before' | 'at_the_end'): readonly JobRecord[];
  /** Forgets jobs for good, wherever they are. */
  forget(ids: readonly string[]): void;
  /** Does so, and gives them. */
  remove(ids: readonly string[]): readonly JobRecord[];
  /**
   * Stores jobs that were removed, at their old places in the queue or in the history; those whose id is in use are left
   * out.
   */
  restore(jobs: readonly JobRecord[]): readonly JobRecord[];
}

export function createBook(deps: {
  readonly store: JobStore;
  readonly now: () => number;
  readonly changed: (job: JobRecord) => void;
  /** What is kept of the log of a job that ends now; null = nothing. */
  readonly endedLog?: (id: string) => KeptLog | null;
}): Book {
  const { store, now, changed, endedLog = () => null } = deps;
  const order = createQueueOrder(store.places());

  const recent = createRecentRecords(store);

  /** A job of the queue, as it is now. */
  const present = (id: string): JobRecord | null => (order.has(id) ? recent.get(id) : null);
  const keep = (record: JobRecord, log: KeptLog | null = null): JobRecord => {
    store.update(record, log);
    recent.keep(record);
    changed(record);
    return record;
  };
  /** Nobody looks at what became of a job that only the history has. */
  const keepQuietly = (record: JobRecord): void => {
    store.update(record);
    recent.keep(record);
  };
  const tellNew = (records: readonly JobRecord[]): void => {
    for (const record of records) {
      recent.keep(record);
      changed(record);
    }
  };

  const forget = (ids: readonly string[]): void => {
    store.remove(ids);
    recent.drop(ids);
    if (ids.some((id) => order.has(id))) order.remove(new Set(ids));
  };

  /** Stores and tells ranks that changed. */
  const placed = (ranks: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
    store.place(ranks);
    recent.place(ranks);
    recent.many([...ranks.keys()]).forEach(changed);
    return ranks;
  };

  /** Gives jobs that come together their ranks, each behind all of its priority. */
  const ranksBehind = (): ((priority: Priority) => number) => {
    const next = new Map<Priority, number>();
    return (priority) => {
      const rank = next.get(priority) ?? order.nextOf(priority);
      next.set(priority, rank + rankStep);
      return rank;
    };
  };

  return {
    accept(jobs, hold = null) {
      const at = now();
      const rankFor = ranksBehind();
      const accepted = jobs.map((job) =>
        newRecord(job, { rank: rankFor(job.priority ?? 'normal'), hold, at }),
      );
      store.insert(accepted);
      order.add(accepted);
      tellNew(accepted);
      return accepted;
    },
    get: present,
    find: (id) => recent.get(id),
    findAll: (ids) => recent.many(ids),
    page: (after, limit) => recent.many(order.page(after, limit)),
    count: () => order.size,
    needs(after, limit) {
      const ids = order.page(after, limit);
      const needs = new Map(store.needs(ids).map((need) => [need.id, need]));
      return ids.flatMap((id) => needs.get(id) ?? []);
    },
    sorted: (ids) => order.sorted(ids),
    apply(id, event, change = {}) {
      const job = present(id);
      const state = job === null ? null : nextState(job.state, event);
      if (job === null || state === null) return null;
      if (event === 'retry') return keep(retriedRecord(job, now()));
      if (state === 'queued') return keep(requeuedRecord(job, now()), endedLog(id));
      const log = isTerminal(state) ? endedLog(id) : null;
      return keep(changedRecord(job, state, change, now()), log);
    },
    note(id, change) {
      const job = present(id);
      if (job === null || isTerminal(job.state)) return;
      keep(changedRecord(job, job.state, { error: job.error ?? undefined, ...change }, now()));
    },
    warn(id, warnings) {
      const job = present(id);
      if (job === null || warnings.length === 0) return;
      keep({ ...job, warnings: [...job.warnings, ...warnings], updatedAt: now() });
    },
    amend(id, amendment) {
      const job = present(id);
      return job?.state === 'queued' ? keep(amendedRecord(job, amendment, now())) : null;
    },
    hold(ids, hold) {
      const held = recent
        .many(ids.filter((id) => order.has(id)))
        .filter((job) => job.state === 'queued' && job.hold !== hold)
        .map((job) => amendedRecord(job, { hold }, now()));
      store.hold(
        held.map(({ id }) => id),
        hold,
      );
      tellNew(held);
      return held;
    },
    countInterruption(id) {
      const job = present(id);
      if (job === null) return 0;
      const interrupted = job.interrupted + 1;
      const counted = { ...job, interrupted };
      store.update(counted);
      recent.keep(counted);
      return interrupted;
    },
    move(ids, before) {
      return placed(order.move(ids, before));
    },
    prioritize: (ids, priority) => placed(order.prioritize(ids, priority)),
    noteFiles(id, files) {
      const job = recent.get(id);
      if (job === null) return;
      const noted = { ...job, ...files, updatedAt: now() };
      if (order.has(id)) keep(noted);
      else keepQuietly(noted);
    },
    unstage(id) {
      const job = recent.get(id);
      if (job?.staged != null) keepQuietly({ ...job, staged: null });
    },
    takeOut(ids) {
      const out = recent.many(ids.filter((id) => order.has(id)));
      const gone = out.filter(({ state }) => !isTerminal(state)).map(({ id }) => id);
      const ended = out.filter(({ state }) => isTerminal(state)).map(({ id }) => id);
      if (gone.length > 0) store.remove(gone);
      if (ended.length > 0) store.archive(ended, true);
      recent.drop(out.map(({ id }) => id));
      order.remove(new Set(out.map(({ id }) => id)));
      return out.map((job) => (isTerminal(job.state) ? { ...job, archived: true } : job));
    },
    bringBack(ids, where) {
      const back = recent.many(ids).filter(({ archived }) => archived);
      const rankFor = ranksBehind();
      const records = back.map((job) => ({
        ...job,
        archived: false,
        rank: where === 'at_the_end' ? rankFor(priorityOfRank(job.rank)) : job.rank,
      }));
      if (where === 'at_the_end') store.place(new Map(records.map(({ id, rank }) => [id, rank])));
      store.archive(
        records.map(({ id }) => id),
        false,
      );
      order.add(records);
      tellNew(records);
      return records;
    },
    remove(ids) {
      const removed = recent.many(ids);
      forget(removed.map(({ id }) => id));
      return removed;
    },
    forget,
    restore(jobs) {
      const known = new Set(recent.many(jobs.map(({ id }) => id)).map(({ id }) => id));
      const back = jobs.filter(({ id }) => !known.has(id));
      const inQueue = back.filter(({ archived }) => !archived);
      store.insert(back);
      order.add(inQueue);
      tellNew(inQueue);
      return back;
    },
  };
}
