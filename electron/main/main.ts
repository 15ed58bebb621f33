import { Menu, app, dialog } from 'electron';
import { filesOfCommandLine } from './asked-files.ts';
import { openCallsDoor } from './calls-door.ts';
import { hostStarter } from './host-process.ts';
import { serveMedia } from './media-protocol.ts';
import { registerSchemes, servePage } from './page-protocol.ts';
import { appPlaces, settleIdentity } from './places.ts';
import { guardWindows } from './window-guard.ts';
import { type AppWindow, createAppWindow } from './window.ts';

/**
 * Electron's main process. Only what the window needs to open is loaded here, which is little; everything else is
 * `behind-window.ts`, loaded while the page and the engine's process start on their own.
 */

settleIdentity();
registerSchemes();
// Electron would make a menu of its own otherwise, which nobody ever sees.
Menu.setApplicationMenu(null);
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
  // First of all, because the list waits for the engine longer than for anything else.
  const startHost = hostStarter(places.host);
  guardWindows();
  servePage(places.page);
  const window = createAppWindow(places);
  app.on('activate', () => window.show());
  // It is read beside what follows, and runs when this function is done.
  const rest = import('./behind-window.ts').then(({ putBehind }) => putBehind(window, places, startHost));
  rest.catch(fallOver);
  // The doors are there before the page is; what comes through them waits.
  serveMedia(rest.then(({ engine }) => engine));
  openCallsDoor(
    window.contents,
    rest.then(({ answer }) => answer),
  );
  window.show();
  asked.deliver(window);
}

/** Files of the app are missing, or its data cannot be reached: the window can never do anything. */
function fallOver(error: unknown): void {
  dialog.showErrorBox('Convoy', error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
}
