import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ElectronApplication, type Page, _electron } from 'playwright-core';
import { defaultCacheDir, thisHost } from '../../../electron/engine/tools/tool-places.ts';
import { root } from '../../support/found-tools.ts';
import { displayEnv, noDisplay } from './display.ts';

/** The window in Electron, as `npm start` opens it: the built product of this checkout, not packed. */

/** Folder with Electron's program, or null: it is downloaded at the first start, which tests never do. */
const electronFolder: string | null = (() => {
  const given = process.env['CONVOY_ELECTRON_DIST'] ?? process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = given ?? path.join(root, 'node_modules/electron/dist');
  return existsSync(path.join(folder, 'version')) ? folder : null;
})();

const program =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ??
  'electron';

/** Why the app cannot be opened here, or null. */
export const noElectron: string | null =
  electronFolder === null
    ? 'no Electron: set CONVOY_ELECTRON_DIST to the folder of its program, or run `npm start` once'
    : noDisplay;

/** Where the built app is: the checkout, or another folder with `dist` and `package.json` in it. */
export const appFolder = process.env['CONVOY_TEST_APP'] ?? root;

/** What root needs on Linux, where Chromium's sandbox refuses to work for it. */
export const rootArgs: readonly string[] =
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export interface ElectronWindowOptions {
  /** Folder of the queue, the presets and the settings: that of the app's data. */
  readonly state: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** More of the window's address. */
  readonly query?: string;
  /** Files that the command line names. */
  readonly files?: readonly string[];
  /** More switches of Chromium. */
  readonly switches?: readonly string[];
  /** A CommonJS script that the main process runs before the app's own code. */
  readonly before?: string;
}

export interface ElectronWindow {
  readonly host: 'electron';
  readonly page: Page;
  readonly app: ElectronApplication;
  /** Errors of the page and of its console; a test ends with none. */
  readonly problems: readonly string[];
  /** The next native dialogs for files answer with these paths; an empty list closes them. */
  choose(paths: readonly string[]): Promise<void>;
  /** Kills the engine's process with SIGKILL. */
  killEngine(): Promise<void>;
  /** Closes the app and opens it anew on the same data. */
  restart(): Promise<ElectronWindow>;
  close(): Promise<void>;
}

/** Starts the app on its own data and waits for its window. */
export async function openElectronWindow(options: ElectronWindowOptions): Promise<ElectronWindow> {
  const app = await launch(options);
  askAgainForLostAnswers(app);
  // Asked for now: of an app that was killed, Playwright knows nothing any more.
  const child = app.process();
  const page = await app.firstWindow({ timeout: 60_000 });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.waitForLoadState();
  if (options.dark !== undefined) await page.emulateMedia({ colorScheme: options.dark ? 'dark' : 'light' });
  if (options.query !== undefined) {
    await app.evaluate(
      async ({ BrowserWindow }, query) =>
        BrowserWindow.getAllWindows()[0]?.loadURL(`app://convoy/index.html?${query}`),
      options.query,
    );
  }
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= closeApp(app, child));
  return {
    host: 'electron',
    app,
    page,
    problems,
    choose: (paths) => answerDialogs(app, paths),
    killEngine: () => killEngine(app),
    restart: async () => {
      await close();
      return openElectronWindow(options);
    },
    close,
  };
}

/** A start takes two seconds; one that takes so many milliseconds is taken for hung, and the next has more patience. */
const hungAfterMs = 20_000;

/**
 * On a machine with eight jobs a core, Playwright was seen to hang once in 250 starts, connected to an app that ran. It
 * kills the app then. The second start is a clean one: where the first began without data, so does the second.
 */
async function launch(options: ElectronWindowOptions): Promise<ElectronApplication> {
  const { state, viewport, files = [], switches = [], before } = options;
  const isFresh = !existsSync(state) || readdirSync(state).length === 0;
  const env = await appEnv();
  const start = async (timeout: number): Promise<ElectronApplication> => {
    if (viewport !== undefined) await sizeWindow(state, viewport);
    await knowTools(state);
    return _electron.launch({
      executablePath: path.join(electronFolder ?? '', program),
      args: [
        ...[...rootArgs, ...switches],
        ...(before === undefined ? [] : ['-r', before]),
        ...[...appArgs(state), ...files],
      ],
      env,
      timeout,
    });
  };
  return start(hungAfterMs).catch(async (error: unknown) => {
    if (!String(error).includes('Timeout')) throw error;
    if (isFresh) await rm(state, { recursive: true, force: true, maxRetries: 10 });
    return start(45_000);
  });
}

