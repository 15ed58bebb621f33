import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { systemCode } from '../publish/file-errors.ts';

/**
 * Folders of ours for what is on its way: inputs that are fetched, and results that wait for their upload. With a kept
 * queue they lie beside it and outlive a crash; else they live as long as the engine.
 */
export interface ScratchPlaces {
  /** The job's own folder for its inputs. It need not exist. */
  importsOf(jobId: string): string;
  /** Folder for files that a browser or a program sent; null when the queue is not kept. */
  readonly sent: string | null;
  /** Folder below which buckets have theirs. */
  readonly outgoing: string;
  /** Removes what was fetched for a job. */
  removeImports(jobId: string): Promise<void>;
  /** Removes the imports of jobs that are not in the queue any more, and results that no job knows. */
  sweep(known: { readonly jobs: ReadonlySet<string>; readonly staged: ReadonlySet<string> }): Promise<void>;
  /** Removes everything when nothing of it outlives the engine. */
  close(): void;
}

/** Name of the folder for what is sent, beside the queue. */
export const sentFolderName = 'uploads';

/** @param stateFile file of a kept queue, absolute; null = everything goes when the engine closes */
export function createScratchPlaces(stateFile: string | null): ScratchPlaces {
  let temporary: string | null = null;
  const close = (): void => {
    process.off('exit', close);
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    temporary = null;
  };
  const make = (): string => {
    // A process that ends in a hurry takes it along; of one that was killed, the next one that needs a folder does.
    process.on('exit', close);
    void sweepOfDead(os.tmpdir());
    return mkdtempSync(path.join(os.tmpdir(), `${temporaryName}${process.pid}-`));
  };
  const root = (): string => (stateFile === null ? (temporary ??= make()) : path.dirname(stateFile));
  const imports = (): string => path.join(root(), 'imports');
  const importsOf = (jobId: string): string => path.join(imports(), jobId);
  const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
  return {
    importsOf,
    sent: stateFile === null ? null : path.join(path.dirname(stateFile), sentFolderName),
    get outgoing() {
      return path.join(root(), 'outgoing');
    },
    async removeImports(jobId) {
      if (stateFile !== null || temporary !== null) await remove(importsOf(jobId));
    },
    async sweep({ jobs, staged }) {
      if (stateFile === null) return;
      for (const name of await namesIn(imports())) {
        if (!jobs.has(name)) await remove(importsOf(name));
      }
      await removeUnknown(path.join(root(), 'outgoing'), staged);
    },
    close,
  };
}

const temporaryName = 'convoy-transfer-';

/** Removes the folders of processes that are not there any more. Never rejects. */
async function sweepOfDead(among: string): Promise<void> {
  for (const name of await namesIn(among)) {
    const pid = Number(/^convoy-transfer-(\d{1,10})-\w{6}$/.exec(name)?.[1] ?? '0');
    if (pid === 0 || isThere(pid)) continue;
    // That of another person stays: we may not.
    await rm(path.join(among, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/** Removes below a folder what is not known, and folders that are empty then. True when the folder is empty. */
async function removeUnknown(folder: string, known: ReadonlySet<string>): Promise<boolean> {
  let isEmpty = true;
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    if (known.has(file)) {
      isEmpty = false;
      continue;
    }
    const holdsKnown = [...known].some((one) => one.startsWith(file + path.sep));
    if (holdsKnown && !(await removeUnknown(file, known))) isEmpty = false;
    else await rm(file, { recursive: true, force: true });
  }
  return isEmpty;
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
