import type { UploadFile } from '../../bridge/bridge.ts';

/** More than this is no drop any more but a disk. */
const mostFiles = 100_000;

/**
 * The entries of a drop, which have to be taken while the event runs; the browser forgets them afterwards. What is no
 * file or folder (text, a link) is left out.
 */
export function entriesOf(items: Iterable<DataTransferItem>): readonly FileSystemEntry[] {
  return Array.from(items, (item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter(
    (entry) => entry !== null,
  );
}

/** All files below the entries, with their places below what was dropped. Hidden files of systems are left out. */
export async function walkEntries(entries: readonly FileSystemEntry[]): Promise<readonly UploadFile[]> {
  const found: UploadFile[] = [];
  const visit = async (entry: FileSystemEntry, above: string): Promise<void> => {
    if (found.length >= mostFiles) return;
    const relative = `${above}${entry.name}`;
    if (isFile(entry)) {
      if (!entry.name.startsWith('.')) found.push({ file: await fileOf(entry), relative });
      return;
    }
    if (!isFolder(entry)) return;
    for (const child of await childrenOf(entry)) await visit(child, `${relative}/`);
  };
  for (const entry of entries) await visit(entry, '');
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((settle, fail) => entry.file(settle, fail));

/** A reader gives at most a hundred entries at a time, and none when it is done. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((settle, fail) => reader.readEntries(settle, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
