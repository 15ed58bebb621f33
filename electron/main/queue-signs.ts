import { app, powerSaveBlocker } from 'electron';
import { notify } from './notify.ts';
import { needsTheComputer, noticeOf } from './queue-moments.ts';
import type { QueueFacts } from './queue-tally.ts';
import type { QueueWatch } from './queue-watch.ts';
import type { AppWindow } from './window.ts';
import { words } from './words.ts';

/** What the system shows of the queue: progress in the dock or the task bar, notifications, and no sleep meanwhile. */
export function showQueue(queue: QueueWatch, window: AppWindow): void {
  const keepAwake = createKeepAwake();
  queue.queueChanged.listen(({ before, after }) => {
    const works = needsTheComputer(after, queue.settings());
    keepAwake(works);
    showProgress(after, works, window);
    const notice = noticeOf(before, after, queue.settings(), words.notices);
    // Who looks at the window sees it there.
    if (notice !== null && window.current()?.isFocused() !== true) notify(notice, window);
  });
}

/** @param works false = what there is to do waits, or stands still */
function showProgress(facts: QueueFacts, works: boolean, window: AppWindow): void {
  const waits = facts.paused !== 'no' || (facts.active && !works);
  const mode = waits ? 'paused' : facts.run.failed > 0 ? 'error' : 'normal';
  // -1 takes the bar away.
  window.current()?.setProgressBar(facts.progress ?? -1, { mode });
  // Windows has no number on its icons.
  if (process.platform !== 'win32') app.setBadgeCount(facts.active ? facts.open : 0);
}

/** Keeps the computer, not its display, from going to sleep. */
function createKeepAwake(): (wanted: boolean) => void {
  let id: number | null = null;
  return (wanted) => {
    if (wanted && id === null) id = powerSaveBlocker.start('prevent-app-suspension');
    if (!wanted && id !== null) {
      powerSaveBlocker.stop(id);
      id = null;
    }
  };
}
