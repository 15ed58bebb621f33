import { open, readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Warning } from '../../../shared/model/error.ts';
import { systemCode } from './file-errors.ts';

/**
 * What a part goes through before it gets its final name: the source's time, and fsync. Its mode is the usual one
 * already (0666 without the umask), because the tools create it like any file.
 */

/** Codes with which a file system says that it has no fsync; a disk that is full or broken says something else. */
const cannotSync: ReadonlySet<string> = new Set([
  'EINVAL',
  'ENOTSUP',
  'ENOSYS',
  'EPERM',
  'EISDIR',
  'EACCES',
  'EBADF',
]);

const timeNotKept: Warning = {
  kind: 'time_not_kept',
  message: 'The disk does not keep the time of the original; the result has the time of the conversion.',
};

/**
 * Makes one file, or a folder with everything in it, ready for its name. `mtimeMs` is the modification time to keep,
 * null = now. Throws system errors: the caller knows the target that they are about.
 */
export async function makeDurable(part: string, mtimeMs: number | null): Promise<readonly Warning[]> {
  const stats = await stat(part);
  if (stats.isDirectory()) {
    const entries = await readdir(part, { withFileTypes: true, recursive: true });
    const inner = entries.map((entry) => ({
      file: path.join(entry.parentPath, entry.name),
      isFolder: entry.isDirectory(),
    }));
    for (const { file, isFolder } of inner) if (!isFolder) await settleFile(file, mtimeMs);
    // Folders after what is in them: writing changes their times.
    for (const { file, isFolder } of inner.reverse()) if (isFolder) await settleFolder(file, mtimeMs);
    return (await settleFolder(part, mtimeMs)) ? [] : [timeNotKept];
  }
  return (await settleFile(part, mtimeMs)) ? [] : [timeNotKept];
}

/** True when the time was kept, or none was to be kept. */
async function settleFile(file: string, mtimeMs: number | null): Promise<boolean> {
  const kept = await keepTime(file, mtimeMs);
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } catch (error) {
    if (!cannotSync.has(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
  return kept;
}

async function settleFolder(folder: string, mtimeMs: number | null): Promise<boolean> {
  const kept = await keepTime(folder, mtimeMs);
  await syncFolder(folder);
  return kept;
}

const keepTime = (file: string, mtimeMs: number | null): Promise<boolean> =>
  mtimeMs === null
    ? Promise.resolve(true)
    : utimes(file, new Date(), new Date(mtimeMs)).then(
        () => true,
        () => false,
      );

/** Makes the names in a folder survive a power cut where the system can (Windows cannot open folders for it). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    if (!cannotSync.has(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
}
