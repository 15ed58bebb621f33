import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';

/**
 * Names under which results are written until they are complete: in the folder of the result, so that publishing is
 * a rename on one volume; hidden; and as long whatever the result is called.
 */

const partName = /^\.convoy-(?:job|task)_[0-9a-hjkmnp-tv-z]{26}-\d+\.part$/;

/** `.convoy-<id>-<n>.part` in a folder. `n` counts the parts of one job, or of a task without one, retries included. */
export function partPath(folder: string, id: string, n: number): string {
  return path.join(folder, `.convoy-${id}-${n}.part`);
}

/** True for names that Convoy gives to parts and to folders that it has put aside. */
export function isOwnName(name: string): boolean {
  return name.startsWith('.convoy-') && name.endsWith('.part');
}

/** Where a folder that is being replaced stays until the new one is in its place. Never removed by `removeParts`. */
export function asidePath(part: string): string {
  return part.replace(/\.part$/, '-old.part');
}

/**
 * Removes parts, files or folders, by the names that were recorded for a job; one that is gone already is fine.
 * Anything that is not named like a part is a mistake of ours (`internal`) and nothing is removed.
 */
export async function removeParts(parts: readonly string[]): Promise<void> {
  const stranger = parts.find((part) => !partName.test(path.basename(part)));
  if (stranger !== undefined)
    throw fail('internal', { reason: 'a file that is no part was to be removed', detail: stranger });
  await Promise.all(parts.map((part) => rm(part, { recursive: true, force: true, maxRetries: 5 })));
}

/** Parts that are being written. A process that ends in a hurry (a second Ctrl-C) takes them along. */
const held = new Set<string>();

process.on('exit', () => {
  for (const part of held) {
    try {
      rmSync(part, { recursive: true, force: true });
    } catch {
      // Nobody is left to be told, and the next part must go as well.
    }
  }
});

/** Removes the parts should this process end before the returned function was called. */
export function removeAtExit(parts: readonly string[]): () => void {
  for (const part of parts) held.add(part);
  return () => {
    for (const part of parts) held.delete(part);
  };
}
