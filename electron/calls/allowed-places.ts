import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, fail } from '../../shared/model/error.ts';
import { type FileIdentity, identityOf, realPathOf } from '../engine/index.ts';
import { outputTarget } from '../../shared/plan/names/output-path.ts';

/**
 * Which paths somebody at the other end of a connection may name. Electron's own window may name all of them; a
 * browser only what lies below the allowed roots. Real paths are compared, so a link does not lead out.
 */
export interface AllowedPlaces {
  /** Null = everything is allowed. */
  readonly roots: readonly string[] | null;
  /**
   * True when the file (or folder) and the folder that holds it lie below a root. `isLink` false = somebody has looked
   * just now: it is there and is no link.
   */
  holds(file: string, isLink?: boolean): Promise<boolean>;
  /**
   * Throws `invalid_input` when an input lies elsewhere. `seen` hears of a file that is no link, where it had to be
   * looked at.
   */
  checkInput(file: string, seen?: Seen): Promise<void>;
  /** Real paths of all folders that results may be put into; null = anywhere. What is added here stays in them. */
  within(): Promise<readonly string[] | null>;
  /** Throws `invalid_option` when results under this output (folder, file or template) would lie elsewhere. */
  checkOutput(output: string, field?: string): Promise<void>;
}

/** @param file absolute and resolved */
export type Seen = (file: string, identity: FileIdentity) => void;

/**
 * `readable` are folders that may be read and written, `writable` further ones for results only; null = everything.
 * All of them are absolute.
 */
export function createAllowedPlaces(
  readable: readonly string[] | null,
  writable: readonly string[] = [],
): AllowedPlaces {
  const realOf = once(async (folders: readonly string[]) => Promise.all(folders.map(realPathOf)));
  const realFolder = createFolderCache();
  const holdsAmong = async (
    folders: readonly string[],
    file: string,
    looked?: boolean,
    seen?: Seen,
  ): Promise<boolean> => {
    if (!path.isAbsolute(file) || file.includes('\0')) return false;
    const whole = path.resolve(file);
    const roots = await realOf(folders);
    const folder = await realFolder(path.dirname(whole));
    const isLink = looked ?? (await isLinkOrMissing(whole, seen));
    // What is no link lies where its folder lies; a root itself is named more rarely than the files below it.
    if (!isLink && isInside(roots, folder)) return true;
    const real = isLink ? await realPathOf(whole) : path.join(folder, path.basename(whole));
    // A root itself may be named: the folder above it is none of ours, and nothing is written there.
    if (roots.includes(real) && folders.includes(whole)) return true;
    return isInside(roots, real) && isInside(roots, folder);
  };
  const shownRoots = (): string => (readable ?? []).join(', ');
  return {
    roots: readable,
    within: async () => (readable === null ? null : realOf([...readable, ...writable])),
    holds: async (file, isLink) => readable === null || holdsAmong(readable, file, isLink),
    async checkInput(file, seen) {
      if (readable === null || (await holdsAmong(readable, file, undefined, seen))) return;
      throw outside('invalid_input', { file: path.basename(file) || file });
    },
    async checkOutput(output, field = 'output') {
      // A bucket is no place on this computer; who may write there is said by the keys.
      if (/^s3:\/\//i.test(output)) return;
      if (readable === null) return;
      // Where its folder lies decides: a result takes the place of a link, and does not follow it.
      const roots = await realOf([...readable, ...writable]);
      // Looked at anew each time: what is written next goes there.
      const holds = async (folder: string): Promise<boolean> =>
        !folder.includes('\0') && isInside(roots, await realPathOf(folder));
      const folders = await foldersOfOutput(output);
      if (folders.length > 0 && (await Promise.all(folders.map(holds))).every(Boolean)) return;
      throw outside('invalid_option', { field, hint: `Choose a folder inside ${shownRoots()}.` });
    },
  };
}

/** Real paths. */
const isInside = (roots: readonly string[], file: string): boolean =>
  roots.some((root) => file.startsWith(root + path.sep) || isBelow(root, file));

async function isLinkOrMissing(file: string, seen?: Seen): Promise<boolean> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  if (stats === null || stats.isSymbolicLink()) return true;
  seen?.(file, identityOf(stats));
  return false;
}

function outside(
  kind: 'invalid_input' | 'invalid_option',
  context: { readonly file?: string; readonly field?: string; readonly hint?: string },
): ConvoyFailure {
  return fail(kind, {
    hint: 'Only the folders that this server was started with can be used: `convoy serve --allow DIR`.',
    ...context,
    reason: 'it lies outside of the folders that may be used',
  });
}

/**
 * Folders that results of this output may be put into; none when it is no whole path. What is a folder already takes
 * results, also through a link and without a slash at its end; beside a package a second one is made.
 */
async function foldersOfOutput(output: string): Promise<readonly string[]> {
  if (!path.isAbsolute(output) || !(await isThere(output, 'folder'))) {
    const named = folderOfOutput(output);
    return named === null ? [] : [named];
  }
  const isPackage = await isThere(path.join(output, 'master.m3u8'), 'file');
  return isPackage ? [output, path.dirname(path.resolve(output))] : [output];
}

const isThere = (file: string, what: 'folder' | 'file'): Promise<boolean> =>
  stat(file).then(
    (stats) => (what === 'folder' ? stats.isDirectory() : stats.isFile()),
    () => false,
  );

/** The folder that no result of this output leaves; null when it is no whole path. Throws `invalid_option` for a bad name. */
function folderOfOutput(output: string): string | null {
  if (!path.isAbsolute(output)) return null;
  const target = outputTarget({
    asked: output,
    askedIsFolder: false,
    input: path.resolve('/input'),
    root: null,
    many: false,
    cwd: path.resolve('/'),
    nameTemplate: '{name}.{ext}',
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    paths: path,
  });
  // A name that cannot be is wrong wherever it is.
  if (!target.ok) throw new ConvoyFailure(target.error);
  return target.value.folder;
}

/** True when `file` is the folder or lies below it; both are real paths. */
export function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}

/** Milliseconds for which the real path of a folder is believed: ten thousand files of one folder ask at once. */
const folderMs = 500;

function createFolderCache(): (folder: string) => Promise<string> {
  const known = new Map<string, { readonly real: Promise<string>; readonly until: number }>();
  return (folder) => {
    const now = performance.now();
    const found = known.get(folder);
    if (found !== undefined && found.until > now) return found.real;
    if (known.size > 1000) known.clear();
    const real = realPathOf(folder);
    known.set(folder, { real, until: now + folderMs });
    return real;
  };
}

/** Roots are looked up once: a root that is exchanged for a link while we run does not become another place. */
function once<A, R>(work: (argument: A) => Promise<R>): (argument: A) => Promise<R> {
  const answers = new Map<string, Promise<R>>();
  return (argument) => {
    const key = JSON.stringify(argument);
    const answer = answers.get(key) ?? work(argument);
    answers.set(key, answer);
    return answer;
  };
}
