import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { MediaClass } from '../../../shared/model/media.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { WatchRule } from '../../../shared/model/watch.ts';
import type { AddRequest } from '../doors/door.ts';
import { fileOfRule, outputOfRule, watchedFolder } from './watch-places.ts';

/** What a rule makes of a file. */

/** What is asked about presets and settings, as they are at that moment. */
export interface Taste {
  readonly settings: () => Pick<AppSettings, 'defaultPresets' | 'outputFolder'>;
  readonly preset: (id: string) => Preset | null;
}

export interface Wish {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly preset: string | null;
  /** As a job takes it; null = as the settings say. */
  readonly output: string | null;
  /** Name of the connection that the result goes through; null = as the output says. */
  readonly connection?: string | null;
}

type WishingRule = Pick<WatchRule, 'folder' | 'choice' | 'output' | 'connection'>;
type TakingRule = Pick<WatchRule, 'folder' | 'priority' | 'within'>;

/** Refusals: `not_found` when the preset is gone, `invalid_option` when it makes something else. */
export function wishOf(rule: WishingRule, what: MediaClass, taste: Taste): Result<Wish> {
  const wish = rule.choice === null ? ownDefault(what, taste) : chosen(rule.choice, taste);
  if (!wish.ok) return wish;
  const { connection } = rule;
  // A place that only a preset names is not where a rule sends things to.
  const output = rule.output === null ? null : outputOfRule(rule, rule.output);
  if (output === null && connection === null) return wish;
  return ok({ ...wish.value, output, connection });
}

/** Each file the default preset of its own kind. */
function ownDefault(kind: MediaClass, { settings, preset }: Taste): Result<Wish> {
  const found = preset(settings().defaultPresets[kind]);
  if (found?.kind !== kind) return ok({ kind, options: {}, preset: null, output: null });
  return ok({ kind, options: found.options, preset: found.id, output: found.output });
}

/** The preset as it is now, with the rule's own options on top; one that is null takes the preset's out. */
function chosen(
  { kind, presetId, options }: NonNullable<WatchRule['choice']>,
  { preset }: Taste,
): Result<Wish> {
  if (presetId === null) return ok({ kind, options: withoutNulls(options), preset: null, output: null });
  const found = preset(presetId);
  if (found === null) {
    return refuse('not_found', {
      field: 'choice',
      given: 'The preset of this folder',
      hint: 'Choose another preset for it.',
    });
  }
  if (found.kind !== kind) {
    return refuse('invalid_option', {
      field: 'choice',
      reason: `“${found.name}” is for another kind of result`,
    });
  }
  const merged = withoutNulls({ ...found.options, ...options });
  return ok({ kind, options: merged, preset: presetId, output: found.output });
}

const withoutNulls = (options: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));

/** The job of a file. Its results mirror the tree below the folder of the rule. */
export function requestOfFile(rule: TakingRule, path: string, wish: Wish, id?: string): AddRequest {
  return {
    ...(id === undefined ? {} : { id }),
    request: {
      input: fileOfRule(rule, path),
      kind: wish.kind,
      options: wish.options,
      ...(wish.output === null ? {} : { output: wish.output }),
      ...(wish.connection == null ? {} : { connection: wish.connection }),
    },
    root: watchedFolder(rule),
    ...(rule.within === undefined ? {} : { within: rule.within }),
    ...(rule.priority === 'normal' ? {} : { priority: rule.priority }),
    ...(wish.preset === null ? {} : { preset: wish.preset }),
  };
}
