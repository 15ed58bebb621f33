import type { Preset } from '../../../shared/model/preset.ts';
import type { WatchRule, WatchRuleView } from '../../../shared/model/watch.ts';
import { isInBucket, withoutScheme } from '../../store/bucket-place.ts';
import { countText } from '../../words/numbers.ts';
import { roughTimeText } from '../../words/times.ts';
import type { Words } from '../../words/words.tsx';
import type { FactSpeech } from '../presets/preset-facts.ts';
import { presetFacts, presetName } from '../presets/index.ts';
import { homePath } from '../../words/home-path.ts';

/** A rule in words: where from, into what, where to, and what it is doing. */

export interface RuleSpeech {
  readonly words: Words;
  readonly locale: string;
  readonly facts: FactSpeech;
  readonly home: string;
  readonly presets: readonly Preset[];
  /** Folder of the settings for results; null = beside the original. */
  readonly outputFolder: string | null;
}

/** Folder, preset and place, for the line of a card. */
export function routeOf(rule: WatchRule, speech: RuleSpeech): readonly [string, string, string] {
  return [homePath(rule.folder, speech.home), becomesText(rule, speech), placeText(rule, speech)];
}

function becomesText({ choice }: WatchRule, { words, facts, presets }: RuleSpeech): string {
  const w = words.watch.card;
  if (choice === null) return w.usualPreset;
  const preset = presets.find(({ id }) => id === choice.presetId);
  if (preset !== undefined) return presetName(preset, words.presets);
  if (choice.presetId !== null) return w.presetGone;
  return w.ownOptions(words.watch.editor.kinds[choice.kind], presetFacts(choice, facts));
}

function placeText(rule: WatchRule, { words, home, presets, outputFolder }: RuleSpeech): string {
  if (rule.connection !== null) {
    const key = isInBucket(rule.output) ? withoutScheme(rule.output).replace(/^[^/]*\/?/, '') : '';
    return key === '' ? rule.connection : `${rule.connection}/${key}`;
  }
  const place = rule.output ?? usualPlace(rule, presets, outputFolder);
  return place === null ? words.watch.card.beside : homePath(place, home);
}

/** Where results go when a rule says nothing: as its preset says, else as the settings do. Null = beside the original. */
export function usualPlace(
  { choice }: Pick<WatchRule, 'choice'>,
  presets: readonly Preset[],
  outputFolder: string | null,
): string | null {
  return presets.find(({ id }) => id === choice?.presetId)?.output ?? outputFolder;
}

/** What a rule is doing, in a few words; null while it is broken, which `brokenText` says. */
export function doingText(
  { state, counts, polling, rule }: WatchRuleView,
  words: Words,
  locale: string,
): string {
  const w = words.watch.doing;
  if (!rule.on) return w.resting;
  const { settling, queued, converting } = counts;
  const numbers = [
    [settling, w.settlingOnly, w.settlingShort],
    [queued, w.queuedOnly, w.queued],
    [converting, w.convertingOnly, w.converting],
  ] as const;
  const parts = numbers.filter(([n]) => n > 0);
  // The first number says of what, the others need not.
  if (parts.length > 0)
    return parts
      .map(([n, whole, short], at) =>
        at === 0 ? whole(n, countText(n, locale)) : short(countText(n, locale)),
      )
      .join(w.join);
  if (state === 'starting') return w.starting;
  return polling ? w.polling : w.watching;
}

/** Why a rule cannot watch, and when that is looked at again; null when it can. */
export function brokenText(
  { state, problem, retrySeconds, rule }: WatchRuleView,
  words: Words,
  locale: string,
): string | null {
  if (state !== 'broken' || !rule.on) return null;
  const w = words.watch.broken;
  const reason =
    problem?.kind === 'input_not_found' || problem === null
      ? w.notConnected
      : problem.kind === 'input_unreadable'
        ? w.notReadable
        : problem.message;
  if (retrySeconds === null) return reason;
  return `${reason} ${w.retry(roughTimeText(retrySeconds, locale, words.units))}`;
}

/** What came of a rule today. */
export function todayText({ counts }: WatchRuleView, words: Words, locale: string): string {
  const w = words.watch.card;
  return counts.doneToday === 0 ? w.noneToday : w.today(countText(counts.doneToday, locale));
}

/** One line about the activity that is shown: of one rule, or of all of them together. */
export function activityText(rules: readonly WatchRuleView[], words: Words, locale: string): string {
  const w = words.watch.activity;
  const sum = (of: 'doneToday' | 'leftAlone' | 'failed'): number =>
    rules.reduce((all, { counts }) => all + counts[of], 0);
  const [done, leftAlone, failed] = [sum('doneToday'), sum('leftAlone'), sum('failed')];
  return [
    w.today(done, countText(done, locale)),
    leftAlone > 0 ? w.leftAlone(countText(leftAlone, locale)) : null,
    failed > 0 ? w.failed(countText(failed, locale)) : null,
  ]
    .filter((part) => part !== null)
    .join(w.join);
}

/** How long a rule has been there and what it did. */
export function historyText(
  { rule, counts }: WatchRuleView,
  words: Words,
  locale: string,
  now: number,
): string {
  const w = words.watch.editor;
  const { done } = counts;
  const date = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(new Date(rule.createdAt).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  }).format(rule.createdAt);
  return [w.since(date), done === 0 ? w.noneSoFar : w.soFar(done, countText(done, locale))].join(w.join);
}
