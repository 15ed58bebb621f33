import { app, dialog, powerMonitor } from 'electron';
import { closeLimit } from './early-quit.ts';
import type { EngineLink } from './host-supervisor.ts';
import type { QueueWatch } from './queue-watch.ts';
import type { AppWindow } from './window.ts';
import { words } from './words.ts';

export interface Quitting {
  /** Quits without asking. */
  now(): void;
}

/**
 * How the app ends. While files are converted, closing the window or quitting asks first: they would start again from
 * the beginning. Then the engine stops in good order. Until this is there, `early-quit.ts` sees to the end.
 */
export function arrangeQuit(deps: {
  readonly engine: EngineLink;
  readonly queue: QueueWatch;
  readonly window: AppWindow;
}): Quitting {
  const { engine, queue, window } = deps;
  let agreed = false;
  let asking = false;
  let ended = false;

  /** Asks whether to quit. */
  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    const options = {
      type: 'question' as const,
      message: words.quit.running(queue.facts().running),
      buttons: [words.quit.stay, words.quit.quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const parent = window.current();
    const { response } = await (parent?.isVisible() === true
      ? dialog.showMessageBox(parent, options)
      : dialog.showMessageBox(options));
    asking = false;
    if (response === 1) now();
    else window.current()?.hide();
  }

  function now(): void {
    agreed = true;
    app.quit();
  }

  window.mayClose = () => {
    if (agreed || process.platform === 'darwin' || queue.facts().running === 0) return true;
    void ask();
    return false;
  };
  app.on('before-quit', (event) => {
    if (ended) return;
    if (!agreed && queue.facts().running > 0) {
      event.preventDefault();
      void ask();
    }
  });
  app.on('will-quit', (event) => {
    if (ended) return;
    agreed = true;
    event.preventDefault();
    void engine.close(closeLimit).finally(() => {
      ended = true;
      app.quit();
    });
  });
  // The system is going down: a question would only hold it up.
  if (process.platform !== 'win32') powerMonitor.on('shutdown', now);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, now);
  return { now };
}
