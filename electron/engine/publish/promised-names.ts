import path from 'node:path';
import { type ConvoyError, type Warning, convoyError } from '../../../shared/model/error.ts';
import type { Collision } from '../../../shared/model/settings.ts';
import {
  type FittedName,
  type NameForm,
  type NamePlatform,
  fitName,
  nameKey,
  numberedName,
} from '../../../shared/plan/names/file-name.ts';
import { nameShortened } from '../../../shared/plan/names/output-path.ts';
import { outputFailure } from './file-errors.ts';
import { createFolderListings, lookAt } from './folder-listing.ts';
import { isPackageFolder } from './package-folder.ts';
import { createProtectedInputs } from './protected-inputs.ts';
import {
  type FileIdentity,
  fileIdentity,
  hostPlatform,
  identityOf,
  nameIdentity,
  realPathOf,
} from './same-file.ts';

/**
 * Which job may use which output name, for the whole queue: a name is promised once, an input is never promised, and
 * what is on disk is left, numbered around or replaced as the collision rule says. A promise is not the last word:
 * publishing never replaces what it was not allowed to, and asks for another name with `renumber`.
 */
export interface PromisedNames {
  /**
   * Protects the inputs of a batch until `endBatch`. Call it for the whole batch before its first promise.
   *
   * @param known identities of inputs that somebody has just looked at, by path; links are not among them
   */
  protect(
    batchId: string,
    inputs: readonly string[],
    known?: ReadonlyMap<string, FileIdentity>,
  ): Promise<void>;
  /** Protects inputs by their paths alone, until the batch ends; `protect` follows before they become jobs. */
  protectPaths(batchId: string, inputs: readonly string[]): void;
  /**
   * Protects inputs at once by their paths, and whole as soon as anything is found under a name that is wished for: as
   * long as nothing is there, nothing can be an input under another spelling. Ten thousand files are not looked at
   * before the first job of a queue that was kept may begin.
   */
  protectLater(batchId: string, inputs: readonly string[]): void;
  promise(wish: NameWish): Promise<NameAnswer>;
  /** The promised name was taken meanwhile: the same wish again, on a fresh look at the disk. */
  renumber(jobId: string): Promise<NameAnswer>;
  /** The job's result is there: no other job of its batch replaces it, whatever the collision rule says. */
  published(jobId: string, result: FileIdentity | null): void;
  /** The job ended without a result: its name is free again. */
  release(jobId: string): void;
  /** No job of the batch is left (or it was only looked at): its inputs, names and results are forgotten. */
  endBatch(batchId: string): void;
  /** A fresh answer to: is this an input of any batch, by path, real path, or device and inode? */
  isInput(file: string): Promise<boolean>;
}

export interface NameWish {
  readonly jobId: string;
  /** Jobs that were added together never replace each other's results. */
  readonly batchId: string;
  /** Absolute path that the result would have if it were free. */
  readonly path: string;
  readonly form: NameForm;
  readonly collision: Collision;
}

export type NameAnswer =
  | {
      readonly outcome: 'use';
      readonly path: string;
      /** Identity of the one thing that may be replaced there; null = nothing may. */
      readonly replaces: FileIdentity | null;
      readonly warnings: readonly Warning[];
    }
  /** A finished result is there already, and the collision rule is `skip`: `output_exists`. */
  | { readonly outcome: 'skip'; readonly path: string; readonly error: ConvoyError }
  | { readonly outcome: 'refuse'; readonly error: ConvoyError };

interface Claim {
  readonly wish: NameWish;
  readonly key: string;
  readonly counter: string;
  /** A promised name keeps everybody off; one that is settled only its own batch. */
  settled: boolean;
}

/** Numbers that are tried before a name is given up. */
const maxNumber = 1_000_000;

