import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { WhenLarger } from '../../../shared/model/app-settings.ts';
import { type ConvoyError, ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { formatName } from '../../../shared/plan/names/result-form.ts';
import type { OutputTarget } from '../../../shared/plan/names/output-path.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { originalInstead } from '../../../shared/plan/run/original-instead.ts';
import type { JobRecord } from '../job-record.ts';
import { type Planning, nameWithoutPromise, promiseName } from '../planning/plan-request.ts';
import type { ReadRequest } from '../queue/requests.ts';
import type { CheckedFile } from './check-result.ts';
import { outputFailure } from './file-errors.ts';
import { type FileStamp, sameStamp, stampOf } from './file-stamp.ts';
import { removeParts } from './part-names.ts';
import type { NameAnswer } from './promised-names.ts';
import { realPathOf } from './same-file.ts';

/**
 * The smaller of a result and its original. Where the original answers what was asked (`originalInstead`), the part
 * becomes a copy of it and is published like any result; where results go beside originals, it is there already.
 */

type Promised = Extract<NameAnswer, { outcome: 'use' }>;

export interface SmallerQuestion {
  readonly rule: WhenLarger;
  readonly planning: Planning;
  readonly job: JobRecord;
  readonly request: ReadRequest;
  readonly facts: readonly MediaFacts[];
  /** As it was carried out. */
  readonly plan: Plan;
  /** The result; becomes the copy. */
  readonly part: string;
  readonly checked: readonly CheckedFile[];
  /** What the job was promised for its result. */
  readonly promised: Promised;
  /** The original when the job read it. */
  readonly stamp: FileStamp | null;
  readonly signal: AbortSignal;
}

export type Smaller =
  /** The part is a copy of the original, for this name. */
  | { readonly kept: 'copied'; readonly promised: Promised; readonly checked: readonly CheckedFile[] }
  /** Nothing is to be published. */
  | { readonly kept: 'in_place'; readonly files: readonly OutputFile[] }
  /** A finished file has the name that the copy would get, and the rule for names is `skip`. */
  | { readonly kept: 'skip'; readonly error: ConvoyError };

/**
 * Null when the result is to be published; then nothing has changed. Throws `disk_full`, `output_unwritable`,
 * `output_exists`, `input_changed` and `cancelled`.
 */
export async function keepSmaller(question: SmallerQuestion): Promise<Smaller | null> {
  const { request, plan, checked, promised } = question;
  const [input] = request.inputs;
  const format = originalInstead({
    rule: question.rule,
    options: request.options,
    formatFrom: request.formatFrom,
    namedWithExtension: request.target.ext !== null,
    inputs: question.facts,
    inputName: path.basename(input),
    plan,
    bytes: checked.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  const [result] = checked;
  const bytes = question.facts[0]?.bytes;
  if (format === null || result === undefined || bytes === undefined) return null;
  const copy: CheckedFile = { ...result, bytes, mime: formatName(plan.kind, format).mime };
  if (!isNamed(request.target) && (await isBeside(promised.path, input))) {
    return { kept: 'in_place', files: [{ ...copy, path: input, url: pathToFileURL(input).href }] };
  }
  const answer = format === plan.result.format ? promised : await nameFor(question, format);
  if (answer === null) return null;
  if (answer.outcome === 'refuse') throw new ConvoyFailure(answer.error);
  if (answer.outcome === 'skip') return { kept: 'skip', error: answer.error };
  await copyOver(input, question, answer.path);
  return { kept: 'copied', promised: answer, checked: [copy] };
}

/** The output names one file, and somebody waits for it. */
const isNamed = ({ template }: OutputTarget): boolean =>
  (template.at(-1) ?? []).every((piece) => 'text' in piece || piece.token === 'ext');

const isBeside = async (target: string, input: string): Promise<boolean> =>
  (await realPathOf(path.dirname(target))) === (await realPathOf(path.dirname(input)));

/** Another extension is another name. Null when it would lie in another folder: the part is in this one. */
async function nameFor(
  { planning, request, job, plan, promised }: SmallerQuestion,
  format: string,
): Promise<NameAnswer | null> {
  const { size } = plan.result;
  const wished = nameWithoutPromise(planning, request, job, size, format);
  if (!wished.ok || path.dirname(wished.value) !== path.dirname(promised.path)) return null;
  return promiseName(planning, request, job, size, format);
}

/** The part is ours already, and so is its name after a crash; it is made anew, with the mode of any new file. */
async function copyOver(
  input: string,
  { part, stamp, signal }: SmallerQuestion,
  target: string,
): Promise<void> {
  const file = path.basename(input);
  try {
    await removeParts([part]);
    await pipeline(createReadStream(input), createWriteStream(part, { flags: 'wx' }), { signal });
  } catch (error) {
    if (signal.aborted) throw fail('cancelled', { file });
    if (!sameStamp(stamp, await stampOf(input))) throw fail('input_changed', { file });
    throw outputFailure(error, target);
  }
  const { size } = await stat(part);
  if (size !== stamp?.size || !sameStamp(stamp, await stampOf(input))) throw fail('input_changed', { file });
}
