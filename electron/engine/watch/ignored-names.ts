/** Names that are never candidates, whatever a rule says, and of which the ledger tells nothing. */

/** Endings of files that are still being downloaded or written by somebody. */
const unfinished = /\.(?:part|crdownload|download|tmp|temp|partial|opdownload|!ut|filepart)$/i;
const droppings: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', 'ehthumbs.db', 'icon\r']);

/** Folders that systems and network disks keep for themselves, full of thumbnails and deleted things. */
const systemFolders: ReadonlySet<string> = new Set([
  ...[
    '@eadir',
    '#recycle',
    '@recycle',
    '$recycle.bin',
    'system volume information',
    'lost+found',
    '__macosx',
  ],
]);

/** Hidden files (with them our own `.convoy-*` and what a Mac leaves), unfinished ones, and what systems leave behind. */
export function isIgnoredFile(name: string): boolean {
  return (
    name.startsWith('.') ||
    name.startsWith('~$') ||
    unfinished.test(name) ||
    droppings.has(name.toLowerCase())
  );
}

/** Folders that are not entered. Browsers give an unfinished download a folder that ends in `.download`. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || unfinished.test(name) || systemFolders.has(name.toLowerCase());
}

/** A path below a watched folder, with `/`, whose file or one of whose folders has such a name. */
export function isIgnoredPath(path: string): boolean {
  const names = path.split('/');
  return names.some((name, n) => (n === names.length - 1 ? isIgnoredFile(name) : isIgnoredFolder(name)));
}
