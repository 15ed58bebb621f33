import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Output } from '../../shared/ipc/contract.ts';
import { fail } from '../../shared/model/error.ts';
import { splitExtension } from '../../shared/plan/names/file-name.ts';
import { classOfExtension } from '../engine/index.ts';
import type { AllowedPlaces } from './allowed-places.ts';
import { inParallel } from './in-parallel.ts';

type Browsed = Output<'files:browse'>;
type Entry = Browsed['entries'][number];

const looksTogether = 32;
const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Folders and media files of a folder, folders first; hidden ones are left out. Null = the roots. Throws
 * `invalid_input` for a folder outside of the roots, `input_not_found` and `input_unreadable` for the rest.
 */
export async function browseFiles(
  places: AllowedPlaces,
  home: string,
  folder: string | null,
): Promise<Browsed> {
  const roots = places.roots ?? [home];
  if (folder === null) {
    const entries = roots.map((root) => ({
      name: path.basename(root) || root,
      path: root,
      folder: true,
      bytes: null,
    }));
    return { folder: null, parent: null, entries };
  }
  const here = path.resolve(folder);
  await places.checkInput(here);
  const found = await readdir(here, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(here, error);
  });
  const named = found.filter(({ name }) => !name.startsWith('.')).map(({ name }) => name);
  const entries = await inParallel(named, looksTogether, (name) =>
    entryOf(places, path.join(here, name), name),
  );
  return {
    folder: here,
    parent: roots.includes(here) ? null : path.dirname(here),
    entries: entries
      .filter((entry): entry is Entry => entry !== null)
      .toSorted((a, b) => Number(b.folder) - Number(a.folder) || order.compare(a.name, b.name)),
  };
}

async function entryOf(places: AllowedPlaces, file: string, name: string): Promise<Entry | null> {
  const stats = await stat(file).catch(() => null);
  if (stats === null) return null;
  const isFolder = stats.isDirectory();
  const isMedia = stats.isFile() && classOfExtension(splitExtension(name).ext) !== null;
  if (!isFolder && !isMedia) return null;
  // A link out of the roots cannot be opened, so it is not offered.
  if (!(await places.holds(file))) return null;
  return { name, path: file, folder: isFolder, bytes: isFolder ? null : stats.size };
}

function unreadable(folder: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const file = path.basename(folder) || folder;
  if (code === 'ENOENT') return fail('input_not_found', { file });
  if (code === 'ENOTDIR') return fail('invalid_input', { file, reason: 'it is not a folder' });
  return fail('input_unreadable', { file, reason: 'you may not read it' });
}
