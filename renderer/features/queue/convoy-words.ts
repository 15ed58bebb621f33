import type { QueueState } from '../../../shared/ipc/row.ts';
import type { RowTable } from '../../store/app-state.ts';
import { type ListSummary, summaryOf, waitsForStart } from '../../store/list-summary.ts';
import { secondsLeft, secondsWorked } from '../../store/time-left.ts';
import type { Words } from '../../words/en/index.ts';
import { countText, roughSizeText, estimateText } from '../../words/numbers.ts';
import { roughTimeText, todoText } from '../../words/times.ts';
import { waitWords } from '../../words/wait-words.ts';

/** What the bar at the foot says and offers. */
export interface ConvoyWords {
  /** `start`: nothing runs, files wait for it · `run` · `paused` · `drained`: nothing is left that runs by itself. */
  readonly stage: 'start' | 'run' | 'paused' | 'drained';
  /** Files that Convert would start. */
  readonly ready: number;
  /** "9 of 24 done" */
  readonly head: string;
  /** "about 14 min left, 1 on hold" */
  readonly time: string | null;
  /** "2.6 GB saved so far"; goes first when there is little room. */
  readonly bytes: string | null;
  /** "1 failed": leads to those files. */
  readonly attention: string | null;
  /** All of it, for those who do not see it. */
  readonly sentence: string;
}

export interface ConvoyFacts {
  readonly rows: RowTable;
  readonly queue: QueueState;
}

/** What the convoy bar says. */
export function convoyWords({ rows, queue }: ConvoyFacts, locale: string, words: Words): ConvoyWords {
  const summary = summaryOf(rows);
  const stage = stageOf(summary, queue);
  const parts = partsOf(stage, summary, { rows, queue }, locale, words);
  const said = [parts.head, parts.time, parts.attention, parts.bytes].filter((part) => part !== null);
  return { stage, ready: summary.ready, ...parts, sentence: words.queue.convoy.join(said) };
}

function stageOf({ running, states, ready }: ListSummary, queue: QueueState): ConvoyWords['stage'] {
  const going = running + states.waiting;
  if (going > 0) return queue.paused === 'no' ? 'run' : 'paused';
  return ready > 0 ? 'start' : 'drained';
}

type Parts = Pick<ConvoyWords, 'head' | 'time' | 'bytes' | 'attention'>;

function partsOf(
  stage: ConvoyWords['stage'],
  summary: ListSummary,
  { rows, queue }: ConvoyFacts,
  locale: string,
  words: Words,
): Parts {
  const w = words.queue.convoy;
  const count = (n: number): string => countText(n, locale);
  const { ready, states, saved, total, done } = summary;
  const held = states.held === 0 ? null : w.onHold(count(states.held));
  const attention =
    states.failed > 0
      ? w.failed(count(states.failed))
      : states.refused > 0
        ? w.needChange(states.refused, count(states.refused))
        : states.unreadable > 0
          ? w.unreadable(states.unreadable, count(states.unreadable))
          : null;
  const all = total - states.cancelled;
  const size = saved > 0 ? roughSizeText(saved, locale) : null;
  switch (stage) {
    case 'start': {
      const seconds = secondsLeft(rows, queue.lanes, waitsForStart);
      const { readyBytes, unread } = summary;
      if (unread > 0) {
        // Sums over a part of the files would be read as those of all.
        return {
          head: w.files(ready, count(ready)),
          time: join(w, w.unread(count(unread)), held),
          bytes: null,
          attention,
        };
      }
      return {
        head: w.ready(ready, count(ready)),
        time: join(w, seconds === null ? null : todoText(seconds, locale, words.units), held),
        bytes:
          readyBytes === null
            ? null
            : `${roughSizeText(readyBytes.before, locale)}${w.arrow}${estimateText((readyBytes.low + readyBytes.high) / 2, locale)}`,
        attention,
      };
    }
    case 'run':
    case 'paused': {
      const seconds = secondsLeft(rows, queue.lanes, (row) => row.status === 'processing' || goesOn(row));
      const left = seconds === null ? null : w.left(todoText(seconds, locale, words.units));
      const pause =
        stage === 'run'
          ? queue.waits === null
            ? null
            : waitWords(queue.waits, locale, words).bar
          : queue.paused === 'after' && summary.running > 0
            ? w.pausing(summary.running, count(summary.running))
            : w.paused;
      return {
        head: w.doneOf(count(done), count(all)),
        time: join(w, pause, left, held),
        bytes: size === null ? null : w.savedSoFar(size),
        attention,
      };
    }
    case 'drained': {
      const worked = secondsWorked(rows);
      const time = worked === null ? null : roughTimeText(worked, locale, words.units);
      return {
        head:
          done === all && done > 0
            ? w.allDone(done, count(done))
            : done > 0
              ? w.doneOf(count(done), count(all))
              : w.nothingLeft,
        time: held,
        bytes: size === null ? null : time === null ? w.saved(size) : w.savedIn(size, time),
        attention,
      };
    }
  }
}

const goesOn = (row: {
  readonly status: string;
  readonly hold: string | null;
  readonly error: unknown;
}): boolean => row.status === 'queued' && row.hold === null && row.error === null;

function join(w: Words['queue']['convoy'], ...parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : w.join(said);
}
