import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { convoyError } from '../../shared/model/error.ts';
import { isTerminal } from '../../shared/model/job-state.ts';
import type { Admission } from './admission.ts';
import type { Book } from './book.ts';
import { breathe } from './breathe.ts';
import type { Intake } from './intake.ts';
import { wasPlaced } from './conclude.ts';
import type { JobRecord, Leftovers, Placing } from './job-record.ts';
import type { JobPlace } from './ports.ts';
import { removeParts } from './publish/part-names.ts';
import { requestMemo } from './requests.ts';

/** What a queue does that was kept: jobs that were at work are queued again, and all that waits goes on by itself. */

/** A job under which the engine has ended so often is what ends it. */
const mostInterruptions = 3;
/** Records that are looked at before others get a turn. */
const together = 200;

export interface RecoverDeps {
  readonly book: Book;
  readonly admission: Admission;
  readonly intake: Intake;
  /** Counts a job that waits; nothing was told of it yet. */
  readonly heard: (job: JobRecord) => void;
  readonly log: (line: string) => void;
  /** Ends a job whose result is there already. */
  readonly conclude: (id: string, placing: Placing) => Promise<void>;
  /** The engine is closing: nothing more is begun. */
  readonly closing: () => boolean;
}

/** Brings the queue of an earlier run back to work. Never rejects for what a single job holds. */
export async function recover(deps: RecoverDeps): Promise<void> {
  const { book, admission, intake, heard, log, closing } = deps;
  const waiting: JobRecord[] = [];
  let interrupted = 0;
  for (let after: string | null = null; !closing();) {
    const page = book.page(after, together);
    for (const job of page) {
      if (isAtWork(job)) {
        await putBack(deps, job);
        interrupted++;
      }
      const now = book.get(job.id);
      if (now?.state === 'queued') {
        waiting.push(now);
        heard(now);
      } else if (now !== null && now.state !== 'succeeded') admission.remember(now);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < together) break;
    after = last.id;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (interrupted > 0) log(`${interrupted} jobs were at work when Convoy ended`);
  waiting.forEach((job) => admission.open(job));
  await new Promise((resolve) => setImmediate(resolve));
  // Every input is protected before the first name is promised, as if all had been added together.
  const requests = await readAll(waiting, admission);
  for (const [n, job] of waiting.entries()) {
    const request = requests[n];
    await breathe(n);
    if (request === undefined || closing()) return;
    if (!admission.isOpen(job)) continue;
    const refusal = await admission.admit(job, request);
    if (!admission.isOpen(job)) admission.drop(job.id);
    else if (refusal !== null) {
      book.apply(job.id, refusal.skipped ? 'skip' : 'fail', { error: refusal.error });
    }
    const now = book.get(job.id);
    if (now !== null) intake.enqueue([now]);
  }
}

/**
 * All that an engine takes up which does not work: what was at work waits again, so that it can be changed, taken out
 * and told as it is. Nothing is read of jobs that wait.
 */
export async function putBackAll(
  deps: Pick<RecoverDeps, 'book' | 'log' | 'conclude'>,
  places: readonly JobPlace[],
): Promise<void> {
  for (const place of places) {
    const job = isAtWork(place) ? deps.book.get(place.id) : null;
    if (job !== null) await putBack(deps, job);
  }
}

const isAtWork = ({ state }: Pick<JobRecord, 'state'>): boolean => !isTerminal(state) && state !== 'queued';

async function putBack(
  { book, log, conclude }: Pick<RecoverDeps, 'book' | 'log' | 'conclude'>,
  job: JobRecord,
): Promise<void> {
  const isPlaced = await wasPlaced(job);
  await sweep(job.leftovers).catch((error: unknown) =>
    log(`what ${job.id} left behind cannot be removed: ${String(error)}`),
  );
  const { placing } = job.leftovers;
  if (isPlaced && placing !== null) await conclude(job.id, placing);
  if (isAtWork(book.get(job.id) ?? job)) interrupt(book, job);
}

async function readAll(
  jobs: readonly JobRecord[],
  admission: Admission,
): Promise<readonly Awaited<ReturnType<Admission['readJob']>>[]> {
  const requests: Awaited<ReturnType<Admission['readJob']>>[] = [];
  const memo = requestMemo();
  for (let at = 0; at < jobs.length; at += together) {
    const some = jobs.slice(at, at + together).map((job) => admission.readJob(job, memo));
    requests.push(...(await Promise.all(some)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const batches = new Map<string, typeof requests>();
  for (const [n, job] of jobs.entries()) {
    const request = requests[n];
    if (request === undefined) continue;
    const ofBatch = batches.get(job.batchId) ?? [];
    ofBatch.push(request);
    batches.set(job.batchId, ofBatch);
  }
  for (const [batchId, ofBatch] of batches) await admission.protect(batchId, ofBatch);
  return requests;
}

/** The job is queued again; one that was told to stop has stopped; one that ends the engine every time has failed. */
function interrupt(book: Book, job: JobRecord): void {
  const file = path.basename(job.inputs[0] ?? '');
  const named = file === '' ? {} : { file };
  if (job.state === 'cancelling') {
    book.apply(job.id, 'interrupt', { error: convoyError('cancelled', named) });
    return;
  }
  // Read ahead and waiting for its lane: nothing of it ran.
  const waited = job.state === 'preparing' && job.tasks[0]?.status === 'succeeded';
  const times = waited ? job.interrupted : book.countInterruption(job.id);
  if (times >= mostInterruptions) book.apply(job.id, 'fail', { error: convoyError('interrupted', named) });
  else book.apply(job.id, 'interrupt');
}

/** Removes what a crash left, by the names that were recorded before they were made. */
async function sweep({ parts, reserved, aside }: Leftovers): Promise<void> {
  await removeParts(parts);
  if (reserved !== null) {
    // Held for the moment of publishing: empty, or it is somebody's file by now.
    const stats = await stat(reserved).catch(() => null);
    if (stats?.isFile() === true && stats.size === 0) await rm(reserved, { force: true });
  }
  if (aside !== null) {
    const isBack = (await stat(aside.target).catch(() => null)) !== null;
    if (isBack) await rm(aside.aside, { recursive: true, force: true });
    else await rename(aside.aside, aside.target);
  }
}
