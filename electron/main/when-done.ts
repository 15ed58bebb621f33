import { afterwards } from './queue-moments.ts';
import type { QueueWatch } from './queue-watch.ts';
import type { AppWindow } from './window.ts';

/** Seconds that a person has to stop it. */
export const countdown = 30;

type Action = 'quit' | 'sleep' | 'shut_down';

/** Quits, sleeps or shuts down after the queue, as the settings say, unless somebody stops the countdown. */
export interface WhenDone {
  cancel(): void;
}

export function createWhenDone(deps: {
  readonly queue: QueueWatch;
  readonly window: AppWindow;
  readonly act: (action: Action) => void;
}): WhenDone {
  let timer: NodeJS.Timeout | null = null;
  const cancel = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  deps.queue.queueChanged.listen(({ before, after }) => {
    // New work is a reason to stay.
    if (after.active) cancel();
    const action = afterwards(before, after, deps.queue.settings());
    if (action === null) return;
    cancel();
    deps.window.send('shell:asked', { what: 'when_done', action, seconds: countdown });
    timer = setTimeout(() => {
      timer = null;
      deps.act(action);
    }, countdown * 1000);
  });
  deps.queue.settingsChanged.listen(({ whenDone }) => {
    if (whenDone === 'nothing') cancel();
  });
  return { cancel };
}
