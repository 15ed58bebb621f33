import type { MediaClass } from '../../../../shared/model/media.ts';
import type { ConvoyError } from '../../../../shared/model/error.ts';
import {
  type Kind,
  allowedValues,
  defaultFormats,
  parseOptions,
  steering,
} from '../../../../shared/model/options.ts';
import { type OptionName, isOptionName } from './option-groups.ts';

/**
 * What is wrong with options, at the field that it is about. The verdict is that of `parseOptions`, the same that the
 * engine asks; this module finds the field and says what the window makes a sentence of. What only the file can tell is
 * added from what is known of it.
 */

export type OptionProblem =
  /** Text that is no value at all. */
  | { readonly problem: 'unreadable'; readonly text: string }
  | { readonly problem: 'not_allowed'; readonly given: unknown }
  | { readonly problem: 'start_after_end'; readonly end: number }
  | { readonly problem: 'past_the_end'; readonly length: number }
  | { readonly problem: 'end_needed' }
  | { readonly problem: 'not_lossless'; readonly format: string }
  | { readonly problem: 'only_with_bars' }
  | { readonly problem: 'both_steer'; readonly other: OptionName }
  /** The engine's own sentence. */
  | { readonly problem: 'told'; readonly message: string };

export type OptionProblems = Readonly<Partial<Record<OptionName, OptionProblem>>>;

/** What the file adds to the rules. */
export interface FileLimits {
  readonly class: MediaClass | null;
  /** Seconds; null when it is not known. */
  readonly duration: number | null;
}

export const noLimits: FileLimits = { class: null, duration: null };

/** All problems, each at one field. Empty when the options can be sent. */
export function problemsOf(
  kind: Kind,
  options: Readonly<Record<string, unknown>>,
  file: FileLimits = noLimits,
): OptionProblems {
  const problems: Partial<Record<OptionName, OptionProblem>> = {};
  let left: Readonly<Record<string, unknown>> = options;
  // Each turn takes one option out, so it ends.
  for (;;) {
    const parsed = parseOptions(kind, left);
    if (parsed.ok) break;
    const field = fieldOf(parsed.error);
    if (field === null || left[field] === undefined) break;
    problems[field] = problemAt(kind, field, left, parsed.error);
    left = Object.fromEntries(Object.entries(left).filter(([name]) => name !== field));
  }
  const { start, end } = left;
  if (typeof start === 'number' && start > 0 && file.duration !== null && start >= file.duration) {
    problems.start = { problem: 'past_the_end', length: file.duration };
  }
  if (kind === 'animation' && file.class === 'video' && end === undefined && problems.end === undefined) {
    problems.end = { problem: 'end_needed' };
  }
  return problems;
}

/** The option that an error of the engine is about; null when it is about none, or about another member of the job. */
export function fieldOf({ option }: Pick<ConvoyError, 'option'>): OptionName | null {
  return option !== undefined && isOptionName(option) ? option : null;
}

function problemAt(
  kind: Kind,
  field: OptionName,
  options: Readonly<Record<string, unknown>>,
  error: ConvoyError,
): OptionProblem {
  const fits = (...names: readonly OptionName[]): boolean =>
    parseOptions(kind, Object.fromEntries(names.map((name) => [name, options[name]]))).ok;
  const alone = fits(field);
  const others: readonly string[] = steering;
  const other = others
    .filter(isOptionName)
    .find((name) => name !== field && options[name] !== undefined && !fits(field, name));
  if (alone && other !== undefined) return { problem: 'both_steer', other };
  const { start = 0, end } = options;
  if ((field === 'start' || field === 'end') && typeof start === 'number' && typeof end === 'number') {
    if (end > 0 && start >= end) return { problem: 'start_after_end', end };
  }
  if (field === 'lossless' && options['lossless'] === true) {
    const { format } = options;
    return { problem: 'not_lossless', format: typeof format === 'string' ? format : defaultFormats[kind] };
  }
  if (field === 'background' && typeof options['background'] === 'string') {
    if (/^#[0-9a-f]{6}$/i.test(options['background'])) return { problem: 'only_with_bars' };
  }
  // A value that is allowed by itself does not fit to the others, and only the engine's sentence says why.
  if (alone || allowedValues(kind, field) === undefined) return { problem: 'told', message: error.message };
  return { problem: 'not_allowed', given: options[field] };
}

/** The problem that the engine's refusal of an edit stands for; null when it is about no field. */
export function refusedProblem(
  error: ConvoyError,
): { readonly field: OptionName; readonly problem: OptionProblem } | null {
  const field = fieldOf(error);
  return field === null ? null : { field, problem: { problem: 'told', message: error.message } };
}
