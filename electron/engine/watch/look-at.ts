import type { Stats } from 'node:fs';
import { lstat, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../publish/file-errors.ts';

/** Looks at single things below a watched folder. */

export type Look =
  | {
      readonly what: 'file';
      readonly bytes: number;
      readonly mtime: number;
      /** It is a link to a file. */
      readonly link: boolean;
    }
  | { readonly what: 'folder'; readonly inode: string }
  /** A device, a link to a folder, a link that leads nowhere: nothing to convert, and nothing to enter. */
  | { readonly what: 'other' }
  | { readonly what: 'nothing' };

/** What is at a path. Throws what the system answers when that is not known. */
export async function lookAt(file: string): Promise<Look> {
  try {
    const stats = await lstat(file);
    if (!stats.isSymbolicLink()) return lookOf(stats, false);
    const behind = await stat(file).catch(() => null);
    // Folders behind links are not entered: they may lead back, or to another watched folder.
    return behind?.isFile() === true ? lookOf(behind, true) : { what: 'other' };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return { what: 'nothing' };
    throw error;
  }
}

function lookOf(stats: Stats, link: boolean): Look {
  if (stats.isFile()) return { what: 'file', bytes: stats.size, mtime: stats.mtimeMs, link };
  if (stats.isDirectory()) return { what: 'folder', inode: inodeOf(stats) };
  return { what: 'other' };
}

export const inodeOf = ({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string => `${dev}:${ino}`;

/**
 * Why a file cannot be opened now, in a clause; null when it can. On Windows a file that somebody writes is mostly
 * held against others, for writing at least, and that is how one knows.
 */
export async function whyClosed(file: string): Promise<string | null> {
  const modes = process.platform === 'win32' ? ['r+', 'r'] : ['r'];
  let why: string | null = null;
  for (const mode of modes) {
    try {
      await (await open(file, mode)).close();
      return null;
    } catch (error) {
      const code = systemCode(error);
      // One that is only write-protected answers EPERM to the first mode, and opens in the second.
      if (code === 'EBUSY' || code === 'ETXTBSY') return 'another program holds it';
      why =
        code === 'EACCES' || code === 'EPERM'
          ? 'it may not be read'
          : `the system answers ${code || String(error)}`;
    }
  }
  return why;
}

/**
 * The path, below the folder and with `/`, that a link in it leads to; null when it leads elsewhere. Such a file is
 * seen by itself.
 */
export async function linkInside(folder: string, file: string): Promise<string | null> {
  const [root, real] = await Promise.all([realpath(folder), realpath(file)]);
  const below = path.relative(root, real);
  return below.startsWith('..') || path.isAbsolute(below) ? null : below.split(path.sep).join('/');
}
