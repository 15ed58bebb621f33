import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Result, ok, refuse } from '../../shared/model/error.ts';
import type { JobRequest } from '../../shared/model/job.ts';
import { type Kind, type KindOptions, parseOptions } from '../../shared/model/options.ts';
import type { Preset } from '../../shared/model/preset.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { endRequired } from '../../shared/plan/animation.ts';
import type { SizeOrigin } from '../../shared/plan/plan-job.ts';
import { splitExtension } from '../../shared/plan/names/file-name.ts';
import { takesExtension } from '../../shared/plan/names/input-extensions.ts';
import { formatFromOutput } from '../../shared/plan/names/output-format.ts';
import { type OutputQuestion, type OutputTarget, outputTarget } from '../../shared/plan/names/output-path.ts';
import { isPlaceForResults } from './publish/package-folder.ts';
import { hostPlatform } from './publish/same-file.ts';

/** A request that was understood: absolute inputs, parsed options, and where the result goes. */
export interface ReadRequest {
  readonly inputs: readonly [string, ...string[]];
  readonly options: KindOptions;
  readonly target: OutputTarget;
  readonly sizeFrom: SizeOrigin;
  readonly endFrom: 'request' | 'preset';
  /** Who said the format. */
  readonly formatFrom: 'request' | 'preset';
}

export interface RequestPlace {
  /** Folder that a named folder's input was found in. */
  readonly root: string | null;
  readonly cwd: string;
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
 * `invalid_*`, `not_implemented`, `input_required`.
 */
export async function readRequest(
  request: JobRequest,
  place: RequestPlace,
  memo: RequestMemo = requestMemo(),
): Promise<Result<ReadRequest>> {
  const inputs = inputPaths(request, place.cwd);
  if (!inputs.ok) return inputs;
  if (request.connection !== undefined) {
    return refuse('not_implemented', {
      reason: 'results are written to this computer; connections come later',
    });
  }
  const results = resultsOf(request, place, memo);
  const target = targetOf(inputs.value[0], results instanceof Promise ? await results : results, place, memo);
  if (!target.ok) return target;
  const options = optionsFor(request, target.value, memo);
  if (!options.ok) return options;
  if (needsEnd(request.kind, options.value, inputs.value[0])) return endRequired();
  return ok({
    inputs: inputs.value,
    options: options.value,
    target: target.value,
    sizeFrom: sizeOrigin(options.value, place.preset),
    endFrom: endOrigin(options.value, place.preset),
    formatFrom: formatOrigin(options.value, place.preset),
  });
}

type AskedOutput = Pick<OutputQuestion, 'asked' | 'askedIsFolder' | 'root'>;

/** The output as the request names it, else the folder of the settings, taken literally. */
function resultsOf(
  request: JobRequest,
  { root, cwd, results }: RequestPlace,
  { places }: RequestMemo,
): AskedOutput | Promise<AskedOutput> {
  const { output, kind } = request;
  if (output !== undefined) {
    const key = `${kind}\0${output}`;
    const isPlace = places.get(key) ?? isPlaceForResults(path.resolve(cwd, output), kind);
    places.set(key, isPlace);
    return isPlace.then((askedIsFolder) => ({ asked: output, askedIsFolder, root }));
  }
  if (results === null) return { asked: null, askedIsFolder: false, root };
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
  const place = [path.dirname(input), asked.asked, asked.askedIsFolder, asked.root, nameTemplate];
  const key = JSON.stringify(place);
  const known = targets.get(key);
  if (known !== undefined) return known;
  const target = outputTarget({
    ...asked,
    input,
    // Every request says its own output; a door whose one output is for several inputs makes a folder of it.
    many: false,
    cwd,
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

/** The size is the preset's as long as nobody changed it since. */
function sizeOrigin({ kind, options }: KindOptions, preset: RequestPlace['preset']): SizeOrigin {
  if (preset === null || preset.kind !== kind) return 'request';
  const asked: Readonly<Record<string, unknown>> = options;
  const sides = ['width', 'height'] as const;
  const ofPreset =
    sides.some((side) => asked[side] !== undefined) &&
    sides.every((side) => asked[side] === preset.options[side]);
  return !ofPreset ? 'request' : preset.builtIn ? 'built_in_preset' : 'own_preset';
}

/** So is the end. */
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

/** Absolute paths of the inputs. Refusals: `invalid_input`, `not_implemented` for what is not on this computer. */
export function inputPaths(
  request: Pick<JobRequest, 'input'>,
  cwd: string,
): Result<readonly [string, ...string[]]> {
  const given = typeof request.input === 'string' ? [request.input] : request.input;
  const paths: string[] = [];
  for (const one of given) {
    const address = /^([a-z][a-z0-9+.-]+):\/\//i.exec(one)?.[1]?.toLowerCase();
    if (address === undefined) {
      paths.push(path.resolve(cwd, one));
    } else if (address === 'file') {
      try {
        paths.push(fileURLToPath(one));
      } catch {
        return refuse('invalid_input', { file: one, reason: 'the address names no file on this computer' });
      }
    } else if (address === 'http' || address === 'https' || address === 's3') {
      return refuse('not_implemented', {
        reason: `inputs are files on this computer, not ${address}:// addresses`,
      });
    } else {
      return refuse('invalid_input', {
        file: one,
        reason: `${address}:// is not an address that can be opened`,
      });
    }
  }
  const [first, ...rest] = paths;
  return first === undefined ? refuse('input_required') : ok([first, ...rest]);
}

/** A video's name tells before the probe that an animation of it needs an end. */
function needsEnd(kind: Kind, { options }: KindOptions, input: string): boolean {
  if (kind !== 'animation' || ('end' in options && options.end !== undefined)) return false;
  return takesExtension('video', splitExtension(path.basename(input)).ext);
}
