import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { ConvoyFailure, type Warning } from '../../../shared/model/error.ts';
import { type FileStamp, sameStamp, stampOf } from './file-stamp.ts';
import { outputFailure } from './file-errors.ts';
import { moveWithoutReplacing } from './move-file.ts';
import { realPathOf, sameFile } from './same-file.ts';

/**
 * What becomes of originals once their result is under its final name: nothing, unless a person chose otherwise. They
 * go to the trash or into a folder, never into nothing. Whatever speaks against it, or goes wrong, leaves the original
 * where it is and is told with the job.
 */
export interface Originals {
  settle(done: SettledJob): Promise<readonly Warning[]>;
}

export interface SettledJob {
  readonly jobId: string;
  /** Inputs, absolute, as they were when the job read them. */
  readonly originals: readonly { readonly file: string; readonly stamp: FileStamp | null }[];
  /** Path of the published result: a file, or the folder of a package. */
  readonly result: string;
}

export interface OriginalsDeps {
  readonly settings: () => Pick<AppSettings, 'originals' | 'originalsFolder'>;
  /** The system's trash, where there is one. */
  readonly trash: ((file: string) => Promise<void>) | null;
  readonly needOf: (file: string, jobId: string) => InputNeed;
}

/**
 * Whether other jobs need an input: `open` ones are still to end, and the last one of them decides; `ended` without a
 * result, they may be tried again.
 */
export type InputNeed = 'none' | 'open' | 'ended';

export function createOriginals({ settings, trash, needOf }: OriginalsDeps): Originals {
  return {
    async settle({ jobId, originals, result }) {
      const { originals: choice, originalsFolder } = settings();
      if (choice === 'keep') return [];
      // Parts of one result stay or go together: half of them is of no use to anybody.
      const needs = originals.map(({ file }) => needOf(file, jobId));
      if (needs.includes('open') && !needs.includes('ended')) return [];
      for (const [n, { file, stamp }] of originals.entries()) {
        const reason =
          needs[n] === 'ended'
            ? 'another file of the queue is made from it, and is not done'
            : await whyKeep(
                file,
                stamp,
                result,
                choice === 'trash' ? null : folderFor(file, originalsFolder),
              );
        if (reason !== null) return [kept(originals.length === 1 ? file : null, reason)];
      }
      const warnings: Warning[] = [];
      for (const { file } of originals) {
        const reason =
          choice === 'trash'
            ? await toTrash(file, trash)
            : await intoFolder(file, folderFor(file, originalsFolder));
        if (reason !== null) warnings.push(kept(file, reason));
      }
      return warnings;
    },
  };
}

/** Why an original must stay where it is, in a clause; null when it may go. `folder` is where it would go. */
async function whyKeep(
  file: string,
  stamp: FileStamp | null,
  result: string,
  folder: string | null,
): Promise<string | null> {
  const named = await lstat(file).catch(() => null);
  if (named === null) return 'it is not there any more';
  // Taking away a link would leave the file, and moving one would break it.
  if (named.isSymbolicLink()) return 'it is a link to a file in another place';
  if (!named.isFile()) return 'it is no file any more';
  if (stamp === null || !sameStamp(stamp, await stampOf(file))) return 'it was changed since it was read';
  const [realFile, realResult] = await Promise.all([realPathOf(file), realPathOf(result)]);
  if (realFile === realResult || (await sameFile(file, result))) return 'it is the result itself';
  if (isInside(realFile, realResult)) return 'it lies in the folder of the result';
  if (folder !== null && isInside(await realPathOf(path.join(folder, 'x')), realResult)) {
    return 'the folder for originals lies in the folder of the result';
  }
  return null;
}

/** Absolute folder for an original: the setting, seen from the original's own folder. */
const folderFor = (file: string, folder: string): string => path.resolve(path.dirname(file), folder);

const isInside = (file: string, folder: string): boolean => file.startsWith(folder + path.sep);

async function toTrash(file: string, trash: OriginalsDeps['trash']): Promise<string | null> {
  if (trash === null) return 'there is no trash here';
  try {
    await trash(file);
    return null;
  } catch (error) {
    return `the trash did not take it (${messageOf(error)})`;
  }
}

async function intoFolder(file: string, folder: string): Promise<string | null> {
  if ((await realPathOf(folder)) === (await realPathOf(path.dirname(file)))) return null;
  try {
    await mkdir(folder, { recursive: true });
    await moveWithoutReplacing(file, path.join(folder, path.basename(file)));
    return null;
  } catch (error) {
    return `it could not be moved (${messageOf(outputFailure(error, path.join(folder, path.basename(file))))})`;
  }
}

const messageOf = (error: unknown): string => {
  if (error instanceof ConvoyFailure) return error.error.message.replace(/\.$/, '');
  return error instanceof Error ? error.message : String(error);
};

/** `file` null = all of several. */
const kept = (file: string | null, reason: string): Warning => ({
  kind: 'original_kept',
  message:
    file === null
      ? `The originals stay where they are: of one of them, ${reason}.`
      : `The original “${path.basename(file)}” stays where it is: ${reason}.`,
});
