import { type Kind, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { AddRequest, Engine, ExpandedInput } from '../../engine/index.ts';
import { readConnection } from '../connections/connection-choice.ts';
import { readOptions } from './option-flags.ts';
import { formatAskedByName, type OutputOrder, settleOutput } from './output-target.ts';
import { overPreset } from '../presets/preset-choice.ts';
import { wrong, WrongCommandLine } from '../wrong-command-line.ts';

/** What the command line of a kind asks for, read and found to be right without a look at any input. */
export interface KindOrder {
  readonly kind: Kind;
  /** Files, folders and globs as given, in order. */
  readonly inputs: readonly string[];
  /** Null = beside the input. */
  readonly output: OutputOrder | null;
  /** Id of the preset that the options began with. */
  readonly preset: string | null;
  /** Options as the schema takes them; only those that were given, or that the preset sets. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Name of the connection that results go through; null = as the output says. */
  readonly connection: string | null;
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
  preset: Preset | null = null,
): KindOrder {
  const { options, output } = readWish(kind, given, around, preset);
  const inputs = [...strings(given['input']), ...named];
  if (inputs.length === 0) throw wrong('input_required');
  const metadata = readMetadata(strings(given['metadata']));
  const connection = readConnection(given);
  return { kind, inputs, output, preset: preset?.id ?? null, options, metadata, connection };
}

/** What files of a kind are to become: the options, on top of a preset's, and where results go. */
export function readWish(
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
  around: Pick<OutputOrder, 'cwd' | 'platform'>,
  preset: Preset | null,
): Pick<KindOrder, 'options' | 'output'> {
  const asked: Readonly<Record<string, unknown>> = readOptions(kind, given);
  const place = typeof given['output'] === 'string' ? given['output'] : (preset?.output ?? null);
  const format = typeof asked['format'] === 'string' ? asked['format'] : undefined;
  const named = place === null ? null : { ...around, output: place, kind, format };
  const byName = format === undefined && named !== null ? formatAskedByName(named) : undefined;
  const judged = byName === undefined ? asked : { ...asked, format: byName };
  const options = preset === null ? asked : overPreset(kind, preset.options, judged);
  const parsed = parseOptions(kind, preset === null ? judged : options);
  if (!parsed.ok) throw new WrongCommandLine([parsed.error]);
  const whole = typeof options['format'] === 'string' ? options['format'] : undefined;
  return { options, output: named === null ? null : { ...named, format: whole } };
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
export async function requestsOf(order: KindOrder, engine: Pick<Engine, 'expand'>): Promise<AddRequest[]> {
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
      ...(order.connection === null ? {} : { connection: order.connection }),
      ...(Object.keys(order.metadata).length === 0 ? {} : { metadata: order.metadata }),
    },
    ...(root === null ? {} : { root }),
    ...(order.preset === null ? {} : { preset: order.preset }),
  }));
}
