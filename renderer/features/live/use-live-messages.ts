import { useEffect } from 'react';
import type { AppState } from '../../store/app-state.ts';
import { summaryOf } from '../../store/list-summary.ts';
import type { App } from '../../store/store.ts';
import { useApp } from '../../store/store.ts';
import { announce } from '../../ui/live-region.tsx';
import { spokenLanguage } from '../../words/language.ts';
import { countText } from '../../words/numbers.ts';
import { waitWords } from '../../words/wait-words.ts';
import { type Outcomes, joined, noOutcomes, outcomesBetween, outcomesText, spokenName } from './outcomes.ts';

/** Results that come within this time are said together. */
const gatherMs = 3000;

/** Tells those who do not see the list what happens in it. Once in the window. */
export function useLiveMessages(): void {
  const app = useApp();
  useEffect(() => followQueue(app), [app]);
}

/** Follows the queue and announces what matters; returns the way to stop. */
export function followQueue(app: App): () => void {
  let gathered: Outcomes = noOutcomes;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** True after a failure was said at once, until the next pause. */
  let alarmed = false;
  /** How many files ended since the queue last stood still. */
  let ended = 0;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    alarmed = false;
    const { queue, rows } = app.store.getState();
    // Results and the end of the queue come apart and in either order.
    const text = !queue.active && ended > 1 ? drainedText(rows) : gatheredText(gathered);
    if (!queue.active) ended = 0;
    gathered = noOutcomes;
    if (text !== null) announce(text);
  };

  const gather = ({ done, failed }: Outcomes) => {
    ended += done.length + failed.length;
    const [first, ...others] = failed;
    const alarm = first !== undefined && !alarmed;
    if (alarm) {
      alarmed = true;
      const w = spokenLanguage().words.app.live;
      announce(w.failed(spokenName(first), first.error?.message ?? ''), 'assertive');
    }
    gathered = joined(gathered, { done, failed: alarm ? others : failed });
    timer ??= setTimeout(flush, gatherMs);
  };

  const stop = app.store.subscribe((state, before) => {
    if (state.rows !== before.rows && before.loaded) {
      const outcomes = outcomesBetween(before.rows, state.rows);
      if (outcomes !== noOutcomes) gather(outcomes);
    }
    if (state.queue === before.queue) return;
    const w = spokenLanguage().words.app.live;
    if (state.queue.paused !== before.queue.paused && before.loaded)
      announce({ no: w.resumed, after: w.pausing, now: w.paused }[state.queue.paused]);
    const { waits } = state.queue;
    if (waits !== null && waits.why !== before.queue.waits?.why && before.loaded) {
      const { words, locale } = spokenLanguage();
      announce(waitWords(waits, locale, words).sentence);
    }
    if (before.queue.active && !state.queue.active && timer !== undefined) flush();
    if (!before.queue.active && state.queue.active) ended = 0;
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function gatheredText(outcomes: Outcomes): string | null {
  const { words, locale } = spokenLanguage();
  return outcomesText(outcomes, words, locale, (n) => countText(n, locale));
}

function drainedText(rows: AppState['rows']): string {
  const { words, locale } = spokenLanguage();
  const w = words.app.live;
  const { done, states } = summaryOf(rows);
  const count = countText(done, locale);
  return states.failed === 0
    ? w.allDone(done, count)
    : w.allDoneFailed(count, countText(states.failed, locale));
}
