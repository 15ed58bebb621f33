import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { type WatchDraft, newWatchRule, watchOriginals } from '../../../shared/model/watch.ts';
import type { Given } from '../flag-spec.ts';
import { readConnection } from '../connections/connection-choice.ts';
import { readWish } from '../convert/job-requests.ts';
import { optionNames, readOptions } from '../convert/option-flags.ts';
import { wholeOutput } from '../convert/output-target.ts';
import { priorityFlag, readKind, readPriority, refuseOtherOptions } from '../queue/queue-flags.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { type CommandRule, readRules, ruleOf } from './watch-rules.ts';
import { wrong } from '../wrong-command-line.ts';
import { kinds } from '../../../shared/model/options.ts';

/** Flags of `convoy watch` about the folder. */
export const watchFlags: readonly RunFlagSpec[] = [
  { flag: '--folder <folder>', help: 'the folder to watch' },
  { flag: '--config <file>', help: 'several rules, as a JSON array, instead of --folder' },
  {
    flag: '--originals <what>',
    help: `what becomes of an original once its result is there (${watchOriginals.join(', ')}; leave unless told)`,
  },
  priorityFlag,
  { flag: '--recursive', help: 'folders inside it too, which is so unless told' },
  { flag: '--no-recursive', help: 'only the folder itself' },
  {
    flag: '--stable <seconds>',
    help: `how long a file must stay as it is before it is taken (0.5 to 3600; ${newWatchRule.stableSeconds} unless told)`,
  },
  { flag: '--poll', help: 'look again and again instead of waiting for word: for network shares' },
];

/** What `--config` says instead. */
const flagsOfOne = [
  ...['folder', 'kind', 'preset', 'output', 'priority', 'originals', 'stable', 'poll', 'recursive'],
] as const;

/**
 * The rules that are asked for.
 *
 * @throws {WrongCommandLine} naming the flag or the member of the file
 */
export function readWatchRules(
  given: Given,
  around: Pick<Surroundings, 'cwd' | 'platform'>,
  presets: { readonly all: readonly Preset[]; readonly asked: Preset | null },
): readonly CommandRule[] {
  const { folder, config } = given;
  if (typeof config === 'string') {
    const other = flagsOfOne.find((flag) => given[flag] !== undefined);
    if (other !== undefined) {
      throw wrong('invalid_option', {
        field: other,
        reason: 'with --config the file says it',
        hint: 'Leave it out, or leave --config out.',
      });
    }
    const file = path.resolve(around.cwd, config);
    return readRules(readText(file), { cwd: path.dirname(file), presets: presets.all });
  }
  if (typeof folder !== 'string') {
    throw wrong('input_required', { hint: 'Name a folder with --folder, or a file of rules with --config.' });
  }
  const absolute = path.resolve(around.cwd, folder);
  const preset = presets.asked;
  const kind = readKind(given) ?? preset?.kind ?? null;
  return [
    ruleOf({
      folder: absolute,
      recursive: given['recursive'] !== false,
      originals: readOriginals(given),
      priority: readPriority(given) ?? newWatchRule.priority,
      stableSeconds: readStable(given) ?? newWatchRule.stableSeconds,
      poll: given['poll'] === true ? 'always' : 'auto',
      ...choiceAndOutput(kind, given, around, preset),
      connection: readConnection(given),
    }),
  ];
}

function choiceAndOutput(
  kind: Kind | null,
  given: Given,
  around: Pick<Surroundings, 'cwd' | 'platform'>,
  preset: Preset | null,
): Pick<WatchDraft, 'choice' | 'output'> {
  if (kind === null) {
    const stray = kinds.find((one) => Object.keys(readOptions(one, given)).length > 0);
    if (stray !== undefined) {
      throw wrong('invalid_option', {
        field: Object.keys(readOptions(stray, given))[0] ?? optionNames(stray)[0] ?? 'options',
        reason: 'it is not said what the files become',
        hint: 'Give --kind or --preset.',
      });
    }
    const named = given['output'];
    const output = typeof named === 'string' ? wholeOutput({ output: named, cwd: around.cwd }) : null;
    return { choice: null, output };
  }
  refuseOtherOptions(kind, given);
  const { options, output } = readWish(kind, given, around, preset);
  return {
    choice: { kind, presetId: preset?.id ?? null, options: { ...options } },
    output: output === null ? null : wholeOutput(output),
  };
}

function readOriginals(given: Given): WatchDraft['originals'] {
  const named = given['originals'];
  if (named === undefined) return newWatchRule.originals;
  const found = watchOriginals.find((word) => word === named);
  if (found !== undefined) return found;
  throw wrong('invalid_option', {
    field: 'originals',
    given: JSON.stringify(named),
    allowed: watchOriginals.join(', '),
  });
}

function readStable(given: Given): number | null {
  const text = given['stable'];
  if (typeof text !== 'string') return null;
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds >= 0.5 && seconds <= 3600) return seconds;
  throw wrong('invalid_option', { field: 'stable', given: `"${text}"`, allowed: '0.5 to 3600 seconds' });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong('input_not_found', {
      file: path.basename(file),
      hint: 'Check the path.',
      detail: String(error),
    });
  }
}
