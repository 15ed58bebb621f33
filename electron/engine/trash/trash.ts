import path from 'node:path';
import { putIntoTrash } from './freedesktop-trash.ts';

/** Puts a file or a folder into the trash. Gives where it lies there; null = only the system knows. Throws. */
export type Trash = (file: string) => Promise<string | null>;

export interface TrashSurroundings {
  /** The system's own way, where there is one: what goes there comes back by a person's hand only. */
  readonly system: ((file: string) => Promise<void>) | null;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The trash of this computer; null where it cannot be reached. */
export function trashOf({ system, platform, env, home }: TrashSurroundings): Trash | null {
  if (system !== null) return (file) => system(file).then(() => null);
  if (platform !== 'linux') return null;
  const given = env['XDG_DATA_HOME'] ?? '';
  const data = path.isAbsolute(given) ? given : path.join(home, '.local', 'share');
  return (file) => putIntoTrash(path.resolve(file), path.join(data, 'Trash'), new Date());
}

/** How people call the trash of a system. */
export const trashName = (platform: NodeJS.Platform): string =>
  platform === 'win32' ? 'Recycle Bin' : platform === 'darwin' ? 'Trash' : 'trash';
