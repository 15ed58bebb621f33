import type { ConvoyError, Result } from '../../../shared/model/error.ts';
import { needsPlan } from '../../../shared/plan/names/output-path.ts';
import { requestOf } from './change-request.ts';
import type { AddRequest } from '../doors/door.ts';
import { errorOf } from '../error-of.ts';
import { createInputUsers } from './input-users.ts';
import { localInputs } from '../inputs/addresses.ts';
import type { JobRecord } from '../job-record.ts';
import { type Planning, promiseName } from '../planning/plan-request.ts';
import type { InputNeed } from '../publish/originals.ts';
import type { NameAnswer } from '../publish/promised-names.ts';
import type { ScratchPlaces } from '../run/scratch-places.ts';
import type { FileIdentity } from '../publish/same-file.ts';
import {
  type ReadRequest,
  type RequestMemo,
  type RequestPlace,
  readRequest,
  sameStored,
} from './requests.ts';

/**
 * What the engine knows of jobs that are not over: their requests as they were understood, the names that they were
 * promised, and which batch's inputs must be protected until when.
 */
export interface Admission {
  /** Reads a request in the light of the settings; many in a row share a memo. Never rejects. */
  read(asked: AddRequest, memo?: RequestMemo): Promise<Result<ReadRequest>>;
  readJob(job: RequestedJob, memo?: RequestMemo): Promise<Result<ReadRequest>>;
  /**
   * Protects inputs of a batch. Call it before the first name of the batch is promised.
   *
   * @param known identities of inputs that somebody has just looked at, by path
   */
  protect(
    batchId: string,
    requests: readonly Result<ReadRequest>[],
    known?: ReadonlyMap<string, FileIdentity>,
  ): Promise<void>;
  /** Protects inputs whose requests come later by their paths alone. */
  protectPaths(batchId: string, inputs: readonly string[]): void;
  /** The job counts as open until `close`. */
  open(job: JobRecord, request?: Result<ReadRequest>): void;
  /**
   * The same for a job of an earlier run that is not over, before anything of its request is read: its inputs are
   * protected and used by it.
   */
  reopen(job: KeptJob): void;
  /** More jobs of the batch are to come, or no more: until then it does not end with its last job. */
  expectMore(batchId: string, more: boolean): void;
  /** False when the job has ended, or is gone. */
  isOpen(job: Pick<JobRecord, 'id' | 'batchId'>): boolean;
  /** Promises a name to an open job; the refusal when it cannot run, and then the job is as before, without a name. */
  admit(job: JobRecord, request: Result<ReadRequest>, names?: NameRule): Promise<Refusal | null>;
  accepted(id: string): Accepted | null;
  /** Takes name and request from a job that ended while it was worked on. */
  drop(id: string): void;
  /** Ids of all open jobs. */
  ids(): readonly string[];
  /** The job has ended or is gone; the batch ends with its last job. */
  close(job: JobRecord): void;
  /** The job was taken out of the queue; nothing of it is left. */
  forget(job: JobRecord): void;
  /** A job of an earlier run that ended without a result: its input is still needed. */
  remember(job: KeptJob): void;
  /** Who else needs an input: nobody, jobs that are still to end, or one that ended without a result. */
  needOf(file: string, jobId: string): InputNeed;
}

export interface Accepted {
  readonly request: ReadRequest;
  /** Null when only the plan, or the time when it runs, can tell. */
  readonly promised: Extract<NameAnswer, { outcome: 'use' }> | null;
}

/**
 * What a name that cannot be had means: a refusal; or that the job is skipped or refused when its turn comes, because
 * until then a person may change the settings back (`later`), or only the skipping waits (`skip_later`).
 */
export type NameRule = 'strict' | 'skip_later' | 'later';

export interface Refusal {
  readonly skipped: boolean;
  readonly error: ConvoyError;
}

type KeptJob = Pick<JobRecord, 'id' | 'batchId' | 'inputs'>;
type RequestedJob = Pick<
  JobRecord,
  'id' | 'kind' | 'inputs' | 'joined' | 'options' | 'output' | 'metadata' | 'connection' | 'root' | 'preset'
>;

export interface AdmissionDeps {
  readonly planning: Planning;
  readonly cwd: string;
  readonly relativeToInputs: boolean;
  readonly results: () => RequestPlace['results'];
  readonly connections: RequestPlace['connections'];
  readonly places: Pick<ScratchPlaces, 'importsOf' | 'outgoing'> & { readonly downloads: string };
  readonly preset: (id: string) => RequestPlace['preset'];
}

