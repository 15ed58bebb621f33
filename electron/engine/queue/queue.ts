import path from 'node:path';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import { isTerminal } from '../../../shared/model/job-state.ts';
import type { Lanes } from '../../../shared/model/settings.ts';
import type { Size } from '../../../shared/plan/plan.ts';
import type { Admission } from './admission.ts';
import { type AlterJobs, notFound } from './alter-jobs.ts';
import type { Book } from './book.ts';
import { requestOf } from './change-request.ts';
import type { EngineEvent } from '../doors/door.ts';
import type { Intake } from './intake.ts';
import type { JobLog } from '../run/job-log.ts';
import type { JobRecord, RecordHold } from '../job-record.ts';
import type { Pace } from '../run/pace.ts';
import { queueEntry } from './phase.ts';
import { type Planning, nameWithoutPromise, promiseName } from '../planning/plan-request.ts';
import { plannedJob } from '../planning/planned-job.ts';
import type { Store } from '../ports.ts';
import type { StandStill } from '../process/stand-still.ts';
import type { ProgressFeed } from './progress-feed.ts';
import type { NameAnswer } from '../publish/promised-names.ts';
import type { QueueDoor, QueueEntry, QueueFacts, RemovedJob } from '../doors/queue-door.ts';
import type { ReadRequest } from './requests.ts';
import type { DiskRoom } from '../schedule/disk-room.ts';
import type { Gate, GateWait } from '../schedule/gate.ts';
import type { Scheduler } from './scheduler.ts';
import { readRecord } from '../store/stored-record.ts';

/** The queue as a thing that a person works on. */
export interface Queue extends QueueDoor {
  /** Jobs are in the queue no more: nothing of them is left here, and it is told. */
  forget(jobs: readonly JobRecord[]): void;
  /** A job has changed: what is counted here follows it. */
  heard(job: Pick<JobRecord, 'id' | 'state' | 'hold'>): void;
  /** Tells the facts of the queue when they are others than the last time. */
  tellFacts(): void;
  /** The gate has opened or closed. */
  gateChanged(): void;
}

export interface QueueDeps {
  readonly book: Book;
  readonly admission: Admission;
  readonly intake: Intake;
  readonly alter: AlterJobs;
  readonly scheduler: Scheduler;
  readonly planning: Planning;
  readonly pace: Pace;
  readonly feed: ProgressFeed;
  readonly log: JobLog;
  readonly standStill: StandStill;
  /** False where a process cannot be stopped and go on: jobs are interrupted instead. */
  readonly canStandStill: boolean;
  readonly lanes: () => Lanes;
  /** Hours and battery; null = it works at all times. */
  readonly gate: Pick<Gate, 'closed' | 'override' | 'busy'> | null;
  /** What runs stands still when the run window closes. */
  readonly standsAtWindowEnd: () => boolean;
  readonly room: Pick<DiskRoom, 'wait' | 'allow'> | null;
  /**
   * Keeps logs, and over restarts whether the queue rests: what ran is not standing still any more then, so it is `after`.
   * Says where a queue lies that could not be read when this one began.
   */
  readonly store: Pick<Store, 'paused' | 'savePaused' | 'logs' | 'setAside'>;
  /** False = no job ever begins. */
  readonly works: boolean;
  readonly emit: (event: EngineEvent) => void;
}