/**
 * Node's debugger holds the promise of an answer weakly: when memory is tidied at the wrong moment the answer is lost,
 * though the app did what it was told. Nothing that the tests tell the main process is harmed by being told twice.
 */
function askAgainForLostAnswers(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app) as (...asked: unknown[]) => Promise<unknown>;
  app.evaluate = (async (...asked: unknown[]) => {
    for (let tries = 1; ; tries++) {
      try {
        return await evaluate(...asked);
      } catch (error) {
        if (tries === 3 || !String(error).includes('promise was garbage collected')) throw error;
      }
    }
  }) as ElectronApplication['evaluate'];
}

/** What starts the app of this checkout on its own data. */
export function appArgs(state: string): string[] {
  return [`--user-data-dir=${state}`, appFolder];
}

/** Starts the app a second time on the same data, as a click on a file does; settles when that process has ended. */
export async function startAgain(state: string, files: readonly string[]): Promise<number | null> {
  const { spawn } = await import('node:child_process');
  const child = spawn(path.join(electronFolder ?? '', program), [...rootArgs, ...appArgs(state), ...files], {
    env: await appEnv(),
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code)));
}

async function appEnv(): Promise<Record<string, string>> {
  // Without a UTF-8 locale that is installed, Chromium cannot tell the paths of dropped files that are not ASCII.
  const env: Record<string, string> = { LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8', LANGUAGE: 'en_GB' };
  for (const name of [
    'PATH',
    'HOME',
    'TMPDIR',
    'XDG_RUNTIME_DIR',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'SystemRoot',
  ]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...(await displayEnv()) };
}

async function sizeWindow(state: string, size: { width: number; height: number }): Promise<void> {
  await mkdir(state, { recursive: true });
  const text = JSON.stringify({ bounds: { x: 0, y: 0, ...size }, maximised: false });
  await writeFile(path.join(state, 'window.json'), text);
}

/**
 * The app keeps what it found out about ffmpeg with its own data; to find it out takes seconds for every window. What
 * the command line and the server know by now of the same programs saves that; without it the app asks by itself.
 */
async function knowTools(state: string): Promise<void> {
  const known = path.join(defaultCacheDir(thisHost(os.homedir())), 'tools.json');
  const own = path.join(state, 'engine-cache', 'tools.json');
  if (existsSync(own) || !existsSync(known)) return;
  await mkdir(path.dirname(own), { recursive: true, mode: 0o700 });
  await copyFile(known, own);
}

/** Native dialogs cannot be driven from outside, so they answer at once. */
async function answerDialogs(app: ElectronApplication, paths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] });
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: filePaths.length === 0, filePath: filePaths[0] ?? '' });
  }, paths);
}

async function killEngine(app: ElectronApplication): Promise<void> {
  const [pid] = await utilityProcesses(app, 'Convoy engine');
  if (pid === undefined) throw new Error('the engine has no process');
  process.kill(pid, 'SIGKILL');
}

/** Ids of the app's own processes of a name. */
export function utilityProcesses(
  app: ElectronApplication,
  name: 'Convoy engine' | 'Convoy pictures',
): Promise<number[]> {
  return app.evaluate(
    ({ app: main }, wanted) =>
      main.getAppMetrics().flatMap((metric) => (metric.name === wanted ? [metric.pid] : [])),
    name,
  );
}

/** Quits as a person does who wants to, whatever runs. */
async function closeApp(app: ElectronApplication, child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await app
    .evaluate(({ dialog }) => {
      // The second button of the question whether to quit.
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
    })
    .catch(() => undefined);
  await app.close().catch(() => undefined);
  await ended;
  clearTimeout(hard);
}

/** The state of the window that the app keeps. */
export function keptWindow(state: string): unknown {
  return JSON.parse(readFileSync(path.join(state, 'window.json'), 'utf8'));
}
