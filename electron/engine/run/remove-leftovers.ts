import { rename, rm, stat } from 'node:fs/promises';
import type { Leftovers } from '../job-record.ts';
import { removeParts } from '../publish/part-names.ts';

/** Removes what a crash left, by the names that were recorded before they were made. */
export async function removeLeftovers({
  parts,
  reserved,
  aside,
}: Pick<Leftovers, 'parts' | 'reserved' | 'aside'>): Promise<void> {
  await removeParts(parts);
  if (reserved !== null) {
    // Held for the moment of publishing: empty, or it is somebody's file by now.
    const stats = await stat(reserved).catch(() => null);
    if (stats?.isFile() === true && stats.size === 0) await rm(reserved, { force: true });
  }
  if (aside !== null) {
    const isBack = (await stat(aside.target).catch(() => null)) !== null;
    if (isBack) await rm(aside.aside, { recursive: true, force: true });
    else await rename(aside.aside, aside.target);
  }
}
