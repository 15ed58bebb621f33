import { writeFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Small shell scripts in the place of ffmpeg, for ends that a real one cannot be brought to on demand. Each says its
 * process id first, as `pid 123` on standard error, so that a test can signal it or see that it is gone.
 */
export function fakeTool(dir: string, name: string, script: string, mode = 0o755): string {
  const file = path.join(dir, name);
  writeFileSync(file, `#!/bin/sh\necho "pid $$" >&2\n${script}\n`, { mode });
  return file;
}

/** The id in such a line, or null. */
export function pidIn(line: string): number | null {
  const digits = /^pid (\d+)$/.exec(line)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** True while a process runs. One that ended and that nobody has waited for yet (a zombie) does not run any more. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  // The state is the first word behind the name in brackets, which may hold anything.
  return !existsSync(stat) || readFileSync(stat, 'utf8').split(') ').at(-1)?.startsWith('Z') !== true;
}