export function createAdmission({
  planning,
  cwd,
  relativeToInputs,
  results,
  preset,
  connections,
  places,
}: AdmissionDeps): Admission {
  const { names } = planning;
  const accepted = new Map<string, Accepted>();
  /** Open jobs of each batch: its inputs stay protected until the last one ends. */
  const open = new Map<string, Set<string>>();
  /** Batches that are still added to. */
  const growing = new Set<string>();
  const users = createInputUsers();

  const read: Admission['read'] = (asked, memo) => {
    const place: RequestPlace = {
      root: asked.root ?? null,
      ...{ cwd, relativeToInputs },
      get imports() {
        return places.importsOf(asked.id ?? 'looked-at');
      },
      get outgoing() {
        return places.outgoing;
      },
      downloads: places.downloads,
      connections,
      settings: planning.settings,
      results: results(),
      preset: asked.preset === undefined ? null : preset(asked.preset),
    };
    return readRequest(asked.request, place, memo).catch((error: unknown) => ({
      ok: false as const,
      error: errorOf(error),
    }));
  };

  /** Gives the inputs, if they are files. */
  const remember = (job: KeptJob): readonly string[] => {
    const inputs = localInputs({ input: [...job.inputs] }, cwd);
    users.add(job.id, inputs);
    return inputs;
  };
  const opened = (job: KeptJob): void => {
    open.set(job.batchId, (open.get(job.batchId) ?? new Set()).add(job.id));
  };

  const endIfOver = (batchId: string): void => {
    const jobs = open.get(batchId);
    if ((jobs !== undefined && jobs.size > 0) || growing.has(batchId)) return;
    open.delete(batchId);
    names.endBatch(batchId);
  };

  const close = (job: JobRecord): void => {
    accepted.delete(job.id);
    if (job.state === 'succeeded') users.remove(job.id);
    if (open.get(job.batchId)?.delete(job.id) === true) endIfOver(job.batchId);
  };

  return {
    read,
    readJob(job, memo) {
      const request = requestOf(job);
      return read(
        {
          id: job.id,
          request: memo === undefined ? request : { ...request, options: sameStored(job.options, memo) },
          ...(job.root === null ? {} : { root: job.root }),
          ...(job.preset === null ? {} : { preset: job.preset }),
        },
        memo,
      );
    },
    protect: (batchId, requests, known) =>
      names.protect(
        batchId,
        requests.flatMap((one) => (one.ok ? one.value.inputs : [])),
        known,
      ),
    protectPaths: (batchId, inputs) => names.protectPaths(batchId, inputs),
    open(job, request) {
      opened(job);
      if (request?.ok === true) users.add(job.id, request.value.inputs);
      else remember(job);
    },
    reopen(job) {
      opened(job);
      names.protectLater(job.batchId, remember(job));
    },
    expectMore(batchId, more) {
      if (more) growing.add(batchId);
      else if (growing.delete(batchId)) endIfOver(batchId);
    },
    isOpen: ({ id, batchId }) => open.get(batchId)?.has(id) ?? false,
    async admit(job, request, rule = 'strict') {
      if (!request.ok) return { skipped: false, error: request.error };
      // A name with the picture's size in it waits for the plan.
      // What only waits for its upload has its name.
      const early = !needsPlan(request.value.target) && job.staged === null;
      const answer = early ? await promiseName(planning, request.value, job, null) : null;
      if (answer !== null && answer.outcome !== 'use') {
        const skipped = answer.outcome === 'skip';
        if (rule === 'strict' || (rule === 'skip_later' && !skipped)) return { skipped, error: answer.error };
      }
      accepted.set(job.id, {
        request: request.value,
        promised: answer?.outcome === 'use' ? answer : null,
      });
      return null;
    },
    accepted: (id) => accepted.get(id) ?? null,
    drop(id) {
      names.release(id);
      accepted.delete(id);
    },
    ids: () => [...open.values()].flatMap((jobs) => [...jobs]),
    close,
    forget(job) {
      names.release(job.id);
      close(job);
      users.remove(job.id);
    },
    remember: (job) => void remember(job),
    needOf(file, jobId) {
      const others = users.others(file, jobId);
      if (others.length === 0) return 'none';
      const isOpenId = (id: string): boolean => [...open.values()].some((jobs) => jobs.has(id));
      return others.every(isOpenId) ? 'open' : 'ended';
    },
  };
}
