import type { Warning } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import type { Book } from '../queue/book.ts';
import type { JobRecord, Placing, PublishedResult } from '../job-record.ts';
import { stampOf } from '../publish/file-stamp.ts';
import type { Originals } from '../publish/originals.ts';
import { nameIdentity } from '../publish/same-file.ts';

/**
 * What follows when a result is under its final name: the job has succeeded, and only then anything happens to its
 * originals. The same by the job itself and by the start after a crash between the two.
 */
export interface Concluding {
  readonly book: Book;
  readonly originals: Originals;
  /** Results of ours are known by that before their job says that it has ended. */
  readonly published: (files: readonly OutputFile[]) => Promise<void>;
}

/** A result where it is to be. */
export interface Concluded extends Pick<Placing, 'target' | 'files' | 'inputs' | 'kept'> {
  /** False when it is not on this computer; true when absent. */
  readonly isHere?: boolean;
}

export async function conclude(
  { book, originals, published }: Concluding,
  id: string,
  { target, files, inputs, kept, isHere = true }: Concluded,
  warnings: readonly Warning[],
): Promise<void> {
  // An original that stays where it is was made by nobody here, and nobody here may take it back.
  const made = isHere && kept !== 'in_place';
  if (made) await published(files);
  const output = { files, primary: files[0] ?? null, ...(kept === null ? {} : { kept }) };
  const succeeded = book.apply(id, 'published', {
    files,
    kept,
    staged: null,
    ...(made ? { result: await resultOf(target, files) } : {}),
    warnings,
    tasks: { export: { status: 'succeeded', output } },
  });
  if (succeeded === null) return;
  // Only now, and whatever comes of it the job has succeeded. An original that is the answer itself stays.
  const away = kept === null ? inputs : [];
  book.warn(
    id,
    await originals.settle({ jobId: id, originals: away, result: target, within: succeeded.within }),
  );
}

/** True when the result got its final name before Convoy ended, and nothing but the word of it is missing. */
export async function wasPlaced({ leftovers: { placing } }: JobRecord): Promise<boolean> {
  return placing !== null && (await nameIdentity(placing.target)) === placing.identity;
}

/** How a result lies there, so that it is known again. */
async function resultOf(where: string, files: readonly OutputFile[]): Promise<PublishedResult> {
  const stamps = await Promise.all(files.map((file) => stampOf(file.path)));
  return {
    path: where,
    files: files.map(({ path: file, bytes }, n) => ({
      path: file,
      ...(stamps[n] ?? { size: bytes, mtimeMs: 0 }),
    })),
  };
}
