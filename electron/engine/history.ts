import { type Result, ok, refuse } from '../../shared/model/error.ts';
import { isTerminal } from '../../shared/model/job-state.ts';
import type { Book } from './queue/book.ts';
import type { EngineEvent } from './doors/door.ts';
import type {
  BatchUndone,
  HistoryDoor,
  HistoryEntry,
  HistorySelection,
  KeptInUndo,
} from './doors/history-door.ts';
import type { Intake } from './queue/intake.ts';
import type { JobRecord } from './job-record.ts';
import type { HistoryQuery, HistoryStore, LogStore } from './ports.ts';
import type { Queue } from './queue/queue.ts';
import type { QueueDoor, QueueEntry, RefusedChange, RemovedJob } from './doors/queue-door.ts';
import type { Scheduler } from './queue/scheduler.ts';
import { type UndoDeps, undoJobs } from './queue/undo-batch.ts';
import type { Watch } from './watch/watch.ts';

/** What was converted, as a person looks at it, and what can still be done about it. */
export interface History extends HistoryDoor {
  /** Forgets archived jobs that ended longer ago than the setting says. Others have their turn in between. */
  tidy(): Promise<void>;
}

export interface HistoryDeps {
  readonly store: HistoryStore;
  readonly logs: Pick<LogStore, 'many'>;
  readonly book: Book;
  readonly intake: Intake;
  readonly scheduler: Scheduler;
  readonly queue: Pick<Queue, 'forget'>;
  readonly retry: QueueDoor['retry'];
  readonly entryOf: (job: JobRecord) => QueueEntry;
  readonly undo: UndoDeps;
  /** Originals that a watch rule put aside because their jobs failed. */
  readonly failures: Pick<Watch, 'bringBack' | 'putAside'>;
  readonly now: () => number;
  /** Days for which archived jobs are kept; null = for ever. */
  readonly days: () => number | null;
  readonly emit: (event: EngineEvent) => void;
}

/** Jobs that are forgotten together: some milliseconds of work. */
const together = 200;
const dayMs = 86_400_000;

export function createHistory(deps: HistoryDeps): History {
  const { store, book, intake, scheduler, queue, entryOf, emit } = deps;

  async function remove(ids: readonly string[]): Promise<readonly RemovedJob[]> {
    const ended = book.findAll([...new Set(ids)]).filter(({ state }) => isTerminal(state));
    for (const job of ended) {
      // Its result is there already, but its original may still be on the way to its new place.
      if (!job.archived) await scheduler.ended(job.id);
    }
    const logs = deps.logs.many(ended.map(({ id }) => id));
    const removed = book.remove(ended.map(({ id }) => id));
    queue.forget(removed.filter(({ archived }) => !archived));
    if (removed.length > 0) emit({ type: 'history' });
    return removed.map((record) => ({ id: record.id, record, log: logs.get(record.id) ?? null }));
  }

  async function runAgain(ids: readonly string[]): Promise<readonly RefusedChange[]> {
    const archived = book.findAll([...new Set(ids)]).filter((job) => job.archived);
    const back = new Set(
      book
        .bringBack(
          archived.map(({ id }) => id),
          'at_the_end',
        )
        .map(({ id }) => id),
    );
    const refused = await deps.retry(ids);
    // What cannot run again goes back to where it was.
    queue.forget(book.takeOut(refused.map(({ id }) => id).filter((id) => back.has(id))));
    if (back.size > 0) emit({ type: 'history' });
    return refused;
  }

  async function undoBatch(batchId: string): Promise<Result<BatchUndone>> {
    const ids = store.ofBatch(batchId);
    if (ids.length === 0) return refuse('not_found', { given: 'This batch' });
    const open = ids.filter((id) => {
      const job = book.get(id);
      return job !== null && !isTerminal(job.state);
    });
    await intake.cancel(open);
    for (const id of ids) await scheduler.ended(id);
    const cancelled = open.filter((id) => book.get(id)?.state === 'cancelled').length;
    let [trashed, restored] = [0, 0];
    const kept: KeptInUndo[] = [];
    const ended = book.findAll(ids).filter(({ state }) => isTerminal(state));
    await undoJobs(deps.undo, ended, ({ id }, undone) => {
      trashed += undone.trashed;
      restored += undone.restored;
      kept.push(...undone.kept);
      const { results, originals, warnings } = undone;
      if (undone.trashed + undone.restored > 0) book.noteFiles(id, { results, originals, warnings });
    });
    const failed = ended.filter(({ state }) => state === 'failed').map(({ id }) => id);
    for (const { id, file, reason } of await deps.failures.bringBack(failed)) {
      if (reason === null) restored++;
      else kept.push({ id, what: 'original', path: file, reason });
    }
    emit({ type: 'history' });
    return ok({ cancelled, trashed, restored, kept });
  }

  return {
    entry(id) {
      const job = book.find(id);
      return job === null ? null : entryOf(job);
    },
    page({ filter, after, limit }) {
      const places = store.page(queryOf(filter), after, limit);
      const jobs = new Map(book.findAll(places.map(({ id }) => id)).map((job) => [job.id, job]));
      return places.flatMap(({ id, mediaSeconds }): HistoryEntry[] => {
        const job = jobs.get(id);
        return job === undefined ? [] : [{ ...entryOf(job), inQueue: !job.archived, mediaSeconds }];
      });
    },
    totals: (filter) => store.sums(queryOf(filter)),
    remove,
    runAgain,
    batch(batchId) {
      const jobs = book.findAll(store.ofBatch(batchId));
      if (jobs.length === 0) return refuse('not_found', { given: 'This batch' });
      const sum = (of: (job: JobRecord) => number): number => jobs.reduce((all, job) => all + of(job), 0);
      return ok({
        open: sum(({ state }) => (isTerminal(state) ? 0 : 1)),
        results: sum(({ results }) => results.length),
        originals:
          sum(({ originals }) => originals.length) +
          deps.failures.putAside(jobs.filter(({ state }) => state === 'failed').map(({ id }) => id)),
      });
    },
    // In turn: no job of the batch is tried again, and none is named, in the middle of it.
    undoBatch: (batchId) => intake.inTurn(() => undoBatch(batchId)),
    async tidy() {
      const days = deps.days();
      if (days === null) return;
      let some: readonly string[];
      let any = false;
      do {
        some = store.archivedBefore(deps.now() - days * dayMs, together);
        book.forget(some);
        any ||= some.length > 0;
        await new Promise((resolve) => setImmediate(resolve));
      } while (some.length === together);
      if (any) emit({ type: 'history' });
    },
  };
}

const queryOf = ({ statuses, ...rest }: HistorySelection): HistoryQuery => ({ ...rest, states: statuses });
