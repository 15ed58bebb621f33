import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type NamePlatform, nameKey } from '../../../shared/plan/names/file-name.ts';
import { systemCode } from './file-errors.ts';
import { realPathOf } from './same-file.ts';

/** What lies in a folder, remembered for a moment, so that ten thousand names cost one listing and not as many looks. */
export interface FolderListings {
  /** Real path of the folder (which need not exist), and whether a name may be taken in it. */
  look(folder: string): Promise<FolderLook>;
  /** Notes a name that has come into being, so that the listing needs not be read again for it. */
  add(folder: string, name: string): void;
}
export interface FolderLook {
  readonly real: string;
  /** False only when no such name was there; true must be checked by looking at the file. */
  readonly mayHold: (name: string) => boolean;
}

/** A listing may be this old, in milliseconds. What it misses is found out by `link`, which never replaces. */
const freshFor = 1000;
/** Milliseconds in which a file system may note a second change with the time of the first: FAT counts in twos. */
const coarseTime = 2000;

interface Listing {
  /** By the clock of `performance`. */
  readonly at: number;
  readonly look: FolderLook;
  readonly names: Set<string> | null;
  /** Of the folder, when nothing can have changed since without changing it; null where that is not sure. */
  readonly changedAt: bigint | null;
}

/** Throws the system's error when something that is no folder is in the way. */
export function createFolderListings(platform: NamePlatform): FolderListings {
  const known = new Map<string, Listing>();
  return {
    look: async (folder) => {
      const now = performance.now();
      const cached = known.get(folder);
      if (cached !== undefined && now - cached.at < freshFor) return cached.look;
      for (const [other, { at }] of known) if (now - at >= freshFor) known.delete(other);
      const [real, changedAt] = await Promise.all([realPathOf(folder), changeOf(folder)]);
      // Ten thousand names are not read again each second while somebody adds them.
      if (cached?.changedAt != null && cached.changedAt === changedAt && cached.look.real === real) {
        known.set(folder, { ...cached, at: now });
        return cached.look;
      }
      const names = await namesIn(folder, platform);
      const look: FolderLook = { real, mayHold: (name) => names?.has(nameKey(name, platform)) ?? true };
      known.set(folder, { at: now, look, names, changedAt });
      return look;
    },
    add: (folder, name) => void known.get(folder)?.names?.add(nameKey(name, platform)),
  };
}

/** When the folder changed, in nanoseconds; null when it did so just now, or cannot be looked at. */
async function changeOf(folder: string): Promise<bigint | null> {
  const stats = await stat(folder, { bigint: true }).catch(() => null);
  if (stats === null) return null;
  return Date.now() - Number(stats.mtimeMs) > coarseTime ? stats.mtimeNs : null;
}

/** Null when the folder may be entered but not listed. */
async function namesIn(folder: string, platform: NamePlatform): Promise<Set<string> | null> {
  try {
    return new Set((await readdir(folder)).map((name) => nameKey(name, platform)));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return new Set();
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

/** What bears a name, links not followed; null when nothing does. */
export const lookAt = (folder: string, name: string) =>
  lstat(path.join(folder, name), { bigint: true }).catch(() => null);
