import type { BigIntStats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NamePlatform } from '../../../shared/plan/names/file-name.ts';

/**
 * When two paths are one file. ffmpeg destroys its input, with exit code 0, when the output is the same file under
 * another spelling, a hard link or a symlink; so files are compared by real path and by device and inode.
 */

/** Device and inode, as text. Equal for all names of one file, and for nothing else while the file exists. */
export type FileIdentity = string;

/** The identity of what was looked at. Some network file systems have no inodes: size and time stand in for them. */
export function identityOf(stats: BigIntStats): FileIdentity {
  return stats.ino === 0n ? `${stats.dev}:0:${stats.size}:${stats.mtimeNs}` : `${stats.dev}:${stats.ino}`;
}

/** Identity of the file that a path leads to, links followed; null when it leads nowhere. */
export async function fileIdentity(file: string): Promise<FileIdentity | null> {
  const stats = await stat(file, { bigint: true }).catch(() => null);
  return stats === null ? null : identityOf(stats);
}

/** Identity of what bears this very name, a link itself included; null when nothing does. */
export async function nameIdentity(file: string): Promise<FileIdentity | null> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  return stats === null ? null : identityOf(stats);
}

/** True when both paths lead to one existing file. */
export async function sameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([fileIdentity(a), fileIdentity(b)]);
  return first !== null && first === second;
}

/** The real path of the deepest folder that exists, with the rest as it is. Works for paths that do not exist yet. */
export async function realPathOf(file: string): Promise<string> {
  const rest: string[] = [];
  for (let at = path.resolve(file); ; at = path.dirname(at)) {
    try {
      return path.join(await realpath(at), ...rest);
    } catch {
      if (at === path.dirname(at)) return path.join(at, ...rest);
      rest.unshift(path.basename(at));
    }
  }
}

/** The naming rules of the system that this runs on. */
export function hostPlatform(): NamePlatform {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
}
