import type { Row } from '../../shared/ipc/row.ts';
import { type RowState, abilitiesOf, rowState } from '../store/row-state.ts';
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
  const state = stateNow(known, setting);
  const name = row.more === 0 ? row.name : w.andMore(row.name, countText(row.more, locale));
  const what = fromTo(row, locale, words, setting.compact);
  const line = lineOf(row, state, setting);
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
    valueText: bar === null ? null : valueText(row, state, bar, words),
    ...sizesOf(row, state, locale, words),
    first: firstAction(row, known),
    aloud: w.aloud(name, spoken(row, state, setting), what.to),
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

/** What the state of a file comes to while the queue waits or stands still. */
function stateNow(
  known: RowState,
  { waits = null, still = false }: Pick<RowSetting, 'waits' | 'still'>,
): RowState {
  // Its turn does not come before the queue goes on.
  if (known === 'waiting') return waits === null ? known : 'held';
  return still && progressing.has(known) ? 'held' : known;
}

function lineOf(row: Row, state: RowState, setting: RowSetting): string {
  const w = setting.words.queue.row;
  const word = stateWord(row, state, setting);
  if (state === 'warned') return w.warnings(row.warnings.length);
  const isUnderWay = progressing.has(state) || (state === 'held' && row.status === 'processing');
  if (isUnderWay && row.progress !== null) return w.percent(word, progressText(row.progress, setting.locale));
  return word;
}

/** A file at work that stands still for no other reason was paused with the queue. */
function stateWord(
  row: Row,
  state: RowState,
  { words, waits = null }: Pick<RowSetting, 'words' | 'waits'>,
): string {
  const isPaused = state === 'held' && row.status === 'processing' && waits === null;
  return isPaused ? words.queue.row.paused : words.queue.row.states[state];
}

/** What a file does, in one word without numbers. */
export const stateText = (row: Row, setting: Pick<RowSetting, 'words' | 'waits' | 'still'>): string =>
  stateWord(row, stateNow(rowState(row), setting), setting);

/** The state without numbers. */
function spoken(row: Row, state: RowState, setting: RowSetting): string {
  if (state === 'warned') return setting.words.queue.row.warnings(row.warnings.length).toLowerCase();
  return stateWord(row, state, setting).toLowerCase();
}

function firstAction(row: Row, state: RowState): FirstAction | null {
  const can = abilitiesOf(row);
  switch (state) {
    case 'ready':
      return 'start';
    case 'waiting':
      return can.move ? 'next' : 'cancel';
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
