import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Files that a command line names: `convoy a.mov b.mov`, "open with" of a desktop, or the line of a second start.
 * Switches are those of Chromium and ours; all of them begin with a dash.
 */
export function filesOfCommandLine(
  argv: readonly string[],
  how: {
    /** Started as `electron <app> …`, so the first name is the app itself. */
    readonly unpackaged: boolean;
    /** Folder that relative names mean. */
    readonly cwd: string;
  },
): readonly string[] {
  const given = argv.slice(1);
  const end = given.indexOf('--');
  const before = end < 0 ? given : given.slice(0, end);
  const names = before.filter((arg) => arg !== '' && !arg.startsWith('-'));
  const own = how.unpackaged ? names.slice(1) : names;
  const after = end < 0 ? [] : given.slice(end + 1).filter((arg) => arg !== '');
  return [...own, ...after].flatMap((name) => {
    const file = fileOf(name, how.cwd);
    return file === null ? [] : [file];
  });
}

function fileOf(name: string, cwd: string): string | null {
  if (/^file:/i.test(name)) {
    try {
      return fileURLToPath(name);
    } catch {
      return null;
    }
  }
  // Addresses of the web go to the engine as they are, which says what it can do with them.
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return name;
  return path.resolve(cwd, name);
}
