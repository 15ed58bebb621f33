import { JobId } from '../../../shared/model/id.ts';
import { type JobStatus, jobStatuses } from '../../../shared/model/job.ts';
import { type Kind, Kind as KindSchema, kinds } from '../../../shared/model/options.ts';
import { type Priority, Priority as PrioritySchema, priorities } from '../../../shared/model/priority.ts';
import type { Given } from '../flag-spec.ts';
import { type FlagSpec, attributeOf, optionFlags, optionNames } from '../convert/option-flags.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import { wrong } from '../wrong-command-line.ts';

/** Flags and arguments of `convoy queue …` and `convoy watch`. */

export const kindFlag: RunFlagSpec = {
  flag: '--kind <kind>',
  help: `what the files become (${kinds.map((kind) => (kind === 'adaptive_video' ? 'adaptive' : kind)).join(', ')})`,
};

export const priorityFlag: RunFlagSpec = {
  flag: '--priority <word>',
  help: 'high, normal or low: before, among or after all others that wait',
};

/** The priority that was asked; null without the flag. */
export function readPriority(given: Given): Priority | null {
  const asked = given['priority'];
  if (asked === undefined) return null;
  const priority = PrioritySchema.safeParse(asked);
  if (priority.success) return priority.data;
  throw wrong('invalid_option', {
    field: 'priority',
    given: typeof asked === 'string' ? `"${asked}"` : 'something else',
    allowed: priorities.join(', '),
  });
}

/** The kind that was named; null without the flag. */
export function readKind(given: Given): Kind | null {
  const named = given['kind'];
  if (typeof named !== 'string') return null;
  const parsed = KindSchema.safeParse(named === 'adaptive' ? 'adaptive_video' : named);
  if (parsed.success) return parsed.data;
  throw wrong('invalid_option', { field: 'kind', given: `"${named}"`, allowed: kinds.join(', ') });
}

/** The flags of every kind's options, each once. What a kind allows is said by the help of its own command. */
export function allOptionFlags(): readonly FlagSpec[] {
  const flags = new Map<string, FlagSpec>();
  for (const spec of kinds.flatMap((kind) => optionFlags(kind))) {
    const known = flags.get(spec.flag);
    const help = known === undefined || known.help === spec.help ? spec.help : withoutLimits(spec.help);
    flags.set(spec.flag, { ...spec, help });
  }
  return [...flags.values()];
}

const withoutLimits = (help: string): string => help.replace(/ \([^()]*\)$/, '');

/** Throws for an option that another kind has, in the words of the schema. */
export function refuseOtherOptions(kind: Kind, given: Given): void {
  const own: readonly string[] = optionNames(kind);
  for (const option of kinds.flatMap((one) => optionNames(one))) {
    if (own.includes(option) || given[attributeOf(option)] === undefined) continue;
    throw wrong('invalid_option', {
      field: option,
      reason: `${kind} has no such option; it has ${own.join(', ')}`,
    });
  }
}

/** Which jobs are meant: by id, all, or those that failed. */
export type Chosen =
  { readonly which: 'ids'; readonly ids: readonly string[] } | { readonly which: 'all' | 'failed' };

/** Reads `<ids|all|failed>`. */
export function readChosen(named: readonly string[]): Chosen {
  const [word] = named;
  if (named.length === 1 && (word === 'all' || word === 'failed')) return { which: word };
  const bad = named.find((one) => !JobId.safeParse(one).success);
  if (bad === undefined) return { which: 'ids', ids: [...new Set(named)] };
  throw wrong('invalid_request', {
    reason: `"${bad}" is no id of a job`,
    hint: 'Give ids as `convoy queue list` shows them, or one of the words all and failed.',
  });
}

/** The statuses to list; null = all. */
export function readStatuses(given: Given): JobStatus[] | null {
  const words = Array.isArray(given['status'])
    ? given['status'].flatMap((one) => (typeof one === 'string' ? one.split(',') : []))
    : [];
  const asked = words.map((word) => word.trim()).filter((word) => word !== '');
  if (asked.length === 0) return null;
  return [...new Set(asked)].map((word) => {
    const found = jobStatuses.find((status) => status === word);
    if (found !== undefined) return found;
    throw wrong('invalid_option', { field: 'status', given: `"${word}"`, allowed: jobStatuses.join(', ') });
  });
}

/** How many jobs to list; null = not said. */
export function readLimit(given: Given): number | null {
  const text = given['limit'];
  if (typeof text !== 'string') return null;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1) return limit;
  throw wrong('invalid_option', { field: 'limit', given: `"${text}"`, allowed: 'a whole number from 1' });
}

/** What is done with chosen jobs, as the help says it. */
export const jobActionWords = {
  cancel: 'Stops jobs that wait or run.',
  retry: 'Runs jobs that have ended once more; all = those that failed or were cancelled.',
  hold: 'Keeps jobs that wait from running.',
  release: 'Lets held jobs run, and those that wait for the start.',
  remove: 'Takes jobs out of the queue; results stay where they are.',
} as const;
export type JobAction = keyof typeof jobActionWords;
