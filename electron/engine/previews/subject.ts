import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../../shared/model/error.ts';
import type { JobRecord } from '../job-record.ts';
import { inputFailure } from '../publish/file-errors.ts';
import { type PictureIdentity } from './picture-cache.ts';

/** A file that a small picture is made of. */
export type Subject = Omit<PictureIdentity, 'side'>;

/**
 * The file that stands for a job's input or result. A folder of playlists and segments shows its input: that is what
 * it looks like. Throws `not_found` for a job without a result, and what the file system says about a missing file.
 */
export async function subjectOf(job: JobRecord, which: 'input' | 'result'): Promise<Subject> {
  const shown = which === 'result' && job.kind === 'adaptive_video' ? 'input' : which;
  if (which === 'result' && job.files.length === 0)
    throw fail('not_found', { given: 'The result of the job' });
  const named = shown === 'input' ? job.inputs[0] : job.files[0]?.path;
  if (named === undefined) throw fail('input_required');
  const file = absolute(named);
  try {
    const real = await realpath(file);
    const { size, mtimeMs } = await stat(real);
    return { path: real, size, mtimeMs, which: shown };
  } catch (error) {
    throw inputFailure(error, file);
  }
}

/** Inputs are kept as they were given; those that are no files of this computer never became jobs that ran. */
function absolute(named: string): string {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(named)) return path.resolve(named);
  try {
    return fileURLToPath(named);
  } catch {
    throw fail('invalid_input', { file: named, reason: 'the address names no file on this computer' });
  }
}
