import { type ConvoyError, type Result, convoyError } from '../../../shared/model/error.ts';
import { isTerminal } from '../../../shared/model/job-state.ts';
import type { Admission } from './admission.ts';
import type { Amendment, Book } from './book.ts';
import { breathe } from '../breathe.ts';
import { amendmentOf } from './change-request.ts';
import type { Intake } from './intake.ts';
import type { JobRecord } from '../job-record.ts';
import type { RefusedChange, RequestChange } from '../doors/queue-door.ts';
import type { ReadRequest } from './requests.ts';
import type { Scheduler } from './scheduler.ts';

/** Changing what jobs were asked, before they begin or when they are to run once more. */
export interface AlterJobs {
  edit(ids: readonly string[], change: RequestChange): Promise<readonly RefusedChange[]>;
  retry(ids: readonly string[], change?: RequestChange): Promise<readonly RefusedChange[]>;
  /** The settings that names are made from have changed: every job that has not begun is promised another name. */
  renameAll(): Promise<void>;
  /** The request as it would be read with a change on top; nothing is promised. */
  read(id: string, change: RequestChange | null): Promise<Result<ReadRequest>>;
}

export interface AlterDeps {
  readonly book: Book;
  readonly admission: Admission;
  readonly intake: Intake;
  readonly scheduler: Scheduler;
  /** Something that a row says of the job has changed, though not the job itself. */
  readonly tell: (job: JobRecord) => void;
}

export function createAlterJobs({ book, admission, intake, scheduler, tell }: AlterDeps): AlterJobs {
  const all = async (
    ids: readonly string[],
    one: (id: string) => Promise<ConvoyError | null>,
  ): Promise<readonly RefusedChange[]> => {
    const refused: RefusedChange[] = [];
    for (const [n, id] of [...new Set(ids)].entries()) {
      await breathe(n);
      const error = await intake.inTurn(() => one(id));
      if (error !== null) refused.push({ id, error });
    }
    return refused;
  };

  const editOne = (id: string, change: RequestChange): Promise<ConvoyError | null> =>
    intake.rework(id, async (job) => {
      if (job === null) return notFound(id);
      if (job.state !== 'queued') return conflict(job);
      const amendment = amendmentOf(job, change);
      const changed = { ...job, ...amendment };
      const request = await admission.readJob(changed);
      if (!request.ok) return request.error;
      const former = admission.accepted(id);
      const refusal = await admission.admit(changed, request, 'skip_later');
      if (!admission.isOpen(job)) {
        admission.drop(id);
        return conflict(book.get(id));
      }
      if (refusal !== null) {
        if (former !== null) await admission.admit(job, { ok: true, value: former.request }, 'later');
        return refusal.error;
      }
      book.amend(id, amendment);
      return null;
    });

  async function retryOne(id: string, change: RequestChange | undefined): Promise<ConvoyError | null> {
    const job = book.get(id);
    if (job === null) return notFound(id);
    if (!isTerminal(job.state)) return conflict(job);
    // Its result is there already, but its original may still be on the way to its new place.
    await scheduler.ended(id);
    const amendment: Amendment = {
      ...(change === undefined ? {} : amendmentOf(job, change)),
      anyway: job.anyway || job.error?.kind === 'output_exists',
    };
    const changed = { ...job, ...amendment };
    const request = await admission.readJob(changed);
    if (!request.ok) return request.error;
    await admission.protect(job.batchId, [request]);
    admission.open(job);
    const refusal = await admission.admit(changed, request, 'skip_later');
    if (refusal !== null || book.apply(id, 'retry') === null) {
      admission.drop(id);
      admission.close(job);
      return refusal?.error ?? conflict(book.get(id));
    }
    const queued = book.amend(id, amendment);
    if (queued !== null) intake.enqueue([queued]);
    return null;
  }

  const renameOne = (id: string): Promise<void> =>
    intake.rework(id, async (job) => {
      if (job?.state !== 'queued' || admission.accepted(id) === null) return;
      await admission.admit(job, await admission.readJob(job), 'later');
      if (admission.isOpen(job)) tell(job);
      else admission.drop(id);
    });

  return {
    edit: (ids, change) => all(ids, (id) => editOne(id, change)),
    retry: (ids, change) => all(ids, (id) => retryOne(id, change)),
    renameAll: () =>
      intake.inTurn(async () => {
        for (const [n, id] of book.sorted(admission.ids()).entries()) {
          await breathe(n);
          if (book.get(id)?.state === 'queued') await renameOne(id);
        }
      }),
    async read(id, change) {
      const job = book.get(id);
      if (job === null) return { ok: false, error: notFound(id) };
      const accepted = admission.accepted(id);
      if (change === null && accepted !== null) return { ok: true, value: accepted.request };
      return admission.readJob(change === null ? job : { ...job, ...amendmentOf(job, change) });
    },
  };
}

export const notFound = (id: string): ConvoyError => convoyError('not_found', { given: `The job ${id}` });

function conflict(job: JobRecord | null): ConvoyError {
  return convoyError('conflict', { reason: whyNot(job) });
}

function whyNot(job: JobRecord | null): string {
  if (job === null) return 'the job is gone';
  if (isTerminal(job.state)) return 'the job has ended';
  return job.state === 'queued' ? 'the job waits for its turn' : 'the job has begun';
}
