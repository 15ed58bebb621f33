import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';
import { numberedName } from '../../../shared/plan/names/file-name.ts';
import { systemCode } from './file-errors.ts';
import { syncFolder } from './make-durable.ts';
import { hostPlatform } from './same-file.ts';

/** Moving a person's own file: nothing is ever replaced, and the old place is emptied only when the new one is full. */

/** The calls that tell file systems apart, so that tests can let them fail. */
export interface MoveCalls {
  readonly link: (existing: string, added: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
}

const maxNumber = 10_000;

/** What `link` answers where there are no hard links. */
const withoutLinks: ReadonlySet<string> = new Set([
  ...['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'],
]);

/**
 * Moves a file to a path, or to the next numbered name beside it when that is taken. Gives where it went. Throws a
 * system error or a `ConvoyFailure`; then the file is where it was, and nothing new is anywhere.
 */
export async function moveWithoutReplacing(
  file: string,
  wanted: string,
  calls: MoveCalls = { link, rename },
): Promise<string> {
  return move(file, path.dirname(wanted), (from) => place(from, wanted, calls));
}

/**
 * Moves a file to this very path. Throws a system error, `EEXIST` when the name is taken; then the file is where it was,
 * and nothing new is anywhere.
 */
export async function moveToName(
  file: string,
  target: string,
  calls: MoveCalls = { link, rename },
): Promise<void> {
  await move(file, path.dirname(target), async (from) => {
    if (await moveTo(from, target, calls)) return target;
    throw Object.assign(new Error(`there is a file ${target} already`), { code: 'EEXIST' });
  });
}

async function move(
  file: string,
  folder: string,
  toItsName: (from: string) => Promise<string>,
): Promise<string> {
  try {
    const target = await toItsName(file);
    await syncFolder(folder);
    return target;
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
  }
  // Onto another disk: copied under a name of ours, on the disk for sure, and only then is the original removed.
  const copy = path.join(folder, `.convoy-${randomUUID()}.part`);
  try {
    await copyWhole(file, copy);
    const target = await toItsName(copy);
    await syncFolder(folder);
    await unlinkOr(file, target);
    return target;
  } finally {
    await rm(copy, { force: true });
  }
}

/** Gives the file the first name that is free. */
async function place(file: string, wanted: string, calls: MoveCalls): Promise<string> {
  for (let n = 1; n <= maxNumber; n++) {
    const base = path.basename(wanted);
    const name = n === 1 ? base : numberedName(base, n, 'file', hostPlatform()).name;
    const target = path.join(path.dirname(wanted), name);
    if (await moveTo(file, target, calls)) return target;
  }
  throw fail('output_exists', { file: path.basename(wanted) });
}

/** False when the name is taken. */
async function moveTo(file: string, target: string, calls: MoveCalls): Promise<boolean> {
  try {
    await calls.link(file, target);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return false;
    if (withoutLinks.has(code)) return renameTo(file, target, calls);
    throw error;
  }
  await unlinkOr(file, target);
  return true;
}

/** The name is held by an empty file of ours, which the rename replaces. */
async function renameTo(file: string, target: string, calls: MoveCalls): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await calls.rename(file, target);
    return true;
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

async function copyWhole(file: string, copy: string): Promise<void> {
  await copyFile(file, copy, constants.COPYFILE_EXCL);
  const [from, to] = [await stat(file), await stat(copy)];
  if (from.size !== to.size) throw fail('output_verify_failed', { file: path.basename(file) });
  await utimes(copy, from.atime, from.mtime);
  const handle = await open(copy, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The old name goes; when it cannot, the new one does, so that there is one file as before. */
async function unlinkOr(file: string, target: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}
