import { z } from 'zod';
import { type ConvoyError, convoyError, refuse, type Result, ok } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import { type Job, JobRequest } from '../../../shared/model/job.ts';
import { Kind, kinds, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { findPreset, overPreset } from '../presets/preset-choice.ts';

/** One entry of a JSON body: a request, or what is wrong with it. */
export type BodyEntry =
  | { readonly ok: true; readonly request: JobRequest; readonly preset: Preset | null }
  | { readonly ok: false; readonly given: unknown; readonly error: ConvoyError };

/** A request as a body says it: with the preset to start from, which may say the kind. */
const BodyRequest = JobRequest.extend({ preset: z.string().trim().min(1).max(80).optional() });

/**
 * Reads `jobs create --body`: one object, an array of them, or JSON lines. An entry that is no job request stands in
 * the answer with its error, because the others go on. What is no JSON at all is refused, and so is a single object
 * that is wrong: there are no others.
 */
export function readBody(text: string, presets: readonly Preset[] = []): Result<readonly BodyEntry[]> {
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  if (!parsed.ok) return parsed;
  const { values, single } = parsed.value;
  const entries = values.map((value, index) => readEntry(value, single ? null : index + 1, presets));
  const first = entries[0];
  if (first === undefined) return refuse('invalid_request', { reason: 'it holds no job' });
  if (!single) return ok(entries);
  if (!first.ok) return { ok: false, error: first.error };
  const options = parseOptions(first.request.kind, first.request.options);
  return options.ok ? ok(entries) : options;
}

interface JsonValues {
  readonly values: readonly unknown[];
  readonly single: boolean;
}

function parseJson(text: string): Result<JsonValues> {
  if (text.trim() === '') return refuse('invalid_request', { reason: 'the body is empty' });
  const whole = tryJson(text);
  if (whole.ok)
    return ok(
      Array.isArray(whole.value)
        ? { values: whole.value as unknown[], single: false }
        : { values: [whole.value], single: true },
    );
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const filled = lines.filter(({ line }) => line.trim() !== '');
  // One value over several lines is one broken value; JSON lines begin with something that is whole.
  if (filled.length < 2 || !tryJson(filled[0]?.line ?? '').ok)
    return refuse('invalid_request', { reason: `the body is not JSON (${whole.reason})` });
  const values: unknown[] = [];
  for (const { line, number } of filled) {
    const value = tryJson(line);
    if (!value.ok)
      return refuse('invalid_request', { reason: `line ${number} is not JSON (${value.reason})` });
    values.push(value.value);
  }
  return ok({ values, single: false });
}

type Tried = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

function tryJson(text: string): Tried {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function readEntry(value: unknown, position: number | null, presets: readonly Preset[]): BodyEntry {
  const preset = presetOf(value, presets);
  if (!preset.ok) return { ok: false, given: value, error: preset.error };
  // A preset knows what it makes.
  const whole = isObject(value) && preset.value !== null ? { kind: preset.value.kind, ...value } : value;
  const parsed = BodyRequest.safeParse(whole);
  if (parsed.success) return entryOf(parsed.data, preset.value);
  const where = position === null ? '' : `entry ${position}: `;
  const issue = parsed.error.issues[0];
  const reason =
    issue?.code === 'unrecognized_keys'
      ? `there is no field "${issue.keys[0] ?? ''}"; a job has ${Object.keys(BodyRequest.shape).join(', ')}`
      : fieldReason(value, issue?.path[0]);
  return { ok: false, given: value, error: convoyError('invalid_request', { reason: where + reason }) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The preset that an entry names; what is no name at all is refused with the other fields. */
function presetOf(value: unknown, presets: readonly Preset[]): Result<Preset | null> {
  const named = isObject(value) ? value['preset'] : undefined;
  if (!isObject(value) || typeof named !== 'string' || named.trim() === '') return ok(null);
  const kind = JobRequest.shape.kind.safeParse(value['kind']);
  return findPreset(presets, named, kind.success ? kind.data : null);
}

function entryOf(whole: z.infer<typeof BodyRequest>, preset: Preset | null): BodyEntry {
  const request = JobRequest.parse(
    Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'preset')),
  );
  if (preset === null) return { ok: true, request, preset };
  const { options, output = preset.output } = request;
  return {
    ok: true,
    request: {
      ...request,
      options: isObject(options ?? {})
        ? overPreset(request.kind, preset.options, (options ?? {}) as Record<string, unknown>)
        : options,
      ...(output === null ? {} : { output }),
    },
    preset,
  };
}

/** What each field of a request takes, in words. */
const fieldWords: Readonly<Record<string, string>> = {
  input: 'a path, or an array of 1 to 100 paths',
  kind: kinds.join(', '),
  output: 'a file, a folder ending in a slash, or a template',
  connection: 'the name of a connection',
  metadata: 'an object',
  preset: 'the name or the id of a preset',
};

function fieldReason(value: unknown, field: PropertyKey | undefined): string {
  if (field === undefined) return 'it is not an object';
  const name = String(field);
  const given = (value as Readonly<Record<string, unknown>>)[name];
  const allowed = fieldWords[name] ?? 'something else';
  return given === undefined
    ? `"${name}" is missing; it can be ${allowed}`
    : `"${name}" cannot be ${JSON.stringify(given)}; it can be ${allowed}`;
}

/**
 * The failed job that stands for an entry which is no request: the engine never sees it, the reader of the JSON lines
 * gets the same shape as for every other failure. What cannot be echoed is empty, and an unknown kind reads video.
 */
export function rejectedJob(given: unknown, error: ConvoyError, now: number): Job {
  const has = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>;
  const input = JobRequest.shape.input.safeParse(has['input']);
  const kind = JobRequest.shape.kind.safeParse(has['kind']);
  const output = JobRequest.shape.output.safeParse(has['output']);
  const metadata = JobRequest.shape.metadata.safeParse(has['metadata']);
  return {
    id: newId('job'),
    object: 'job',
    kind: kind.success ? kind.data : Kind.enum.video,
    input: input.success ? input.data : '',
    output: output.success ? (output.data ?? null) : null,
    options: {},
    metadata: metadata.success ? (metadata.data ?? {}) : {},
    status: 'failed',
    progress: null,
    error,
    warnings: [],
    tasks: [],
    attempt: 1,
    batch_id: null,
    preset: null,
    created_at: now,
    started_at: null,
    finished_at: now,
    updated_at: now,
  };
}
