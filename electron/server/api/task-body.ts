import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { Task, taskKinds } from '../../../shared/model/job.ts';
import { JobId } from '../../../shared/model/id.ts';
import { inputPlaces } from '../../engine/index.ts';

/** The body of `POST /tasks`: one step of a job by itself. */
export const TaskBody = z.strictObject({
  kind: z.enum(taskKinds),
  /** An address or a path, or a file as another task gave it: of that only the `url` counts. */
  input: z.union([z.string().min(1), z.looseObject({ url: z.string().min(1) })]),
  /** Of the kind; for `export` `{ url, connection }`, where it goes. */
  options: z.record(z.string(), z.unknown()).optional(),
  /** For kinds that convert: as `output` of a job. */
  output: z.string().min(1).optional(),
  /** For what lies in S3: a saved connection. */
  connection: z.string().min(1).optional(),
});
export type TaskBody = z.infer<typeof TaskBody>;

/** A task that stands alone; `job_id` names the job that does the work, when there is one. */
export const ApiTask = Task.extend({ job_id: JobId.nullable() });
export type ApiTask = z.infer<typeof ApiTask>;

/** Throws `input_required`, `invalid_input`, `invalid_option`, `invalid_request`. */
export function readTaskBody(body: unknown): TaskBody & { readonly source: string } {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { input, kind } = given;
  const url = typeof input === 'object' && input !== null && 'url' in input ? input.url : input;
  if (url === undefined || url === null || url === '') throw fail('input_required');
  if (typeof url !== 'string') throw fail('invalid_input', { reason: 'its url is no text' });
  const places = inputPlaces({ input: url }, '/');
  if (!places.ok) throw new ConvoyFailure(places.error);
  if (!taskKinds.some((one) => one === kind)) {
    const shown = kind === undefined ? 'nothing' : JSON.stringify(kind).slice(0, 80);
    throw fail('invalid_option', { field: 'kind', given: shown, allowed: taskKinds.join(', ') });
  }
  if (!isWhole(url)) {
    throw fail('invalid_input', { file: path.basename(url), reason: 'its path is not a whole one' });
  }
  const parsed = TaskBody.safeParse(body);
  if (parsed.success) return { ...parsed.data, source: url };
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  const what = (issue?.message ?? 'it has another form').replace(/\.$/, '');
  throw fail('invalid_request', { reason: where === '' ? what : `${where}: ${what}` });
}

/** A request has no current folder that a path could start from. */
const isWhole = (url: string): boolean => path.isAbsolute(url) || /^[a-z][a-z0-9+.-]+:\/\//i.test(url);

/** Where `export` puts a file. */
const ExportOptions = z.strictObject({
  /** As `output` of a job: `s3://bucket/key`, a whole path, or a `file://` address; a file, a folder, or a template. */
  url: z.string().min(1).max(4096),
  /** A saved connection; `connection_id` is its other name. */
  connection: z.string().min(1).optional(),
  connection_id: z.string().min(1).optional(),
});

export interface ExportPlace {
  /** `s3://…` or an absolute path. */
  readonly url: string;
  readonly connection: string | null;
}

/** Throws `invalid_option`. */
export function readExportOptions(options: unknown): ExportPlace {
  const wrong = (field: string, reason: string): ConvoyFailure => fail('invalid_option', { field, reason });
  const parsed = ExportOptions.safeParse(options ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field =
      issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? 'options') : String(issue?.path[0] ?? 'url');
    throw wrong(
      field,
      'an export has url, which is s3://bucket/key or a place on this computer, and connection',
    );
  }
  const { url, connection, connection_id: id } = parsed.data;
  const named = connection ?? id ?? null;
  if (/^s3:\/\//i.test(url)) return { url, connection: named };
  if (named !== null) {
    throw wrong('connection', 'the file stays on this computer, so it has nothing to do');
  }
  if (path.isAbsolute(url)) return { url, connection: null };
  if (!/^file:\/\//i.test(url)) {
    throw wrong('url', 'it is neither a whole path nor an address of file:// or s3://');
  }
  try {
    return { url: fileURLToPath(url), connection: null };
  } catch {
    throw wrong('url', 'the address names no place on this computer');
  }
}
