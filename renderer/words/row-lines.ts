import type { QueueWait, Row, Transfer } from '../../shared/ipc/row.ts';
import { priorityOfRank } from '../../shared/model/priority.ts';
import type { RowState } from '../store/row-state.ts';
import type { Words } from './en/index.ts';
import { formatWord } from './media-words.ts';
import { countText, progressText, speedText, transferSpeedText } from './numbers.ts';
import { waitWords } from './wait-words.ts';
import { leftText, takenText, todoText } from './times.ts';

/** What stands beside and below the state of a row: times, reasons, progress. */

/** What the words of a row depend on besides the row. */
export interface RowSetting {
  /** BCP 47 tag for numbers. */
  readonly locale: string;
  readonly words: Words;
  /** Folder that is shown as `~`; null when it is not known. */
  readonly home: string | null;
  /** Why files that wait do not go on by turns: the hours, or the battery; absent or null = they do. */
  readonly waits?: QueueWait | null;
  /** Files that are at work stand still, for that reason or because the queue was paused; absent = they do not. */
  readonly still?: boolean;
  /** Place in line of a file that waits, from 1. */
  readonly place: number | null;
  /** The list shows rows of one line. */
  readonly compact: boolean;
}

/** Time left is guesswork before so much is done. */
const tellsTime = 0.02;

/** States that have a bar below them. */
export const progressing: ReadonlySet<RowState> = new Set([
  'importing',
  'measuring',
  'converting',
  'uploading',
]);

interface Aside {
  readonly aside: string | null;
  readonly speed: string | null;
  readonly asideMayGo: boolean;
}

/** What stands at the right of the state: how long it took, takes or will take. */
export function asideOf(
  row: Row,
  state: RowState,
  { locale, words, place, waits = null }: RowSetting,
): Aside {
  const w = words.queue.row;
  const say = (aside: string | null, speed: string | null = null): Aside => ({
    aside,
    speed,
    asideMayGo: false,
  });
  const about = row.plan?.seconds == null ? null : todoText(row.plan.seconds, locale, words.units);
  switch (state) {
    case 'ready':
      return say(about);
    case 'waiting':
      if (place === null) return say(about);
      return say(place === 1 ? w.next(about) : w.inLine(place, countText(place, locale)));
    case 'importing':
    case 'measuring':
    case 'converting':
    case 'uploading': {
      const known = row.eta !== null && (row.progress ?? 0) >= tellsTime;
      // What is nearly done stands still for a moment: 0.0× would say so and help nobody.
      const moves = state === 'converting' && row.speed !== null && row.speed >= 0.05;
      const speed =
        row.transfer !== null
          ? transferText(row.transfer, locale, w)
          : moves && row.speed !== null
            ? speedText(row.speed, locale)
            : null;
      return say(known && row.eta !== null ? leftText(row.eta, locale, words.units) : null, speed);
    }
    case 'finishing':
      return { aside: w.checking, speed: null, asideMayGo: true };
    case 'done':
    case 'warned':
    case 'kept':
    case 'taken_back':
    case 'failed': {
      if (row.startedAt === null || row.finishedAt === null) return say(null);
      return say(takenText((row.finishedAt - row.startedAt) / 1000, locale, words.units));
    }
    case 'held':
      // Its bar stands where the reason of a file that was not begun does.
      return say(row.status === 'queued' || waits === null ? null : waitWords(waits, locale, words).row);
    case 'refused':
    case 'unreadable':
    case 'reading':
    case 'stopping':
    case 'skipped':
    case 'cancelled':
      return say(null);
  }
}

/** How far a package is, file by file; how fast a file by itself moves. */
function transferText({ files, rate }: Transfer, locale: string, w: Words['queue']['row']): string | null {
  if (files.of > 1) return w.filesOf(countText(files.done, locale), countText(files.of, locale));
  return rate === null ? null : transferSpeedText(rate, locale);
}

/** The reason below the state. */
export function secondOf(
  row: Row,
  state: RowState,
  { locale, words, waits = null }: Pick<RowSetting, 'locale' | 'words' | 'waits'>,
): string | null {
  const w = words.queue.row;
  switch (state) {
    case 'held':
      if (row.status !== 'queued') return null;
      if (row.hold === 'user') return w.byYou;
      return row.hold === 'disk' || waits === null ? w.diskFull : waitWords(waits, locale, words).row;
    case 'warned':
      return clause(row.warnings[0]?.message ?? '', row.name);
    case 'kept':
      return row.plan === null ? null : w.becameLarger(formatWord(row.plan.format));
    case 'taken_back':
      return w.inTrash;
    case 'skipped':
      if (row.error?.kind === 'output_exists') return w.alreadyThere;
      return row.error === null ? null : clause(row.error.message, row.name);
    case 'failed':
    case 'refused':
    case 'unreadable':
      return row.error === null ? null : clause(row.error.message, row.name);
    case 'cancelled':
      return row.stoppedAt === null ? null : w.stoppedAt(progressText(row.stoppedAt, locale));
    case 'ready':
    case 'waiting': {
      const priority = priorityOfRank(row.rank);
      return priority === 'normal' ? null : priority === 'high' ? w.goesFirst : w.goesLast;
    }
    case 'reading':
    case 'importing':
    case 'measuring':
    case 'converting':
    case 'finishing':
    case 'uploading':
    case 'stopping':
    case 'done':
      return null;
  }
}

/**
 * The reason of a sentence about a file, since the row names the file itself: of “a.mov” is incomplete: the recording
 * stops at 31:02. it is "The recording stops at 31:02".
 */
export function clause(sentence: string, file: string): string {
  const text = sentence.trim().replace(/\.$/, '');
  const colon = text.startsWith(`“${file}”`) ? text.indexOf(': ', file.length) : -1;
  const reason = colon < 0 ? text : text.slice(colon + 2);
  return reason.charAt(0).toLocaleUpperCase() + reason.slice(1);
}

/** How far the bar below the state is; null when there is none. */
export function barOf(row: Row, state: RowState): number | 'unknown' | null {
  if (state === 'finishing') return 1;
  // What stands still keeps its bar; one that nobody knows looks as if it moved.
  if (state === 'held') return row.status === 'queued' ? null : row.progress;
  return progressing.has(state) ? (row.progress ?? 'unknown') : null;
}

/** How the bar is read aloud. */
export function valueText(
  row: Row,
  state: RowState,
  bar: number | 'unknown',
  { queue: { row: w } }: Words,
): string {
  if (bar === 'unknown') return w.valueUnknown;
  const percent = String(Math.min(99, Math.floor(bar * 100)));
  return w.valueText(
    percent,
    row.eta === null || bar < tellsTime || state === 'held' ? null : longTime(row.eta, w.longTimes),
  );
}

/** A time for the ear: "2 minutes", "1 hour 20 minutes". */
function longTime(seconds: number, w: Words['queue']['row']['longTimes']): string {
  if (seconds < 59.5) return w.seconds(Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return w.minutes(minutes);
  if (minutes >= 1440) return w.days(Math.round(minutes / 1440));
  return minutes % 60 === 0 ? w.hours(minutes / 60) : w.hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}
