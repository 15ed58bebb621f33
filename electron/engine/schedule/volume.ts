import { lstat, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** A volume as the check of free space needs it. */
export interface Volume {
  /** Device number: the same for all folders of one volume. */
  readonly id: string;
  /** Its topmost folder, as far as the path that was asked leads: what a person knows the disk by. */
  readonly folder: string;
  /** Bytes that this person may still write. */
  readonly free: number;
  /** Bytes of the whole volume. */
  readonly total: number;
}

/** A share on the network that does not answer must not stop the queue. Milliseconds. */
const patienceMs = 5000;

/** The volume that a folder is or would be on; null where the system does not tell, or not in time. */
export async function volumeOf(folder: string): Promise<Volume | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([look(folder).catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function look(folder: string): Promise<Volume | null> {
  const place = await existingFolder(folder);
  if (place === null) return null;
  const { bavail, blocks, bsize } = await statfs(place.folder);
  return {
    id: String(place.device),
    folder: await topmost(place.folder, place.device),
    free: bavail * bsize,
    total: blocks * bsize,
  };
}

/** The deepest folder of a path that exists, and its device; null when nothing of the path can be looked at. */
export async function existingFolder(
  folder: string,
): Promise<{ readonly folder: string; readonly device: number } | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    const stats = await stat(at).catch(() => null);
    if (stats?.isDirectory() === true) return { folder: at, device: stats.dev };
    if (at === path.dirname(at)) return null;
  }
}

async function topmost(folder: string, device: number): Promise<string> {
  for (let at = folder; ;) {
    const above = path.dirname(at);
    if (above === at) return at;
    const stats = await stat(above).catch(() => null);
    if (stats?.dev !== device) return at;
    at = above;
  }
}

/** Bytes in files and folders, those in folders included; what is not there counts nothing. */
export async function bytesIn(places: readonly string[]): Promise<number> {
  const sizes = await Promise.all(places.map(bytesAt));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function bytesAt(place: string): Promise<number> {
  const stats = await lstat(place).catch(() => null);
  if (stats === null) return 0;
  if (!stats.isDirectory()) return stats.size;
  const names = await readdir(place).catch(() => []);
  return bytesIn(names.map((name) => path.join(place, name)));
}
