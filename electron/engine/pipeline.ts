import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';
import type { OutputFile } from '../../shared/model/job.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { ChosenPlan } from '../../shared/plan/plan-job.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import type { ProgressBlock } from '../../shared/plan/run/progress.ts';
import type { Book, JobChange } from './book.ts';
import type { JobRecord } from './job-record.ts';
import { checkResult } from './publish/check-result.ts';
import type { OutputFolders } from './publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from './publish/part-names.ts';
import { type Planning, planRequest, promiseName } from './plan-request.ts';
import type { FfmpegRunner, StillWorkers } from './ports.ts';
import type { NameAnswer } from './publish/promised-names.ts';
import { publishResult } from './publish/publish-result.ts';
import type { Probes } from './probe/read-input.ts';
import type { ReadRequest } from './requests.ts';
import { type PlanReport, needsScratch, runPlan } from './run-plan.ts';
import type { Prepared } from './scheduler.ts';

/**
 * One job from its input to its published result: probe, plan, run, check, publish. Whatever goes wrong becomes the
 * job's error; nothing is thrown out of here, no partial file stays, and no input is ever written.
 */

export interface PipelineDeps extends Planning {
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
}

/** A job with its request, and the name that it was promised when it was added (null: only the plan can tell). */
export interface PipelineJob {
  readonly id: string;
  readonly request: ReadRequest;
  readonly promised: Extract<NameAnswer, { outcome: 'use' }> | null;
}

export interface Pipeline {
  /** Probes and plans. Null when the job ended by that. */
  prepare(job: PipelineJob, signal: AbortSignal): Promise<Prepared | null>;
}

/** Size and time of an input, to notice that somebody wrote to it meanwhile. */
interface InputStamp {
  readonly size: number;
  readonly mtimeMs: number;
}

interface Planned {
  readonly job: PipelineJob;
  readonly facts: readonly [MediaFacts, ...MediaFacts[]];
  readonly chosen: ChosenPlan;
  readonly promised: Extract<NameAnswer, { outcome: 'use' }>;
  readonly stamps: readonly (InputStamp | null)[];
}

