import { type Kind, parseOptions } from '../../shared/model/options.ts';
import type { AddRequest, Engine, ExpandedInput } from '../engine/index.ts';
import { readOptions } from './option-flags.ts';
import { formatAskedByName, type OutputOrder, settleOutput } from './output-target.ts';
import { wrong, WrongCommandLine } from './wrong-command-line.ts';

/** What the command line of a kind asks for, read and found to be right without a look at any input. */
export interface KindOrder {
  readonly kind: Kind;
  /** Files, folders and globs as given, in order. */
  readonly inputs: readonly string[];
  /** Null = beside the input. */
  readonly output: OutputOrder | null;
  /** Options as the schema takes them; only those that were given. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the flags of a kind's command.
 *
 * @throws {WrongCommandLine} naming the field, what was given and what is allowed
 */
export function readOrder(
  kind: Kind,
  named: readonly string[],
  given: Readonly<Record<string, unknown>>,
  around: Pick<OutputOrder, 'cwd' | 'platform'>,
): KindOrder {
  const options = readOptions(kind, given);
  const format = typeof options['format'] === 'string' ? options['format'] : undefined;
  const output =
    typeof given['output'] === 'string' ? { ...around, output: given['output'], kind, format } : null;
  const byName = format === undefined && output !== null ? formatAskedByName(output) : undefined;
  const parsed = parseOptions(kind, byName === undefined ? options : { ...options, format: byName });
  if (!parsed.ok) throw new WrongCommandLine([parsed.error]);
  const inputs = [...strings(given['input']), ...named];
  if (inputs.length === 0) throw wrong('input_required');
  return { kind, inputs, output, options, metadata: readMetadata(strings(given['metadata'])) };
}

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];

/** `key=value` pairs; a later one wins. */
function readMetadata(pairs: readonly string[]): Record<string, string> {
  const entries = pairs.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    if (at < 1)
      throw wrong('invalid_option', { field: 'metadata', given: `"${pair}"`, allowed: 'key=value' });
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}

type FoundInput = Extract<ExpandedInput, { ok: true }>;

/**
 * Finds the files behind what was named and makes one request of each.
 *
 * @throws {WrongCommandLine} with every name that leads nowhere: one of them stops everything before the start
 */
export async function requestsOf(order: KindOrder, engine: Engine): Promise<AddRequest[]> {
  const expanded = await engine.expand(order.inputs, order.kind);
  const errors = expanded.flatMap((entry) => (entry.ok ? [] : [entry.error]));
  if (errors.length > 0) throw new WrongCommandLine(errors);
  const found = expanded.filter((entry): entry is FoundInput => entry.ok);
  const first = found[0];
  if (first === undefined) throw wrong('input_required');
  // A folder counts as several whatever it holds today, so that one more photo does not change what -o means.
  const several = found.length > 1 || found.some((entry) => entry.root !== null);
  const output =
    order.output === null
      ? undefined
      : settleOutput(order.output, { first: first.path, root: first.root, several });
  return found.map(({ path, root }) => ({
    request: {
      input: path,
      kind: order.kind,
      options: order.options,
      ...(output === undefined ? {} : { output }),
      ...(Object.keys(order.metadata).length === 0 ? {} : { metadata: order.metadata }),
    },
    ...(root === null ? {} : { root }),
  }));
}
