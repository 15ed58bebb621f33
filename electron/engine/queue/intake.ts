import path from 'node:path';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Lane } from '../../../shared/model/settings.ts';
import type { Admission } from './admission.ts';
import type { Book } from './book.ts';
import { breathe } from '../breathe.ts';
import type { AddHow, AddRequest } from '../doors/door.ts';
import type { JobRecord } from '../job-record.ts';
import { isAddress } from '../inputs/addresses.ts';
import { requestMemo } from './requests.ts';
import type { Scheduler } from './scheduler.ts';
import { wireJob } from '../wire-job.ts';

/** How jobs come into the queue, get to the scheduler, and are called off. */
export interface Intake {
  add(requests: readonly AddRequest[], how?: AddHow): Promise<readonly Job[]>;
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

  async function add(
    given: readonly AddRequest[],
    { ready = false, strict = false, part }: AddHow = {},
  ): Promise<readonly Job[]> {
    const { batchId, from, of } = part ?? { batchId: newId('batch'), from: 0, of: given.length };
    const memo = requestMemo();
    // Where a job keeps what it fetches is named by its id.
    const added = given.map((one) => (one.id === undefined ? { ...one, id: newId('job') } : one));
    const understood = await Promise.all(added.map((one) => admission.read(one, memo)));
    const senseless = strict ? understood.find((one) => !one.ok) : undefined;
    if (senseless?.ok === false) throw new ConvoyFailure(senseless.error);
    // Every input of a batch before its first name, however many parts it comes in.
    if (part !== undefined && from === 0) admission.protectPaths(batchId, part.inputs);
    await admission.protect(batchId, understood, part?.looked);
    const records = book.accept(
      added.map(({ id, request, root, preset, priority, whenLarger }, n) => ({
        id,
        priority,
        whenLarger,
        kind: request.kind,
        inputs: typeof request.input === 'string' ? [request.input] : request.input,
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
    admission.expectMore(batchId, from + added.length < of);
    for (const [n, job] of records.entries()) {
      const request = understood[n];
      await breathe(n);
      if (request === undefined || !admission.isOpen(job)) continue;
      const known = added[n]?.refused;
      const refusal =
        known === undefined ? await admission.admit(job, request) : { skipped: true, error: known };
      if (!admission.isOpen(job)) admission.drop(job.id);
      else if (refusal !== null) {
        book.apply(job.id, refusal.skipped ? 'skip' : 'fail', { error: refusal.error });
      }
    }
    // Read again only where something happened meanwhile: ten thousand records are not read for nothing.
    enqueue(
      ready ? records.filter(({ id }) => early.has(id)).flatMap(({ id }) => book.get(id) ?? []) : records,
    );
    for (const { id } of records) early.delete(id);
    return records.map((job) => wireJob(admission.isOpen(job) ? job : (book.get(job.id) ?? job)));
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
    add: (requests, how) => inTurn(() => add(requests, how)),
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
