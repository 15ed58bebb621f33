import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../shared/model/error.ts';
import { stateFileName, stateFolder } from '../control/state-folder.ts';
import type { Given } from './flag-spec.ts';
import type { RunFlagSpec } from './flag-spec.ts';
import type { Surroundings } from './surroundings.ts';

/** `--state`: which queue, presets and settings are meant. */
export const stateFlag: RunFlagSpec = {
  flag: '--state <folder>',
  help: "where the queue, presets and settings are kept (the app's own folder unless told)",
};

/** Absolute path of the folder. */
export function readState(
  given: Given,
  around: Pick<Surroundings, 'cwd' | 'env' | 'home' | 'platform'>,
): string {
  const named = given['state'];
  return typeof named === 'string'
    ? path.resolve(around.cwd, named)
    : stateFolder(around.platform, around.env, around.home);
}

/** The file of the queue in it. */
export const stateFileIn = (folder: string): string => path.join(folder, stateFileName);

/** Makes the folder. Nobody else on this computer needs to see the queue. */
export function makeStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fail('output_unwritable', {
      file: path.basename(folder),
      reason: 'the folder for the queue cannot be made',
      hint: 'Name another one with --state.',
      detail: String(error),
    });
  }
}
