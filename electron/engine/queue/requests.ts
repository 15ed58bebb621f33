import path from 'node:path';
import { type ConvoyError, type Result, convoyError, ok } from '../../../shared/model/error.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import { type Kind, type KindOptions, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { endRequired } from '../../../shared/plan/animation.ts';
import { type SizeOrigin, sizeOrigin } from '../../../shared/plan/preset-size.ts';
import { cleanSegment, splitExtension } from '../../../shared/plan/names/file-name.ts';
import { takesExtension } from '../../../shared/plan/names/input-extensions.ts';
import { formatFromOutput } from '../../../shared/plan/names/output-format.ts';
import {
  type OutputQuestion,
  type OutputTarget,
  outputTarget,
} from '../../../shared/plan/names/output-path.ts';
import {
  type AskedUpload,
  type KnownConnection,
  type UploadTarget,
  uploadOf,
} from '../export/upload-target.ts';
import { type InputPlace, type RemoteInput, inputPlaces } from '../inputs/addresses.ts';
import { isPlaceForResults } from '../publish/package-folder.ts';
import { hostPlatform } from '../publish/same-file.ts';

/** A request that was understood: absolute inputs, parsed options, and where the result goes. */
export interface ReadRequest {
  /** Absolute paths; what is not on this computer yet is at the path that it will be fetched to. */
  readonly inputs: readonly [string, ...string[]];
  /** Those of the inputs that have to be fetched, with their paths. */
  readonly remote: readonly RemoteFile[];
  /** Where the result goes from the folder that stands for it; null = it stays on this computer. */
  readonly upload: UploadTarget | null;
  readonly options: KindOptions;
  readonly target: OutputTarget;
  readonly sizeFrom: SizeOrigin;
  readonly endFrom: 'request' | 'preset';
  /** Who said the format. */
  readonly formatFrom: 'request' | 'preset';
}

/** An input that is not on this computer, and the absolute path at which it will be. */
export interface RemoteFile {
  readonly from: RemoteInput;
  readonly path: string;
}

export interface RequestPlace {
  /** Folder that is the job's own for what it fetches; absolute. Asked for by jobs that fetch something alone. */
  readonly imports: string;
  /** Folder below which results wait for their upload; absolute. */
  readonly outgoing: string;
  /** Folder for results of inputs that have none themselves; absolute. */
  readonly downloads: string;
  readonly connections: () => readonly KnownConnection[];
  /** Folder that a named folder's input was found in. */
  readonly root: string | null;
  readonly cwd: string;
  /** A relative output starts at the folder of the input instead of `cwd`, and mirrors no tree: it is in it already. */
  readonly relativeToInputs: boolean;
  readonly settings: Settings;
  /** Where results go when the request names no output; null = beside the input. */
  readonly results: ResultsPlace | null;
  /** The preset that the request is made with, if it is known. */
  readonly preset: Pick<Preset, 'kind' | 'options' | 'builtIn'> | null;
}

/**
 * What was found out for one request and holds for the next: ten thousand files of one folder with one preset differ in
 * nothing but their names. For one run through a list, because it is not asked again whether it is still so.
 */
export interface RequestMemo {
  readonly targets: Map<string, Result<OutputTarget>>;
  /** By options, which are compared by identity, and then by target. */
  readonly options: Map<unknown, Map<string, Map<OutputTarget, Result<KindOptions>>>>;
  readonly places: Map<string, Promise<boolean>>;
  /** Options that came from the disk, by their text: jobs of one batch have equal ones, each its own. */
  readonly stored: Map<string, unknown>;
}

export const requestMemo = (): RequestMemo => ({
  targets: new Map(),
  options: new Map(),
  places: new Map(),
  stored: new Map(),
});

/** The first options with the text of these; only for what was read from JSON. */
export function sameStored(options: unknown, { stored }: RequestMemo): unknown {
  const text = JSON.stringify(options);
  const known = stored.get(text) ?? options;
  stored.set(text, known);
  return known;
}

/** A folder for results. */
export interface ResultsPlace {
  /** Absolute; made when it is needed. */
  readonly folder: string;
  /** The tree of a named folder is mirrored below it. */
  readonly keepTree: boolean;
}

