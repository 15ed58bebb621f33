import { rm } from 'node:fs/promises';
import path from 'node:path';
import { outputFailure, systemCode } from './file-errors.ts';
import { makeDurable, syncFolder } from './make-durable.ts';
import { isPackageFolder } from './package-folder.ts';
import { asidePath } from './part-names.ts';
import {
  type NameCalls,
  type Publication,
  type PublishOutcome,
  mayReplace,
  realCalls,
  tellPlacing,
} from './publish.ts';
import { nameIdentity } from './same-file.ts';

/** What `rename` answers when something with content, or no folder at all, has the name. */
const nameIsTaken: ReadonlySet<string> = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR', 'EPERM']);

/**
 * Publishes a folder (HLS) by one rename. An earlier package is replaced as old aside, new in, old away; it comes back
 * when the new one cannot be put in its place.
 *
 * Throws `output_unwritable`, `disk_full`, and what `mayPlace` throws; then the target is as it was and the part is still there.
 */
export async function publishFolder(publication: Publication): Promise<PublishOutcome> {
  const { part, target, calls = realCalls } = publication;
  try {
    const warnings = await makeDurable(part, publication.mtimeMs);
    const isTaken = (await nameIdentity(target)) !== null;
    if (isTaken && publication.replaces === null) return { outcome: 'taken' };
    await publication.mayPlace?.(target);
    await tellPlacing(publication);
    const placed = isTaken ? await replace(publication, calls) : await place(part, target, calls);
    if (!placed) return { outcome: 'taken' };
    await syncFolder(path.dirname(target));
    return { outcome: 'published', identity: await nameIdentity(target), warnings };
  } catch (error) {
    throw outputFailure(error, target);
  }
}

/** False when something came up under the name. POSIX replaces an empty folder: nothing is lost with it. */
async function place(part: string, target: string, calls: NameCalls): Promise<boolean> {
  try {
    await calls.rename(part, target);
    return true;
  } catch (error) {
    if (nameIsTaken.has(systemCode(error)) && (await nameIdentity(target)) !== null) return false;
    throw error;
  }
}

async function replace(publication: Publication, calls: NameCalls): Promise<boolean> {
  const { part, target, journal } = publication;
  // Looked at again: whatever else came into the folder since the promise is not ours to remove.
  if (!(await mayReplace(publication)) || !(await isPackageFolder(target))) return false;
  const aside = asidePath(part);
  journal?.({ step: 'aside', target, aside });
  await calls.rename(target, aside);
  try {
    await calls.rename(part, target);
  } catch (error) {
    await calls.rename(aside, target);
    journal?.({ step: 'placed', target });
    throw error;
  }
  journal?.({ step: 'placed', target });
  await rm(aside, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  return true;
}
