import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { outputFailure } from './file-errors.ts';
import { realPathOf } from './same-file.ts';
import { type Bounds, checkWithin } from './within.ts';

/** Folders of results: made just before a job writes, and taken away again when they were made for nothing. */
export interface OutputFolders {
  /**
   * Makes the folder of a target for a job. Throws `output_unwritable` or `disk_full`, and `invalid_option` when it would
   * lie outside of `within`; then nothing was made there.
   */
  prepare(jobId: string, target: string, within?: Bounds): Promise<void>;
  /** To be asked once more just before the target is written. Throws `invalid_option`. */
  check(target: string, within: Bounds): Promise<void>;
  /** The job has ended, whichever way: folders that we made, that are empty and that nobody else uses, go. */
  leave(jobId: string): Promise<void>;
}

/**
 * @param trusted folder that every job may write to besides, because the person who sits here chose it; null = none
 */
export function createOutputFolders(trusted: () => string | null = () => null): OutputFolders {
  /** Folders that did not exist before us. */
  const made = new Set<string>();
  const users = new Map<string, Set<string>>();
  // One at a time: a folder must not go between another job's mkdir and the first byte that this job writes.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  async function check(target: string, within: Bounds): Promise<void> {
    if (within === null) return;
    const own = trusted();
    await checkWithin(own === null ? within : [...within, await realPathOf(own)], path.dirname(target));
  }

  return {
    check,
    prepare: (jobId, target, within = null) =>
      inTurn(async () => {
        const folder = path.dirname(target);
        await check(target, within);
        try {
          const first = await mkdir(folder, { recursive: true });
          if (first !== undefined) {
            for (const at of foldersUpTo(folder, first)) made.add(at);
          }
        } catch (error) {
          throw outputFailure(error, target);
        }
        const used = users.get(folder) ?? new Set();
        users.set(folder, used.add(jobId));
        // A link may have come while folders were made.
        await check(target, within);
      }),
    leave: (jobId) =>
      inTurn(async () => {
        for (const [folder, jobs] of users) {
          if (!jobs.delete(jobId) || jobs.size > 0) continue;
          users.delete(folder);
          for (let at = folder; made.has(at) && !users.has(at); at = path.dirname(at)) {
            // Not empty, or gone: either way it is not ours to remove any more.
            const removed = await rmdir(at).then(
              () => true,
              () => false,
            );
            if (!removed) break;
            made.delete(at);
          }
        }
      }),
  };
}

/** The folder and those above it, up to and with `first`. */
function foldersUpTo(folder: string, first: string): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    folders.push(at);
    if (at === path.resolve(first) || at === path.dirname(at)) return folders;
  }
}
