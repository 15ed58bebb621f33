import path from 'node:path';

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
