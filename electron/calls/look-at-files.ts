import fs from 'node:fs';
import { type FileIdentity, identityOf } from '../engine/index.ts';

/**
 * One look at each of many files. With callbacks, because a promise of `node:fs/promises` costs more than the look
 * itself, and ten thousand files are looked at while somebody waits for the first.
 */
export interface Look {
  /** Of a link, what it leads to; `nothing` also for what cannot be looked at, `other` for devices and the like. */
  readonly what: 'file' | 'folder' | 'other' | 'nothing';
  /** Null for what is no file. */
  readonly bytes: number | null;
  /** Device and inode; null for a link, and for what is not there. */
  readonly identity: FileIdentity | null;
  /** True also for what is not there: where its name leads must be found out another way. */
  readonly isLink: boolean;
}

/** Looks under way at once: enough to hide a network disk's delay; libuv works on four. */
const together = 32;

const nothing: Look = { what: 'nothing', bytes: null, identity: null, isLink: true };

/** Looks in the order of the paths. Never rejects. */
export function lookAtFiles(files: readonly string[]): Promise<readonly Look[]> {
  return eachInParallel(files, (file, done) => {
    fs.lstat(file, { bigint: true }, (error, stats) => {
      if (error !== null) done(nothing);
      else if (stats.isSymbolicLink()) lookBehind(file, done);
      else done({ ...lookOf(stats), identity: identityOf(stats), isLink: false });
    });
  });
}

function lookBehind(file: string, done: (look: Look) => void): void {
  fs.stat(file, { bigint: true }, (error, stats) => {
    done(error === null ? { ...lookOf(stats), identity: null, isLink: true } : nothing);
  });
}

function lookOf(stats: fs.BigIntStats): Pick<Look, 'what' | 'bytes'> {
  if (stats.isFile()) return { what: 'file', bytes: Number(stats.size) };
  return { what: stats.isDirectory() ? 'folder' : 'other', bytes: null };
}

function eachInParallel<T, R>(
  things: readonly T[],
  work: (thing: T, done: (answer: R) => void) => void,
): Promise<readonly R[]> {
  return new Promise((resolve) => {
    const answers = new Array<R>(things.length);
    let next = 0;
    let left = things.length;
    if (left === 0) resolve(answers);
    const begin = (): void => {
      if (next >= things.length) return;
      const at = next;
      next += 1;
      work(things[at] as T, (answer) => {
        answers[at] = answer;
        left -= 1;
        if (left === 0) resolve(answers);
        else begin();
      });
    };
    for (let n = 0; n < together; n++) begin();
  });
}
