import { Menu, app, nativeTheme } from 'electron';
import { inputExtensions } from '../../shared/plan/names/input-extensions.ts';
import { dispatchShell } from '../calls/dispatch.ts';
import type { AnswerShell } from './answer-call.ts';
import { menuTemplate } from './app-menu.ts';
import type { EngineFront } from './engine-front.ts';
import type { EngineLink, EngineState } from './host-supervisor.ts';
import { linkAddress } from './links.ts';
import { notify } from './notify.ts';
import type { Places } from './places.ts';
import { power } from './power.ts';
import { showQueue } from './queue-signs.ts';
import { type QueueWatch, createQueueWatch } from './queue-watch.ts';
import { type Quitting, arrangeQuit } from './quit.ts';
import { createShellHandlers, openLink } from './shell-calls.ts';
import { trayLook } from './tray-look.ts';
import { createTray } from './tray.ts';
import { createWhenDone } from './when-done.ts';
import type { AppWindow } from './window.ts';
import { words } from './words.ts';

/**
 * All of main that a page can be drawn without: the rest of what the shell answers, tray, menu, quitting. Puts the parts
 * together in the order in which they need each other.
 */
export function putBehind(window: AppWindow, places: Places, front: EngineFront): AnswerShell {
  const { engine, manifest } = front;
  const queue = createQueueWatch();
  front.runningBy(() => queue.facts().running);
  front.events.listen(({ name, text }) => queue.heard(name, text));
  const load = ({ state }: EngineState): void => {
    if (state === 'ready' || state === 'restarted') void queue.load(engine);
  };
  front.states.listen(load);

  const quitting = arrangeQuit({ engine, queue, window });
  const whenDone = createWhenDone({
    queue,
    window,
    act: (action) => {
      if (action === 'quit') {
        quitting.now();
        return;
      }
      // The system may refuse, to a person without the right for one; then everything stays as it is.
      power(action).catch(() => {
        const { refused, refusedWhy } = words.notices;
        notify({ title: refused[action], body: refusedWhy }, window);
      });
    },
  });
  const handlers = createShellHandlers({
    engine,
    window,
    manifest,
    mediaExtensions: inputExtensions,
    hello: front.hello,
    cancelWhenDone: () => whenDone.cancel(),
  });
  showQueue(queue, window);
  keepTray(places.icons, { engine, queue, window, quitting });
  keepMenu(window, manifest);

  queue.settingsChanged.listen(({ appearance }) => (nativeTheme.themeSource = appearance));
  // The engine was there before this was.
  load(engine.state());
  return async (name, input) => JSON.stringify(await dispatchShell(handlers, name, input));
}

function keepTray(
  icons: string,
  parts: {
    readonly engine: EngineLink;
    readonly queue: QueueWatch;
    readonly window: AppWindow;
    readonly quitting: Quitting;
  },
): void {
  const { engine, queue, window } = parts;
  const tray = createTray(icons, {
    show: () => window.show(),
    pause: () => void engine.call('queue:pause', { mode: 'after' }),
    resume: () => void engine.call('queue:resume', null),
    quit: () => app.quit(),
  });
  // The window may have been hidden before this was loaded.
  const look = (): void => tray(trayLook(queue.facts(), !window.isAway(), words.tray));
  queue.queueChanged.listen(look);
  window.changed.listen(look);
  look();
}

function keepMenu(window: AppWindow, manifest: unknown): void {
  const template = menuTemplate(process.platform, words.menu, {
    command: (id) => {
      if (window.current()?.isVisible() !== true) window.show();
      window.ask({ what: 'command', id });
    },
    link: (to) => void openLink(to, manifest).catch(() => undefined),
    takesReports: linkAddress('report', manifest) !== null,
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
