import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Choice, Output, Parsed } from '../../shared/ipc/contract.ts';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';
import type { MediaClass } from '../../shared/model/media.ts';
import { type Kind, parseOptions } from '../../shared/model/options.ts';
import type { Preset } from '../../shared/model/preset.ts';
import type { AddRequest, Engine } from '../engine/index.ts';
import type { AllowedPlaces } from './allowed-places.ts';
import { breathe, inParallel } from './in-parallel.ts';
import { sniffClass } from './sniff-kind.ts';

/** Files and folders that a person named become jobs. */

/** Where files that were sent to us lie, and where their results go: beside them would be in a place nobody sees. */
export interface Uploads {
  /** Real path. */
  readonly folder: string;
  /** Absolute folder. */
  readonly output: string;
}

export interface AddDeps {
  readonly engine: Pick<Engine, 'expand' | 'add'>;
  readonly places: AllowedPlaces;
  readonly uploads: Uploads | null;
  readonly settings: () => AppSettings;
  readonly preset: (id: string) => Preset | null;
  /** Hears the sizes of files before their jobs come into being, and an empty map when all of them are there. */
  readonly expect: (sizes: ReadonlyMap<string, number>) => void;
}

/** Jobs that are accepted in one go: the loop stays free for other calls between two of them. */
const batchSize = 1000;
/** Files looked at together. */
const looksTogether = 32;

/** Kinds by which folders are walked when each file shall have its own; together they give every media file. */
const walkedKinds = ['audio', 'image', 'animation'] as const satisfies readonly Kind[];

interface Found {
  readonly path: string;
  readonly root: string | null;
  /** Null = not looked at yet. */
  readonly bytes: number | null;
  /** Set when the name leads nowhere: the job says why. */
  readonly error: ConvoyError | null;
}

/** Adds files. Throws `invalid_*` when the choice is wrong or a path may not be used; then nothing was added. */
export async function addFiles(
  deps: AddDeps,
  { paths, choice, start }: Parsed<'queue:add'>,
): Promise<Output<'queue:add'>> {
  const { engine, places } = deps;
  const settings = deps.settings();
  const named = paths.map(pathOf);
  await inParallel(named, looksTogether, (one) => places.checkInput(one));
  if (settings.outputFolder !== null) await places.checkOutput(asFolder(settings.outputFolder));
  const wishes = choice === null ? ownDefaults(deps, settings) : await chosen(deps, choice);
  const found = await findFiles(deps, named, choice?.kind ?? null);
  const sizes = new Map<string, number>();
  const requests = await inParallel(found, looksTogether, async (one) => {
    const bytes = one.bytes ?? (one.error === null ? await sizeOf(one.path) : null);
    if (bytes !== null) sizes.set(one.path, bytes);
    return requestFor(deps, settings, wishes, one);
  });
  const ready = !(start ?? settings.startByItself);
  deps.expect(sizes);
  const answer = { batchId: null as string | null, added: 0, skipped: 0, firstId: null as string | null };
  try {
    for (let at = 0; at < requests.length; at += batchSize) {
      const jobs = await engine.add(requests.slice(at, at + batchSize), { ready });
      const refused = jobs.filter(({ status }) => status === 'skipped' || status === 'failed').length;
      answer.firstId ??= jobs[0]?.id ?? null;
      answer.batchId ??= jobs[0]?.batch_id ?? null;
      answer.added += jobs.length - refused;
      answer.skipped += refused;
      await breathe();
    }
  } finally {
    deps.expect(new Map());
  }
  return answer;
}

/** What a file of a kind is to become; null as a kind stands for what nobody could tell. */
type Wishes = (what: MediaClass | null) => Promise<Wish>;
interface Wish {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly preset: string | null;
  readonly output: string | null;
}

/** The options are judged before anything is added, by the schema that the engine uses. */
async function chosen({ places }: AddDeps, choice: Choice): Promise<Wishes> {
  const options = parseOptions(choice.kind, choice.options);
  if (!options.ok) throw new ConvoyFailure(options.error);
  if (choice.output !== null) await places.checkOutput(choice.output);
  const wish = { kind: choice.kind, options: choice.options, preset: choice.presetId, output: choice.output };
  return () => Promise.resolve(wish);
}

/** Each file the default preset of its own kind. */
function ownDefaults({ places, preset }: AddDeps, settings: AppSettings): Wishes {
  const known = new Map<Kind, Promise<Wish>>();
  const read = async (kind: Kind): Promise<Wish> => {
    const found = preset(settings.defaultPresets[kind]);
    if (found?.kind !== kind) return { kind, options: {}, preset: null, output: null };
    if (found.output !== null) await places.checkOutput(found.output);
    return { kind, options: found.options, preset: found.id, output: found.output };
  };
  return (what) => {
    const kind = what ?? 'video';
    const wish = known.get(kind) ?? read(kind);
    known.set(kind, wish);
    return wish;
  };
}

