import { afterwards } from './queue-moments.ts';
import type { QueueWatch } from './queue-watch.ts';
import type { AppWindow } from './window.ts';

/** Seconds that a person has to stop it. */
const countdown = 30;

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
  let running: { readonly action: Action; readonly timer: NodeJS.Timeout } | null = null;
  const cancel = (): void => {
    if (running !== null) clearTimeout(running.timer);
    running = null;
  };
  deps.queue.queueChanged.listen(({ before, after }) => {
    // New work is a reason to stay.
    if (after.active) cancel();
    const action = afterwards(before, after, deps.queue.settings());
    if (action === null) return;
    cancel();
    // A countdown that nobody sees cannot be stopped.
    if (deps.window.current()?.isVisible() !== true) deps.window.show();
    deps.window.send('shell:asked', { what: 'when_done', action, seconds: countdown });
    const timer = setTimeout(() => {
      running = null;
      deps.act(action);
    }, countdown * 1000);
    running = { action, timer };
  });
  deps.queue.settingsChanged.listen(({ whenDone }) => {
    // The countdown says what it will do; another choice counts from the next end on.
    if (running !== null && whenDone !== running.action) cancel();
  });
  return { cancel };
}
