import path from 'node:path';
import { systemCode } from '../publish/file-errors.ts';
import type { FolderWatcher, WatchFolder } from './folder-system.ts';

/**
 * Word of the system about what happens in a folder. On Linux each folder is watched by itself, elsewhere the whole
 * tree at once. Folders are watched, not files: ten thousand files cost nothing, and one that grows costs its own looks
 * (`docs/adr` says what a library costs here that reads a folder again for every change in it).
 */
export interface FolderEvents {
  /** Watches a folder, and again when another one (by its inode) has its name now. Path with `/`; empty = the top. */
  watch(below: string, inode: string): void;
  /** A folder is gone, with all below it. */
  drop(below: string): void;
  close(): void;
}

export interface FolderEventsDeps {
  /** Absolute. */
  readonly folder: string;
  readonly recursive: boolean;
  readonly system: { readonly watch: WatchFolder };
  /** Something happened to this name, below the folder and with `/`; null = somewhere, it is not said where. */
  readonly touched: (path: string | null) => void;
  /** The system watches no more folders for us (`ENOSPC`, `EMFILE`), or none at all. Told once; nothing is watched then. */
  readonly failed: (code: string) => void;
}

const wholeTree = process.platform !== 'linux';

export function createFolderEvents({
  folder,
  recursive,
  system,
  touched,
  failed,
}: FolderEventsDeps): FolderEvents {
  const watchers = new Map<string, { readonly watcher: FolderWatcher; inode: string }>();
  let closed = false;

  const close = (): void => {
    closed = true;
    for (const { watcher } of watchers.values()) watcher.close();
    watchers.clear();
  };
  const giveUp = (error: unknown): void => {
    if (closed) return;
    close();
    failed(systemCode(error));
  };
  const drop = (below: string): void => {
    for (const [one, { watcher }] of watchers) {
      if (one !== below && !one.startsWith(`${below}/`)) continue;
      watcher.close();
      watchers.delete(one);
    }
  };
  const begin = (below: string, inode: string): void => {
    try {
      const watcher = system.watch(path.join(folder, below), { recursive: wholeTree && recursive });
      const known = { watcher, inode };
      watchers.set(below, known);
      watcher.on('change', (_, name) => {
        if (closed) return;
        if (typeof name !== 'string') {
          touched(null);
          return;
        }
        // So a removed folder says farewell; the next one of its name may get its inode.
        if (name === path.basename(below === '' ? folder : below)) known.inode = '';
        touched([...(below === '' ? [] : [below]), ...name.split(path.sep)].join('/'));
      });
      watcher.on('error', (error) => {
        // Windows says so when the folder itself was removed; a look will find out.
        drop(below);
        if (below === '' && isLimit(error)) giveUp(error);
        else touched(null);
      });
    } catch (error) {
      if (isLimit(error)) giveUp(error);
      // It went away in this moment, or may not be watched: a look finds what is in it.
    }
  };

  return {
    watch(below, inode) {
      const before = watchers.get(below);
      if (closed || (below !== '' && wholeTree) || before?.inode === inode) return;
      // The old watcher follows its folder wherever that went. It ends after the new one began, so that there is no gap.
      begin(below, inode);
      before?.watcher.close();
    },
    drop,
    close,
  };
}

/** Too many folders for this person, or too many programs that watch. */
const isLimit = (error: unknown): boolean =>
  ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOSYS'].includes(systemCode(error));
