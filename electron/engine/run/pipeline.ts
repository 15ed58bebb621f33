import path from 'node:path';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { ChosenPlan, PlanAgain } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { ProgressBlock } from '../../../shared/plan/run/progress.ts';
import type { JobChange } from '../queue/book.ts';
import { errorOf } from '../error-of.ts';
import { type FinishDeps, finishJob } from './finish-job.ts';
import { type JobRecord, type StagedResult, noLeftovers } from '../job-record.ts';
import type { DiskRoom, RoomJob } from '../schedule/disk-room.ts';
import { bytesIn } from '../schedule/volume.ts';
import type { OutputFolders } from '../publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from '../publish/part-names.ts';
import { planRequest, promiseName } from '../planning/plan-request.ts';
import type { FfmpegRunner, StillWorkers } from '../ports.ts';
import { startWorkClock } from '../process/work-clock.ts';
import { type FileStamp, stampOf } from '../publish/file-stamp.ts';
import { checkInputsWithin } from '../publish/within.ts';
import type { NameAnswer } from '../publish/promised-names.ts';
import { type ReadRequest, fileOf, inputOf, wasCancelled } from '../queue/requests.ts';
import { type PlanRun, needsScratch } from './run-plan.ts';
import { type HardwareRefusal, checkedAfter, runInHardwareFirst } from './run-in-hardware.ts';
import { type Prepared, type Slot, type WorkEnd, interruption } from '../queue/scheduler.ts';
import { type SendDeps, removeStaged, sendResult, stagedOf } from './send-result.ts';
import type { Importer } from './transfer.ts';

/**
 * One job from its input to its published result: fetch, probe, plan, run, check, publish, upload. Whatever goes wrong
 * becomes the job's error; nothing is thrown out of here, no partial file stays, and no input is ever written.
 */

export interface PipelineDeps extends FinishDeps, SendDeps {
  readonly importer: Importer;
  readonly runner: FfmpegRunner;
  readonly workers: StillWorkers;
  readonly folders: OutputFolders;
  readonly onProgress: (
    job: JobRecord,
    plan: Plan,
    step: number,
    fraction: number | null,
    block: ProgressBlock | null,
  ) => void;
  /** How far the job is, 0 to 1; null while it is not known. */
  readonly reached: (id: string) => number | null;
  /** Keeps room for results; null = a job runs whether it fits or not, and fails when it does not. */
  readonly room: Pick<DiskRoom, 'enter' | 'leave' | 'ranOut' | 'isFull'> | null;
  /** Programs of jobs that begin now run after all others. */
  readonly isGentle: () => boolean;
  /** A plan was carried out in so many seconds of work. */
  readonly learn: (plan: Plan, facts: readonly MediaFacts[], seconds: number) => void;
  readonly hardwareRefused: HardwareRefusal;
}

/** A job with its request, and the name that it was promised when it was added (null: only the plan can tell). */
export interface PipelineJob {
  readonly id: string;
  readonly request: ReadRequest;
  readonly promised: Extract<NameAnswer, { outcome: 'use' }> | null;
}

export interface Pipeline {
  /** Probes and plans. A word instead when the job ended by that, or was interrupted and is queued again. */
  prepare(job: PipelineJob, signal: AbortSignal): Promise<Prepared | WorkEnd>;
}

interface Planned {
  readonly job: PipelineJob;
  readonly facts: readonly [MediaFacts, ...MediaFacts[]];
  readonly chosen: ChosenPlan;
  readonly again: PlanAgain;
  readonly promised: Extract<NameAnswer, { outcome: 'use' }>;
  /** To notice that somebody wrote to an input meanwhile. */
  readonly stamps: readonly (FileStamp | null)[];
}

/** Where a job is worked on. */
interface Workplace {
  readonly part: string;
  readonly scratch: string | null;
  /** Both. */
  readonly parts: readonly string[];
}

/** The volume ran full, and the job is queued again. */
interface RanFull {
  /** Bytes that had been written. */
  readonly written: number;
}

