import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, Menu, nativeTheme, shell } from 'electron';
import { inputExtensions } from '../../shared/plan/names/input-extensions.ts';
import { menuTemplate } from './app-menu.ts';
import { filesOfCommandLine } from './asked-files.ts';
import { openCallsDoor } from './calls-door.ts';
import { hostStarter } from './host-process.ts';
import { type EngineLink, createSupervisor } from './host-supervisor.ts';
import { serveMedia } from './media-protocol.ts';
import { registerSchemes, servePage } from './page-protocol.ts';
import { appPlaces, settleIdentity } from './places.ts';
import { power } from './power.ts';
import { showQueue } from './queue-signs.ts';
import { type QueueWatch, createQueueWatch } from './queue-watch.ts';
import { type Quitting, arrangeQuit } from './quit.ts';
import { createShellHandlers, openLink } from './shell-calls.ts';
import { createStillProcesses } from './still-processes.ts';
import { trayLook } from './tray-look.ts';
import { createTray } from './tray.ts';
import { createWhenDone } from './when-done.ts';
import { guardWindows } from './window-guard.ts';
import { type AppWindow, createAppWindow } from './window.ts';
import { words } from './words.ts';

/** Electron's main process: puts the parts together, in the order in which they need each other. */

settleIdentity();
registerSchemes();
const asked = createAskedFiles();
// A second start hands its files to the first and goes.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.exit(0);

/** Files that somebody asked to be opened, kept until there is a window that takes them. */
function createAskedFiles(): { deliver(window: AppWindow): void } {
  const unpackaged = !app.isPackaged;
  const early: string[][] = [];
  let take = (paths: string[]): void => void early.push(paths);
  take([...filesOfCommandLine(process.argv, { unpackaged, cwd: process.cwd() })]);
  app.on('open-file', (event, file) => {
    event.preventDefault();
    take([file]);
  });
  let front = (): void => undefined;
  app.on('second-instance', (_, argv, cwd) => {
    front();
    take([...filesOfCommandLine(argv, { unpackaged, cwd })]);
  });
  return {
    deliver(window) {
      front = () => window.show();
      take = (paths) => {
        if (paths.length > 0) window.ask({ what: 'add', paths });
      };
      for (const paths of early.splice(0)) take(paths);
    },
  };
}

function start(): void {
  const places = appPlaces();
  const manifest: unknown = JSON.parse(readFileSync(path.join(places.root, 'package.json'), 'utf8'));
  guardWindows();
  servePage(places.page);

  const window = createAppWindow(places);
  const queue = createQueueWatch();
  const engine = createSupervisor({
    start: hostStarter(places.host),
    with: {
      type: 'start',
      stateFile: path.join(places.data, 'queue.db'),
      cacheDir: path.join(places.data, 'engine-cache'),
      stillWorkerPath: places.stillWorker,
    },
    stills: (tell) => createStillProcesses(places.stillWorker, tell),
    trash: (file) => shell.trashItem(file),
    endTool,
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
  serveMedia(engine);

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
  openCallsDoor({ engine, handlers, windows: window.contents });
  showQueue(queue, window);
  keepTray(places.icons, { engine, queue, window, quitting });
  keepMenu(window, manifest);

  queue.settingsChanged.listen(({ appearance }) => (nativeTheme.themeSource = appearance));
  // A page that comes later than the event must know it as well.
  window.changed.listen((what) => {
    if (what === 'loaded') window.send('engine:changed', engine.state());
  });
  app.on('activate', () => window.show());
  window.show();
  asked.deliver(window);
}

/** It may be gone by now, which is all that is wanted. */
function endTool(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // No such process.
  }
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
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
