import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConvoyError, ConvoyFailure, convoyError, fail } from '../../../shared/model/error.ts';
import type { Kind } from '../../../shared/model/options.ts';
import { inputWords } from '../../../shared/plan/names/input-extensions.ts';
import { inputFailure, systemCode } from '../publish/file-errors.ts';
import { inputPlaces, isAddress, withoutLogin } from './addresses.ts';
import { type GlobMatches, matchGlob } from './glob-inputs.ts';
import type { ExpandedInput } from '../doors/door.ts';
import { hostPlatform } from '../publish/same-file.ts';
import { type WalkedFile, belongsTo, walkFolder } from './walk-folder.ts';

/** A file with the path by which it is recognised when it is named again. */
interface FoundFile {
  readonly path: string;
  readonly real: string;
  readonly root: string | null;
  readonly isLink: boolean | null;
}
type Found =
  | { readonly ok: true; readonly file: FoundFile }
  | { readonly ok: false; readonly given: string; readonly error: ConvoyError };

/** Names looked up together. */
const together = 32;

/**
 * Turns what a person named into files, in the order in which it was named: files as they are, `file://` addresses,
 * folders with all below them (filtered by the kind), and patterns where nothing has the literal name. A file that is
 * named twice, by whatever path, comes once.
 *
 * Addresses in the web and in S3 come as they are: nobody has looked what is there.
 *
 * Error entries: `input_not_found`, `input_unreadable`, `invalid_input` (also for a folder without a fitting file).
 */
export async function expandInputs(
  inputs: readonly string[],
  kind: Kind | readonly Kind[],
  { cwd = process.cwd(), passed }: ExpandOptions = {},
): Promise<readonly ExpandedInput[]> {
  const wanted = typeof kind === 'string' ? [kind] : kind;
  const expanded: ExpandedInput[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < inputs.length; at += together) {
    const found = await Promise.all(
      inputs.slice(at, at + together).map((input) => expandOne(input, wanted, cwd, passed)),
    );
    for (const entry of found.flat()) {
      if (!entry.ok) {
        expanded.push(entry);
      } else if (!seen.has(entry.file.real)) {
        seen.add(entry.file.real);
        const { path: file, root, isLink } = entry.file;
        expanded.push({ ok: true, path: file, root, isLink });
      }
    }
  }
  return expanded;
}

export interface ExpandOptions {
  readonly cwd?: string | undefined;
  /** Hears each file of a folder that is of none of the kinds. */
  readonly passed?: ((file: string) => void) | undefined;
}

async function expandOne(
  given: string,
  wanted: readonly Kind[],
  cwd: string,
  passed: ExpandOptions['passed'],
): Promise<readonly Found[]> {
  try {
    const named = pathOf(given, cwd);
    if (isAddress(named))
      return [{ ok: true, file: { path: named, real: named, root: null, isLink: false } }];
    const stats = await stat(named).catch((error: unknown) => {
      if (canBePattern.has(systemCode(error))) return null;
      throw inputFailure(error, named);
    });
    if (stats === null) return await expandPattern(given, named, wanted, cwd);
    if (stats.isDirectory()) return await expandFolder(given, named, wanted, passed);
    if (!stats.isFile()) {
      throw fail('invalid_input', {
        file: path.basename(named),
        reason: 'it is neither a file nor a folder',
      });
    }
    return [{ ok: true, file: { path: named, real: await realpath(named), root: null, isLink: null } }];
  } catch (error) {
    return [{ ok: false, given, error: inputFailure(error, given).error }];
  }
}

/** What `stat` answers to a name that may be a pattern. Windows calls `*` an invalid name: EINVAL or ENOENT. */
const canBePattern: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL']);

/** The absolute path of what was named, or the address of what is fetched. Throws for addresses of any other kind. */
function pathOf(given: string, cwd: string): string {
  if (given === '') throw fail('input_required');
  // Two letters at least: `C://` is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(given)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return path.resolve(cwd, given);
    case 'file':
      try {
        return fileURLToPath(given);
      } catch (error) {
        throw fail('invalid_input', {
          file: withoutLogin(given),
          reason: 'this file address names no path on this computer',
          detail: String(error),
        });
      }
    case 'http':
    case 'https':
    case 's3': {
      const places = inputPlaces({ input: given }, cwd);
      if (!places.ok) throw new ConvoyFailure(places.error);
      const [place] = places.value;
      return place.at === 'web' ? place.url : given;
    }
    default:
      throw fail('invalid_input', {
        file: withoutLogin(given),
        reason: `addresses that begin with ${scheme}:// are not known`,
      });
  }
}

async function expandFolder(
  given: string,
  folder: string,
  wanted: readonly Kind[],
  passed: ExpandOptions['passed'],
): Promise<readonly Found[]> {
  const walked = await walkFolder(folder, wanted, passed);
  if (walked.length === 0) throw nothingFits(path.basename(folder) || folder, wanted);
  return foundFiles(given, folder, walked);
}

const nothingFits = (file: string, wanted: readonly Kind[]): ConvoyFailure =>
  fail('invalid_input', {
    file,
    reason: `there is no ${wanted.map((kind) => inputWords[kind]).join(', ')} in it`,
    hint: 'Name another folder or the file itself, or choose another kind.',
  });

async function expandPattern(
  given: string,
  named: string,
  wanted: readonly Kind[],
  cwd: string,
): Promise<readonly Found[]> {
  const matches = await matchGlob(given, cwd, hostPlatform());
  if (matches === null) {
    const isDeadLink = await lstat(named).then(
      (stats) => stats.isSymbolicLink(),
      () => false,
    );
    const reason = isDeadLink ? 'it is a link that leads nowhere' : undefined;
    throw fail('input_not_found', {
      file: path.basename(named) || named,
      ...(reason === undefined ? {} : { reason }),
    });
  }
  const found: Found[] = [];
  for (let at = 0; at < matches.paths.length; at += together) {
    const next = matches.paths.slice(at, at + together).map((match) => expandMatch(match, matches, wanted));
    found.push(...(await Promise.all(next)).flat());
  }
  if (found.length > 0) return found;
  if (matches.paths.length > 0) throw nothingFits(given, wanted);
  return [
    {
      ok: false,
      given,
      error: convoyError('input_not_found', { file: given, reason: 'nothing matches this pattern' }),
    },
  ];
}

async function expandMatch(
  match: string,
  { base, namesExtension }: GlobMatches,
  wanted: readonly Kind[],
): Promise<Found[]> {
  const stats = await stat(match).catch(() => null);
  if (stats?.isDirectory() === true) {
    try {
      return foundFiles(match, match, await walkFolder(match, wanted));
    } catch (error) {
      return [{ ok: false, given: match, error: inputFailure(error, match).error }];
    }
  }
  const fits = stats?.isFile() === true && (namesExtension || (await belongsTo(wanted, match)));
  return fits
    ? [{ ok: true, file: { path: match, real: await realpath(match), root: base, isLink: null } }]
    : [];
}

const foundFiles = (given: string, folder: string, walked: readonly WalkedFile[]): Found[] =>
  walked.map((entry) =>
    entry.ok
      ? { ok: true, file: { path: entry.path, real: entry.real, root: folder, isLink: entry.isLink } }
      : { ok: false, given: path.join(given, path.relative(folder, entry.path)), error: entry.error },
  );
