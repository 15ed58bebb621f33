import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Warning } from '../../../shared/model/error.ts';
import { outputFailure, systemCode } from './file-errors.ts';
import { makeDurable, syncFolder } from './make-durable.ts';
import { type FileIdentity, nameIdentity, sameFile } from './same-file.ts';

/**
 * Gives a finished part its final name. A path that exists under its final name is complete: the name appears in one
 * step, after the bytes are on the disk, and never in place of anything that was not to be replaced.
 */

/** The calls that change names, so that tests can let them fail. */
export interface NameCalls {
  readonly link: (existing: string, added: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
}

/**
 * What is about to happen, told before it happens, wherever a crash right after it leaves more than a part: the result
 * under its final name (`place`), an empty file there (`reserve`), or a folder put aside (`aside`). `placed` ends the
 * last two.
 */
export type PublishStep =
  | { readonly step: 'place'; readonly target: string; readonly identity: FileIdentity }
  | { readonly step: 'reserve'; readonly target: string; readonly part: string }
  | { readonly step: 'aside'; readonly target: string; readonly aside: string }
  | { readonly step: 'placed'; readonly target: string };

export interface Publication {
  /** Absolute; in the folder of the target, so that both are on one volume. */
  readonly part: string;
  /** Absolute final path. */
  readonly target: string;
  /** The one thing that may be replaced at the target, as it was promised; null = nothing may. */
  readonly replaces: FileIdentity | null;
  /** Asked again just before something is replaced: an input never is. */
  readonly isInput: (file: string) => Promise<boolean>;
  /** Modification time to keep, in Unix milliseconds; null = now. */
  readonly mtimeMs: number | null;
  readonly journal?: (step: PublishStep) => void;
  /** Throws when nothing may be written at this path any more; asked just before something is. */
  readonly mayPlace?: (target: string) => Promise<void>;
  readonly calls?: NameCalls;
}

export type PublishOutcome =
  | {
      readonly outcome: 'published';
      readonly identity: FileIdentity | null;
      readonly warnings: readonly Warning[];
    }
  /** Something else has the name; the part is untouched. Ask for another name. */
  | { readonly outcome: 'taken' };

/** What `link` answers on file systems without hard links (FAT, exFAT, many network shares and FUSE). */
const withoutLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EXDEV',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
]);

/**
 * Publishes a file by `link` and `unlink`, or by an exclusive create and a rename where there are no links.
 *
 * Throws `output_unwritable`, `disk_full`, and what `mayPlace` throws; then nothing has the final name and the part is still there.
 */
export async function publishFile(publication: Publication): Promise<PublishOutcome> {
  const { part, target } = publication;
  try {
    const warnings = await makeDurable(part, publication.mtimeMs);
    await publication.mayPlace?.(target);
    await tellPlacing(publication);
    if (!(await placeFile(publication))) return { outcome: 'taken' };
    // The result is complete from here on; a part that cannot go now (a virus scanner holds it) is swept later.
    await rm(part, { force: true, maxRetries: 5 }).catch(() => undefined);
    await syncFolder(path.dirname(target));
    return { outcome: 'published', identity: await nameIdentity(target), warnings };
  } catch (error) {
    throw outputFailure(error, target);
  }
}

/** The part keeps its identity under its new name. */
export async function tellPlacing({ part, target, journal }: Publication): Promise<void> {
  const identity = await nameIdentity(part);
  if (identity !== null) journal?.({ step: 'place', target, identity });
}

/** False when the name is taken. */
async function placeFile(publication: Publication): Promise<boolean> {
  const { part, target, calls = realCalls } = publication;
  if (publication.replaces !== null && (await nameIdentity(target)) !== null) {
    if (!(await mayReplace(publication))) return false;
    await calls.rename(part, target);
    return true;
  }
  try {
    await calls.link(part, target);
    return true;
  } catch (error) {
    const code = systemCode(error);
    // NFS may answer "exists" when its first answer was lost: then it is our own file.
    if (code === 'EEXIST') return sameFile(part, target);
    if (!withoutLinks.has(code)) throw error;
    return placeByReservation(publication, calls);
  }
}

/** True when what bears the name is exactly what was promised for replacement, and no input. */
export async function mayReplace({ target, replaces, isInput }: Publication): Promise<boolean> {
  return (await nameIdentity(target)) === replaces && !(await isInput(target));
}

async function placeByReservation(
  { part, target, journal }: Publication,
  calls: NameCalls,
): Promise<boolean> {
  journal?.({ step: 'reserve', target, part });
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    journal?.({ step: 'placed', target });
    return false;
  }
  try {
    await calls.rename(part, target);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    journal?.({ step: 'placed', target });
  }
  return true;
}

/** Windows refuses to rename what a virus scanner or an indexer looks at: it is asked again for about a second. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let wait = 25; ; wait *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const isHeld = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error));
      if (!isHeld || wait > 400) throw error;
      await pause(wait);
    }
  }
}

export const realCalls: NameCalls = { link, rename: renamePatiently };
