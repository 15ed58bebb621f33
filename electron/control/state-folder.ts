import path from 'node:path';

/**
 * The folder of a person's queue, presets and settings unless they name another one: one for the window, the command
 * line and the server, so that all of them speak of the same queue.
 */
export function stateFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Convoy');
  if (platform === 'win32') {
    return path.win32.join(env['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming'), 'Convoy');
  }
  // The specification wants relative values to be ignored.
  const given = env['XDG_CONFIG_HOME'] ?? '';
  const base = path.posix.isAbsolute(given) ? given : path.posix.join(home, '.config');
  return path.posix.join(base, 'Convoy');
}

/** The file of the queue in such a folder. */
export const stateFileName = 'queue.db';
