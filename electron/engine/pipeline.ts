import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WhenLarger } from '../../shared/model/app-settings.ts';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';
import type { OutputFile } from '../../shared/model/job.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { ChosenPlan, PlanAgain } from '../../shared/plan/plan-job.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import type { ProgressBlock } from '../../shared/plan/run/progress.ts';
import type { JobChange } from './book.ts';
import { type Concluding, conclude } from './conclude.ts';
import { type JobRecord, type Leftovers, type Placing, noLeftovers } from './job-record.ts';
import { errorOf } from './error-of.ts';
import type { DiskRoom, RoomJob } from './schedule/disk-room.ts';
import { bytesIn } from './schedule/volume.ts';
import { type CheckedFile, checkResult } from './publish/check-result.ts';
import { keepSmaller } from './publish/keep-smaller.ts';
import type { OutputFolders } from './publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from './publish/part-names.ts';
import { type Planning, planRequest, promiseName } from './plan-request.ts';
import type { FfmpegRunner, StillWorkers } from './ports.ts';
import type { StandStill } from './process/stand-still.ts';
import { startWorkClock } from './process/work-clock.ts';
import { type FileStamp, sameStamp, stampOf } from './publish/file-stamp.ts';
import type { NameAnswer } from './publish/promised-names.ts';
import type { PublishStep } from './publish/publish.ts';
import { publishResult } from './publish/publish-result.ts';
import type { InputReader, Probes } from './probe/read-input.ts';
import type { ReadRequest } from './requests.ts';
import { type PlanRun, needsScratch } from './run-plan.ts';
import { type CarriedOut, runWithinLimit } from './run-within-limit.ts';
import { type Prepared, type WorkEnd, interruption } from './scheduler.ts';

/**
 * One job from its input to its published result: probe, plan, run, check, publish. Whatever goes wrong becomes the
 * job's error; nothing is thrown out of here, no partial file stays, and no input is ever written.
 */

