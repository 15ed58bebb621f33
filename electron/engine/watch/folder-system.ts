import { watch } from 'node:fs';
import type { Result } from '../../../shared/model/error.ts';
import { deviceOf } from './folder-place.ts';
import { isOnNetwork } from './network-folder.ts';

/** What a rule asks the system about its folder, besides what is in it. */
export interface FolderSystem {
  readonly watch: WatchFolder;
  /** The device that the folder is on. Refusals: `input_not_found`, `input_unreadable`. */
  readonly deviceOf: (folder: string) => Promise<Result<string>>;
  readonly isOnNetwork: (folder: string) => Promise<boolean>;
}

/** `fs.watch`, as far as it is used. Throws what the system answers (`ENOSPC`: it watches no more folders for us). */
export type WatchFolder = (folder: string, how: { readonly recursive: boolean }) => FolderWatcher;

export interface FolderWatcher {
  on(event: 'change', heard: (what: string, name: string | Buffer | null) => void): unknown;
  on(event: 'error', heard: (error: Error) => void): unknown;
  close(): void;
}

export const folderSystem: FolderSystem = { watch, deviceOf, isOnNetwork };
