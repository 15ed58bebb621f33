import type { Row } from '../../shared/ipc/row.ts';
import { type RowState, abilitiesOf, rowState } from '../store/row-state.ts';
import type { Words } from './en/index.ts';
import { homePath } from './home-path.ts';
import { countText, progressText } from './numbers.ts';
import { type RowSetting, asideOf, barOf, progressing, secondOf, valueText } from './row-lines.ts';
import { type FromTo, fromTo } from './row-media.ts';
import { type RowSizes, sizesOf } from './row-sizes.ts';

/** Everything that a row of the list says, in every state. */
export interface RowWords extends RowSizes {
  readonly state: RowState;
  readonly name: string;
  readonly what: FromTo;
  /** Stands in place of `from → to` before the file was read: "in ~/Movies/GoPro". */
  readonly folder: string | null;
  readonly tone: 'quiet' | 'run' | 'good' | 'warn' | 'bad';
  /** "Converting 62%" */
  readonly line: string;
  /** At the right of the line: "2 min left". */
  readonly aside: string | null;
  /** Before it, where there is room: "1.8×". */
  readonly speed: string | null;
  /** True when what stands aside may go where there is little room. */
  readonly asideMayGo: boolean;
  /** Below: the reason. */
  readonly second: string | null;
  /** Below, instead: 0 to 1 of a bar, or `unknown`. */
  readonly bar: number | 'unknown' | null;
  readonly valueText: string | null;
  readonly first: FirstAction | null;
  /** Name of the row for those who do not see it. */
  readonly aloud: string;
}

/** What a row offers before all else. */
export type FirstAction =
  | 'start'
  | 'next'
  | 'cancel'
  | 'compare'
  | 'open'
  | 'link'
  | 'details'
  | 'anyway'
  | 'retry'
  | 'again'
  | 'release'
  | 'options';

/** What a row says. */
export function rowWords(row: Row, setting: RowSetting): RowWords {
  const { locale, words } = setting;
  const w = words.queue.row;
  const known = rowState(row);
  // Its turn does not come before the queue goes on.
  const state = known === 'waiting' && (setting.waits ?? null) !== null ? 'held' : known;
  const name = row.more === 0 ? row.name : w.andMore(row.name, countText(row.more, locale));
  const what = fromTo(row, locale, words, setting.compact);
  const line = lineOf(row, state, locale, words);
  const bar = barOf(row, state);
  return {
    state,
    name,
    what,
    folder: row.media !== null ? null : row.folder === '' ? w.sent : w.in(homePath(row.folder, setting.home)),
    tone: tones[state],
    line,
    ...asideOf(row, state, setting),
    second: secondOf(row, state, setting),
    bar,
    valueText: bar === null ? null : valueText(row, bar, words),
    ...sizesOf(row, state, locale, words),
    first: firstAction(row, known),
    aloud: w.aloud(name, spoken(row, state, words), what.to),
  };
}

const tones: Readonly<Record<RowState, RowWords['tone']>> = {
  ready: 'quiet',
  waiting: 'quiet',
  held: 'quiet',
  refused: 'warn',
  unreadable: 'warn',
  reading: 'quiet',
  importing: 'run',
  measuring: 'run',
  converting: 'run',
  finishing: 'run',
  uploading: 'run',
  stopping: 'quiet',
  done: 'good',
  warned: 'warn',
  kept: 'quiet',
  taken_back: 'quiet',
  skipped: 'quiet',
  failed: 'bad',
  cancelled: 'quiet',
};

function lineOf(row: Row, state: RowState, locale: string, words: Words): string {
  const w = words.queue.row;
  if (state === 'warned') return w.warnings(row.warnings.length);
  if (progressing.has(state) && row.progress !== null)
    return w.percent(w.states[state], progressText(row.progress, locale));
  return w.states[state];
}

/** The state without numbers. */
function spoken(row: Row, state: RowState, words: Words): string {
  const w = words.queue.row;
  return (state === 'warned' ? w.warnings(row.warnings.length) : w.states[state]).toLowerCase();
}

function firstAction(row: Row, state: RowState): FirstAction | null {
  const can = abilitiesOf(row);
  switch (state) {
    case 'ready':
      return 'start';
    case 'waiting':
      return 'next';
    case 'held':
      return 'release';
    case 'refused':
      return 'options';
    case 'unreadable':
      return 'details';
    case 'reading':
    case 'importing':
    case 'uploading':
    case 'measuring':
    case 'converting':
      return 'cancel';
    case 'finishing':
    case 'stopping':
      return null;
    case 'done':
    case 'kept':
      if (can.link && !can.openResult) return 'link';
      return can.compare ? 'compare' : 'open';
    case 'warned':
      return 'details';
    case 'skipped':
      return 'anyway';
    case 'failed':
      return 'retry';
    case 'taken_back':
    case 'cancelled':
      return 'again';
  }
}
