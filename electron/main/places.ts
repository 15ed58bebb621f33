import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { stateFolder } from '../control/state-folder.ts';

/** Where the parts of the app lie, absolute. */
export interface Places {
  readonly page: string;
  readonly preload: string;
  readonly host: string;
  readonly stillWorker: string;
  /** Folder of package.json. */
  readonly root: string;
  readonly icons: string;
  /** Folder of this person for what must not get lost. */
  readonly data: string;
  /** Where this person's browser puts what it downloads. */
  readonly downloads: string;
}

const dist = path.dirname(fileURLToPath(import.meta.url));

export function appPlaces(): Places {
  const root = path.dirname(dist);
  return {
    page: path.join(dist, 'renderer'),
    preload: path.join(dist, 'preload.cjs'),
    host: path.join(dist, 'host.js'),
    stillWorker: path.join(dist, 'still-worker.js'),
    root,
    icons: path.join(root, 'build', 'icons'),
    data: app.getPath('userData'),
    downloads: app.getPath('downloads'),
  };
}

/**
 * Name and data folder of the app, before anything asks for them. A folder given by `--user-data-dir` wins: tests and
 * people with two libraries use it.
 */
export function settleIdentity(): void {
  app.setName('Convoy');
  const given = app.commandLine.getSwitchValue('user-data-dir');
  app.setPath('userData', given === '' ? ownFolder() : path.resolve(given));
}

/** The same folder as on the command line, by the same rule. */
const ownFolder = (): string => stateFolder(process.platform, process.env, app.getPath('home'));
