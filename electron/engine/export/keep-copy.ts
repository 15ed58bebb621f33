import { cp } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConvoyError, Result, Warning } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import { formatOfExtension } from '../../../shared/plan/names/output-format.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import type { Admission } from '../queue/admission.ts';
import type { Book } from '../queue/book.ts';
import { requestOf } from '../queue/change-request.ts';
import { errorOf } from '../error-of.ts';
import { type JobRecord, type StagedResult, noLeftovers } from '../job-record.ts';
import { type Planning, promiseName } from '../planning/plan-request.ts';
import { outputFailure } from '../publish/file-errors.ts';
import type { OutputFolders } from '../publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from '../publish/part-names.ts';
import { publishResult } from '../publish/publish-result.ts';
import type { ReadRequest } from '../queue/requests.ts';

/**
 * Keeps an uploaded result on this computer too, where results go, when the settings ask for that. Whatever goes wrong
 * becomes a warning: the upload has succeeded.
 */
export type KeepCopy = (id: string, staged: StagedResult) => Promise<KeptCopy>;

export interface KeptCopy {
  /** Absolute path of the copy; null = there is none. */
  readonly target: string | null;
  /** Its files, in the order of the staged ones; empty when there is none. */
  readonly files: readonly OutputFile[];
  readonly warnings: readonly Warning[];
}

const noCopy: KeptCopy = { target: null, files: [], warnings: [] };

export interface KeepCopyDeps {
  readonly wanted: () => boolean;
  readonly book: Book;
  readonly admission: Pick<Admission, 'read'>;
  readonly planning: Planning;
  readonly folders: OutputFolders;
}

export function createKeepCopy(deps: KeepCopyDeps): KeepCopy {
  return async (id, staged) => {
    const job = deps.wanted() ? deps.book.get(id) : null;
    if (job === null) return noCopy;
    const request = await asIfItStayed(deps, job);
    if (!request.ok) return withoutCopy(request.error);
    try {
      return await copy(deps, job, request.value, staged);
    } catch (error) {
      return withoutCopy(errorOf(error));
    }
  };
}

/** The request as it would be without a word of any bucket: then its result lies where results go. */
function asIfItStayed({ admission }: KeepCopyDeps, job: JobRecord): Promise<Result<ReadRequest>> {
  const request = requestOf({ ...job, output: null, connection: null });
  return admission.read({
    id: job.id,
    request,
    ...(job.root === null ? {} : { root: job.root }),
    ...(job.preset === null ? {} : { preset: job.preset }),
  });
}

async function copy(
  { book, planning, folders }: KeepCopyDeps,
  job: JobRecord,
  request: ReadRequest,
  staged: StagedResult,
): Promise<KeptCopy> {
  const { id } = job;
  const [primary] = staged.files;
  const isPackage = primary?.path !== staged.target;
  const size =
    primary?.width == null || primary.height === null
      ? null
      : { width: primary.width, height: primary.height };
  // The original that is kept in place of a larger result has its own extension.
  const { ext } = splitExtension(path.basename(staged.target));
  const format = staged.kept === null ? null : formatOfExtension(request.options.kind, ext);
  const answer = await promiseName(planning, request, job, size, ...(format === null ? [] : [format]));
  if (answer.outcome !== 'use') return withoutCopy(answer.error);
  const part = partPath(path.dirname(answer.path), id, 3);
  const letGo = removeAtExit([part]);
  book.note(id, { leftovers: { ...noLeftovers, parts: [part] } });
  try {
    await folders.prepare(id, answer.path, job.within);
    await cp(staged.target, part, { recursive: true, errorOnExist: true, force: false }).catch(
      (error: unknown) => {
        throw outputFailure(error, answer.path);
      },
    );
    const published = await publishResult(planning.names, {
      ...{ jobId: id, form: isPackage ? 'folder' : 'file', promised: answer, part },
      mtimeMs: staged.inputs[0]?.stamp?.mtimeMs ?? null,
      mayPlace: (target) => folders.check(target, job.within),
    });
    if (published.outcome === 'skip') return withoutCopy(published.error);
    const { path: target, warnings } = published;
    return { target, warnings, files: staged.files.map((file) => movedFile(file, staged.target, target)) };
  } finally {
    await removeParts([part]).catch(() => undefined);
    letGo();
    planning.names.release(id);
    await folders.leave(id);
  }
}

function movedFile(file: OutputFile, from: string, to: string): OutputFile {
  const where = path.join(to, path.relative(from, file.path));
  return { ...file, path: where, url: pathToFileURL(where).href };
}

const withoutCopy = ({ message }: ConvoyError): KeptCopy => ({
  ...noCopy,
  warnings: [
    {
      kind: 'copy_not_kept',
      message: `The result was uploaded, but no copy of it was kept on this computer: ${message}`,
    },
  ],
});
