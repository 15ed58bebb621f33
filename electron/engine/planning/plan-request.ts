import path from 'node:path';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import {
  type ChosenPlan,
  type JobToPlan,
  type PlanAgain,
  planWith,
  planWithBest,
} from '../../../shared/plan/plan-job.ts';
import { withEncoderThreads } from '../../../shared/plan/encoder-threads.ts';
import type { Plan, Size } from '../../../shared/plan/plan.ts';
import { formatName, formatOf } from '../../../shared/plan/names/result-form.ts';
import type { JobRecord } from '../job-record.ts';
import type { InputReader } from '../probe/read-input.ts';
import type { NameAnswer, PromisedNames } from '../publish/promised-names.ts';
import { wishedPath } from '../publish/result-name.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { installHint } from '../tools/tool-problem.ts';

/** What a request becomes, decided the same way for a dry run and for a job that will run. */

export interface Planning {
  readonly reader: InputReader;
  /**
   * Usable tools in order of use; throws a `ConvoyFailure` when there is none. With `hardware` they are told when their
   * hardware encoders are known too.
   */
  readonly toolSets: (hardware?: boolean) => Promise<readonly ToolSet[]>;
  /** A graphics chip failed with one of these files (absolute paths) in this run of the app. */
  readonly hasRefused?: (files: readonly string[]) => boolean;
  readonly names: PromisedNames;
  /** As they are now: they may change while jobs wait, so take them from here when they are needed. */
  readonly settings: Settings;
  /** Threads that a video encoder may have; null = as many as it likes. */
  readonly encoderThreads: number | null;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Facts of every input, in order, and the plan that was made from them. */
export interface PlannedRequest {
  readonly facts: readonly [MediaFacts, ...MediaFacts[]];
  readonly chosen: ChosenPlan;
  /** The same job after attempts at its size limit. */
  readonly again: PlanAgain;
}

/**
 * Probes the inputs and plans with the best ffmpeg for the job. `onFacts` hears what the inputs hold, also when they
 * cannot be converted as asked.
 */
export async function planRequest(
  planning: Pick<Planning, 'reader' | 'toolSets' | 'hasRefused' | 'settings' | 'encoderThreads'>,
  request: ReadRequest,
  signal?: AbortSignal,
  onFacts?: (facts: readonly [MediaFacts, ...MediaFacts[]]) => void,
): Promise<Result<PlannedRequest>> {
  const { reader, toolSets, settings, encoderThreads } = planning;
  const { options } = request.options;
  // Where a cut starts decides whether it can be copied, so the probe looks for the key frame there.
  const start = 'start' in options && request.inputs.length === 1 ? options.start : undefined;
  const all: MediaFacts[] = [];
  for (const input of request.inputs) {
    const facts = await reader.read(input, {
      ...(signal === undefined ? {} : { signal }),
      ...(start === undefined ? {} : { start }),
    });
    if (!facts.ok) return facts;
    all.push(facts.value);
  }
  const [first, ...rest] = all;
  if (first === undefined) return refuse('input_required');
  const facts = [first, ...rest] as const;
  onFacts?.([...facts]);
  const job: JobToPlan = {
    facts,
    options: request.options,
    // As they are now, also for attempts that come later: the settings may change while the job runs.
    settings:
      planning.hasRefused?.(request.inputs) === true ? { ...settings, hardware: 'off' } : { ...settings },
    inputName: path.basename(request.inputs[0]),
    installHint: installHint(process.platform),
    sizeFrom: request.sizeFrom,
    endFrom: request.endFrom,
  };
  const hardware = job.settings.hardware === 'auto' && request.options.kind === 'video';
  const chosen = planWithBest(job, await toolSets(hardware));
  if (!chosen.ok) return chosen;
  const { tools, plan, inSoftware } = chosen.value;
  const limited = (one: Plan): Plan =>
    encoderThreads === null ? one : withEncoderThreads(one, encoderThreads);
  return ok({
    facts,
    chosen: {
      ...{ plan: limited(plan), tools },
      ...(inSoftware === undefined ? {} : { inSoftware: { ...inSoftware, plan: limited(inSoftware.plan) } }),
    },
    again(attempts) {
      const next = planWith(job, tools, attempts);
      return next.ok ? ok(limited(next.value)) : next;
    },
  });
}

/** Whose name it is, and its place in the batch. */
export type NameOwner = Pick<JobRecord, 'id' | 'batchId' | 'index' | 'of' | 'anyway'>;

/** Promises a result its name. `size` is null as long as the plan is not known, `format` as for `wishedPath`. */
export async function promiseName(
  { names, settings, now }: Planning,
  request: ReadRequest,
  { id, batchId, index, of, anyway }: NameOwner,
  size: Size | null,
  format?: string,
): Promise<NameAnswer> {
  const wished = wishedPath(request, { id, index, count: of, now: now(), settings }, size, format);
  if (!wished.ok) return { outcome: 'refuse', error: wished.error };
  const answer = await names.promise({
    jobId: id,
    batchId,
    path: wished.value.path,
    form: formatName(request.options.kind, formatOf(request.options)).form,
    collision: anyway && settings.collision === 'skip' ? 'number' : settings.collision,
  });
  if (answer.outcome !== 'use') return answer;
  return { ...answer, warnings: [...wished.value.warnings, ...answer.warnings] };
}

/** The name that a result would have if nothing else had it; null when it cannot have one. Promises nothing. */
export function nameWithoutPromise(
  { settings, now }: Planning,
  request: ReadRequest,
  { id, index, of }: NameOwner,
  size: Size | null,
  format?: string,
): Result<string> {
  const wished = wishedPath(request, { id, index, count: of, now: now(), settings }, size, format);
  return wished.ok ? ok(wished.value.path) : wished;
}
