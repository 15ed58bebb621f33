import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ConvoyError, ConvoyFailure, convoyError, fail } from '../../../shared/model/error.ts';
import { JobRequest } from '../../../shared/model/job.ts';
import { parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { AddRequest } from '../../engine/index.ts';
import type { AllowedPlaces, Seen } from '../allowed-places.ts';

/** Jobs out of text: what an export gave, here or in another place. */

export interface ImportDeps {
  readonly places: Pick<AllowedPlaces, 'checkInput' | 'checkOutput' | 'within'>;
  readonly presets: () => readonly Preset[];
  /** Hears of inputs that were looked at while their places were checked. */
  readonly seen?: Seen;
}

export interface ImportedJobs {
  readonly requests: readonly AddRequest[];
  /** Entries that are no job, by their place in the text, from 1. */
  readonly refused: readonly { readonly entry: number; readonly error: ConvoyError }[];
}

/** A request with the preset that its options begin with, by id or by name. */
const Entry = JobRequest.extend({ preset: z.string().trim().min(1).max(80).optional() });

/**
 * Reads an object, an array of them, or JSON lines. One bad entry does not keep the others out. Throws
 * `invalid_request` when the text is no JSON or holds nothing.
 */
export async function readJobs(text: string, deps: ImportDeps): Promise<ImportedJobs> {
  const requests: AddRequest[] = [];
  const refused: { entry: number; error: ConvoyError }[] = [];
  for (const [n, value] of valuesOf(text).entries()) {
    try {
      requests.push(await readJob(value, deps));
    } catch (error) {
      if (!(error instanceof ConvoyFailure)) throw error;
      refused.push({ entry: n + 1, error: error.error });
    }
  }
  return { requests, refused };
}

function valuesOf(text: string): readonly unknown[] {
  const body = text.replace(/^\ufeff/, '');
  const whole = parsedJson(body);
  if (whole !== undefined) {
    const values: readonly unknown[] = Array.isArray(whole) ? whole : [whole];
    if (values.length === 0) throw fail('invalid_request', { reason: 'the text holds no job' });
    return values;
  }
  const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parsedJson);
  const wrong = values.indexOf(undefined);
  // One value over several lines is one broken value; JSON lines begin with something that is whole.
  if (values.length < 2 || wrong === 0) throw fail('invalid_request', { reason: 'the text is not JSON' });
  if (wrong > 0) throw fail('invalid_request', { reason: `line ${wrong + 1} of the text is not JSON` });
  return values;
}

/** Undefined when it is none. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads one job. Throws `invalid_request` when it is none, and what is wrong with its options, its input or its output;
 * whether its input is there is not looked at.
 */
export async function readJob(value: unknown, { places, presets, seen }: ImportDeps): Promise<AddRequest> {
  const preset = presetOf(value, presets);
  const asked = preset === null || !isObject(value) ? value : { kind: preset.kind, ...value };
  const parsed = Entry.safeParse(asked);
  if (!parsed.success) throw new ConvoyFailure(notAJob(parsed.error));
  const request = { ...parsed.data };
  // It is a member of the text and not of a request.
  delete request.preset;
  if (preset !== null && preset.kind !== request.kind) {
    throw fail('invalid_option', { field: 'preset', reason: `“${preset.name}” makes something else` });
  }
  const given = request.options ?? {};
  const options = preset === null || !isObject(given) ? given : { ...preset.options, ...given };
  const judged = parseOptions(request.kind, options);
  if (!judged.ok) throw new ConvoyFailure(judged.error);
  const inputs = (typeof request.input === 'string' ? [request.input] : request.input).map(wholePath);
  for (const input of inputs) if (!isRemote(input)) await places.checkInput(input, seen);
  const output = request.output ?? preset?.output ?? null;
  if (output !== null && !isBucket(output)) await places.checkOutput(output);
  const within = await places.within();
  return {
    ...(within === null ? {} : { within }),
    request: {
      ...request,
      input: typeof request.input === 'string' ? (inputs[0] ?? '') : inputs,
      options,
      ...(output === null ? {} : { output }),
    },
    ...(preset === null ? {} : { preset: preset.id }),
  };
}

/** What is fetched lies in no folder of this computer, and the engine judges where it may be fetched from. */
const isRemote = (input: string): boolean => /^(?:https?|s3):\/\//i.test(input);
const isBucket = (output: string): boolean => /^s3:\/\//i.test(output);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function presetOf(value: unknown, presets: ImportDeps['presets']): Preset | null {
  const named = isObject(value) ? value['preset'] : undefined;
  if (typeof named !== 'string') return null;
  const wanted = named.trim().toLowerCase();
  const all = presets();
  const found =
    all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted) ?? null;
  if (found === null) {
    throw fail('invalid_option', { field: 'preset', reason: `there is none called “${named.trim()}”` });
  }
  return found;
}

/** The text may come from anywhere: nobody can say from which folder a path of it is meant. */
function wholePath(input: string): string {
  if (/^file:\/\//i.test(input)) {
    try {
      return fileURLToPath(input);
    } catch {
      throw fail('invalid_input', { file: input, reason: 'the address names no file on this computer' });
    }
  }
  if (path.isAbsolute(input) || /^[a-z][a-z0-9+.-]+:\/\//i.test(input)) return input;
  throw fail('invalid_input', { file: path.basename(input), reason: 'its path is not a whole one' });
}

function notAJob(error: z.ZodError): ConvoyError {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const what = (issue?.message ?? 'it has another form').replace(/\.$/, '');
  return convoyError('invalid_request', {
    reason: field === '' ? `it is no job (${what})` : `it is no job (${field}: ${what})`,
  });
}
