import { Menu, app, dialog } from 'electron';
import type { AnswerShell } from './answer-call.ts';
import { filesOfCommandLine } from './asked-files.ts';
import { openCallsDoor } from './calls-door.ts';
import { arrangeEarlyQuit } from './early-quit.ts';
import { hostStarter } from './host-process.ts';
import { serveMedia } from './media-protocol.ts';
import { registerSchemes, servePage } from './page-protocol.ts';
import { appPlaces, settleIdentity } from './places.ts';
import { guardWindows } from './window-guard.ts';
import { type AppWindow, createAppWindow } from './window.ts';

/**
 * Electron's main process. Only what the window needs to open is loaded here, which is little. What the page's first
 * questions need is `engine-front.ts`, loaded while the page and the engine's process start on their own; everything else is
 * `behind-window.ts`, loaded when the page has been drawn.
 */

/** Milliseconds that the page has to draw its first rows before main does anything else. */
const drawing = 250;
/** Milliseconds after which main goes on whatever the page does. */
const drawingLimit = 3000;

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
  const front = import('./engine-front.ts').then(({ createEngineFront }) =>
    createEngineFront(window, places, startHost, behind, () => behindIn(drawing)),
  );
  let rest: Promise<AnswerShell> | null = null;
  let isBehind = false;
  arrangeEarlyQuit(
    front.then(({ engine }) => engine),
    () => isBehind,
  );
  function behind(): Promise<AnswerShell> {
    rest ??= import('./behind-window.ts').then(async ({ putBehind }) => {
      const answer = putBehind(window, places, await front);
      isBehind = true;
      return answer;
    });
    rest.catch(fallOver);
    return rest;
  }
  function behindIn(milliseconds: number): void {
    if (rest === null) setTimeout(() => void behind(), milliseconds);
  }
  front.catch(fallOver);
  // A page that cannot be drawn does not keep the tray and the menu away.
  behindIn(drawingLimit);
  // The doors are there before the page is; what comes through them waits.
  serveMedia(front.then(({ engine }) => engine));
  openCallsDoor(
    window.contents,
    front.then(({ answer }) => answer),
  );
  window.show();
  asked.deliver(window);
}

/** Files of the app are missing, or its data cannot be reached: the window can never do anything. */
function fallOver(error: unknown): void {
  dialog.showErrorBox('Convoy', error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
}
