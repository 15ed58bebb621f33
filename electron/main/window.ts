import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EventOf } from '../../shared/ipc/contract.ts';
import { channels } from '../../shared/ipc/channels.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { appOrigin } from './page-files.ts';
import type { Places } from './places.ts';
import { type Signal, createSignal } from './signal.ts';
import { backgroundColour, frameOptions, overlay } from './window-look.ts';
import { placeWindow, readWindowState, smallest, type WindowState } from './window-state.ts';

/** The one window of the app. It may be hidden or absent while the queue works. */
export interface AppWindow {
  current(): BrowserWindow | null;
  /** It was there, and is hidden or closed now. */
  isAway(): boolean;
  /** Opens it, or brings it to the front. */
  show(): void;
  /** Sends an event, if there is a window to hear it. */
  send(name: EventName, event: unknown): void;
  /** The same with what the event says as JSON. */
  sendText(name: EventName, text: string): void;
  /** Sends what the shell asks of the window once the window listens; opens one if there is none. */
  ask(event: EventOf<'shell:asked'>): void;
  /** The page has asked for its first facts: it listens from now on. */
  listening(): void;
  /** Contents of windows that we opened. */
  readonly contents: ReadonlySet<number>;
  readonly changed: Signal<'shown' | 'hidden' | 'focused' | 'loaded'>;
  /** Says whether the window may be closed now; called each time a person wants to. */
  mayClose: () => boolean;
}

export function createAppWindow(places: Places): AppWindow {
  const stateFile = path.join(places.data, 'window.json');
  const contents = new Set<number>();
  const changed = createSignal<'shown' | 'hidden' | 'focused' | 'loaded'>();
  let window: BrowserWindow | null = null;
  let listens = false;
  let away = false;
  changed.listen((what) => {
    if (what === 'shown' || what === 'hidden') away = what === 'hidden';
  });
  let asked: EventOf<'shell:asked'>[] = [];

  function open(): BrowserWindow {
    const state = readWindowState(readText(stateFile));
    const dark = nativeTheme.shouldUseDarkColors;
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    const opened = new BrowserWindow({
      ...placeWindow(
        state,
        [primary, ...others].map(({ workArea }) => workArea),
      ),
      ...frameOptions(process.platform, dark),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: 'Convoy',
      show: false,
      ...(process.platform === 'linux' ? { icon: path.join(places.icons, '256x256.png') } : {}),
      webPreferences: {
        preload: places.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
    });
    if (state?.maximised === true) opened.maximize();
    const { id } = opened.webContents;
    contents.add(id);
    const keep = saver(opened, stateFile);
    opened.on('resize', keep.later);
    opened.on('move', keep.later);
    opened.on('close', (event) => {
      keep.now();
      if (!api.mayClose()) event.preventDefault();
    });
    opened.on('closed', () => {
      contents.delete(id);
      window = null;
      listens = false;
      changed.emit('hidden');
    });
    opened.on('show', () => changed.emit('shown'));
    opened.on('hide', () => changed.emit('hidden'));
    opened.on('focus', () => changed.emit('focused'));
    opened.webContents.on('did-start-loading', () => (listens = false));
    opened.webContents.on('did-finish-load', () => changed.emit('loaded'));
    // A page that crashed is of no use; the engine goes on, and a new page shows where it is.
    opened.webContents.on('render-process-gone', (_, { reason }) => {
      if (reason !== 'clean-exit' && !opened.isDestroyed()) opened.webContents.reload();
    });
    // A page that could not be loaded leaves the window as empty as it is before the first paint.
    void opened.loadURL(`${appOrigin}/index.html`).catch(() => undefined);
    // Not when the page is ready: it asks its first questions then, and showing would hold up the answers. Until it
    // paints, the window has the page's colour.
    setImmediate(() => {
      if (!opened.isDestroyed()) opened.show();
    });
    return opened;
  }

  nativeTheme.on('updated', () => {
    if (window === null) return;
    const dark = nativeTheme.shouldUseDarkColors;
    window.setBackgroundColor(backgroundColour(dark));
    if (process.platform !== 'darwin') window.setTitleBarOverlay({ ...overlay(process.platform, dark) });
  });

  const api: AppWindow = {
    contents,
    changed,
    mayClose: () => true,
    current: () => window,
    isAway: () => away,
    show() {
      if (window === null) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    send: (name, event) => api.sendText(name, JSON.stringify(event)),
    sendText(name, text) {
      if (window !== null && !window.isDestroyed()) window.webContents.send(channels.event, name, text);
    },
    ask(event) {
      if (listens) {
        api.send('shell:asked', event);
        return;
      }
      asked.push(event);
      if (window === null) api.show();
    },
    listening() {
      listens = true;
      for (const event of asked) api.send('shell:asked', event);
      asked = [];
    },
  };
  return api;
}

/** Keeps bounds and the maximised state on disk, half a second after the last change or at once. */
function saver(window: BrowserWindow, file: string): { later: () => void; now: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let written = '';
  const now = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    const state: WindowState = { bounds: window.getNormalBounds(), maximised: window.isMaximized() };
    const text = JSON.stringify(state);
    if (text === written) return;
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      written = text;
    } catch {
      // A full or read-only disk: the window opens where it usually does next time.
    }
  };
  return {
    now,
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(now, 500);
    },
  };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
