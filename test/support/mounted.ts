import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from './media.ts';

/** Whether something may be mounted here at all, which takes root. */
export const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A place where something is mounted, taken away after the test; null where that is not allowed. */
export function mounted(t: Parameters<typeof tempDir>[0], ...args: readonly string[]): string | null {
  const place = path.join(tempDir(t), 'disk');
  mkdirSync(place);
  try {
    execFileSync('mount', [...args, place], { stdio: 'ignore' });
  } catch {
    return null;
  }
  // A closed database is let go of a while later.
  t.onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
  return place;
}
