import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Menu, app, nativeTheme, shell } from 'electron';
import { inputExtensions } from '../../shared/plan/names/input-extensions.ts';
import { answerCall } from './answer-call.ts';
import { menuTemplate } from './app-menu.ts';
import type { AnswerCall } from './calls-door.ts';
import { type EngineLink, type StartHost, createSupervisor } from './host-supervisor.ts';
import { linkAddress } from './links.ts';
import type { Places } from './places.ts';
import { power } from './power.ts';
import { showQueue } from './queue-signs.ts';
import { type QueueWatch, createQueueWatch } from './queue-watch.ts';
import { type Quitting, arrangeQuit } from './quit.ts';
import { createShellHandlers, openLink } from './shell-calls.ts';
import { createStillProcesses } from './still-processes.ts';
import { trayLook } from './tray-look.ts';
import { createTray } from './tray.ts';
import { createWhenDone } from './when-done.ts';
import type { AppWindow } from './window.ts';
import { words } from './words.ts';

/** What the page's requests wait for. */
export interface Behind {
  readonly engine: EngineLink;
  readonly answer: AnswerCall;
}

/**
 * All of main that a window can open without: the link to the engine, the answers to the page, tray, menu, quitting. Puts the
 * parts together in the order in which they need each other.
 */
export function putBehind(window: AppWindow, places: Places, startHost: StartHost): Behind {
  const manifest: unknown = JSON.parse(readFileSync(path.join(places.root, 'package.json'), 'utf8'));
  const queue = createQueueWatch();
  const engine = createSupervisor({
    start: startHost,
    with: {
      type: 'start',
      stateFile: path.join(places.data, 'queue.db'),
      cacheDir: path.join(places.data, 'engine-cache'),
      stillWorkerPath: places.stillWorker,
    },
    stills: (tell) => createStillProcesses(places.stillWorker, tell),
    trash: (file) => shell.trashItem(file),
    onEvent: (name, event) => {
      window.send(name, event);
      queue.heard(name, event);
    },
    onState: (state) => {
      window.send('engine:changed', state);
      if (state.state === 'ready' || state.state === 'restarted') void queue.load(engine);
    },
    running: () => queue.facts().running,
    now: Date.now,
  });

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
      void power(action).catch(() => undefined);
    },
  });
  const handlers = createShellHandlers({
    engine,
    window,
    manifest,
    mediaExtensions: inputExtensions,
    cancelWhenDone: () => whenDone.cancel(),
  });
  showQueue(queue, window);
  keepTray(places.icons, { engine, queue, window, quitting });
  keepMenu(window, manifest);

  queue.settingsChanged.listen(({ appearance }) => (nativeTheme.themeSource = appearance));
  // A page that comes later than the event must know it as well.
  window.changed.listen((what) => {
    if (what === 'loaded') window.send('engine:changed', engine.state());
  });
  return { engine, answer: answerCall(engine, handlers) };
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
  let shown = true;
  const look = (): void => tray(trayLook(queue.facts(), shown, words.tray));
  queue.queueChanged.listen(look);
  window.changed.listen((what) => {
    if (what === 'shown' || what === 'hidden') shown = what === 'shown';
    look();
  });
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