/** Addresses are for the engine to judge, but for those of files. */
function pathOf(given: string): string {
  if (!/^file:\/\//i.test(given)) return given;
  try {
    return fileURLToPath(given);
  } catch {
    return given;
  }
}

const isAddress = (given: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(given);

/** Everything behind the names, in their order; a file that is found twice comes once. */
async function findFiles(
  deps: AddDeps,
  named: readonly string[],
  kind: Kind | null,
): Promise<readonly Found[]> {
  const all = await inParallel(named, looksTogether, (one) =>
    isAddress(one) ? Promise.resolve(null) : stat(one).catch(() => null),
  );
  const found: Found[] = [];
  /** Names that are no file as they stand: patterns, and what leads nowhere. */
  let others: string[] = [];
  const takeOthers = async (): Promise<void> => {
    if (others.length > 0) found.push(...(await expandFiles(deps, others)));
    others = [];
  };
  for (const [n, one] of named.entries()) {
    const stats = all[n];
    if (stats?.isFile() !== true && stats?.isDirectory() !== true) {
      others.push(one);
      continue;
    }
    await takeOthers();
    if (stats.isDirectory()) found.push(...(await walk(deps, one, kind)));
    else found.push({ path: path.resolve(one), root: null, bytes: stats.size, error: null });
  }
  await takeOthers();
  return [...new Map(found.map((one) => [one.path, one])).values()];
}

async function expandFiles({ engine, places }: AddDeps, files: readonly string[]): Promise<readonly Found[]> {
  const expanded = await engine.expand(files, 'video');
  // A pattern may lead to other places than its text says.
  const allowed = await inParallel(expanded, looksTogether, (one) =>
    one.ok ? places.holds(one.path) : Promise.resolve(true),
  );
  return expanded.flatMap((one, n): Found[] => {
    if (!one.ok) return [{ path: one.given, root: null, bytes: null, error: one.error }];
    return allowed[n] === true ? [{ path: one.path, root: one.root, bytes: null, error: null }] : [];
  });
}

/** All media files of a folder, in one order whatever kinds they are of. */
async function walk(deps: AddDeps, folder: string, kind: Kind | null): Promise<readonly Found[]> {
  const kinds = kind === null ? walkedKinds : [kind];
  const walks = await Promise.all(kinds.map((one) => deps.engine.expand([folder], one)));
  const files = walks.flat().flatMap((one) => (one.ok ? [one.path] : []));
  const unique = [...new Set(files)];
  // Links inside the folder may lead out of what is allowed.
  const allowed = await inParallel(unique, looksTogether, (file) => deps.places.holds(file));
  const inside = unique.filter((_, n) => allowed[n]);
  if (inside.length === 0) return [{ path: folder, root: null, bytes: null, error: nothingIn(folder) }];
  const order = new Intl.Collator('en', { numeric: true });
  const sorted =
    kinds.length === 1
      ? inside
      : inside.toSorted((a, b) => order.compare(path.dirname(a), path.dirname(b)) || order.compare(a, b));
  return sorted.map((file) => ({ path: file, root: folder, bytes: null, error: null }));
}

const nothingIn = (folder: string): ConvoyError =>
  convoyError('invalid_input', {
    file: path.basename(folder) || folder,
    reason: 'there is no picture, sound or video in it',
    hint: 'Add another folder, or the files themselves.',
  });

async function requestFor(
  { uploads }: AddDeps,
  settings: AppSettings,
  wishes: Wishes,
  one: Found,
): Promise<AddRequest> {
  const what = one.error === null && !isAddress(one.path) ? await sniffClass(one.path) : null;
  const wish = await wishes(what);
  const upload = uploadOf(uploads, one.path);
  const output =
    wish.output ?? (upload !== null && settings.outputFolder === null ? asFolder(upload.output) : null);
  // What was sent as a folder keeps its name: many go to the one place for results.
  const root = upload?.root ?? one.root;
  const error = one.error ?? (what === null && !isAddress(one.path) ? noMedia(one.path) : null);
  return {
    request: {
      input: one.path,
      kind: wish.kind,
      options: wish.options,
      ...(output === null ? {} : { output }),
    },
    ...(root === null ? {} : { root }),
    ...(wish.preset === null ? {} : { preset: wish.preset }),
    ...(error === null ? {} : { refused: error }),
  };
}

const noMedia = (file: string): ConvoyError =>
  convoyError('input_unsupported', {
    file: path.basename(file),
    reason: 'it is not a picture, sound or video',
    hint: 'Remove it from the list.',
  });

/** An output that names a folder ends in a slash, whether the folder is there or not. */
const asFolder = (folder: string): string => (folder.endsWith(path.sep) ? folder : folder + path.sep);

/** A file that was sent belongs to the tree of what was sent with it. */
function uploadOf(
  uploads: Uploads | null,
  file: string,
): { readonly output: string; readonly root: string | null } | null {
  if (uploads === null) return null;
  const below = path.relative(uploads.folder, file);
  if (below.startsWith('..') || path.isAbsolute(below)) return null;
  const [id, ...rest] = below.split(path.sep);
  const root = id !== undefined && rest.length > 1 ? path.join(uploads.folder, id) : null;
  return { output: uploads.output, root };
}

function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );
}
