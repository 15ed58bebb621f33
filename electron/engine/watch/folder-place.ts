import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConvoyError, type Result, convoyError, ok } from '../../../shared/model/error.ts';
import { inputFailure } from '../publish/file-errors.ts';

/** Whether a watched folder is there: a disk that was taken out leaves nothing, or an empty folder in its place. */

/** Milliseconds after which a share that does not answer counts as gone. */
const patience = 20_000;

/** The device that the folder is on. Refusals: `input_not_found`, `input_unreadable`. */
export async function deviceOf(folder: string): Promise<Result<string>> {
  const file = path.basename(folder) || folder;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Result<string>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, error: convoyError('input_unreadable', { file, reason: 'it does not answer' }) });
    }, patience);
  });
  const answer = stat(folder).then(
    (stats): Result<string> =>
      stats.isDirectory()
        ? ok(String(stats.dev))
        : { ok: false, error: convoyError('input_not_found', { file, reason: 'it is no folder any more' }) },
    (error: unknown): Result<string> => ({ ok: false, error: inputFailure(error, folder).error }),
  );
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** An empty folder on another device than before, where files had been seen, is the bare place of a disk. */
export async function isBareMountPoint(
  folder: string,
  device: string,
  before: string | null,
  hadFiles: () => boolean,
): Promise<boolean> {
  if (before === null || before === device || !hadFiles()) return false;
  return (await readdir(folder)).length === 0;
}

export const unmounted = (folder: string): ConvoyError =>
  convoyError('input_not_found', {
    file: path.basename(folder) || folder,
    reason: 'it is empty and on another disk than before, so the right disk is probably not there',
    hint: 'Connect the disk again; the folder is looked for by itself.',
  });
