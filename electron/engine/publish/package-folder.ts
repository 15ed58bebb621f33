import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Kind } from '../../../shared/model/options.ts';

/** The playlist that makes a folder an HLS package. */
export const masterPlaylist = 'master.m3u8';

/** What our packager writes, besides what file browsers leave in every folder. */
const packageFile = /\.m3u8$|\.m4s$|\.vtt$|^init[^/]*\.mp4$/;
const droppings: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * True when a folder is an HLS package and nothing else: only such a folder counts as a finished result, and only
 * such a folder may be replaced. A folder of somebody's own files that happens to have the name never is.
 */
export async function isPackageFolder(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const top = path.resolve(folder);
  return (
    entries.some((entry) => entry.name === masterPlaylist && path.resolve(entry.parentPath) === top) &&
    entries.every(
      (entry) =>
        entry.isDirectory() ||
        (entry.isFile() && (packageFile.test(entry.name) || droppings.has(entry.name))),
    )
  );
}

/**
 * True when an asked output that exists is a place for results: a folder, but no HLS package of the same name when one
 * is to be written, so that the same line run twice makes `lecture (2)` and not `lecture/lecture`.
 */
export async function isPlaceForResults(asked: string, kind: Kind): Promise<boolean> {
  const isFolder = await stat(asked).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder && !(kind === 'adaptive_video' && (await isPackageFolder(asked)));
}
