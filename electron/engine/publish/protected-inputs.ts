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
  /** The same, and `looked` looks at them. */
  addLater(batchId: string, inputs: readonly string[]): void;
  /** Settles when all that was put off is protected whole. Ask it before `hasIdentity` and `isInside`. */
  looked(): Promise<void>;
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
  /** Not looked at yet. */
  later: string[];
}

/** Files looked at together: more do not go faster, because libuv works on four. */
const together = 32;

export function createProtectedInputs(platform: NamePlatform): ProtectedInputs {
  const batches = new Map<string, Batch>();
  /** How many batches have it, so that one question costs the same however many batches there are. */
  const paths = new Map<string, number>();
  const identities = new Map<FileIdentity, number>();
  const putOff = new Set<string>();
  let looking: Promise<void> = Promise.resolve();

  const batchOf = (batchId: string): Batch => {
    const batch = batches.get(batchId) ?? { paths: new Set(), identities: new Set(), later: [] };
    batches.set(batchId, batch);
    return batch;
  };
  const keepPath = (batch: Batch, file: string): void => count(paths, batch.paths, nameKey(file, platform));
  const keep = (batchId: string, { real, identity }: LookedAt): void => {
    const batch = batches.get(batchId);
    // It has ended while somebody looked.
    if (batch === undefined) return;
    if (real !== null) keepPath(batch, real);
    if (identity !== null) count(identities, batch.identities, identity);
  };

  async function lookAt(batchId: string, inputs: readonly string[], folders: Folders): Promise<void> {
    for (let at = 0; at < inputs.length; at += together) {
      const looks = inputs.slice(at, at + together).map((input) => lookAtInput(input, folders));
      for (const seen of await Promise.all(looks)) keep(batchId, seen);
    }
  }

  async function lookAtPutOff(): Promise<void> {
    const folders: Folders = new Map();
    for (const batchId of [...putOff]) {
      putOff.delete(batchId);
      const batch = batches.get(batchId);
      if (batch === undefined) continue;
      const { later } = batch;
      batch.later = [];
      await lookAt(batchId, later, folders);
    }
  }

  const addPaths = (batchId: string, inputs: readonly string[]): void => {
    const batch = batchOf(batchId);
    for (const input of inputs) keepPath(batch, input);
  };

  return {
    addPaths,
    addLater: (batchId, inputs) => {
      addPaths(batchId, inputs);
      const { later } = batchOf(batchId);
      for (const input of inputs) later.push(input);
      putOff.add(batchId);
    },
    looked: () => {
      if (putOff.size > 0) looking = looking.then(lookAtPutOff);
      return looking;
    },
    add: async (batchId, inputs, known) => {
      const batch = batchOf(batchId);
      const folders: Folders = new Map();
      const unknown: string[] = [];
      for (const input of inputs) {
        const file = path.resolve(input);
        keepPath(batch, file);
        const identity = known?.get(input);
        if (identity === undefined) {
          unknown.push(input);
          continue;
        }
        const folder = path.dirname(file);
        const found = realFolder(folder, folders);
        const real = typeof found === 'string' ? found : await found;
        // Mostly the folder is called by its real path.
        const isReal = real === null || real === folder;
        keep(batchId, { real: isReal ? null : path.join(real, path.basename(file)), identity });
      }
      await lookAt(batchId, unknown, folders);
    },
    hasPath: (file) => paths.has(nameKey(file, platform)),
    hasIdentity: (identity) => identities.has(identity),
    isInside: (folder) => {
      const start = nameKey(folder + path.sep, platform);
      return [...paths.keys()].some((input) => input.startsWith(start));
    },
    endBatch: (batchId) => {
      const batch = batches.get(batchId);
      if (batch === undefined) return;
      batches.delete(batchId);
      putOff.delete(batchId);
      for (const key of batch.paths) countOff(paths, key);
      for (const identity of batch.identities) countOff(identities, identity);
    },
  };
}

function count(all: Map<string, number>, own: Set<string>, key: string): void {
  if (own.has(key)) return;
  own.add(key);
  all.set(key, (all.get(key) ?? 0) + 1);
}

function countOff(all: Map<string, number>, key: string): void {
  const left = (all.get(key) ?? 0) - 1;
  if (left > 0) all.set(key, left);
  else all.delete(key);
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
