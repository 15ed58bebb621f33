import type { Row } from '../../../shared/ipc/row.ts';
import type { MediaClass, WatchRule, WatchedFile } from '../../../shared/model/watch.ts';
import type { IconName } from '../../ui/icon.tsx';
import { knownLocale, progressText, roughSizeText, sizeText } from '../../words/numbers.ts';
import { dateText } from '../../words/times.ts';
import type { Words } from '../../words/words.tsx';

/** A file of the activity in words: what it is, where it stands, why, and when. */
export interface FileWords {
  readonly state: string;
  readonly why: string;
  readonly seen: string;
  readonly icon: IconName;
  readonly tone: 'run' | 'good' | 'bad' | 'plain';
}

export interface FileSpeech {
  readonly words: Words;
  readonly locale: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** What else is known of a file: its rule, and its row while its job is in the queue. */
export interface FileFacts {
  readonly rule: WatchRule | null;
  readonly row: Row | null;
}

const icons: Readonly<Record<WatchedFile['state'], IconName>> = {
  settling: 'wait',
  queued: 'wait',
  converting: 'run',
  done: 'check',
  failed: 'fail',
  left_alone: 'skip',
};

const tones: Readonly<Record<WatchedFile['state'], FileWords['tone']>> = {
  settling: 'plain',
  queued: 'plain',
  converting: 'run',
  done: 'good',
  failed: 'bad',
  left_alone: 'plain',
};

/** The words of one row of the activity. */
export function fileWords(file: WatchedFile, facts: FileFacts, speech: FileSpeech): FileWords {
  return {
    state: speech.words.watch.states[file.state],
    why: whyText(file, facts, speech),
    seen: seenText(file.changedAt, speech),
    icon: icons[file.state],
    tone: tones[file.state],
  };
}

/** Why a file is where it is, with the numbers that say it: facts to words, and nothing else. */
export function whyText(
  { reason, bytes, detail }: Pick<WatchedFile, 'reason' | 'bytes' | 'detail'>,
  { rule, row }: FileFacts,
  speech: FileSpeech,
): string {
  const w = speech.words.watch.why;
  const { locale } = speech;
  switch (reason) {
    case 'still_written':
      return w.stillWritten(sizeText(bytes, locale));
    case 'not_opened':
      return detail === null ? w.notOpened : w.notOpenedFor(detail);
    case 'was_there':
      return w.wasThere;
    case 'too_small': {
      const least = rule?.filter.minBytes ?? null;
      if (bytes === 0) return w.empty;
      // The limit may have been changed since.
      return least === null || bytes >= least ? w.tooSmall : w.smallerThan(limitText(least, locale));
    }
    case 'too_large': {
      const most = rule?.filter.maxBytes ?? null;
      return most === null || bytes <= most ? w.tooLarge : w.largerThan(limitText(most, locale));
    }
    case 'name':
      return w.name;
    case 'class': {
      const [only, ...others] = rule === null ? [] : classesOf(rule);
      return only === undefined || others.length > 0 ? w.notOfRule : w.notOf(w.sorts[only]);
    }
    case 'no_media':
      return w.noMedia;
    case 'own_result':
      return w.ownResult;
    case 'already_done':
      return alreadyText(detail, speech);
    case 'copy_of_original':
      return detail === null ? w.copyOfOriginal : w.copyOf(detail);
    case 'gone':
      return w.gone;
    case 'cancelled':
      return w.cancelled;
    case 'skipped':
      return detail ?? w.skipped;
    case 'waits':
      return w.waits;
    case 'works':
      return row?.progress == null ? w.works : progressText(row.progress, locale);
    case 'converted':
      return row === null || row.bytesIn === null || row.bytesOut === null
        ? w.converted
        : w.sizes(sizeText(row.bytesIn, locale), sizeText(row.bytesOut, locale));
    case 'job_failed':
      return detail ?? w.jobFailed;
    case 'not_accepted':
      return detail ?? w.notAccepted;
  }
}

/** Sorts that a rule takes; none when it would take too many to name. */
function classesOf({ filter, choice }: WatchRule): readonly MediaClass[] {
  if (filter.classes.length > 0) return filter.classes;
  return choice?.kind === 'video' || choice?.kind === 'adaptive_video' ? ['video'] : [];
}

/** A limit as it was typed: `10 kB`, not `10.0 kB`. */
const limitText = (bytes: number, locale: string): string =>
  roughSizeText(bytes, locale).replace(/[.,]0(?= )/, '');

function alreadyText(detail: string | null, { words, locale, now }: FileSpeech): string {
  const w = words.watch.why;
  const at = detail === null ? Number.NaN : Date.parse(detail);
  if (!Number.isNaN(at)) return w.alreadyDoneOn(dateText(at, now, locale, words.units));
  return detail ?? w.alreadyDone;
}

/** When: with seconds today, else the day and the time. */
export function seenText(at: number, { words, locale, now }: FileSpeech): string {
  const [then, present] = [new Date(at), new Date(now)];
  if (then.toDateString() !== present.toDateString()) return dateText(at, now, locale, words.units);
  return clockOf(locale).format(then);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs more than a hundred uses of it. */
function clockOf(locale: string): Intl.DateTimeFormat {
  let clock = clocks.get(locale);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat(knownLocale(locale), {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(locale, clock);
  }
  return clock;
}
