import { statfs } from 'node:fs/promises';
import type { Output } from '../../../shared/ipc/contract.ts';
import { existingFolder } from '../../engine/index.ts';

type Volume = Output<'jobs:totals'>['volumes'][number];

/** What results in a folder will take at most. */
export interface FolderNeed {
  /** Absolute; need not exist yet. */
  readonly folder: string;
  readonly bytes: number;
}

/** Adds up what goes to each volume, and says what is free there; null where the system does not tell. */
export async function volumesOf(needs: readonly FolderNeed[]): Promise<Volume[]> {
  const byFolder = new Map<string, number>();
  for (const { folder, bytes } of needs) byFolder.set(folder, (byFolder.get(folder) ?? 0) + bytes);
  const volumes = new Map<number, Volume>();
  for (const [folder, bytes] of byFolder) {
    const place = await existingFolder(folder);
    if (place === null) continue;
    const known = volumes.get(place.device);
    if (known !== undefined)
      volumes.set(place.device, { ...known, folders: known.folders + 1, needs: known.needs + bytes });
    else {
      const free = await freeBytes(place.folder);
      volumes.set(place.device, { folder, folders: 1, needs: bytes, free });
    }
  }
  return [...volumes.values()];
}

/** Bytes that this person may still write on the volume of a folder; null when the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}
