import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type NamePlatform, nameKey } from '../../../shared/plan/names/file-name.ts';
import { type FileIdentity, fileIdentity, identityOf } from './same-file.ts';

/** Every input of every batch that is not over: none of them is ever chosen as an output or replaced. */
export interface ProtectedInputs {
  /** Absolute paths. An input that is not there is protected by its path. */
  add(batchId: string, inputs: readonly string[]): Promise<void>;
  /** True for the path itself, in any spelling that the platform takes for it. */
  hasPath(file: string): boolean;
  hasIdentity(identity: FileIdentity): boolean;
  /** True when an input lies somewhere in the folder. */
  isInside(folder: string): boolean;
  endBatch(batchId: string): void;
}

/** Files looked at together: more do not go faster, because libuv works on four. */
const together = 32;

export function createProtectedInputs(platform: NamePlatform): ProtectedInputs {
  const batches = new Map<string, { readonly paths: Set<string>; readonly identities: Set<FileIdentity> }>();
  const some = (test: (batch: { paths: Set<string>; identities: Set<FileIdentity> }) => boolean): boolean => {
    for (const batch of batches.values()) if (test(batch)) return true;
    return false;
  };

  return {
    add: async (batchId, inputs) => {
      const batch = batches.get(batchId) ?? { paths: new Set(), identities: new Set() };
      batches.set(batchId, batch);
      const folders = new Map<string, Promise<string | null>>();
      for (let at = 0; at < inputs.length; at += together) {
        await Promise.all(
          inputs.slice(at, at + together).map(async (input) => {
            batch.paths.add(nameKey(path.resolve(input), platform));
            const { real, identity } = await lookAtInput(input, folders);
            if (real !== null) batch.paths.add(nameKey(real, platform));
            if (identity !== null) batch.identities.add(identity);
          }),
        );
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

/** One look at the file, and one at its folder for all the files in it. A link is followed to its end. */
async function lookAtInput(input: string, folders: Map<string, Promise<string | null>>): Promise<LookedAt> {
  const stats = await lstat(input, { bigint: true }).catch(() => null);
  if (stats === null || stats.isSymbolicLink()) {
    const [real, identity] = await Promise.all([realpath(input).catch(() => null), fileIdentity(input)]);
    return { real, identity };
  }
  const folder = path.dirname(path.resolve(input));
  const known = folders.get(folder) ?? realpath(folder).catch(() => null);
  folders.set(folder, known);
  const real = await known;
  return {
    real: real === null ? null : path.join(real, path.basename(input)),
    identity: identityOf(stats),
  };
}
