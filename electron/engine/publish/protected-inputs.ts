import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type NamePlatform, nameKey } from '../../../shared/plan/names/file-name.ts';
import { type FileIdentity, fileIdentity, identityOf } from './same-file.ts';

/** Every input of every batch that is not over: none of them is ever chosen as an output or replaced. */
export interface ProtectedInputs {
  /**
   * Absolute paths. An input that is not there is protected by its path.
   *
   * @param known identities of inputs that somebody has just looked at, by path; links are not among them
   */
  add(batchId: string, inputs: readonly string[], known?: ReadonlyMap<string, FileIdentity>): Promise<void>;
  /** The same without a look at the disk: other spellings of the paths are not protected yet. */
  addPaths(batchId: string, inputs: readonly string[]): void;
  /** True for the path itself, in any spelling that the platform takes for it. */
  hasPath(file: string): boolean;
  hasIdentity(identity: FileIdentity): boolean;
  /** True when an input lies somewhere in the folder. */
  isInside(folder: string): boolean;
  endBatch(batchId: string): void;
}

interface Batch {
  readonly paths: Set<string>;
  readonly identities: Set<FileIdentity>;
}

/** Files looked at together: more do not go faster, because libuv works on four. */
const together = 32;

export function createProtectedInputs(platform: NamePlatform): ProtectedInputs {
  const batches = new Map<string, Batch>();
  const some = (test: (batch: Batch) => boolean): boolean => {
    for (const batch of batches.values()) if (test(batch)) return true;
    return false;
  };

  const batchOf = (batchId: string): Batch => {
    const batch = batches.get(batchId) ?? { paths: new Set(), identities: new Set() };
    batches.set(batchId, batch);
    return batch;
  };

  return {
    addPaths: (batchId, inputs) => {
      const { paths } = batchOf(batchId);
      for (const input of inputs) paths.add(nameKey(input, platform));
    },
    add: async (batchId, inputs, known) => {
      const batch = batchOf(batchId);
      const folders: Folders = new Map();
      const keep = (real: string | null, identity: FileIdentity | null): void => {
        if (real !== null) batch.paths.add(nameKey(real, platform));
        if (identity !== null) batch.identities.add(identity);
      };
      const unknown: string[] = [];
      for (const input of inputs) {
        const file = path.resolve(input);
        batch.paths.add(nameKey(file, platform));
        const identity = known?.get(input);
        if (identity === undefined) {
          unknown.push(input);
          continue;
        }
        const folder = realFolder(path.dirname(file), folders);
        const real = typeof folder === 'string' ? folder : await folder;
        // Mostly the folder is called by its real path.
        const isReal = real === null || real === path.dirname(file);
        keep(isReal ? null : path.join(real, path.basename(file)), identity);
      }
      for (let at = 0; at < unknown.length; at += together) {
        const looks = unknown.slice(at, at + together).map((input) => lookAtInput(input, folders));
        for (const { real, identity } of await Promise.all(looks)) keep(real, identity);
      }
    },
    hasPath: (file) => {
      const key = nameKey(file, platform);
      return some((batch) => batch.paths.has(key));
    },
    hasIdentity: (identity) => some((batch) => batch.identities.has(identity)),
    isInside: (folder) => {
      const start = nameKey(folder + path.sep, platform);
      return some((batch) => [...batch.paths].some((input) => input.startsWith(start)));
    },
    endBatch: (batchId) => void batches.delete(batchId),
  };
}

interface LookedAt {
  readonly real: string | null;
  readonly identity: FileIdentity | null;
}

/** Real paths of folders; null for one that is not there. The path itself once it is known. */
type Folders = Map<string, string | null | Promise<string | null>>;

function realFolder(folder: string, folders: Folders): string | null | Promise<string | null> {
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const real = realpath(folder).catch(() => null);
  folders.set(folder, real);
  void real.then((found) => folders.set(folder, found));
  return real;
}

/** One look at the file, and one at its folder for all the files in it. A link is followed to its end. */
async function lookAtInput(input: string, folders: Folders): Promise<LookedAt> {
  const stats = await lstat(input, { bigint: true }).catch(() => null);
  if (stats === null || stats.isSymbolicLink()) {
    const [real, identity] = await Promise.all([realpath(input).catch(() => null), fileIdentity(input)]);
    return { real, identity };
  }
  const real = await realFolder(path.dirname(path.resolve(input)), folders);
  return {
    real: real === null ? null : path.join(real, path.basename(input)),
    identity: identityOf(stats),
  };
}
