import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Engine, ExpandedInput } from '../../engine/index.ts';
import type { AllowedPlaces } from '../allowed-places.ts';
import { inParallel } from '../in-parallel.ts';
import { type Look, lookAtFiles } from './look-at-files.ts';

/** The files behind the names that a person gave: files, folders, patterns, addresses. */

export interface FindDeps {
  readonly engine: Pick<Engine, 'expand'>;
  readonly places: Pick<AllowedPlaces, 'holds' | 'roots'>;
}

export interface Found {
  readonly path: string;
  readonly root: string | null;
  /** Null = nobody has looked yet. */
  readonly look: Look | null;
  /** Set when the name leads nowhere: the job says why. */
  readonly error: ConvoyError | null;
}

/** Places that are checked together. */
const together = 32;

/** Kinds by which folders are walked when each file shall have its own; together they give every media file. */
const walkedKinds = ['audio', 'image', 'animation'] as const satisfies readonly Kind[];

/** Addresses are for the engine to judge, but for those of files. */
export function pathOf(given: string): string {
  if (!/^file:\/\//i.test(given)) return given;
  try {
    return fileURLToPath(given);
  } catch {
    return given;
  }
}

export const isAddress = (given: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(given);

/**
 * Everything behind the names, in their order; a file that is found twice comes once. `kind` null = of any kind.
 *
 * @param passed hears each file of a folder that is not of the kind
 */
export async function findFiles(
  deps: FindDeps,
  named: readonly string[],
  kind: Kind | null,
  passed?: (file: string) => void,
): Promise<readonly Found[]> {
  const all = await lookAtFiles(named.map((one) => (isAddress(one) ? '' : path.resolve(one))));
  const found = new Map<string, Found>();
  const take = (some: readonly Found[]): void => {
    for (const one of some) found.set(one.path, one);
  };
  /** Names that are no file as they stand: patterns, and what leads nowhere. */
  let others: string[] = [];
  const takeOthers = async (): Promise<void> => {
    if (others.length > 0) take(await expandFiles(deps, others));
    others = [];
  };
  for (const [n, one] of named.entries()) {
    const look = all[n];
    if (look?.what !== 'file' && look?.what !== 'folder') {
      others.push(one);
      continue;
    }
    await takeOthers();
    if (look.what === 'folder') take(await walk(deps, one, kind, passed));
    else take([{ path: path.resolve(one), root: null, look, error: null }]);
  }
  await takeOthers();
  return [...found.values()];
}

async function expandFiles(deps: FindDeps, names: readonly string[]): Promise<readonly Found[]> {
  const expanded = await deps.engine.expand(names, 'video');
  // A pattern may lead to other places than its text says.
  const inside = await insideOf(deps, expanded);
  return inside.map((one) =>
    one.ok
      ? { path: one.path, root: one.root, look: null, error: null }
      : { path: one.given, root: null, look: null, error: one.error },
  );
}

/** All media files of a folder, in one order whatever kinds they are of. */
async function walk(
  deps: FindDeps,
  folder: string,
  kind: Kind | null,
  passed?: (file: string) => void,
): Promise<readonly Found[]> {
  const walked = await deps.engine.expand([folder], kind ?? walkedKinds, passed);
  // Links inside the folder may lead out of what is allowed.
  const inside = await insideOf(deps, walked);
  const files = inside.flatMap((one): Found[] =>
    one.ok ? [{ path: one.path, root: folder, look: null, error: null }] : [],
  );
  return files.length > 0 ? files : [{ path: folder, root: null, look: null, error: nothingIn(folder) }];
}

/** Without the files that may not be used. What is no link lies where its folder lies. */
async function insideOf(
  { places }: FindDeps,
  expanded: readonly ExpandedInput[],
): Promise<readonly ExpandedInput[]> {
  if (places.roots === null) return expanded;
  const folders = new Map<string, Promise<boolean>>();
  const allowed = await inParallel(expanded, together, (one) => {
    // What is fetched lies in no folder; the engine judges where it may be fetched from.
    if (!one.ok || isAddress(one.path)) return true;
    if (one.isLink !== false) return places.holds(one.path);
    const folder = path.dirname(one.path);
    const known = folders.get(folder) ?? places.holds(one.path, false);
    folders.set(folder, known);
    return known;
  });
  return expanded.filter((_, n) => allowed[n]);
}

const nothingIn = (folder: string): ConvoyError =>
  convoyError('invalid_input', {
    file: path.basename(folder) || folder,
    reason: 'there is no picture, sound or video in it',
    hint: 'Add another folder, or the files themselves.',
  });