/**
 * Reads a request as far as that is possible without opening its input. What is wrong with it is the refusal:
 * `invalid_*`, `connection_missing`, `input_required`.
 */
export async function readRequest(
  request: JobRequest,
  place: RequestPlace,
  memo: RequestMemo = requestMemo(),
): Promise<Result<ReadRequest>> {
  const places = inputPlaces(request, place.cwd);
  if (!places.ok) return places;
  const [first, ...rest] = places.value;
  const inputs = [pathOf(first, 0, place), ...rest.map((one, n) => pathOf(one, n + 1, place))] as const;
  const upload = asksForUpload(request)
    ? uploadOf({ request, connections: place.connections(), outgoing: place.outgoing })
    : ok(null);
  if (!upload.ok) return upload;
  const isHere = first.at === 'disk';
  const results =
    upload.value === null
      ? resultsOf(request, place, isHere ? inputs[0] : null, memo)
      : bucketOf(upload.value, place);
  const target = targetOf(inputs[0], results instanceof Promise ? await results : results, place, memo);
  if (!target.ok) return target;
  const options = optionsFor(request, target.value, memo);
  if (!options.ok) return options;
  if (needsEnd(request.kind, options.value, inputs[0])) return endRequired();
  return ok({
    inputs,
    remote: places.value.flatMap((from, n) =>
      from.at === 'disk' ? [] : [{ from, path: inputs[n] ?? inputs[0] }],
    ),
    upload: upload.value === null ? null : targetAlone(upload.value),
    options: options.value,
    target: target.value,
    sizeFrom: sizeOrigin(options.value.kind, options.value.options, place.preset),
    endFrom: endOrigin(options.value, place.preset),
    formatFrom: formatOrigin(options.value, place.preset),
  });
}

/** Where an input is, or will be: below a folder with the name of where it came from, which is its `{parent}`. */
function pathOf(place: InputPlace, n: number, around: RequestPlace): string {
  if (place.at === 'disk') return place.path;
  const parent = place.at === 'web' ? place.host : place.bucket;
  return path.join(around.imports, String(n), cleanSegment(parent, hostPlatform()), place.name);
}

