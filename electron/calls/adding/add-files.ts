import path from 'node:path';
import type { Choice, Output, Parsed, Target } from '../../../shared/ipc/contract.ts';
import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import type { MediaClass } from '../../../shared/model/media.ts';
import { type Kind, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import {
  type AddRequest,
  type BatchPart,
  type Engine,
  type FileIdentity,
  classOfExtension,
  remoteInput,
} from '../../engine/index.ts';
import type { AllowedPlaces } from '../allowed-places.ts';
import type { Arrivals } from './arrivals.ts';
import { type Found, findFiles, isAddress, pathOf } from './find-files.ts';
import { breathe, inParallel } from '../in-parallel.ts';
import { type Look, lookAtFiles } from './look-at-files.ts';
import { sniffClasses } from './sniff-kind.ts';
import { targetOf } from './usual-target.ts';

/** Files and folders that a person named become jobs. */

/** Where files that were sent to us lie, and where their results go: beside them would be in a place nobody sees. */
export interface Uploads {
  /** Real path. */
  readonly folder: string;
  /** Absolute folder. */
  readonly output: string;
}

export interface AddDeps {
  readonly engine: Pick<Engine, 'expand' | 'addInParts'>;
  readonly places: AllowedPlaces;
  readonly uploads: Uploads | null;
  readonly settings: () => AppSettings;
  readonly preset: (id: string) => Preset | null;
  /** Where results go when nobody says. */
  readonly usual: () => Promise<Target>;
  /** Hears the sizes of files before their jobs come into being, and an empty map when all of them are there. */
  readonly expect: (sizes: ReadonlyMap<string, number>) => void;
  readonly arrivals: Pick<Arrivals, 'begin'>;
}

/**
 * Jobs that are accepted in one go: few at first, because somebody waits for the first rows, then as many as one
 * transaction is worth. The loop stays free for other calls between two of them.
 */
const firstParts = [100, 400] as const;
const laterParts = 1000;
/** Places that are checked together. */
const checksTogether = 32;

/** Adds files. Throws `invalid_*` when the choice is wrong or a path may not be used; then nothing was added. */
export async function addFiles(
  deps: AddDeps,
  { paths, choice, target, start, priority }: Parsed<'queue:add'>,
): Promise<Output<'queue:add'>> {
  const { engine, places } = deps;
  const settings = deps.settings();
  const named = paths.map(pathOf);
  const files = named.filter((one) => !isAddress(one));
  await inParallel(files, checksTogether, (one) => places.checkInput(one));
  if (settings.outputFolder !== null) await places.checkOutput(asFolder(settings.outputFolder));
  const within = await places.within();
  const asked = {
    ...(priority === undefined ? {} : { priority }),
    ...(within === null ? {} : { within }),
  };
  // Mostly nothing, and ten thousand copies take their time.
  const more = Object.keys(asked).length === 0 ? null : asked;
  const usual = target ?? (await deps.usual());
  if (usual.output !== null) await places.checkOutput(usual.output);
  const wishes = choice === null ? ownDefaults(deps, settings, usual) : await chosen(deps, choice, usual);
  const passed = new Map<string, number>();
  const found = await findFiles(deps, named, choice?.kind ?? null, (file) => {
    const ext = splitExtension(path.basename(file)).ext.toLowerCase();
    passed.set(ext, (passed.get(ext) ?? 0) + 1);
  });
  const ready = !(start ?? settings.startByItself);
  // Before the first job comes into being: what their presets say may be wrong as well.
  await Promise.all([...classesByName(found)].map(wishes));
  const areHere = deps.arrivals.begin();
  const readPart = async (files: readonly Found[]): Promise<ReadPart> => {
    const looks = await looksOf(files);
    const named = files.filter(isFile).map(({ path: file }) => file);
    const classes = await sniffClasses(named, (file) => looks.get(file)?.isHere === true);
    const requests: AddRequest[] = [];
    for (const one of files) {
      // What is not here yet has nothing but its name.
      const what = isAddress(one.path) ? classByName(one) : (classes.get(one.path) ?? null);
      const request = requestFor(deps, settings, await wishes(what), what, one);
      requests.push(more === null ? request : { ...request, ...more });
    }
    return { requests, looks };
  };
  async function* parts(): AsyncGenerator<BatchPart> {
    const pieces = partsOf(found);
    let next = readPart(pieces[0] ?? []);
    for (let n = 0; n < pieces.length; n++) {
      const { requests, looks } = await next;
      // Files are looked at while those before them are stored.
      next = readPart(pieces[n + 1] ?? []);
      next.catch(() => undefined);
      deps.expect(sizesOf(looks));
      yield { requests, looked: identitiesOf(looks) };
      await breathe();
    }
    areHere();
  }
  const inputs = found.map(({ path: file }) => file);
  const batch = await engine.addInParts({ ready, of: found.length, inputs }, parts()).finally(() => {
    areHere();
    deps.expect(new Map());
  });
  const answer = {
    batchId: batch.added === 0 ? null : batch.batchId,
    added: batch.added - batch.refused,
    skipped: batch.refused,
    firstId: batch.firstId,
  };
  if (passed.size === 0) return answer;
  const leftAlone = [...passed]
    .map(([extension, count]) => ({ extension, count }))
    .toSorted((a, b) => b.count - a.count);
  return { ...answer, leftAlone };
}

type Looks = ReadonlyMap<string, Look>;
interface ReadPart {
  readonly requests: readonly AddRequest[];
  readonly looks: Looks;
}

function partsOf(found: readonly Found[]): readonly (readonly Found[])[] {
  const parts: (readonly Found[])[] = [];
  for (let from = 0; from < found.length;) {
    const to = from + (firstParts[parts.length] ?? laterParts);
    parts.push(found.slice(from, to));
    from = to;
  }
  return parts;
}

/** Not an address, and not a name that leads nowhere. */
const isFile = ({ path: file, error }: Pick<Found, 'path' | 'error'>): boolean =>
  error === null && !isAddress(file);

const extensionOf = ({ path: file }: Found): string =>
  splitExtension(remoteInput(file)?.name ?? path.basename(file)).ext;
const classByName = (one: Found): MediaClass | null => classOfExtension(extensionOf(one));
const classesByName = (found: readonly Found[]): ReadonlySet<MediaClass | null> =>
  new Set([...new Set(found.map(extensionOf))].map(classOfExtension));

/** One look at each file that is there, by its path. */
async function looksOf(files: readonly Found[]): Promise<Looks> {
  const looks = new Map<string, Look>();
  const rest: string[] = [];
  for (const { path: file, look, error } of files) {
    if (look !== null) looks.set(file, look);
    else if (isFile({ path: file, error })) rest.push(file);
  }
  const found = await lookAtFiles(rest);
  for (const [n, file] of rest.entries()) {
    const look = found[n];
    if (look !== undefined) looks.set(file, look);
  }
  return looks;
}

function sizesOf(looks: Looks): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const [file, { bytes }] of looks) if (bytes !== null) sizes.set(file, bytes);
  return sizes;
}

