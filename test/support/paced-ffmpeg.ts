import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { tools } from './found-tools.ts';

/**
 * The bundled ffmpeg, which reads at playing speed what it converts: a film of eight seconds is at work for eight, on a
 * fast machine as on a slow one, and costs little meanwhile. For what happens in the middle of a job. Always the same
 * path, as what is found out about a program is kept by its path. Not for Windows, which runs no shell scripts.
 */
export async function pacedFfmpeg(): Promise<string> {
  const checkout = createHash('sha256').update(tools.bundled.ffmpeg).digest('hex').slice(0, 12);
  const folder = path.join(os.tmpdir(), `convoy-test-paced-${String(process.getuid?.() ?? 0)}-${checkout}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'ffmpeg');
  // Progress is asked for where a file is converted, and nowhere else.
  const script = `#!/bin/sh
case " $* " in *" -progress "*) exec '${tools.bundled.ffmpeg}' -re "$@" ;; esac
exec '${tools.bundled.ffmpeg}' "$@"
`;
  // Written once: what is known of a program holds for the moment of its last change.
  if ((await readFile(file, 'utf8').catch(() => '')) === script) return file;
  await symlink(tools.bundled.ffprobe, path.join(folder, 'ffprobe')).catch(() => undefined);
  const part = path.join(folder, `.${randomBytes(4).toString('hex')}`);
  await writeFile(part, script);
  await chmod(part, 0o755);
  await rename(part, file);
  return file;
}
