import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';

/** Small files that hold a secret: only this person may read them. */

/**
 * What is in the file. When there is none, or it is empty, it is made. Throws `output_unwritable` when that is not
 * possible, or somebody else may read it and that cannot be changed.
 *
 * @param file absolute
 */
export function readOrMake(file: string, make: () => string): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text !== '') {
      // It may have been made or copied by hand.
      chmodSync(file, 0o600);
      return text;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw notKept(file, error);
  }
  const text = make();
  writePrivate(file, text);
  return text;
}

/** Writes it whole, or leaves what was there. */
export function writePrivate(file: string, text: string): void {
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(part, `${text}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw notKept(file, error);
  }
}

function notKept(file: string, error: unknown): Error {
  return fail('output_unwritable', { file: path.basename(file), detail: String(error) });
}