export function createQueue(deps: QueueDeps): Queue {
  const { book, admission, intake, alter, scheduler, feed, standStill, emit } = deps;
  const { setAside } = deps.store;
  const ready = new Set<string>();
  /** Held by a person while they waited for the start. */
  const heldReady = new Set<string>();
  let paused: QueueFacts['paused'] = deps.store.paused() ? 'after' : 'no';
  let told = '';
  const log = (line: string): void => emit({ type: 'log', id: null, line });

  const closed = (): GateWait | null => deps.gate?.closed ?? null;
  const state = (): QueueFacts => {
    const wants = scheduler.running > 0 || scheduler.waits;
    return {
      paused,
      active: paused === 'no' ? wants : paused === 'after' && scheduler.running > 0,
      waits: paused === 'no' && wants ? (closed() ?? deps.room?.wait() ?? null) : null,
      lanes: deps.lanes(),
      ...(setAside === null ? {} : { setAside }),
    };
  };
  const tellFacts = (): void => {
    const queue = state();
    deps.gate?.busy(queue.active);
    const text = JSON.stringify(queue);
    if (text === told) return;
    told = text;
    emit({ type: 'queue', queue });
  };
  const stand = (on: boolean): void => {
    standStill.set(on);
    feed.standStill(on);
  };

  /** Makes scheduler and conversions do what pause and gate say together. */
  async function obey(): Promise<void> {
    const wait = closed();
    if (paused === 'no' && wait === null) {
      stand(false);
      if (deps.works) scheduler.resume();
      return;
    }
    scheduler.pause();
    const asked = paused === 'now' || (wait?.why === 'window' && deps.standsAtWindowEnd());
    // On battery every minute counts; where nothing can stand still, what was begun is not thrown away for that.
    stand((asked || wait?.why === 'battery') && deps.canStandStill);
    if (asked && !deps.canStandStill) await scheduler.interrupt();
  }

  const entryOf = (job: JobRecord): QueueEntry =>
    queueEntry(job, feed.measures(job.id), scheduler.isParked(job.id));

  function hold(ids: readonly string[]): void {
    const withdrawn = scheduler.withdraw(ids);
    const waiting = ids.filter((id) => ready.has(id));
    const held = orWaitAgain(withdrawn, () => [
      ...book.hold(waiting, 'user_ready'),
      ...book.hold(ids.filter(isNot(waiting)), 'user'),
    ]);
    const heldIds = new Set(held.map(({ id }) => id));
    for (const id of ids) {
      // What is being read is given back first.
      if (heldIds.has(id) || book.get(id)?.state !== 'preparing') continue;
      void scheduler
        .takeBack(id)
        .then((back) => back && orWaitAgain([id], () => book.hold([id], 'user')))
        .catch((error: unknown) => log(`a file that was being read is not held: ${String(error)}`));
    }
  }

  /** Does something to jobs that the scheduler has no more. If that fails (a disk is full, say), they wait as before. */
  function orWaitAgain<T>(withdrawn: Iterable<string>, work: () => T): T {
    try {
      return work();
    } catch (error) {
      intake.enqueue(book.findAll([...withdrawn]));
      throw error;
    }
  }

  async function remove(given: readonly string[]): Promise<readonly RemovedJob[]> {
    const ids = book.sorted(given);
    const withdrawn = scheduler.withdraw(ids);
    const rest = ids.filter((id) => !withdrawn.has(id));
    await Promise.all(
      rest.map(async (id) => {
        if (await scheduler.takeBack(id)) return;
        const job = book.get(id);
        if (job !== null && job.state !== 'queued' && !isTerminal(job.state)) await intake.cancel([id]);
        await scheduler.ended(id);
      }),
    );
    const removed = orWaitAgain(withdrawn, () => book.takeOut(ids));
    forget(removed);
    return removed.map((job) => ({ id: job.id, record: job.archived ? null : job, log: null }));
  }

  function forget(removed: readonly JobRecord[]): void {
    const gone = removed.map(({ id }) => id);
    for (const job of removed) {
      admission.forget(job);
      feed.end(job.id);
      ready.delete(job.id);
      heldReady.delete(job.id);
    }
    deps.log.forget(gone);
    if (gone.length > 0) emit({ type: 'removed', ids: gone });
  }

  function restore(jobs: readonly RemovedJob[]): number {
    const kept = jobs.flatMap(({ id, record }) => (record === null ? [id] : []));
    const records = jobs.flatMap(({ record }) => {
      const job = record === null ? null : readRecord(record);
      if (job === null) return [];
      if (isTerminal(job.state)) return [job];
      const hold: RecordHold = 'ready';
      return job.state === 'queued' ? [{ ...job, hold }] : [];
    });
    const back = [...book.bringBack(kept, 'as_before'), ...book.restore(records)];
    const ids = new Set(back.map(({ id }) => id));
    deps.store.logs.keep(
      new Map(jobs.flatMap(({ id, log }) => (log !== null && ids.has(id) ? [[id, log]] : []))),
    );
    const queued = back.filter((job) => job.state === 'queued');
    back
      .filter((job) => !job.archived && isTerminal(job.state) && job.state !== 'succeeded')
      .forEach((job) => admission.remember(job));
    queued.forEach((job) => admission.open(job));
    if (back.length > 0) emit({ type: 'history' });
    void intake
      .inTurn(() => admitAgain(queued))
      .catch((error: unknown) => log(`jobs that were brought back cannot go on: ${String(error)}`));
    return back.length;
  }

  async function admitAgain(queued: readonly JobRecord[]): Promise<void> {
    for (const job of queued) {
      if (!admission.isOpen(job)) continue;
      const request = await admission.readJob(job);
      await admission.protect(job.batchId, [request]);
      const refusal = await admission.admit(job, request, 'later');
      if (!admission.isOpen(job)) admission.drop(job.id);
      else if (refusal !== null) book.apply(job.id, 'fail', { error: refusal.error });
      const now = book.get(job.id);
      if (now !== null) intake.enqueue([now]);
    }
  }

  /** The name under which the job's result is, or would be, published. */
  async function nameOf(job: JobRecord, request: ReadRequest, size: Size | null): Promise<NameAnswer> {
    const promised = admission.accepted(job.id)?.promised;
    if (promised !== null && promised !== undefined) return promised;
    if (book.get(job.id)?.state === 'queued') return promiseName(deps.planning, request, job, size);
    const [file] = job.files;
    const known =
      file === undefined ? null : job.kind === 'adaptive_video' ? path.dirname(file.path) : file.path;
    const name = nameWithoutPromise(deps.planning, request, job, size);
    if (known === null && !name.ok) return { outcome: 'refuse', error: name.error };
    return { outcome: 'use', path: known ?? (name.ok ? name.value : ''), replaces: null, warnings: [] };
  }

  return {
    entry(id) {
      const job = book.get(id);
      return job === null ? null : entryOf(job);
    },
    page: ({ after, limit }) => book.page(after, limit).map(entryOf),
    count: () => book.count(),
    async plan(id, signal) {
      const job = book.get(id);
      if (job === null) throw new ConvoyFailure(notFound(id));
      return plannedJob({
        planning: deps.planning,
        pace: deps.pace,
        asked: requestOf(job),
        request: await alter.read(id, null),
        name: (request, size) => nameOf(job, request, size),
        signal,
      });
    },
    edit: (ids, change) => alter.edit(ids, change),
    retry: (ids, change) => alter.retry(ids, change),
    hold,
    release(ids) {
      if (ids === 'ready') {
        // What a person held stays held, and starts when that is lifted.
        book.hold([...heldReady], 'user');
        intake.enqueue(book.hold([...ready], null));
        return;
      }
      const waiting = ids.filter((id) => heldReady.has(id));
      book.hold(waiting, 'ready');
      const parked = ids.filter((id) => scheduler.isParked(id));
      for (const id of parked) deps.room?.allow(id);
      scheduler.unpark(parked);
      intake.enqueue(book.hold(ids.filter(isNot(waiting)), null));
    },
    remove,
    forget,
    restore,
    move(ids, before) {
      const ranks = book.move(ids, before);
      scheduler.place(ranks);
      return ranks;
    },
    prioritize(ids, priority) {
      const ranks = book.prioritize(ids, priority);
      scheduler.place(ranks);
      return ranks;
    },
    async pause(mode) {
      paused = mode;
      deps.store.savePaused(true);
      await obey();
      tellFacts();
    },
    resume() {
      if (paused === 'no') deps.gate?.override();
      paused = 'no';
      deps.store.savePaused(false);
      void obey();
      tellFacts();
    },
    gateChanged() {
      void obey().then(tellFacts);
      tellFacts();
    },
    state,
    log: (id) => deps.log.lines(id),
    heard(job) {
      const hold = job.state === 'queued' ? job.hold : null;
      if (hold === 'ready') ready.add(job.id);
      else ready.delete(job.id);
      if (hold === 'user_ready') heldReady.add(job.id);
      else heldReady.delete(job.id);
    },
    tellFacts,
  };
}

function isNot(these: readonly string[]): (id: string) => boolean {
  const all = new Set(these);
  return (id) => !all.has(id);
}
