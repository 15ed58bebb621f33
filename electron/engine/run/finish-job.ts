import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WhenLarger } from '../../../shared/model/app-settings.ts';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { type Concluding, conclude } from './conclude.ts';
import { type Leftovers, type Placing, type StagedResult, noLeftovers } from '../job-record.ts';
import type { Planning } from '../planning/plan-request.ts';
import type { InputReader, Probes } from '../probe/read-input.ts';
import { type CheckedFile, checkResult } from '../publish/check-result.ts';
import { type FileStamp, sameStamp, stampOf } from '../publish/file-stamp.ts';
import { keepSmaller } from '../publish/keep-smaller.ts';
import type { OutputFolders } from '../publish/output-folders.ts';
import type { NameAnswer } from '../publish/promised-names.ts';
import type { PublishStep } from '../publish/publish.ts';
import { publishResult } from '../publish/publish-result.ts';
import { type ReadRequest, fileOf, wasCancelled } from '../queue/requests.ts';
import type { CarriedOut } from './run-within-limit.ts';

/** What follows when a result is made: it is checked, and published. Until then no final name was touched. */

export interface FinishDeps extends Concluding {
  readonly planning: Planning;
  /** Looks at results, which no cache knows. */
  readonly resultReader: InputReader;
  readonly probes: () => Promise<Probes>;
  readonly folders: Pick<OutputFolders, 'check'>;
  /** For jobs that do not say it themselves. */
  readonly whenLarger: () => WhenLarger;
}

export interface MadeResult {
  readonly id: string;
  readonly request: ReadRequest;
  readonly facts: readonly [MediaFacts, ...MediaFacts[]];
  readonly promised: Extract<NameAnswer, { outcome: 'use' }>;
  /** Of the inputs, when they were read. */
  readonly stamps: readonly (FileStamp | null)[];
  readonly carried: CarriedOut;
  /** Absolute path of the unpublished result. */
  readonly part: string;
}

/**
 * Checks and publishes; the job has ended then, unless it is still to be uploaded, and then what waits for that is
 * given back. Throws a `ConvoyFailure`.
 */
export async function finishJob(
  deps: FinishDeps,
  made: MadeResult,
  signal: AbortSignal,
): Promise<StagedResult | null> {
  const { book, planning } = deps;
  const { names } = planning;
  const { id, request, promised, stamps, carried, part } = made;
  const { plan } = carried;
  const record = book.get(id);
  if (record === null || signal.aborted) throw new ConvoyFailure(wasCancelled(request));
  book.apply(id, 'encoded', {
    warnings: carried.warnings,
    tasks: {
      encode: {
        status: 'succeeded',
        output: { plan: plan.mode, command: carried.commands.join(' && ') || null },
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
    plan,
    part,
    reader: deps.resultReader,
    probes: await deps.probes(),
    file: fileOf(request),
    report: carried,
    start: 'start' in request.options.options ? (request.options.options.start ?? 0) : 0,
    signal,
  });
  const smaller = await keepSmaller({
    ...{
      rule: record.whenLarger ?? deps.whenLarger(),
      planning,
      job: record,
      request,
      facts: made.facts,
      plan,
    },
    ...{ part, checked, promised, stamp: stamps[0] ?? null, signal },
  });
  if (book.apply(id, 'verified') === null) throw new ConvoyFailure(wasCancelled(request));
  const inputs = originalsOf(request, stamps);
  if (smaller?.kept === 'in_place') {
    names.release(id);
    await conclude(deps, id, { ...smaller, target: request.inputs[0], inputs }, []);
    return null;
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
          form: plan.result.form,
          promised: result.promised,
          part,
          mtimeMs: stamps[0]?.mtimeMs ?? null,
          // What is staged lies in a folder of ours.
          mayPlace: (target) => deps.folders.check(target, request.upload === null ? record.within : null),
          journal: (step) => {
            const before = book.get(id)?.leftovers ?? noLeftovers;
            book.note(id, { leftovers: leftoversAfter(before, step, placing) });
          },
        });
  if (published.outcome === 'skip') {
    names.release(id);
    if (book.apply(id, 'skip', { error: published.error }) !== null) return null;
    // Told to stop just before: nothing was published, so that is what happened.
    throw new ConvoyFailure(wasCancelled(request));
  }
  if (request.upload === null) {
    await conclude(deps, id, placing(published.path), published.warnings);
    return null;
  }
  return {
    ...placing(published.path),
    warnings: [...(book.get(id)?.warnings ?? []), ...published.warnings],
    upload: request.upload,
    partial: [],
  };
}

/** Inputs that a person has: what was fetched for the job alone is nobody's original. */
function originalsOf(
  { inputs, remote }: ReadRequest,
  stamps: readonly (FileStamp | null)[],
): Placing['inputs'] {
  const fetched = new Set(remote.map(({ path: file }) => file));
  return inputs.flatMap((file, n) => (fetched.has(file) ? [] : [{ file, stamp: stamps[n] ?? null }]));
}

/** Files of a result, whose paths are relative to it, under its final name. */
function placedIn(checked: readonly CheckedFile[], target: string): readonly OutputFile[] {
  return checked.map((file) => {
    const where = file.path === '' ? target : path.join(target, file.path);
    return { ...file, path: where, url: pathToFileURL(where).href };
  });
}

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
