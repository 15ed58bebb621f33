import fs from 'node:fs';
import { type FileIdentity, identityOf } from '../../engine/index.ts';
import { eachFile } from './each-file.ts';

/** One look at each of many files. With callbacks, because a promise of `node:fs/promises` costs more than the look itself. */
export interface Look {
  /** Of a link, what it leads to; `nothing` also for what cannot be looked at, `other` for devices and the like. */
  readonly what: 'file' | 'folder' | 'other' | 'nothing';
  /** Null for what is no file. */
  readonly bytes: number | null;
  /** Device and inode; null for a link, and for what is not there. */
  readonly identity: FileIdentity | null;
  /** True also for what is not there: where its name leads must be found out another way. */
  readonly isLink: boolean;
  /** A file whose bytes lie here. False for one that a cloud brings when it is opened, as far as that is to be seen. */
  readonly isHere: boolean;
}

const nothing: Look = { what: 'nothing', bytes: null, identity: null, isLink: true, isHere: false };

/** Looks in the order of the paths. Never rejects. */
export function lookAtFiles(files: readonly string[]): Promise<readonly Look[]> {
  return eachFile(files, { later: lookLater, now: lookNow });
}

function lookLater(file: string, done: (look: Look) => void): void {
  fs.lstat(file, { bigint: true }, (error, stats) => {
    if (error !== null) done(nothing);
    else if (stats.isSymbolicLink()) {
      fs.stat(file, { bigint: true }, (problem, behind) => done(problem === null ? linked(behind) : nothing));
    } else done(named(stats));
  });
}

function lookNow(file: string): Look {
  try {
    const stats = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return nothing;
    if (stats.isSymbolicLink()) return linked(fs.statSync(file, { bigint: true }));
    // Big numbers take three times as long, and only some inodes are.
    const isExact = stats.ino > 0 && Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev);
    if (!isExact) return named(fs.lstatSync(file, { bigint: true }));
    return { ...seen(stats), identity: `${stats.dev}:${stats.ino}`, isLink: false };
  } catch {
    return nothing;
  }
}

const named = (stats: fs.BigIntStats): Look => ({
  ...seen(stats),
  identity: identityOf(stats),
  isLink: false,
});
const linked = (stats: fs.BigIntStats): Look => ({ ...seen(stats), identity: null, isLink: true });

function seen(stats: fs.BigIntStats | fs.Stats): Pick<Look, 'what' | 'bytes' | 'isHere'> {
  if (stats.isFile()) return { what: 'file', bytes: Number(stats.size), isHere: stats.blocks > 0 };
  return { what: stats.isDirectory() ? 'folder' : 'other', bytes: null, isHere: false };
}
