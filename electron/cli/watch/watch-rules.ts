import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import { Kind, type Kind as KindName, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { WatchDraft, WatchFilter, newWatchRule } from '../../../shared/model/watch.ts';
import { wholeOutput } from '../convert/output-target.ts';
import { findPreset, overPreset } from '../presets/preset-choice.ts';
import { WrongCommandLine } from '../wrong-command-line.ts';

/** Watch rules of the command line, from flags or from a file. They are not stored; their ids find their ledger again. */

/** A rule whose id is known. */
export type CommandRule = WatchDraft & { readonly id: string };

const {
  name,
  folder,
  recursive,
  stableSeconds,
  poll,
  existing,
  output,
  connection,
  priority,
  originals,
  doneFolder,
  failedFolder,
} = WatchDraft.shape;

/** A rule of `--config`: as in the window, with what files become said as in a job. Only `folder` must be there. */
const RuleInFile = z.strictObject({
  folder,
  ...z.object({ name, recursive, stableSeconds, poll, existing }).partial().shape,
  ...z.object({ output, connection, priority, originals, doneFolder, failedFolder }).partial().shape,
  on: z.boolean().optional(),
  filter: WatchFilter.partial().optional(),
  kind: z.preprocess((kind) => (kind === 'adaptive' ? 'adaptive_video' : kind), Kind).optional(),
  preset: z.string().trim().min(1).max(80).optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});
const RulesFile = z.array(RuleInFile).min(1).max(100);

/** What a rule is made of, whoever said it. */
export interface RuleWish extends Partial<
  Omit<WatchDraft, 'id' | 'folder' | 'choice' | 'filter'> & { filter: Partial<WatchFilter> }
> {
  /** Absolute. */
  readonly folder: string;
  /** What files become; null = each the default of its own kind. */
  readonly choice: WatchDraft['choice'];
}

/** Fills in what was not said. */
export function ruleOf({ filter, ...wish }: RuleWish): CommandRule {
  const given = Object.fromEntries(Object.entries<unknown>(wish).filter(([, value]) => value !== undefined));
  const rule = {
    ...newWatchRule,
    name: path.basename(wish.folder) || wish.folder,
    ...given,
    filter: { ...newWatchRule.filter, ...filter },
    folder: wish.folder,
    choice: wish.choice,
  };
  return { ...rule, id: ruleId(rule) };
}

/**
 * The same folder with the same choice and the same place for results is the same rule, so that a file which was
 * converted is not converted once more by the next run.
 */
function ruleId({ folder: watched, choice, output: place, connection: via }: Omit<WatchDraft, 'id'>): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const bytes = createHash('sha256')
    .update(JSON.stringify([watched, choice, place, ...(via === null ? [] : [via])]))
    .digest();
  // A TypeID has 128 bits in 26 letters of five: the first one has only three of them.
  return `watch_${[...bytes.subarray(0, 26)].map((byte, n) => letters[n === 0 ? byte % 8 : byte % 32]).join('')}`;
}

export interface ConfigPlace {
  /** Folder of the file: relative paths in it start there. */
  readonly cwd: string;
  readonly presets: readonly Preset[];
}

/**
 * Reads the rules of a file.
 *
 * @throws {WrongCommandLine} naming the rule and the member that is wrong
 */
export function readRules(text: string, { cwd, presets }: ConfigPlace): CommandRule[] {
  const parsed = RulesFile.safeParse(jsonOf(text));
  if (!parsed.success) throw new WrongCommandLine([schemaError(parsed.error)]);
  const rules = parsed.data.map((rule, n) => {
    const { kind, preset, options, folder: named, output: place, ...rest } = rule;
    const found = preset === undefined ? null : findPreset(presets, preset, kind ?? null);
    if (found !== null && !found.ok) throw inRule(n, found.error);
    return ruleOf({
      ...(Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== undefined),
      ) as Partial<RuleWish>),
      folder: path.resolve(cwd, named),
      choice: choiceOf(n, kind ?? null, found?.value ?? null, options ?? {}),
      output: outputOf(place ?? found?.value.output ?? null, cwd),
    });
  });
  const ids = rules.map(({ id }) => id);
  const twice = ids.findIndex((id, n) => ids.indexOf(id) !== n);
  if (twice === -1) return rules;
  throw inRule(
    twice,
    convoyError('invalid_option', {
      field: 'folder',
      reason: 'another rule makes the same of this folder',
      hint: 'Take one of the two out.',
    }),
  );
}

function choiceOf(
  n: number,
  kind: KindName | null,
  preset: Preset | null,
  given: Readonly<Record<string, unknown>>,
): WatchDraft['choice'] {
  const made = kind ?? preset?.kind ?? null;
  if (made === null) {
    if (Object.keys(given).length === 0) return null;
    throw inRule(
      n,
      convoyError('invalid_option', {
        field: 'options',
        reason: 'it is not said what they are options of',
        hint: 'Give the rule a "kind" or a "preset".',
      }),
    );
  }
  const options = preset === null ? { ...given } : overPreset(made, preset.options, given);
  const judged = parseOptions(made, options);
  if (!judged.ok) throw inRule(n, judged.error);
  return { kind: made, presetId: preset?.id ?? null, options };
}

const outputOf = (output: string | null, cwd: string): string | null =>
  output === null ? null : wholeOutput({ output, cwd });

function inRule(n: number, error: ConvoyError): WrongCommandLine {
  return new WrongCommandLine([{ ...error, message: `Rule ${n + 1}: ${error.message}` }]);
}

/** What is wrong with the file, with the number of the rule and the name of the member. */
function schemaError(error: z.ZodError): ConvoyError {
  const [issue] = error.issues;
  const [rule, ...members] = issue?.path ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : null;
  const reason =
    unknown !== null
      ? `there is no member "${[...members.map(String), unknown].join('.')}"; a rule has ${Object.keys(RuleInFile.shape).join(', ')}`
      : `${members.length === 0 ? '' : `${members.map(String).join('.')}: `}${(issue?.message ?? 'it has another form').replace(/\.$/, '')}`;
  return convoyError('invalid_request', {
    reason: typeof rule === 'number' ? `rule ${rule + 1}: ${reason}` : reason,
    hint: 'The file is a JSON array of rules; each needs at least a "folder".',
  });
}

/** Undefined, which no schema takes, for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new WrongCommandLine([
      convoyError('invalid_request', {
        reason: `the rules are not JSON (${error instanceof Error ? error.message : String(error)})`,
      }),
    ]);
  }
}