export function createPipeline(deps: PipelineDeps): Pipeline {
  const { book, planning } = deps;
  const { names } = planning;

  /** Ends a job by its error: cancelled, or failed. One that was interrupted is queued again instead. */
  function end(id: string, error: ConvoyError, signal: AbortSignal): WorkEnd {
    if (error.kind === 'cancelled') {
      const change: JobChange = { error, stoppedAt: deps.reached(id) };
      if (signal.reason === interruption) {
        const next = book.apply(id, 'interrupt', change);
        if (next?.state === 'queued') return 'interrupted';
        if (next !== null) {
          names.release(id);
          return 'over';
        }
      }
      names.release(id);
      if (book.apply(id, 'stopped', change) !== null) return 'over';
    }
    names.release(id);
    book.apply(id, 'fail', { error });
    return 'over';
  }

  async function prepare(job: PipelineJob, signal: AbortSignal): Promise<Prepared | WorkEnd> {
    const { id, request } = job;
    const known = job.promised === null ? null : path.dirname(job.promised.path);
    // On a volume that ran full nothing is begun, so that nothing is read for it either.
    if (known !== null && (await deps.room?.isFull(id, known)) === true && !signal.aborted) return 'no_room';
    const queued = book.get(id);
    const staged = queued === null ? null : await stagedOf(queued);
    if (staged !== null) return prepareUpload(job, staged, signal);
    const isHere = request.remote.length === 0;
    const begins = { status: 'processing', input: inputOf(request) } as const;
    const taken = book.apply(id, 'take', {
      staged: null,
      tasks: isHere ? { probe: begins } : { import: begins },
    });
    if (taken === null) return 'over';
    if (!isHere) {
      const fetched = await fetchInputs(job, taken, signal);
      if (fetched !== null) return fetched;
    }
    const planned = await plan(job, taken, signal);
    if (signal.aborted) return end(id, wasCancelled(request), signal);
    if (!planned.ok) {
      if (!planned.skipped) return end(id, planned.error, signal);
      names.release(id);
      book.apply(id, 'skip', { error: planned.error });
      return 'over';
    }
    // Told now, because the job may wait for its lane: it is planned, and not being read any more.
    book.note(id, { tasks: probed(planned.value.facts, isHere) });
    return { lane: planned.value.chosen.plan.lane, run: (slot) => run(planned.value, slot, signal) };
  }

  /** Brings the inputs here. Null when they are; else how the job ended by that. */
  async function fetchInputs(
    { id, request }: PipelineJob,
    { connection }: JobRecord,
    signal: AbortSignal,
  ): Promise<WorkEnd | null> {
    try {
      const files = await deps.importer.fetch({
        ...{ jobId: id, files: request.remote, connection, signal, standStill: deps.standStill },
        onProgress: (progress) => deps.onTransfer(id, 'import', progress),
        log: (line) => deps.log(id, line),
      });
      book.note(id, {
        tasks: {
          import: { status: 'succeeded', output: files.length === 1 ? files[0] : files },
          probe: { status: 'processing', input: inputOf(request) },
        },
      });
      return signal.aborted ? end(id, wasCancelled(request), signal) : null;
    } catch (error) {
      const failure = errorOf(error);
      if (failure.kind !== 'disk_full' || signal.aborted || deps.room === null)
        return end(id, failure, signal);
      if (book.apply(id, 'interrupt') === null) return end(id, failure, signal);
      const parts = request.remote.map(({ path: file }) => path.dirname(file));
      await deps.room.ranOut({ id, folder: parts[0] ?? '', bytes: null, parts }, await bytesIn(parts));
      return 'no_room';
    }
  }

  /** An earlier attempt made the result: nothing of it is made again. */
  function prepareUpload(
    { id, request }: PipelineJob,
    staged: StagedResult,
    signal: AbortSignal,
  ): Prepared | WorkEnd {
    const done = { status: 'skipped' } as const;
    if (book.apply(id, 'take', { tasks: { probe: done, import: done } }) === null) return 'over';
    return {
      lane: 'transfer',
      async run(slot) {
        const steps = [
          book.apply(id, 'planned', { warnings: staged.warnings, tasks: { encode: done } }),
          book.apply(id, 'encoded', { tasks: { export: { status: 'processing', input: staged.target } } }),
          book.apply(id, 'verified'),
        ];
        if (steps.includes(null) || signal.aborted) return end(id, wasCancelled(request), signal);
        return upload(id, staged, slot, signal);
      },
    };
  }

  async function upload(id: string, staged: StagedResult, slot: Slot, signal: AbortSignal): Promise<WorkEnd> {
    try {
      await sendResult(deps, id, staged, slot, signal);
      return 'over';
    } catch (error) {
      const ended = end(id, errorOf(error), signal);
      // Nobody wants it any more, unless he says so again: then it is made again.
      if (book.get(id)?.state === 'cancelled') {
        book.unstage(id);
        await removeStaged(staged);
      }
      return ended;
    }
  }

  type PlanOutcome =
    | { readonly ok: true; readonly value: Planned }
    | { readonly ok: false; readonly skipped: boolean; readonly error: ConvoyError };
  const refused = (error: ConvoyError, skipped = false): PlanOutcome => ({ ok: false, skipped, error });

  async function plan(job: PipelineJob, record: JobRecord, signal: AbortSignal): Promise<PlanOutcome> {
    const { request } = job;
    try {
      await checkInputsWithin(record.within, localOf(request));
      const stamps = await Promise.all(request.inputs.map(stampOf));
      const planned = await planRequest(planning, request, signal);
      if (!planned.ok) return refused(planned.error);
      const { facts, chosen, again } = planned.value;
      const answer = job.promised ?? (await promiseName(planning, request, record, chosen.plan.result.size));
      if (answer.outcome === 'refuse') return refused(answer.error);
      if (answer.outcome === 'skip') return refused(answer.error, true);
      return { ok: true, value: { job, facts, chosen, again, promised: answer, stamps } };
    } catch (error) {
      return refused(errorOf(error));
    }
  }

  async function run(planned: Planned, slot: Slot, signal: AbortSignal): Promise<WorkEnd> {
    const { job, chosen, promised } = planned;
    const { id } = job;
    const { plan: thePlan } = chosen;
    const { room } = deps;
    const folder = path.dirname(promised.path);
    const part = partPath(folder, id, 1);
    const scratch = needsScratch(thePlan) ? partPath(folder, id, 2) : null;
    const parts = scratch === null ? [part] : [part, scratch];
    const asks: RoomJob = { id, folder, bytes: mostBytes(thePlan), parts };
    if (room !== null && !(await room.enter(asks)) && !signal.aborted) {
      if (book.apply(id, 'interrupt') !== null) return 'no_room';
    }
    try {
      const ended = await work(planned, { part, scratch, parts }, signal);
      room?.leave(id);
      if (typeof ended === 'string') return ended;
      if ('upload' in ended) return await upload(id, ended, slot, signal);
      await room?.ranOut(asks, ended.written);
      return 'no_room';
    } finally {
      room?.leave(id);
    }
  }

  async function work(
    planned: Planned,
    { part, scratch, parts }: Workplace,
    signal: AbortSignal,
  ): Promise<WorkEnd | RanFull | StagedResult> {
    const { job, facts, chosen, promised, stamps } = planned;
    const { id, request } = job;
    const { plan: thePlan } = chosen;
    const started = book.apply(id, 'planned', {
      warnings: thePlan.warnings,
      // Known before the first byte is written, so that the next start can sweep them.
      leftovers: { ...noLeftovers, parts },
      tasks: {
        encode: {
          status: 'processing',
          input: inputOf(request),
          options: { ...request.options.options },
        },
      },
    });
    if (started === null) return end(id, wasCancelled(request), signal);
    const letGo = removeAtExit(parts);
    const clock = startWorkClock(deps.standStill);
    try {
      await deps.folders.prepare(id, promised.path, request.upload === null ? started.within : null);
      const run: PlanRun = {
        plan: thePlan,
        tools: chosen.tools,
        runner: deps.runner,
        workers: deps.workers,
        standStill: deps.standStill,
        gentle: deps.isGentle(),
        paths: { inputs: request.inputs, scratch, output: part },
        file: fileOf(request),
        signal,
        onProgress: (plan, step, fraction, block) => deps.onProgress(started, plan, step, fraction, block),
        log: (line) => deps.log(id, line),
      };
      const carried = await runInHardwareFirst(run, planned.again, chosen, deps.hardwareRefused);
      // Corrections for a size limit say nothing about how long the plan takes.
      if (carried.attempts === 1) deps.learn(carried.plan, facts, clock.seconds());
      const made = { id, request, facts, promised, stamps, carried, part };
      const finished = finishJob(deps, made, signal);
      return (await checkedAfter(finished, carried, run, deps.hardwareRefused)) ?? 'over';
    } catch (error) {
      const failure = errorOf(error);
      if (failure.kind === 'disk_full' && !signal.aborted && deps.room !== null) {
        const written = await bytesIn(parts);
        if (book.apply(id, 'interrupt')?.state === 'queued') return { written };
      }
      return end(id, failure, signal);
    } finally {
      clock.stop();
      await removeParts(parts).catch((error: unknown) =>
        deps.log(id, `a partial file stays: ${String(error)}`),
      );
      letGo();
      await deps.folders.leave(id);
    }
  }

  return { prepare };
}

/**
 * Bytes that a plan takes at most on the volume of its result while it is carried out; null = unknown. A package is
 * made from files beside it, and for a size limit the best attempt so far is kept while the next one is made.
 */
function mostBytes({ estimate, limit, steps }: Plan): number | null {
  if (estimate === null) return null;
  const twice = limit !== undefined || steps.some(({ tool }) => tool === 'package');
  return estimate.high * (twice ? 2 : 1);
}

/** Inputs that a person has; what was fetched lies in a folder of ours. */
const localOf = ({ inputs, remote }: ReadRequest): readonly string[] =>
  inputs.filter((file) => remote.every((one) => one.path !== file));

/** A local file is read where it is: there is nothing to import. */
const probed = (facts: readonly MediaFacts[], isHere: boolean): NonNullable<JobChange['tasks']> => ({
  probe: { status: 'succeeded', output: facts.length === 1 ? facts[0] : facts },
  ...(isHere ? { import: { status: 'skipped' } } : {}),
});