export function createPipeline(deps: PipelineDeps): Pipeline {
  const { book } = deps;

  /** Ends a job by its error: cancelled, or failed. */
  function end(id: string, error: ConvoyError, change: JobChange = {}): void {
    if (error.kind === 'cancelled' && book.apply(id, 'stopped', { error }) !== null) return;
    book.apply(id, 'fail', { ...change, error });
  }

  async function prepare(job: PipelineJob, signal: AbortSignal): Promise<Prepared | null> {
    const { id, request } = job;
    const taken = book.apply(id, 'take', {
      tasks: {
        probe: {
          status: 'processing',
          input: request.inputs.length === 1 ? request.inputs[0] : request.inputs,
        },
      },
    });
    if (taken === null) return null;
    const planned = await plan(job, taken, signal);
    if (signal.aborted) {
      deps.names.release(id);
      end(id, convoyError('cancelled', { file: fileOf(request) }));
      return null;
    }
    if (!planned.ok) {
      deps.names.release(id);
      if (planned.skipped) book.apply(id, 'skip', { error: planned.error });
      else end(id, planned.error);
      return null;
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
      const planned = await planRequest(deps, request, signal);
      if (!planned.ok) return refused(planned.error);
      const { facts, chosen } = planned.value;
      const owner = { jobId: job.id, batchId: record.batchId, index: record.index, count: record.of };
      const answer = job.promised ?? (await promiseName(deps, request, owner, chosen.plan.result.size));
      if (answer.outcome === 'refuse') return refused(answer.error);
      if (answer.outcome === 'skip') return refused(answer.error, true);
      return { ok: true, value: { job, facts, chosen, promised: answer, stamps } };
    } catch (error) {
      return refused(errorOf(error));
    }
  }

  async function run(planned: Planned, signal: AbortSignal): Promise<void> {
    const { job, chosen, promised } = planned;
    const { id, request } = job;
    const { plan: thePlan } = chosen;
    const started = book.apply(id, 'planned', {
      warnings: thePlan.warnings,
      tasks: {
        encode: {
          status: 'processing',
          input: request.inputs.length === 1 ? request.inputs[0] : request.inputs,
          options: { ...request.options.options },
        },
      },
    });
    if (started === null) {
      deps.names.release(id);
      end(id, convoyError('cancelled', { file: fileOf(request) }));
      return;
    }
    const folder = path.dirname(promised.path);
    const part = partPath(folder, id, 1);
    const scratch = needsScratch(thePlan) ? partPath(folder, id, 2) : null;
    const parts = scratch === null ? [part] : [part, scratch];
    const letGo = removeAtExit(parts);
    try {
      await deps.folders.prepare(id, promised.path);
      const report = await runPlan({
        plan: thePlan,
        tools: chosen.tools,
        runner: deps.runner,
        workers: deps.workers,
        paths: { inputs: request.inputs, scratch, output: part },
        file: fileOf(request),
        signal,
        onProgress: (step, fraction, block) => deps.onProgress(started, thePlan, step, fraction, block),
        log: (line) => deps.log(id, line),
      });
      await finish(planned, started, report, part, signal);
    } catch (error) {
      deps.names.release(id);
      end(id, errorOf(error));
    } finally {
      await removeParts(parts).catch((error: unknown) =>
        deps.log(id, `a partial file stays: ${String(error)}`),
      );
      letGo();
      await deps.folders.leave(id);
    }
  }

  async function finish(
    planned: Planned,
    record: JobRecord,
    report: PlanReport,
    part: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { job, chosen, promised, stamps } = planned;
    const { id, request } = job;
    const { plan: thePlan } = chosen;
    if (signal.aborted) throw new ConvoyFailure(convoyError('cancelled', { file: fileOf(request) }));
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
      const before = stamps[n] ?? null;
      const now = await stampOf(input);
      if (before?.size !== now?.size || before?.mtimeMs !== now?.mtimeMs) {
        throw new ConvoyFailure(convoyError('input_changed', { file: path.basename(input) }));
      }
    }
    const checked = await checkResult({
      plan: thePlan,
      part,
      reader: deps.reader,
      probes: await deps.probes(),
      file: fileOf(request),
      report,
      start: 'start' in request.options.options ? (request.options.options.start ?? 0) : 0,
      signal,
    });
    if (book.apply(id, 'verified') === null) {
      throw new ConvoyFailure(convoyError('cancelled', { file: fileOf(request) }));
    }
    const published = await publishResult(deps.names, {
      jobId: id,
      form: thePlan.result.form,
      promised,
      part,
      mtimeMs: stamps[0]?.mtimeMs ?? null,
    });
    if (published.outcome === 'skip') {
      deps.names.release(id);
      if (book.apply(id, 'skip', { error: published.error }) !== null) return;
      // Told to stop just before: nothing was published, so that is what happened.
      throw new ConvoyFailure(convoyError('cancelled', { file: fileOf(request) }));
    }
    const files = checked.map((file): OutputFile => {
      const where = file.path === '' ? published.path : path.join(published.path, file.path);
      return { ...file, path: where, url: pathToFileURL(where).href };
    });
    book.apply(record.id, 'published', {
      files,
      warnings: published.warnings,
      tasks: { export: { status: 'succeeded', output: { files, primary: files[0] ?? null } } },
    });
  }

  return { prepare };
}

/** A local file is read where it is: there is nothing to import. */
const probed = (facts: readonly MediaFacts[]): NonNullable<JobChange['tasks']> => ({
  probe: { status: 'succeeded', output: facts.length === 1 ? facts[0] : facts },
  import: { status: 'skipped' },
});

const fileOf = (request: ReadRequest): string => path.basename(request.inputs[0]);

async function stampOf(file: string): Promise<InputStamp | null> {
  return stat(file).then(
    ({ size, mtimeMs }) => ({ size, mtimeMs }),
    () => null,
  );
}

/** Turns whatever was thrown into data. What we did not throw ourselves is a defect, and is told as one. */
export function errorOf(error: unknown): ConvoyError {
  if (error instanceof ConvoyFailure) return error.error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return convoyError('internal', { detail });
}