export interface PipelineDeps extends Concluding {
  readonly planning: Planning;
  /** Looks at results, which no cache knows. */
  readonly resultReader: InputReader;
  readonly runner: FfmpegRunner;
  readonly workers: StillWorkers;
  readonly folders: OutputFolders;
  readonly probes: () => Promise<Probes>;
  readonly onProgress: (
    job: JobRecord,
    plan: Plan,
    step: number,
    fraction: number | null,
    block: ProgressBlock | null,
  ) => void;
  readonly log: (id: string, line: string) => void;
  /** How far the job is, 0 to 1; null while it is not known. */
  readonly reached: (id: string) => number | null;
  readonly standStill: StandStill;
  /** Keeps room for results; null = a job runs whether it fits or not, and fails when it does not. */
  readonly room: Pick<DiskRoom, 'enter' | 'leave' | 'ranOut' | 'isFull'> | null;
  readonly whenLarger: () => WhenLarger;
  /** Programs of jobs that begin now run after all others. */
  readonly isGentle: () => boolean;
  /** A plan was carried out in so many seconds of work. */
  readonly learn: (plan: Plan, facts: readonly MediaFacts[], seconds: number) => void;
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
    const taken = book.apply(id, 'take', {
      tasks: { probe: { status: 'processing', input: inputOf(request) } },
    });
    if (taken === null) return 'over';
    const planned = await plan(job, taken, signal);
    if (signal.aborted) return end(id, cancelled(request), signal);
    if (!planned.ok) {
      if (!planned.skipped) return end(id, planned.error, signal);
      names.release(id);
      book.apply(id, 'skip', { error: planned.error });
      return 'over';
    }
    // Told now, because the job may wait for its lane: it is planned, and not being read any more.
    book.note(id, { tasks: probed(planned.value.facts) });
    return { lane: planned.value.chosen.plan.lane, run: () => run(planned.value, signal) };
  }

  type PlanOutcome =
    | { readonly ok: true; readonly value: Planned }
    | { readonly ok: false; readonly skipped: boolean; readonly error: ConvoyError };
  const refused = (error: ConvoyError, skipped = false): PlanOutcome => ({ ok: false, skipped, error });

  async function plan(job: PipelineJob, record: JobRecord, signal: AbortSignal): Promise<PlanOutcome> {
    const { request } = job;
    try {
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

  async function run(planned: Planned, signal: AbortSignal): Promise<WorkEnd> {
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
      if (typeof ended === 'string') return ended;
      room?.leave(id);
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
  ): Promise<WorkEnd | RanFull> {
    const { job, chosen, promised } = planned;
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
    if (started === null) return end(id, cancelled(request), signal);
    const letGo = removeAtExit(parts);
    const clock = startWorkClock(deps.standStill);
    try {
      await deps.folders.prepare(id, promised.path);
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
      const carried = await runWithinLimit(run, planned.again);
      // Corrections for a size limit say nothing about how long the plan takes.
      if (carried.attempts === 1) deps.learn(carried.plan, planned.facts, clock.seconds());
      await finish(planned, carried, part, signal);
      return 'over';
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

  async function finish(
    planned: Planned,
    report: CarriedOut,
    part: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { job, promised, stamps } = planned;
    const { id, request } = job;
    const { plan: thePlan } = report;
    const record = book.get(id);
    if (record === null || signal.aborted) throw new ConvoyFailure(cancelled(request));
    book.apply(id, 'encoded', {
      warnings: report.warnings,
      tasks: {
        encode: {
          status: 'succeeded',
          output: { plan: thePlan.mode, command: report.commands.join(' && ') || null },
        },
        export: { status: 'processing', input: promised.path },
      },
    });
    for (const [n, input] of request.inputs.entries()) {
      if (!sameStamp(stamps[n] ?? null, await stampOf(input))) {
        throw new ConvoyFailure(convoyError('input_changed', { file: path.basename(input) }));
      }
    }
    const checked = await checkResult({
      plan: thePlan,
      part,
      reader: deps.resultReader,
      probes: await deps.probes(),
      file: fileOf(request),
      report,
      start: 'start' in request.options.options ? (request.options.options.start ?? 0) : 0,
      signal,
    });
    const smaller = await keepSmaller({
      ...{ rule: deps.whenLarger(), planning, job: record, request, facts: planned.facts, plan: thePlan },
      ...{ part, checked, promised, stamp: stamps[0] ?? null, signal },
    });
    if (book.apply(id, 'verified') === null) throw new ConvoyFailure(cancelled(request));
    const inputs = request.inputs.map((file, n) => ({ file, stamp: stamps[n] ?? null }));
    if (smaller?.kept === 'in_place') {
      names.release(id);
      await conclude(deps, id, { ...smaller, target: request.inputs[0], inputs }, []);
      return;
    }
    const kept = smaller === null ? null : 'copied';
    const result = smaller?.kept === 'copied' ? smaller : { promised, checked };
    const placing = (target: string): Omit<Placing, 'identity'> => ({
      ...{ target, inputs, kept },
      files: placedIn(result.checked, target),
    });
    const published =
      smaller?.kept === 'skip'
        ? { outcome: 'skip' as const, error: smaller.error }
        : await publishResult(names, {
            jobId: id,
            form: thePlan.result.form,
            promised: result.promised,
            part,
            mtimeMs: stamps[0]?.mtimeMs ?? null,
            journal: (step) => {
              const before = book.get(id)?.leftovers ?? noLeftovers;
              book.note(id, { leftovers: leftoversAfter(before, step, placing) });
            },
          });
    if (published.outcome === 'skip') {
      names.release(id);
      if (book.apply(id, 'skip', { error: published.error }) !== null) return;
      // Told to stop just before: nothing was published, so that is what happened.
      throw new ConvoyFailure(cancelled(request));
    }
    await conclude(deps, id, placing(published.path), published.warnings);
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

/** Files of a result, whose paths are relative to it, under its final name. */
function placedIn(checked: readonly CheckedFile[], target: string): readonly OutputFile[] {
  return checked.map((file) => {
    const where = file.path === '' ? target : path.join(target, file.path);
    return { ...file, path: where, url: pathToFileURL(where).href };
  });
}

/** A local file is read where it is: there is nothing to import. */
const probed = (facts: readonly MediaFacts[]): NonNullable<JobChange['tasks']> => ({
  probe: { status: 'succeeded', output: facts.length === 1 ? facts[0] : facts },
  import: { status: 'skipped' },
});

const fileOf = (request: ReadRequest): string => path.basename(request.inputs[0]);

const inputOf = (request: ReadRequest): string | readonly string[] =>
  request.inputs.length === 1 ? request.inputs[0] : request.inputs;

const cancelled = (request: ReadRequest): ConvoyError => convoyError('cancelled', { file: fileOf(request) });

function leftoversAfter(
  before: Leftovers,
  step: PublishStep,
  placing: (target: string) => Omit<Placing, 'identity'>,
): Leftovers {
  switch (step.step) {
    case 'place':
      return { ...before, placing: { ...placing(step.target), identity: step.identity } };
    case 'reserve':
      return { ...before, reserved: step.target };
    case 'aside':
      return { ...before, aside: { target: step.target, aside: step.aside } };
    case 'placed':
      return { ...before, reserved: null, aside: null };
  }
}