export function createPromisedNames(
  { platform }: { readonly platform: NamePlatform } = { platform: hostPlatform() },
): PromisedNames {
  const inputs = createProtectedInputs(platform);
  const listings = createFolderListings(platform);
  const claims = new Map<string, Claim>();
  const byJob = new Map<string, Claim>();
  /** Claims in `byJob`, so that the end of a batch costs what the batch holds. */
  const byBatch = new Map<string, Set<Claim>>();
  /** Per wish (rule, batch, name): the first number that may be free, so that n equal names cost n looks, not n². */
  const counters = new Map<string, number>();
  /** Results by batch and identity: on a disk without case, `A.webp` is found under `a.webp` as well. */
  const results = new Map<string, Set<FileIdentity>>();
  let last: Promise<unknown> = Promise.resolve();

  const drop = (claim: Claim): void => {
    if (claims.get(claim.key) === claim) claims.delete(claim.key);
    const { jobId, batchId } = claim.wish;
    if (byJob.get(jobId) === claim) byJob.delete(jobId);
    byBatch.get(batchId)?.delete(claim);
    counters.delete(claim.counter);
  };

  const isClaimed = (key: string, batchId: string): boolean => {
    const claim = claims.get(key);
    return claim !== undefined && (!claim.settled || claim.wish.batchId === batchId);
  };

  async function decide(wish: NameWish, fresh: boolean): Promise<NameAnswer> {
    const folder = path.dirname(wish.path);
    const base = path.basename(wish.path);
    const { real, mayHold } = await listings.look(folder);
    const counter = [wish.collision, wish.form, wish.batchId, nameKey(path.join(real, base), platform)].join(
      '\0',
    );
    for (let n = counters.get(counter) ?? 1; n <= maxNumber; n++) {
      const fitted = nameFor(base, n, wish.form, platform);
      const file = path.join(folder, fitted.name);
      const realFile = path.join(real, fitted.name);
      const key = nameKey(realFile, platform);
      if (isClaimed(key, wish.batchId) || inputs.hasPath(file) || inputs.hasPath(realFile)) continue;
      const found = fresh || mayHold(fitted.name) ? await judge(folder, fitted.name, wish) : 'free';
      if (found === 'taken') continue;
      const claim: Claim = { wish, key, counter, settled: found === 'finished' };
      claims.set(key, claim);
      byJob.set(wish.jobId, claim);
      byBatch.set(wish.batchId, (byBatch.get(wish.batchId) ?? new Set()).add(claim));
      counters.set(counter, n + 1);
      if (found === 'finished') {
        return { outcome: 'skip', path: file, error: convoyError('output_exists', { file: fitted.name }) };
      }
      return {
        outcome: 'use',
        path: file,
        replaces: found === 'free' ? null : found.replaces,
        warnings: fitted.shortened ? [nameShortened(fitted.name)] : [],
      };
    }
    return { outcome: 'refuse', error: convoyError('output_exists', { file: base }) };
  }

  /** What the collision rule makes of something that bears a name on disk. */
  async function judge(
    folder: string,
    name: string,
    wish: NameWish,
  ): Promise<'free' | 'taken' | 'finished' | { readonly replaces: FileIdentity }> {
    const stats = await lookAt(folder, name);
    if (stats === null) return 'free';
    if (wish.collision === 'number') return 'taken';
    await inputs.looked();
    const file = path.join(folder, name);
    const identities = [identityOf(stats)];
    const linked = stats.isSymbolicLink() ? await fileIdentity(file) : null;
    if (linked !== null) identities.push(linked);
    const ofBatch = results.get(wish.batchId);
    if (identities.some((identity) => inputs.hasIdentity(identity) || ofBatch?.has(identity) === true)) {
      return 'taken';
    }
    // A file is no finished folder, and a folder of somebody's own files is no finished result.
    const isResult =
      wish.form === 'file'
        ? stats.isFile() || stats.isSymbolicLink()
        : stats.isDirectory() && (await isPackageFolder(file));
    if (!isResult) return 'taken';
    if (wish.collision === 'skip') return 'finished';
    const holdsInput =
      wish.form === 'folder' && (inputs.isInside(file) || inputs.isInside(await realPathOf(file)));
    return holdsInput ? 'taken' : { replaces: identityOf(stats) };
  }

  const promise = (wish: NameWish, fresh = false): Promise<NameAnswer> => {
    const turn = last.then(async (): Promise<NameAnswer> => {
      const former = byJob.get(wish.jobId);
      if (former !== undefined) drop(former);
      try {
        return await decide(wish, fresh);
      } catch (error) {
        return { outcome: 'refuse', error: outputFailure(error, wish.path).error };
      }
    });
    last = turn;
    return turn;
  };

  return {
    protect: (batchId, files, known) => inputs.add(batchId, files, known),
    protectPaths: (batchId, files) => inputs.addPaths(batchId, files),
    protectLater: (batchId, files) => inputs.addLater(batchId, files),
    promise: (wish) => promise(wish),
    renumber: (jobId) => {
      const claim = byJob.get(jobId);
      if (claim === undefined) throw new Error(`no name was promised to ${jobId}`);
      return promise(claim.wish, true);
    },
    published: (jobId, result) => {
      const claim = byJob.get(jobId);
      if (claim === undefined) return;
      claim.settled = true;
      const { batchId, path: wished } = claim.wish;
      listings.add(path.dirname(wished), path.basename(claim.key));
      if (result !== null) results.set(batchId, (results.get(batchId) ?? new Set()).add(result));
    },
    release: (jobId) => {
      const claim = byJob.get(jobId);
      if (claim !== undefined && !claim.settled) drop(claim);
    },
    endBatch: (batchId) => {
      inputs.endBatch(batchId);
      results.delete(batchId);
      for (const claim of byBatch.get(batchId) ?? []) drop(claim);
      byBatch.delete(batchId);
    },
    isInput: async (file) => {
      await inputs.looked();
      if (inputs.hasPath(path.resolve(file)) || inputs.hasPath(await realPathOf(file))) return true;
      const [leadsTo, itself] = await Promise.all([fileIdentity(file), nameIdentity(file)]);
      return [leadsTo, itself].some((identity) => identity !== null && inputs.hasIdentity(identity));
    },
  };
}

const nameFor = (base: string, n: number, form: NameForm, platform: NamePlatform): FittedName =>
  n === 1 ? fitName(base, form, platform) : numberedName(base, n, form, platform);
