import path from 'node:path';

/** Where the queue of `convoy serve` is kept unless `--state` says otherwise: the place each system has for such. */
export function stateFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'darwin') {
    return path.posix.join(home, 'Library', 'Application Support', 'Convoy', 'server');
  }
  if (platform === 'win32') {
    const base = env['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming');
    return path.win32.join(base, 'Convoy', 'server');
  }
  // The specification wants relative values to be ignored.
  const given = env['XDG_STATE_HOME'] ?? '';
  const base = path.posix.isAbsolute(given) ? given : path.posix.join(home, '.local', 'state');
  return path.posix.join(base, 'convoy');
}

/** The file of the queue in such a folder. */
export const stateFileName = 'queue.db';

/** Where results of files that a browser sent go unless `--output` says otherwise. */
export function sentFilesFolder(home: string, allowed: readonly string[] | null): string {
  return allowed?.[0] ?? path.join(home, 'Downloads', 'Convoy');
}

/** The program that opens an address with the person's browser. Nothing goes through a shell. */
export function browserOpener(
  platform: NodeJS.Platform,
  url: string,
): { readonly file: string; readonly args: readonly string[] } {
  if (platform === 'darwin') return { file: 'open', args: [url] };
  // `start` belongs to cmd, which would read an ampersand in the address as the end of the command.
  if (platform === 'win32') return { file: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { file: 'xdg-open', args: [url] };
}
