import { constants } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PictureFile } from '../doors/queue-door.ts';

/** Frames of sources that were shown: the next look at the same place has another setting, and the same frame before it. */
export interface SeenFrames {
  /** Puts the frame into a folder and gives it, or null when it has not been seen or is gone. */
  find(name: string, folder: string): Promise<PictureFile | null>;
  keep(name: string, picture: PictureFile): void;
}

/** Frames that are remembered; fewer than the comparisons whose folders they lie in. */
const remembered = 20;

export function createSeenFrames(): SeenFrames {
  const seen = new Map<string, PictureFile>();
  return {
    async find(name, folder) {
      const picture = seen.get(name);
      if (picture === undefined) return null;
      const own = path.join(folder, `before${path.extname(picture.path)}`);
      try {
        // A copy, because the folder in which it was made goes with the comparison it was made for.
        await copyFile(picture.path, own, constants.COPYFILE_FICLONE);
      } catch {
        seen.delete(name);
        return null;
      }
      return { ...picture, path: own };
    },
    keep(name, picture) {
      seen.delete(name);
      seen.set(name, picture);
      for (const oldest of [...seen.keys()].slice(0, -remembered)) seen.delete(oldest);
    },
  };
}

/** Name of a frame: the file as it is now, and the seconds in it. Rejects when the file is gone. */
export async function frameName(file: string, start: number): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return JSON.stringify([file, size, mtimeMs, start]);
}
