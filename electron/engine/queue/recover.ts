import path from 'node:path';
import { convoyError } from '../../../shared/model/error.ts';
import { isTerminal } from '../../../shared/model/job-state.ts';
import type { Admission } from './admission.ts';
import type { Book } from './book.ts';
import type { Intake } from './intake.ts';
import { hasBeenRead } from './phase.ts';
import { wasPlaced } from '../run/conclude.ts';
import { removeLeftovers } from '../run/remove-leftovers.ts';
import type { JobRecord, Placing } from '../job-record.ts';
import type { JobNeed, JobPlace } from '../ports.ts';
import { type RequestMemo, requestMemo } from './requests.ts';
import type { Scheduler } from './scheduler.ts';

/** What a queue does that was kept: jobs that were at work are queued again, and all that waits goes on by itself. */

/** A job under which the engine has ended so often is what ends it. */
const mostInterruptions = 3;
/** Jobs that are looked at before others get a turn. */
const together = 1000;
/** Jobs that are promised names before others get a turn: few at first, so that the work begins. */
const named = { first: 20, then: 200 } as const;

export interface RecoverDeps {
  readonly book: Book;
  readonly admission: Admission;
  readonly intake: Intake;
  readonly scheduler: Pick<Scheduler, 'occupy'>;
  /** Counts a job that waits; nothing was told of it yet. */
  readonly heard: (job: JobNeed) => void;
  readonly log: (line: string) => void;
  /** Adds a line to the log of a job. */
  readonly logOf: (id: string, line: string) => void;
  /** Ends a job whose result is there already. */
  readonly conclude: (id: string, placing: Placing) => Promise<void>;
  /** The engine is closing: nothing more is begun. */
  readonly closing: () => boolean;
}

/**
 * Brings the queue of an earlier run back to work. Every input is protected and every job is counted before anything
 * else happens to the queue; then names are promised in the order of the queue, and each job may begin as soon as it has
 * its own. In between, others add and change jobs. Settles when every job has its name. Never rejects for what a single
 * job holds.
 */
export async function recover(deps: RecoverDeps): Promise<void> {
  const { book, intake, closing } = deps;
  const memo = requestMemo();
  const promise = async (jobs: readonly JobNeed[]): Promise<void> =>
    promiseNames(deps, book.findAll(jobs.map(({ id }) => id)), memo);
  const waiting = await intake.inTurn(async () => {
    const all = await takeUp(deps);
    // Nobody who comes now gets a name before those that are next.
    await promise(all.slice(0, named.first));
    return all;
  });
  const free = waiting.some(({ hold }) => hold === null) ? deps.scheduler.occupy() : () => undefined;
  try {
    for (let at: number = named.first; at < waiting.length && !closing(); at += named.then) {
      await intake.inTurn(() => promise(waiting.slice(at, at + named.then)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    free();
  }
}

/** All that is open is known before the first original of a job that was at work is put away. */
async function takeUp(deps: RecoverDeps): Promise<readonly JobNeed[]> {
  const { book, admission, heard, log, closing } = deps;
  const waiting: JobNeed[] = [];
  const atWork: JobNeed[] = [];
  // Whoever made the engine hears from the first line on.
  await new Promise((resolve) => setImmediate(resolve));
  for (let after: string | null = null; !closing();) {
    const page: readonly JobNeed[] = book.needs(after, together);
    for (const job of page) {
      if (!isTerminal(job.state)) admission.reopen(job);
      else if (job.state !== 'succeeded') admission.remember(job);
      if (isAtWork(job)) atWork.push(job);
      if (job.state !== 'queued') continue;
      waiting.push(job);
      heard(job);
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const { id } of atWork) {
    const job = closing() ? null : book.get(id);
    if (job === null) continue;
    await putBack(deps, job);
    if (book.get(id)?.state === 'queued') waiting.push(job);
  }
  if (atWork.length > 0) log(`${atWork.length} jobs were at work when Convoy ended`);
  const places = new Map(book.sorted(waiting.map(({ id }) => id)).map((id, n) => [id, n]));
  return waiting.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

async function promiseNames(
  { book, admission, intake, closing }: RecoverDeps,
  jobs: readonly JobRecord[],
  memo: RequestMemo,
): Promise<void> {
  // A person may have changed, called off or removed it in the meantime.
  const without = jobs.filter((job) => job.state === 'queued' && admission.accepted(job.id) === null);
  const requests = await Promise.all(without.map((job) => admission.readJob(job, memo)));
  for (const [n, job] of without.entries()) {
    const request = requests[n];
    if (request === undefined || closing() || !admission.isOpen(job)) continue;
    const refusal = await admission.admit(job, request);
    if (!admission.isOpen(job)) admission.drop(job.id);
    else if (refusal !== null) {
      book.apply(job.id, refusal.skipped ? 'skip' : 'fail', { error: refusal.error });
    }
  }
  intake.enqueue(book.findAll(without.map(({ id }) => id)));
}

/**
 * All that an engine takes up which does not work: what was at work waits again, so that it can be changed, taken out
 * and told as it is. Nothing is read of jobs that wait.
 */
export async function putBackAll(
  deps: Pick<RecoverDeps, 'book' | 'log' | 'logOf' | 'conclude'>,
  store: { places(): readonly JobPlace[] },
): Promise<void> {
  // Whoever made the engine hears from the first line on.
  await new Promise((resolve) => setImmediate(resolve));
  for (const place of store.places()) {
    const job = isAtWork(place) ? deps.book.get(place.id) : null;
    if (job !== null) await putBack(deps, job);
  }
}

const isAtWork = ({ state }: Pick<JobRecord, 'state'>): boolean => !isTerminal(state) && state !== 'queued';

async function putBack(
  { book, log, logOf, conclude }: Pick<RecoverDeps, 'book' | 'log' | 'logOf' | 'conclude'>,
  job: JobRecord,
): Promise<void> {
  const isPlaced = await wasPlaced(job);
  await removeLeftovers(job.leftovers).catch((error: unknown) =>
    log(`what ${job.id} left behind cannot be removed: ${String(error)}`),
  );
  const { placing } = job.leftovers;
  if (isPlaced && placing !== null) await conclude(job.id, placing);
  if (isAtWork(book.get(job.id) ?? job)) interrupt(book, job, (line) => logOf(job.id, line));
}

/** The job is queued again; one that was told to stop has stopped; one that ends the engine every time has failed. */
function interrupt(book: Book, job: JobRecord, logLine: (line: string) => void): void {
  const file = path.basename(job.inputs[0] ?? '');
  const named = file === '' ? {} : { file };
  if (job.state === 'cancelling') {
    book.apply(job.id, 'interrupt', { error: convoyError('cancelled', named) });
    return;
  }
  // Read ahead and waiting for its lane: nothing of it ran.
  const waited = job.state === 'preparing' && hasBeenRead(job.tasks);
  const times = waited ? job.interrupted : book.countInterruption(job.id);
  if (!waited) logLine(interruptedLine(times));
  if (times >= mostInterruptions) book.apply(job.id, 'fail', { error: convoyError('interrupted', named) });
  else book.apply(job.id, 'interrupt');
}

/** The last line of an attempt that the engine did not outlive. */
const interruptedLine = (times: number): string =>
  `Convoy ended while it worked on this file (${times} of at most ${mostInterruptions} times); ${
    times < mostInterruptions ? 'it starts again from the beginning' : 'it is not tried again by itself'
  }`;
