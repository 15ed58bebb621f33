import { sizeWords } from '../../../../shared/plan/limit/limit-words.ts';
import { type Kind, maxSide } from '../../../../shared/model/options.ts';
import { formatWord, resultCodecWord } from '../../../words/media-words.ts';
import { bitrateText, countText } from '../../../words/numbers.ts';
import type { Words } from '../../../words/words.tsx';
import type { OptionProblem } from '../options/option-errors.ts';
import type { Control, OptionName } from '../options/option-groups.ts';
import { formatTakes, offeredFormats, type OptionUse } from '../options/offered.ts';
import { rateUnit, timeText } from '../options/option-values.ts';

/** Sentences at fields: what is wrong, and why a control is off. Pure; the words are those of the catalogue. */

type InspectorWords = Words['inspector'];

const controls: Readonly<Record<OptionName, Control>> = {
  format: 'choice',
  codec: 'choice',
  quality: 'steps',
  compression: 'exact',
  lossless: 'switch',
  bitrate: 'rate',
  target_bytes: 'bytes',
  width: 'side',
  height: 'side',
  fit: 'choice',
  position: 'place',
  background: 'colour',
  enlarge: 'switch',
  fps: 'frames',
  auto_orient: 'switch',
  start: 'time',
  end: 'time',
};

/** Names the field, the given and the allowed. */
export function problemText(
  option: OptionName,
  problem: OptionProblem,
  kind: Kind,
  w: InspectorWords,
  locale: string,
): string {
  const label = kind === 'image' && option === 'start' ? w.options.at : w.options[option];
  switch (problem.problem) {
    case 'unreadable':
      return unreadable(controls[option], problem.text, kind, w);
    case 'not_allowed':
      return w.problems.notAllowed(
        label,
        givenText(option, problem.given, w, locale),
        allowedText(controls[option], kind, w, locale),
      );
    case 'start_after_end':
      return w.problems.startAfterEnd(timeText(problem.end));
    case 'past_the_end':
      return w.problems.pastTheEnd(label, timeText(Math.floor(problem.length)));
    case 'end_needed':
      return w.problems.endNeeded;
    case 'not_lossless':
      return w.problems.notLossless(formatWord(problem.format));
    case 'only_with_bars':
      return w.problems.onlyWithBars;
    case 'both_steer':
      return w.problems.bothSteer(label, w.options[problem.other]);
    case 'told':
      return withLabel(problem.message, option, label);
  }
}

function unreadable(control: Control, text: string, kind: Kind, w: InspectorWords): string {
  const say = w.problems.unreadable;
  switch (control) {
    case 'rate':
      return say.rate(text, rateUnit(kind));
    case 'bytes':
      return say.bytes(text);
    case 'time':
      return say.time(text);
    case 'side':
      return say.side(text);
    case 'frames':
      return say.frames(text);
    case 'colour':
      return say.colour(text);
    case 'exact':
      return say.exact(text);
    case 'choice':
    case 'steps':
    case 'switch':
    case 'place':
      return say.other(text);
  }
}

function givenText(option: OptionName, given: unknown, w: InspectorWords, locale: string): string {
  if (typeof given === 'string') {
    if (option === 'format') return formatWord(given);
    return option === 'codec' ? resultCodecWord(given) : given;
  }
  if (typeof given !== 'number') return String(given);
  if (option === 'bitrate') return bitrateText(given, locale);
  if (option === 'target_bytes') return sizeWords(given);
  if (option === 'start' || option === 'end') return timeText(given);
  if (option === 'width' || option === 'height') return `${given} ${w.values.px}`;
  return option === 'fps' ? `${given} ${w.values.fps}` : String(given);
}

function allowedText(control: Control, kind: Kind, w: InspectorWords, locale: string): string {
  const { allowed } = w.problems;
  switch (control) {
    case 'rate':
      return kind === 'audio' ? allowed.audioRate : allowed.videoRate;
    case 'bytes':
      return allowed.bytes;
    case 'exact':
      return allowed.exact;
    case 'side':
      return allowed.side(countText(maxSide, locale));
    case 'frames':
      return allowed.fps;
    case 'time':
      return allowed.time;
    case 'choice':
    case 'steps':
    case 'switch':
    case 'place':
    case 'colour':
      return allowed.other;
  }
}

/** The engine's sentence names the option first, as it is written in JSON; people see its label. */
export function withLabel(message: string, option: OptionName, label: string): string {
  return message.startsWith(option) ? `${label}${message.slice(option.length)}` : message;
}

/** Why a control is off; null when it is on. */
export function offText(use: OptionUse, kind: Kind, w: InspectorWords, locale: string): string | null {
  if (use.use !== 'off') return null;
  const format = formatWord(use.format);
  switch (use.reason) {
    case 'format_not_lossless': {
      const able = offeredFormats(kind, null)
        .filter(({ value }) => formatTakes(kind, value, 'lossless'))
        .map(({ value }) => formatWord(value));
      if (able.length === 0) return w.off.format_not_lossless_none(format);
      const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' }).format(able);
      return w.off.format_not_lossless(format, list);
    }
    case 'format_no_bitrate':
      return w.off.format_no_bitrate(format);
    case 'format_no_limit':
      return w.off.format_no_limit(format);
    case 'only_with_bars':
      return w.off.only_with_bars;
    case 'lossless_is_on':
      return w.off.lossless_is_on;
  }
}