const asksForUpload = ({ output, connection }: JobRequest): boolean =>
  connection !== undefined || (output !== undefined && /^s3:\/\//i.test(output));

const targetAlone = ({ connection, bucket, folder }: UploadTarget): UploadTarget => ({
  ...{ connection, bucket, folder },
});

interface AskedOutput extends Pick<OutputQuestion, 'asked' | 'askedIsFolder' | 'root'> {
  /** Folder that a relative `asked` starts from, when it is not the usual one. */
  readonly from?: string;
}

/** The bucket's folder stands for the bucket, and keys are seen from it. */
const bucketOf = ({ folder, template }: AskedUpload, { root }: RequestPlace): AskedOutput =>
  template === ''
    ? { asked: folder, askedIsFolder: true, root }
    : { asked: template, askedIsFolder: false, root, from: folder };

/**
 * The output as the request names it, else the folder of the settings, taken literally.
 *
 * @param input null = it is not on this computer yet
 */
function resultsOf(
  request: JobRequest,
  place: RequestPlace,
  input: string | null,
  { places }: RequestMemo,
): AskedOutput | Promise<AskedOutput> {
  const { root, cwd, results, downloads } = place;
  const { output, kind } = request;
  if (output !== undefined) {
    const isBeside = place.relativeToInputs && !path.isAbsolute(output);
    const from = !isBeside ? cwd : input === null ? downloads : path.dirname(input);
    const whole = path.resolve(from, output);
    const key = `${kind}\0${whole}`;
    const isPlace = places.get(key) ?? isPlaceForResults(whole, kind);
    places.set(key, isPlace);
    return isPlace.then((askedIsFolder) => ({
      ...{ asked: output, askedIsFolder, from },
      root: isBeside ? null : root,
    }));
  }
  if (results === null) {
    return input !== null
      ? { asked: null, askedIsFolder: false, root }
      : { asked: downloads, askedIsFolder: true, root: null };
  }
  return { asked: results.folder, askedIsFolder: true, root: results.keepTree ? root : null };
}

/** All inputs of one folder have one target; they also share the object, because jobs keep it until they have ended. */
function targetOf(
  input: string,
  asked: AskedOutput,
  { cwd, settings }: RequestPlace,
  { targets }: RequestMemo,
): Result<OutputTarget> {
  const { nameTemplate } = settings;
  const { from = cwd, ...output } = asked;
  const { asked: named, askedIsFolder, root } = asked;
  // No path has a zero in it, and none is empty: what is not there is.
  const key = `${path.dirname(input)}\0${named ?? ''}\0${askedIsFolder ? 1 : 0}\0${root ?? ''}\0${from}\0${nameTemplate}`;
  const known = targets.get(key);
  if (known !== undefined) return known;
  const target = outputTarget({
    ...output,
    input,
    // Every request says its own output; a door whose one output is for several inputs makes a folder of it.
    many: false,
    cwd: from,
    nameTemplate,
    platform: hostPlatform(),
    paths: path,
  });
  targets.set(key, target);
  return target;
}

function optionsFor(
  request: JobRequest,
  target: OutputTarget,
  { options }: RequestMemo,
): Result<KindOptions> {
  const ofKinds = options.get(request.options) ?? new Map<string, Map<OutputTarget, Result<KindOptions>>>();
  options.set(request.options, ofKinds);
  const ofTargets = ofKinds.get(request.kind) ?? new Map<OutputTarget, Result<KindOptions>>();
  ofKinds.set(request.kind, ofTargets);
  const parsed = ofTargets.get(target) ?? optionsWithFormat(request, target);
  ofTargets.set(target, parsed);
  return parsed;
}

/** The end is the preset's as long as nobody changed it since. */
function endOrigin({ kind, options }: KindOptions, preset: RequestPlace['preset']): ReadRequest['endFrom'] {
  if (preset === null || preset.kind !== kind || !('end' in options)) return 'request';
  return options.end !== undefined && options.end === preset.options['end'] ? 'preset' : 'request';
}

/** And the format. */
function formatOrigin(
  { kind, options }: KindOptions,
  preset: RequestPlace['preset'],
): ReadRequest['formatFrom'] {
  if (preset === null || preset.kind !== kind || options.format === undefined) return 'request';
  return options.format === preset.options['format'] ? 'preset' : 'request';
}

/** Options, with the format that the output's name asks for when none is given. */
function optionsWithFormat(request: JobRequest, target: OutputTarget): Result<KindOptions> {
  const { kind } = request;
  const given = request.options ?? {};
  if (typeof given !== 'object' || 'format' in given) {
    const parsed = parseOptions(kind, given);
    if (!parsed.ok) return parsed;
    const agrees = formatFromOutput(target, kind, parsed.value.options.format);
    return agrees.ok ? parsed : agrees;
  }
  // Before the options are judged: whether `lossless` is possible depends on the format.
  const format = formatFromOutput(target, kind, undefined);
  if (!format.ok) return format;
  return parseOptions(kind, format.value === null ? given : { ...given, format: format.value });
}

/** A video's name tells before the probe that an animation of it needs an end. */
function needsEnd(kind: Kind, { options }: KindOptions, input: string): boolean {
  if (kind !== 'animation' || ('end' in options && options.end !== undefined)) return false;
  return takesExtension('video', splitExtension(path.basename(input)).ext);
}

/** Name that sentences about the job call it by. */
export const fileOf = (request: Pick<ReadRequest, 'inputs'>): string => path.basename(request.inputs[0]);

/** What a task is told as its input: one path, or all that are joined. Addresses are told as addresses. */
export function inputOf({
  inputs,
  remote,
}: Pick<ReadRequest, 'inputs' | 'remote'>): string | readonly string[] {
  const named = inputs.map((input) => {
    const from = remote.find(({ path: file }) => file === input)?.from;
    return from === undefined ? input : from.at === 'web' ? from.url : `s3://${from.bucket}/${from.key}`;
  });
  return named.length === 1 ? (named[0] ?? '') : named;
}

export const wasCancelled = (request: Pick<ReadRequest, 'inputs'>): ConvoyError =>
  convoyError('cancelled', { file: fileOf(request) });
