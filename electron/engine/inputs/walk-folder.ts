import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Kind } from '../../../shared/model/options.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import {
  needsSniff,
  passesSniff,
  sniffBytes,
  takesExtension,
} from '../../../shared/plan/names/input-extensions.ts';
import { inputFailure } from '../publish/file-errors.ts';
import { naturalOrder } from './natural-order.ts';
import { masterPlaylist } from '../publish/package-folder.ts';
import { identityOf } from '../publish/same-file.ts';

export type WalkedFile =
  | { readonly ok: true; readonly path: string; readonly real: string; readonly isLink: boolean | null }
  /** A folder below that cannot be read; the rest goes on. */
  | { readonly ok: false; readonly path: string; readonly error: ConvoyError };

/** Folders that systems and network disks keep for themselves, full of thumbnails and deleted things. */
const systemFolders: ReadonlySet<string> = new Set([
  '@eaDir',
  '$RECYCLE.BIN',
  'System Volume Information',
  'lost+found',
  '__MACOSX',
]);

/** Files that systems leave in folders of pictures, by their names in small letters. */
const systemFiles: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', 'ehthumbs.db']);

/**
 * Files of a folder and of those below it that belong to one of the kinds: each folder's files first, then its folders, in
 * natural order. Hidden names (and with them our own parts) and HLS packages are passed over; links are followed, and
 * no folder is entered twice. Throws `input_unreadable` for the folder itself.
 *
 * @param passed hears each file that belongs to none of the kinds, but for those that systems leave behind
 */
export async function walkFolder(
  folder: string,
  kinds: readonly Kind[],
  passed?: (file: string) => void,
): Promise<readonly WalkedFile[]> {
  const found: WalkedFile[] = [];
  const entered = new Set<string>();

  const enter = async (at: string, isTop: boolean): Promise<void> => {
    const identity = identityOf(await stat(at, { bigint: true }));
    if (entered.has(identity)) return;
    entered.add(identity);
    const entries = await readdir(at, { withFileTypes: true });
    // A package is one thing that plays, not a hundred clips.
    if (!isTop && entries.some((entry) => entry.name === masterPlaylist)) return;
    const real = await realpath(at);
    const folders: string[] = [];
    const sorted = entries
      .filter((entry) => !entry.name.startsWith('.'))
      .sort((a, b) => naturalOrder(a.name, b.name));
    // Names are put behind the folder as they are: to join paths of ten thousand files takes as long as to sort them.
    const [below, belowReal] = [withSlash(at), withSlash(real)];
    for (const entry of sorted) {
      const file = below + entry.name;
      const said = typeOf(entry);
      const type = said ?? (await typeBehind(file));
      if (type === 'folder' && !systemFolders.has(entry.name)) folders.push(file);
      if (type !== 'file') continue;
      const belongs = belongsTo(kinds, file);
      if (!(typeof belongs === 'boolean' ? belongs : await belongs)) {
        if (!systemFiles.has(entry.name.toLowerCase())) passed?.(file);
        continue;
      }
      const realFile = entry.isSymbolicLink()
        ? await realpath(file).catch(() => file)
        : belowReal + entry.name;
      found.push({ ok: true, path: file, real: realFile, isLink: said === 'file' ? false : null });
    }
    for (const inner of folders) {
      await enter(inner, false).catch((error: unknown) => {
        found.push({ ok: false, path: inner, error: inputFailure(error, inner).error });
      });
    }
  };

  await enter(path.normalize(folder), true).catch((error: unknown) => {
    throw inputFailure(error, folder);
  });
  return found;
}

const withSlash = (folder: string): string => (folder.endsWith(path.sep) ? folder : folder + path.sep);

/** Null for links, and on file systems that do not say. */
function typeOf(entry: Dirent): 'file' | 'folder' | null {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : null;
}

/** A link that leads nowhere is nothing to convert. */
async function typeBehind(file: string): Promise<'file' | 'folder' | 'other'> {
  const stats = await stat(file).catch(() => null);
  return stats?.isFile() === true ? 'file' : stats?.isDirectory() === true ? 'folder' : 'other';
}

/** True when the extension belongs to one of the kinds and, where that is not enough, the first bytes do. */
export function belongsTo(kinds: readonly Kind[], file: string): boolean | Promise<boolean> {
  const { ext } = splitExtension(path.basename(file));
  const taking = kinds.filter((kind) => takesExtension(kind, ext));
  if (taking.length === 0) return false;
  // All kinds that look inside look for the same.
  return taking.some((kind) => !needsSniff(kind, ext)) || bytesPass(file, ext);
}

async function bytesPass(file: string, ext: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  // What cannot be opened is kept: its job will say why.
  if (handle === null) return true;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return passesSniff(ext, buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
