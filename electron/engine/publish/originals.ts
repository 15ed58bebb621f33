import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { ConvoyFailure, type Warning } from '../../../shared/model/error.ts';
import type { MovedOriginal } from '../job-record.ts';
import { type FileStamp, sameStamp, stampOf } from './file-stamp.ts';
import { outputFailure } from './file-errors.ts';
import { moveWithoutReplacing } from './move-file.ts';
import { realPathOf, sameFile } from './same-file.ts';
import type { Trash } from '../trash/trash.ts';
import { type Bounds, liesWithin } from './within.ts';

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
  /** Where originals of the job may be put. */
  readonly within: Bounds;
}

/** What a person wants to become of the originals of a job. */
export type OriginalsChoice =
  | { readonly do: 'keep' }
  | { readonly do: 'trash' }
  /** Into a folder, which is made when it is needed. Absolute. */
  | { readonly do: 'move'; readonly folderFor: (file: string) => string };

/** The choice of the settings: a folder is seen from the original's own one. */
export function choiceOfSettings({
  originals,
  originalsFolder,
}: Pick<AppSettings, 'originals' | 'originalsFolder'>): OriginalsChoice {
  if (originals !== 'move') return { do: originals };
  return { do: 'move', folderFor: (file) => path.resolve(path.dirname(file), originalsFolder) };
}

export interface OriginalsDeps {
  readonly choiceFor: (jobId: string) => OriginalsChoice;
  /** The system's trash, where there is one; it may say where a file lies in it. */
  readonly trash: Trash | null;
  /** Hears of every original that was put away, at once. */
  readonly moved?: (jobId: string, original: MovedOriginal) => void;
  readonly needOf: (file: string, jobId: string) => InputNeed;
  /**
   * Folder of ours for files that were sent, if there is one. They are copies of what somebody has elsewhere, and go by
   * themselves.
   */
  readonly sent?: string | null;
}

/**
 * Whether other jobs need an input: `open` ones are still to end, and the last one of them decides; `ended` without a
 * result, they may be tried again.
 */
export type InputNeed = 'none' | 'open' | 'ended';

export function createOriginals({ choiceFor, trash, needOf, moved, sent = null }: OriginalsDeps): Originals {
  return {
    async settle({ jobId, originals: all, result, within }) {
      const choice = choiceFor(jobId);
      if (choice.do === 'keep') return [];
      const originals = sent === null ? all : await notIn(sent, all);
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
                choice.do === 'trash' ? null : choice.folderFor(file),
                within,
              );
        if (reason !== null) return [kept(originals.length === 1 ? file : null, reason)];
      }
      const warnings: Warning[] = [];
      for (const { file, stamp } of originals) {
        const gone =
          choice.do === 'trash'
            ? await toTrash(file, trash)
            : await intoFolder(file, choice.folderFor(file), within);
        if (gone === null) continue;
        if ('reason' in gone) warnings.push(kept(file, gone.reason));
        else {
          // Another disk may keep its time less exactly.
          const now = gone.to === null ? stamp : ((await stampOf(gone.to)) ?? stamp);
          const went = choice.do === 'trash' ? 'trash' : 'folder';
          if (now !== null) moved?.(jobId, { file, stamp: now, went, to: gone.to });
        }
      }
      return warnings;
    },
  };
}

/** Moves an original that failed into a folder, if it is still what the job read. Gives where it is then, or why not. */
export async function setAside(
  file: string,
  stamp: FileStamp,
  folder: string,
  within: Bounds,
): Promise<{ readonly movedTo: string } | { readonly reason: string }> {
  const reason = await whyUntouchable(file, stamp);
  if (reason !== null) return { reason };
  try {
    if (!(await makeFolder(folder, within))) return { reason: leadsOut };
    return { movedTo: await moveWithoutReplacing(file, path.join(folder, path.basename(file))) };
  } catch (error) {
    return { reason: notMoved(error, folder, file) };
  }
}

/** Why an original must stay where it is, in a clause; null when it may go. `folder` is where it would go. */
async function whyKeep(
  file: string,
  stamp: FileStamp | null,
  result: string,
  folder: string | null,
  within: Bounds,
): Promise<string | null> {
  const reason = await whyUntouchable(file, stamp);
  if (reason !== null) return reason;
  const [realFile, realResult] = await Promise.all([realPathOf(file), realPathOf(result)]);
  if (realFile === realResult || (await sameFile(file, result))) return 'it is the result itself';
  if (isInside(realFile, realResult)) return 'it lies in the folder of the result';
  if (folder !== null && !(await liesWithin(within, folder))) return leadsOut;
  if (folder !== null && isInside(await realPathOf(path.join(folder, 'x')), realResult)) {
    return 'the folder for originals lies in the folder of the result';
  }
  return null;
}

async function whyUntouchable(file: string, stamp: FileStamp | null): Promise<string | null> {
  const named = await lstat(file).catch(() => null);
  if (named === null) return 'it is not there any more';
  // Taking away a link would leave the file, and moving one would break it.
  if (named.isSymbolicLink()) return 'it is a link to a file in another place';
  if (!named.isFile()) return 'it is no file any more';
  if (stamp === null || !sameStamp(stamp, await stampOf(file))) return 'it was changed since it was read';
  return null;
}

async function notIn(folder: string, originals: SettledJob['originals']): Promise<SettledJob['originals']> {
  const [real, ...files] = await Promise.all([folder, ...originals.map(({ file }) => file)].map(realPathOf));
  return originals.filter((_, n) => !isInside(files[n] ?? '', real ?? folder));
}

const isInside = (file: string, folder: string): boolean => file.startsWith(folder + path.sep);

/** Where an original went (null: only the system knows), or why it did not go. */
type Gone = { readonly to: string | null } | { readonly reason: string };

async function toTrash(file: string, trash: OriginalsDeps['trash']): Promise<Gone> {
  if (trash === null) return { reason: 'there is no trash here' };
  try {
    return { to: await trash(file) };
  } catch (error) {
    return { reason: `the trash did not take it (${messageOf(error)})` };
  }
}

/** Null when it is there already. */
async function intoFolder(file: string, folder: string, within: Bounds): Promise<Gone | null> {
  if ((await realPathOf(folder)) === (await realPathOf(path.dirname(file)))) return null;
  try {
    if (!(await makeFolder(folder, within))) return { reason: leadsOut };
    return { to: await moveWithoutReplacing(file, path.join(folder, path.basename(file))) };
  } catch (error) {
    return { reason: notMoved(error, folder, file) };
  }
}

const leadsOut = 'with links followed, the folder for it lies outside of the folders that may be used';

/** False when it would lie elsewhere; a link may also come while it is made. */
async function makeFolder(folder: string, within: Bounds): Promise<boolean> {
  if (!(await liesWithin(within, folder))) return false;
  await mkdir(folder, { recursive: true });
  return liesWithin(within, folder);
}

const notMoved = (error: unknown, folder: string, file: string): string =>
  `it could not be moved (${messageOf(outputFailure(error, path.join(folder, path.basename(file))))})`;

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
