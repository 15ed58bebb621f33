/** A path as people read it: the home folder is `~`. Both kinds of slash count, as the host may run Windows. */
export function homePath(path: string, home: string): string {
  const root = home.replace(/[\\/]+$/, '');
  if (root === '' || !path.startsWith(root)) return path;
  const rest = path.slice(root.length);
  return rest === '' || /^[\\/]/.test(rest) ? `~${rest}` : path;
}
