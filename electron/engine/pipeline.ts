import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';
import type { OutputFile } from '../../shared/model/job.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { ChosenPlan } from '../../shared/plan/plan-job.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import type { ProgressBlock } from '../../shared/plan/run/progress.ts';
import type { Book, JobChange } from './book.ts';
import { type JobRecord, type Leftovers, noLeftovers } from './job-record.ts';
import { errorOf } from './error-of.ts';
import { checkResult } from './publish/check-result.ts';
import type { OutputFolders } from './publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from './publish/part-names.ts';
import { type Planning, planRequest, promiseName } from './plan-request.ts';
import type { FfmpegRunner, StillWorkers } from './ports.ts';
import type { StandStill } from './process/stand-still.ts';
import { startWorkClock } from './process/work-clock.ts';
import { type FileStamp, sameStamp, stampOf } from './publish/file-stamp.ts';
import type { Originals } from './publish/originals.ts';
import type { NameAnswer } from './publish/promised-names.ts';
import type { PublishStep } from './publish/publish.ts';
import { publishResult } from './publish/publish-result.ts';
import type { InputReader, Probes } from './probe/read-input.ts';
import type { ReadRequest } from './requests.ts';
import { type PlanReport, needsScratch, runPlan } from './run-plan.ts';
import { type Prepared, type WorkEnd, interruption } from './scheduler.ts';

/**
 * One job from its input to its published result: probe, plan, run, check, publish. Whatever goes wrong becomes the
 * job's error; nothing is thrown out of here, no partial file stays, and no input is ever written.
 */

export interface PipelineDeps {
  readonly planning: Planning;
  /** Looks at results, which no cache knows. */
  readonly resultReader: InputReader;
  readonly book: Book;
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
  readonly originals: Originals;
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
  readonly promised: Extract<NameAnswer, { outcome: 'use' }>;
  /** To notice that somebody wrote to an input meanwhile. */
  readonly stamps: readonly (FileStamp | null)[];
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
      const { facts, chosen } = planned.value;
      const answer = job.promised ?? (await promiseName(planning, request, record, chosen.plan.result.size));
      if (answer.outcome === 'refuse') return refused(answer.error);
      if (answer.outcome === 'skip') return refused(answer.error, true);
      return { ok: true, value: { job, facts, chosen, promised: answer, stamps } };
    } catch (error) {
      return refused(errorOf(error));
    }
  }

  async function run(planned: Planned, signal: AbortSignal): Promise<WorkEnd> {
    const { job, chosen, promised } = planned;
    const { id, request } = job;
    const { plan: thePlan } = chosen;
    const folder = path.dirname(promised.path);
    const part = partPath(folder, id, 1);
    const scratch = needsScratch(thePlan) ? partPath(folder, id, 2) : null;
    const parts = scratch === null ? [part] : [part, scratch];
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
      const report = await runPlan({
        plan: thePlan,
        tools: chosen.tools,
        runner: deps.runner,
        workers: deps.workers,
        standStill: deps.standStill,
        paths: { inputs: request.inputs, scratch, output: part },
        file: fileOf(request),
        signal,
        onProgress: (step, fraction, block) => deps.onProgress(started, thePlan, step, fraction, block),
        log: (line) => deps.log(id, line),
      });
      deps.learn(thePlan, planned.facts, clock.seconds());
      await finish(planned, report, part, signal);
      return 'over';
    } catch (error) {
      return end(id, errorOf(error), signal);
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
    report: PlanReport,
    part: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { job, chosen, promised, stamps } = planned;
    const { id, request } = job;
    const { plan: thePlan } = chosen;
    if (signal.aborted) throw new ConvoyFailure(cancelled(request));
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
    if (book.apply(id, 'verified') === null) throw new ConvoyFailure(cancelled(request));
    const published = await publishResult(names, {
      jobId: id,
      form: thePlan.result.form,
      promised,
      part,
      mtimeMs: stamps[0]?.mtimeMs ?? null,
      journal: (step) => {
        const before = book.get(id)?.leftovers ?? noLeftovers;
        book.note(id, { leftovers: leftoversAfter(before, step) });
      },
    });
    if (published.outcome === 'skip') {
      names.release(id);
      if (book.apply(id, 'skip', { error: published.error }) !== null) return;
      // Told to stop just before: nothing was published, so that is what happened.
      throw new ConvoyFailure(cancelled(request));
    }
    const files = checked.map((file): OutputFile => {
      const where = file.path === '' ? published.path : path.join(published.path, file.path);
      return { ...file, path: where, url: pathToFileURL(where).href };
    });
    const succeeded = book.apply(id, 'published', {
      files,
      warnings: published.warnings,
      tasks: { export: { status: 'succeeded', output: { files, primary: files[0] ?? null } } },
    });
    if (succeeded === null) return;
    // Only now, and whatever comes of it the job has succeeded.
    const originals = request.inputs.map((file, n) => ({ file, stamp: stamps[n] ?? null }));
    book.warn(id, await deps.originals.settle({ jobId: id, originals, result: published.path }));
  }

  return { prepare };
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

function leftoversAfter(before: Leftovers, step: PublishStep): Leftovers {
  switch (step.step) {
    case 'reserve':
      return { ...before, reserved: step.target };
    case 'aside':
      return { ...before, aside: { target: step.target, aside: step.aside } };
    case 'placed':
      return { ...before, reserved: null, aside: null };
  }
}
