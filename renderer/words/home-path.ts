/**
 * A path as people read it: the home folder is `~`. Both kinds of slash count, as the host may run Windows. `home` is
 * null or empty as long as it is not known.
 */
export function homePath(path: string, home: string | null): string {
  const root = home?.replace(/[\\/]+$/, '') ?? '';
  if (root === '' || !path.startsWith(root)) return path;
  const rest = path.slice(root.length);
  return rest === '' || /^[\\/]/.test(rest) ? `~${rest}` : path;
}
