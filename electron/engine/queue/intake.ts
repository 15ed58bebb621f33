import path from 'node:path';
import { type ConvoyError, ConvoyFailure, type Result, convoyError } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Lane } from '../../../shared/model/settings.ts';
import type { Admission } from './admission.ts';
import type { Book } from './book.ts';
import { breathe } from '../breathe.ts';
import type { AddHow, AddRequest, AddedBatch, BatchInParts, BatchPart } from '../doors/door.ts';
import type { FileIdentity } from '../publish/same-file.ts';
import type { JobRecord } from '../job-record.ts';
import { isAddress, withoutLogin } from '../inputs/addresses.ts';
import { type ReadRequest, requestMemo } from './requests.ts';
import type { Scheduler } from './scheduler.ts';
import { wireJob } from '../wire-job.ts';

/** How jobs come into the queue, get to the scheduler, and are called off. */
export interface Intake {
  readonly add: (requests: readonly AddRequest[], how?: AddHow) => Promise<readonly Job[]>;
  readonly addInParts: (batch: BatchInParts, parts: AsyncIterable<BatchPart>) => Promise<AddedBatch>;
  /** Lets jobs wait for their turn: those that are queued, not held, admitted, and not worked on. */
  enqueue(jobs: readonly JobRecord[]): void;
  cancel(ids: readonly string[]): Promise<void>;
  /**
   * Does something to a job that has not begun, while the scheduler cannot take it. One that is being read is given
   * back first. `work` gets the job as it is then, whatever its state.
   */
  rework<T>(id: string, work: (job: JobRecord | null) => Promise<T>): Promise<T>;
  /** One after the other: what promises names or changes requests must not cross. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export interface IntakeDeps {
  readonly book: Book;
  readonly admission: Admission;
  readonly scheduler: Scheduler;
}

/** What is fetched first, or has only to be uploaded, keeps nobody from being read ahead in a lane of work. */
const guessOf = ({ kind, inputs, staged }: Pick<JobRecord, 'kind' | 'inputs' | 'staged'>): Lane =>
  staged !== null || inputs.some(isAddress) ? 'transfer' : usualLane[kind];

/** The lane that a kind usually needs; only the plan knows for sure. */
const usualLane: Readonly<Record<Kind, Lane>> = {
  video: 'video',
  audio: 'audio',
  image: 'still',
  animation: 'video',
  adaptive_video: 'video',
};

/** Where jobs come in a batch, and what is known of them. */
interface Place {
  readonly batchId: string;
  /** Jobs of the batch before these, and of the whole batch. */
  readonly from: number;
  readonly of: number;
  readonly ready: boolean;
  readonly strict: boolean;
  readonly looked: ReadonlyMap<string, FileIdentity> | undefined;
}

/** Jobs that are in the queue, with what is to be known for their names. */
interface Entered {
  readonly records: readonly JobRecord[];
  /** Their requests; null = to be read again, because something may come in between, like other settings. */
  readonly understood: readonly (Result<ReadRequest> | null)[];
  /** Why a job will not run, by its place in `records`, as far as that was known before. */
  readonly refused: readonly (ConvoyError | null)[];
  readonly ready: boolean;
}

export function createIntake({ book, admission, scheduler }: IntakeDeps): Intake {
  const worked = new Set<string>();
  /** Those that could go on before their names were promised. */
  const early = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const enqueue = (jobs: readonly JobRecord[]): void => {
    const waiting = jobs.filter((job) => {
      if (job.state !== 'queued' || job.hold !== null || worked.has(job.id)) return false;
      const admitted = admission.accepted(job.id) !== null;
      if (!admitted) early.add(job.id);
      return admitted;
    });
    if (waiting.length === 0) return;
    scheduler.add(waiting.map((job) => ({ id: job.id, rank: job.rank, guess: guessOf(job) })));
  };

  /** Takes jobs into the queue; they have no names yet. */
  async function enter(given: readonly AddRequest[], place: Place): Promise<Entered> {
    const { batchId, from, of, ready, strict, looked } = place;
    const memo = requestMemo();
    // Where a job keeps what it fetches is named by its id.
    const added = given.map((one) => (one.id === undefined ? { ...one, id: newId('job') } : one));
    const understood = await Promise.all(added.map((one) => admission.read(one, memo)));
    const senseless = strict ? understood.find((one) => !one.ok) : undefined;
    if (senseless?.ok === false) throw new ConvoyFailure(senseless.error);
    await admission.protect(batchId, understood, looked);
    const records = book.accept(
      added.map(({ id, request, root, preset, priority, whenLarger, within }, n) => ({
        id,
        priority,
        whenLarger,
        within,
        kind: request.kind,
        inputs: (typeof request.input === 'string' ? [request.input] : request.input).map(withoutLogin),
        joined: typeof request.input !== 'string',
        options: (request.options ?? {}) as Readonly<Record<string, unknown>>,
        output: request.output ?? null,
        metadata: request.metadata ?? {},
        connection: request.connection ?? null,
        preset: preset ?? null,
        batchId,
        root: root ?? null,
        index: from + n + 1,
        of,
      })),
      ready ? 'ready' : null,
    );
    for (const [n, job] of records.entries()) admission.open(job, understood[n]);
    return { records, understood, refused: added.map(({ refused }) => refused ?? null), ready };
  }

  /** Promises names to jobs that have none yet, and lets them wait for their turn. Returns how many cannot run. */
  async function name({ records, understood, refused, ready }: Entered): Promise<number> {
    const memo = requestMemo();
    const mine: string[] = [];
    let refusals = 0;
    for (const [n, job] of records.entries()) {
      await breathe(n);
      // A person may have called off, removed or changed it in the meantime; what was changed waits for its turn already.
      if (!admission.isOpen(job) || admission.accepted(job.id) !== null) continue;
      mine.push(job.id);
      const known = refused[n] ?? null;
      const request = understood[n] ?? (await admission.readJob(job, memo));
      const refusal = known === null ? await admission.admit(job, request) : { skipped: true, error: known };
      if (!admission.isOpen(job)) admission.drop(job.id);
      else if (refusal !== null) {
        refusals++;
        book.apply(job.id, refusal.skipped ? 'skip' : 'fail', { error: refusal.error });
      }
    }
    // Read again only where something happened meanwhile: ten thousand records are not read for nothing.
    enqueue(book.findAll(ready ? mine.filter((id) => early.has(id)) : mine));
    for (const { id } of records) early.delete(id);
    return refusals;
  }

  const add: Intake['add'] = (given, { ready = false, strict = false, looked } = {}) =>
    inTurn(async () => {
      const place = { batchId: newId('batch'), from: 0, of: given.length, ready, strict, looked };
      const entered = await enter(given, place);
      await name(entered);
      return entered.records.map((job) => wireJob(admission.isOpen(job) ? job : (book.get(job.id) ?? job)));
    });

  async function addInParts(
    { ready, of, inputs }: BatchInParts,
    parts: AsyncIterable<BatchPart>,
  ): Promise<AddedBatch> {
    const batchId = newId('batch');
    const all: Entered[] = [];
    let [added, refused] = [0, 0];
    admission.expectMore(batchId, true);
    admission.protectPaths(batchId, inputs);
    try {
      for await (const { requests, looked } of parts) {
        const place = { batchId, from: added, of, ready, strict: false, looked };
        const entered = await inTurn(() => enter(requests, place));
        // What will be read again is not kept until then: thousands of requests are what memory is tidied for.
        all.push({
          ...entered,
          understood: entered.understood.map((one) => (one?.ok === true ? null : one)),
        });
        added += requests.length;
      }
    } finally {
      // Given up in the middle, the batch is what is there. The list is whole before the first name is promised.
      try {
        for (const some of all) refused += await inTurn(() => name(some));
      } finally {
        admission.expectMore(batchId, false);
      }
    }
    return { batchId, firstId: all[0]?.records[0]?.id ?? null, added, refused };
  }

  async function cancel(ids: readonly string[]): Promise<void> {
    scheduler.withdraw(ids);
    await Promise.all(
      ids.map(async (id) => {
        const file = path.basename(admission.accepted(id)?.request.inputs[0] ?? '');
        const job = book.apply(id, 'cancel', {
          error: convoyError('cancelled', file === '' ? {} : { file }),
        });
        if (job?.state === 'cancelled') admission.drop(id);
        await scheduler.stop(id);
      }),
    );
  }

  return {
    add,
    addInParts,
    enqueue,
    cancel,
    async rework(id, work) {
      const free = scheduler.occupy();
      worked.add(id);
      try {
        await scheduler.takeBack(id);
        return await work(book.get(id));
      } finally {
        worked.delete(id);
        const job = book.get(id);
        if (job !== null) enqueue([job]);
        free();
      }
    },
    inTurn,
  };
}
