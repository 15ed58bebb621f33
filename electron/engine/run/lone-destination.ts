import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import {
  type TemplateToken,
  localDate,
  templateTokens,
  usesToken,
} from '../../../shared/plan/names/name-template.ts';
import {
  type OutputPath,
  type OutputTarget,
  outputTarget,
  renderOutputPath,
} from '../../../shared/plan/names/output-path.ts';
import { type KnownConnection, type UploadTarget, uploadOf } from '../export/upload-target.ts';
import { hostPlatform } from '../publish/same-file.ts';

/** Where a file goes that no job made. */
export interface LoneDestination {
  /** Null = a place on this computer. */
  readonly upload: UploadTarget | null;
  readonly target: OutputTarget;
}

export interface DestinationQuestion {
  /** `s3://bucket/key`, or an absolute path: a file, a folder, or a template. */
  readonly url: string;
  readonly connection: string | null;
  /** Absolute path of the file. */
  readonly file: string;
  readonly connections: readonly KnownConnection[];
  /** Folder below which buckets have theirs. */
  readonly outgoing: string;
}

/** What names a conversion: a file that is put somewhere as it is has none of it. */
const ofConversions: readonly TemplateToken[] = ['kind', 'format', 'width', 'height', 'quality'];

/**
 * Reads where a file is to go, by the rules of a job's output. Refusals: `connection_missing`, and `invalid_option` for
 * an address that is none, a name that cannot be, and a connection that has nothing to do.
 */
export async function loneDestination(asked: DestinationQuestion): Promise<Result<LoneDestination>> {
  const { url, connection, file, connections, outgoing } = asked;
  const upload = uploadOf({
    request: { input: file, output: url, ...(connection === null ? {} : { connection }) },
    connections,
    outgoing,
  });
  if (!upload.ok) return upload;
  const target = upload.value === null ? await targetHere(url, file) : targetIn(upload.value, file);
  if (!target.ok) return target;
  const foreign = ofConversions.filter((token) => usesToken(target.value.template, token));
  if (foreign.length > 0) {
    const known = templateTokens.filter((token) => !ofConversions.includes(token));
    return refuse('invalid_option', {
      field: 'output',
      reason: `{${foreign.join('}, {')}} is of conversions; a file that stays as it is can have {${known.join('}, {')}}`,
    });
  }
  return ok({
    upload: upload.value === null ? null : bucketOf(upload.value),
    target: target.value,
  });
}

/** The path that the file would have there if it were free; `id` is that of its task, `now` in Unix milliseconds. */
export function lonePath(target: OutputTarget, file: string, id: string, now: number): Result<OutputPath> {
  const { ext } = splitExtension(path.basename(file));
  return renderOutputPath(target, {
    ...{ input: file, ext, date: localDate(now), index: 1, count: 1, id },
    // No token asks for them.
    ...{ kind: 'video', format: ext, size: null, quality: '' },
  });
}

const bucketOf = ({ connection, bucket, folder }: UploadTarget): UploadTarget => ({
  ...{ connection, bucket, folder },
});

async function targetHere(asked: string, file: string): Promise<Result<OutputTarget>> {
  const askedIsFolder = await stat(asked).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return outputTarget({ ...keepsName(file), asked, askedIsFolder, cwd: path.resolve('/') });
}

/** The bucket's folder stands for the bucket. A key without a token is one as it stands, whatever its end is. */
function targetIn(
  { folder, template }: UploadTarget & { readonly template: string },
  file: string,
): Result<OutputTarget> {
  const read = outputTarget({
    ...keepsName(file),
    ...(template === '' ? { asked: folder, askedIsFolder: true } : { asked: template, askedIsFolder: false }),
    cwd: folder,
  });
  if (!read.ok || template === '' || template.endsWith(path.sep)) return read;
  const last = path.basename(template);
  if (/[{}]/.test(last)) return read;
  return ok({ ...read.value, template: [...read.value.template.slice(0, -1), [{ text: last }]] });
}

const keepsName = (
  file: string,
): Pick<
  Parameters<typeof outputTarget>[0],
  'input' | 'root' | 'many' | 'nameTemplate' | 'platform' | 'paths'
> => ({
  ...{ input: file, root: null, many: false, nameTemplate: '{name}.{ext}' },
  ...{ platform: hostPlatform(), paths: path },
});
