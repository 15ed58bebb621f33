import { statSync } from 'node:fs';
import path from 'node:path';
import { type Kind, formatAliases } from '../../../shared/model/options.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { literalText, parseSegment } from '../../../shared/plan/names/name-template.ts';
import { formatFromOutput } from '../../../shared/plan/names/output-format.ts';
import { outputTarget } from '../../../shared/plan/names/output-path.ts';
import { wrong, WrongCommandLine } from '../wrong-command-line.ts';

/**
 * What `-o` means: a file, a template, or a folder. The engine decides where each result goes; here the command line
 * is judged before anything starts, and what only it knows, that several inputs were named, is put into the request
 * as a slash at the end.
 */

/** `-o` and what else was asked that bears on it. */
export interface OutputOrder {
  /** As given. */
  readonly output: string;
  readonly kind: Kind;
  /** The format that was asked for by its own flag. */
  readonly format: string | undefined;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
}

/** What was found behind the named inputs. */
export interface FoundInputs {
  /** Absolute path of the first file. */
  readonly first: string;
  /** Folder that the first file was found in, when a folder was named. */
  readonly root: string | null;
  readonly several: boolean;
}

const oneInput: FoundInputs = { first: path.resolve('/input'), root: null, several: false };

/** A key is judged as a path below the bucket is; the engine says where it is taken literally. */
function withoutBucket(order: OutputOrder): OutputOrder {
  const [, key] = /^s3:\/\/[^/]*\/*(.*)$/is.exec(order.output) ?? [];
  return key === undefined
    ? order
    : { ...order, output: key === '' ? './' : key, cwd: path.resolve('/bucket') };
}

function targetOf(asked: OutputOrder, inputs: FoundInputs): ReturnType<typeof outputTarget> {
  const order = withoutBucket(asked);
  return outputTarget({
    asked: order.output,
    askedIsFolder: occupant(order) === 'folder',
    input: inputs.first,
    root: inputs.root,
    many: inputs.several,
    cwd: order.cwd,
    nameTemplate: defaultSettings.nameTemplate,
    platform: order.platform === 'win32' || order.platform === 'darwin' ? order.platform : 'linux',
    paths: path,
  });
}

/** What lies under the literal name now. */
function occupant({ cwd, output }: Pick<OutputOrder, 'output' | 'cwd'>): 'nothing' | 'file' | 'folder' {
  if (/^s3:\/\//i.test(output)) return 'nothing';
  const stats = statSync(path.resolve(cwd, output), { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  return stats.isDirectory() ? 'folder' : 'file';
}

/**
 * The format that the name of a single result asks for, or undefined: options are judged by it before the inputs are
 * looked for, because `--lossless -o clip.webp` is right where `--lossless` alone is not.
 */
export function formatAskedByName(order: OutputOrder): string | undefined {
  const target = targetOf(order, oneInput);
  if (!target.ok) return undefined;
  const format = formatFromOutput(target.value, order.kind, undefined);
  return format.ok ? (format.value ?? undefined) : undefined;
}

/**
 * The output as the request carries it.
 *
 * @throws {WrongCommandLine} for standard output and other addresses, for unknown tokens, when the name contradicts
 * `--format` or is not one of the kind's, and when several results would have to go into one file that is there
 */
export function settleOutput(order: OutputOrder, inputs: FoundInputs): string {
  const { output, kind } = order;
  if (output === '')
    throw wrong('invalid_option', {
      field: 'output',
      given: '""',
      allowed: 'a file, a folder or a template',
    });
  if (output === '-')
    throw wrong('not_implemented', {
      reason: 'results cannot go to standard output',
      hint: 'Name a file or a folder.',
    });
  const target = targetOf(order, inputs);
  if (!target.ok) throw new WrongCommandLine([target.error]);
  const explicit = order.format === undefined ? undefined : formatWord(order.format);
  const format = formatFromOutput(target.value, kind, explicit);
  if (!format.ok) throw new WrongCommandLine([format.error]);
  if (!inputs.several || namesEach(output)) return output;
  if (occupant(order) === 'file')
    throw wrong('output_exists', {
      file: path.basename(output),
      hint: 'Several results need a folder, or a template such as "out/{name}.{ext}".',
    });
  return output.endsWith('/') || output.endsWith(path.sep) ? output : `${output}/`;
}

/** A format as the schema will know it: `JPG` and `.jpg` are jpeg. */
function formatWord(given: string): string {
  const word = given.toLowerCase().replace(/^\./, '');
  return formatAliases[word] ?? word;
}

/** True when the last segment is a template, so that it names each result by itself. */
function namesEach(output: string): boolean {
  const segment = parseSegment(path.basename(output));
  return !/[/\\]$/.test(output) && segment.ok && literalText(segment.value) === null;
}

/**
 * An output that means the same in every folder: for a job that another process runs, or this one later. Braces in the
 * name of the working folder are doubled, so that they are no tokens.
 */
export function wholeOutput(order: Pick<OutputOrder, 'output' | 'cwd'>): string {
  const { output, cwd } = order;
  const isFolder = occupant(order) === 'folder' && !/[/\\]$/.test(output);
  const ended = isFolder ? `${output}${path.sep}` : output;
  if (path.isAbsolute(output) || /^[a-z][a-z0-9+.-]+:\/\//i.test(output)) return ended;
  const folder = cwd.replace(/[{}]/g, (brace) => brace + brace);
  return `${folder}${folder.endsWith(path.sep) ? '' : path.sep}${ended}`;
}
