import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { masterPlaylist } from '../publish/package-folder.ts';
import type { SeenFile } from './decide.ts';
import { isIgnoredFile, isIgnoredFolder } from './ignored-names.ts';
import { inParallel } from './in-parallel.ts';
import { inodeOf, lookAt } from './look-at.ts';

/** All that a watched folder holds. */
export interface Walked {
  readonly files: readonly WalkedFile[];
  /** Folders below, with `/`, of which nothing could be learnt. */
  readonly unknown: readonly string[];
}
export interface WalkedFile extends SeenFile {
  readonly link: boolean;
}

export interface WalkQuestion {
  /** Absolute. */
  readonly folder: string;
  /** Where to begin, below the folder and with `/`; empty = the folder itself. */
  readonly from: string;
  readonly recursive: boolean;
  /** Absolute folders that are not entered. */
  readonly isExcluded: (folder: string) => boolean;
  /** Told before a folder is read, so that nothing that comes into it meanwhile is missed. Path as in `from`. */
  readonly entering?: (below: string, inode: string) => void;
  readonly signal?: AbortSignal;
}

/** Walks a folder. Rejects when the folder where it begins cannot be read, or the signal says so. */
export async function walk(question: WalkQuestion): Promise<Walked> {
  const { folder, isExcluded, signal } = question;
  const files: WalkedFile[] = [];
  const unknown: string[] = [];

  const enter = async (below: string): Promise<void> => {
    signal?.throwIfAborted();
    const at = path.join(folder, below);
    if (question.entering !== undefined) question.entering(below, inodeOf(await stat(at)));
    const entries = await readdir(at, { withFileTypes: true });
    // A package is one thing that plays, not a hundred clips.
    if (below !== '' && entries.some(({ name }) => name === masterPlaylist)) return;
    const pathOf = (name: string): string => (below === '' ? name : `${below}/${name}`);
    const folders: string[] = [];
    const candidates = entries.filter((entry) => {
      if (entry.isDirectory()) {
        if (!isIgnoredFolder(entry.name)) folders.push(pathOf(entry.name));
        return false;
      }
      return !isIgnoredFile(entry.name);
    });
    const looks = await inParallel(candidates, ({ name }) =>
      lookAt(path.join(folder, pathOf(name))).catch(() => null),
    );
    for (const [n, look] of looks.entries()) {
      const name = candidates[n]?.name ?? '';
      if (look?.what === 'file') {
        files.push({ path: pathOf(name), bytes: look.bytes, mtime: look.mtime, link: look.link });
      } else if (look === null) unknown.push(pathOf(name));
      // File systems that do not say what an entry is.
      else if (look.what === 'folder' && !isIgnoredFolder(name)) folders.push(pathOf(name));
    }
    if (!question.recursive) return;
    for (const one of folders) {
      if (isExcluded(path.join(folder, one))) continue;
      await enter(one).catch((error: unknown) => {
        if (signal?.aborted === true) throw error;
        unknown.push(one);
      });
    }
  };

  await enter(question.from);
  return { files, unknown };
}