function identitiesOf(looks: Looks): ReadonlyMap<string, FileIdentity> {
  const identities = new Map<string, FileIdentity>();
  for (const [file, { identity }] of looks) if (identity !== null) identities.set(file, identity);
  return identities;
}

/** What a file of a kind is to become; null as a kind stands for what nobody could tell. */
type Wishes = (what: MediaClass | null) => Promise<Wish>;
interface Wish {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly preset: string | null;
  readonly output: string | null;
  readonly connection: string | null;
}

/** The options are judged before anything is added, by the schema that the engine uses. */
async function chosen({ places }: AddDeps, choice: Choice, usual: Target): Promise<Wishes> {
  const options = parseOptions(choice.kind, choice.options);
  if (!options.ok) throw new ConvoyFailure(options.error);
  const { kind, presetId: preset } = choice;
  if (choice.output !== null) await places.checkOutput(choice.output);
  const wish = { kind, options: choice.options, preset, ...targetOf(choice, usual) };
  return () => Promise.resolve(wish);
}

/** Each file the default preset of its own kind. */
function ownDefaults({ places, preset }: AddDeps, settings: AppSettings, usual: Target): Wishes {
  const known = new Map<Kind, Promise<Wish>>();
  const read = async (kind: Kind): Promise<Wish> => {
    const found = preset(settings.defaultPresets[kind]);
    if (found?.kind !== kind) return { kind, options: {}, preset: null, ...usual };
    if (found.output !== null) await places.checkOutput(found.output);
    return { kind, options: found.options, preset: found.id, ...targetOf(found, usual) };
  };
  return (what) => {
    const kind = what ?? 'video';
    const wish = known.get(kind) ?? read(kind);
    known.set(kind, wish);
    return wish;
  };
}

function requestFor(
  { uploads }: AddDeps,
  settings: AppSettings,
  wish: Wish,
  what: MediaClass | null,
  one: Found,
): AddRequest {
  const upload = uploadOf(uploads, one.path);
  const isSent = upload !== null && wish.connection === null && settings.outputFolder === null;
  const output = wish.output ?? (isSent ? asFolder(upload.output) : null);
  // What was sent as a folder keeps its name: many go to the one place for results.
  const root = upload?.root ?? one.root;
  const error = one.error ?? (what === null && isFile(one) ? noMedia(one.path) : null);
  return {
    request: {
      input: one.path,
      kind: wish.kind,
      options: wish.options,
      ...(output === null ? {} : { output }),
      ...(wish.connection === null ? {} : { connection: wish.connection }),
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
