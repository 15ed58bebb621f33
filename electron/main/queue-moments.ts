import type { AppSettings } from '../../shared/model/app-settings.ts';
import type { QueueFacts } from './queue-tally.ts';
import type { Words } from './words.ts';

/** What a change of the queue means for the person who is not looking. */

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** True when the queue has just come to its end by itself, with something to show for it. */
export function hasDrained(before: QueueFacts, after: QueueFacts): boolean {
  return before.active && !after.active && after.paused === 'no' && after.run.done + after.run.failed > 0;
}

/**
 * True while the computer must not go to sleep. A queue that waits for the night does not keep it awake until then, and
 * one that waits for power has files that stand still; so has one whose hours are over, where the settings say so.
 */
export function needsTheComputer(
  { active, paused, waits, running }: QueueFacts,
  { atWindowEnd }: Pick<AppSettings, 'atWindowEnd'>,
): boolean {
  if (!active || paused !== 'no') return false;
  switch (waits) {
    case null:
      return true;
    case 'battery':
      return false;
    case 'window':
      return running > 0 && atWindowEnd === 'finish';
    case 'disk':
      return running > 0;
  }
}

/** The notification that a change is worth, or null. At most one when a run's first file fails, one when it ends. */
export function noticeOf(
  before: QueueFacts,
  after: QueueFacts,
  settings: Pick<AppSettings, 'notifyDone' | 'notifyFailed'>,
  words: Words['notices'],
): Notice | null {
  const { run } = after;
  if (hasDrained(before, after)) {
    if (settings.notifyDone || (settings.notifyFailed && run.failed > 0)) {
      return { title: words.drained(run.done, run.failed), body: run.failure?.message ?? '' };
    }
    return null;
  }
  const firstFailure = after.active && run.failed > 0 && before.run.failed === 0;
  if (firstFailure && settings.notifyFailed && run.failure !== null) {
    return { title: words.failed(run.failure.name), body: run.failure.message };
  }
  return null;
}

/** What is left to do when the queue has drained, as the settings say; null = nothing. */
export function afterwards(
  before: QueueFacts,
  after: QueueFacts,
  settings: Pick<AppSettings, 'whenDone'>,
): 'quit' | 'sleep' | 'shut_down' | null {
  return settings.whenDone !== 'nothing' && hasDrained(before, after) ? settings.whenDone : null;
}
