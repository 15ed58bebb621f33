import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { sniffClass } from '../inputs/media-class.ts';
import type { JobLinks } from './job-links.ts';
import { lookAt } from './look-at.ts';
import { nameOf } from './decide.ts';
import { forbiddenLink } from './settled.ts';
import { type TakeDeps, takeFiles } from './take.ts';
import { fileOfRule } from './watch-places.ts';

/**
 * Takes a file that a person wants although the ledger or the filter says no. Refusals: `not_found`, `conflict` when it
 * is in the queue, `input_unsupported` when it is no media.
 *
 * @param taken is called when the file became a job
 */
export async function takeAgain(
  deps: TakeDeps & {
    readonly links: Pick<JobLinks, 'bringBack'>;
    readonly mayFollow: (link: string) => Promise<boolean>;
  },
  path: string,
  taken: () => void,
): Promise<Result<null>> {
  const { rule, ledger } = deps;
  const file = nameOf(path);
  if (!isBelow(path))
    return refuse('invalid_input', { file, reason: 'it does not lie in the watched folder' });
  const entry = ledger.entries(rule.id, [path]).get(path) ?? null;
  if (entry?.state === 'queued' || entry?.state === 'converting') {
    return refuse('conflict', { reason: 'this file is in the queue already' });
  }
  if (entry?.jobId != null) await deps.links.bringBack([entry.jobId]);
  const look = await lookAt(fileOfRule(rule, path));
  if (look.what !== 'file') return refuse('input_not_found', { file });
  if (look.link && !(await deps.mayFollow(fileOfRule(rule, path)))) {
    return refuse('input_unreadable', { file, reason: forbiddenLink });
  }
  const what = await sniffClass(fileOfRule(rule, path));
  if (what === null) {
    return refuse('input_unsupported', { file, reason: 'it is not a picture, sound or video' });
  }
  await takeFiles(deps, [{ path, bytes: look.bytes, mtime: look.mtime, class: what }]);
  taken();
  return ok(null);
}

/** A path as the ledger has it: names with `/` between them, none of which leads up. */
export function isBelow(path: string): boolean {
  if (path.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(path))) return false;
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
