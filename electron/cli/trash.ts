import { access, rename } from 'node:fs/promises';
import path from 'node:path';
import type { EngineChoice, Surroundings } from './surroundings.ts';

/**
 * The system's trash without a desktop. `engine` = the engine has one of its own (Linux); null where it cannot be
 * reached (Windows). The function rejects when a file has to stay.
 */
export function trashFor({
  platform,
  home,
}: Pick<Surroundings, 'platform' | 'home'>): 'engine' | ((file: string) => Promise<void>) | null {
  if (platform === 'win32') return null;
  return platform === 'darwin' ? (file) => moveInto(file, path.join(home, '.Trash')) : 'engine';
}

/** What an engine is told of it. */
export function trashChoice(of: Pick<Surroundings, 'platform' | 'home'>): Pick<EngineChoice, 'trash'> {
  const trash = trashFor(of);
  return typeof trash === 'function' ? { trash } : {};
}

/** Tries `clip.mov`, `clip 2.mov` … until a name is free. */
async function moveInto(file: string, trash: string): Promise<void> {
  const { name, ext } = path.parse(file);
  for (let n = 1; n <= 10_000; n++) {
    const target = path.join(trash, n === 1 ? `${name}${ext}` : `${name} ${n}${ext}`);
    const isTaken = await access(target).then(
      () => true,
      () => false,
    );
    if (!isTaken) return rename(file, target);
  }
  throw new Error('the trash is full of files of this name');
}
