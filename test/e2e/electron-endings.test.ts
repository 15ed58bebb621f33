import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../../electron/engine/tools/tools.ts';
import { isAlive } from '../support/fake-tool.ts';
import { longClip } from '../support/long-clip.ts';
import { root } from '../support/found-tools.ts';
import { clip, probeJson, tempDir } from '../support/media.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { processesOn } from '../support/processes.ts';
import type { Choice } from '../../shared/ipc/contract.ts';
import { closeDisplay } from './support/display.ts';
import {
  type OpenedApp,
  ask,
  ended,
  eventually,
  heardSoFar,
  listen,
  openApp,
  rowNamed,
  rowsOf,
} from './support/electron-asks.ts';
import { noElectron, openElectronWindow, utilityProcesses } from './support/electron-window.ts';

/** How the app and its engine end in the middle of work: killed, asked to quit, or because all is done. */

afterAll(closeDisplay);

/** An ffmpeg that takes its time, for what is ended in the middle. */
let paced: string | null = null;
beforeAll(async () => {
  if (noElectron !== null || process.platform === 'win32') return;
  paced = await pacedFfmpeg();
  // What is known of it need not be found out by each app that is opened.
  await findTools({ ffmpegPath: paced, onlyFfmpegPath: true });
});

const reason = noElectron === null ? '' : ` (${noElectron})`;
const small: Choice = {
  kind: 'video',
  presetId: null,
  options: { width: 160, height: 120 },
  output: null,
};

/**
 * Adds the film to the queue and waits until it is being converted, as slowly as it plays. What begins later is fast
 * again.
 */
async function convertFilm(opened: OpenedApp, film: string, more: readonly string[] = []): Promise<void> {
  await ask(opened, 'settings:change', { change: { ffmpegPath: paced } });
  await ask(opened, 'queue:add', { paths: [film, ...more], choice: small, start: true });
  await eventually(
    () => rowNamed(opened, path.basename(film)),
    (row) => row?.phase === 'converting' && (row.progress ?? 0) > 0.02,
  );
  await ask(opened, 'settings:change', { change: { ffmpegPath: null } });
}

const partsIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.includes('.part'));

describe.skipIf(noElectron !== null)(`the end in Electron${reason}`, () => {
  it('the engine is killed in the middle: it comes back, and the queue goes on', async (t) => {
    const opened = await openApp(t);
    const { folder } = opened;
    await listen(opened, 'engine:changed');
    const input = await longClip(folder, 10);
    const second = path.join(folder, 'second.mp4');
    await copyFile(await clip('h264-aac-mp4'), second);
    await convertFilm(opened, input, [second]);
    // It has been read, and waits for the film: what is being read would start again as well.
    await eventually(
      () => rowNamed(opened, 'second.mp4'),
      (row) => row?.phase === null && row.media !== null,
    );
    const tools = await processesOn(input);
    expect(tools.length > 0).toBe(process.platform === 'linux');
    await opened.killEngine();
    // What it left behind is ended: nobody waits for it.
    await eventually(
      () => processesOn(input),
      (now) => !now.some((pid) => tools.includes(pid)),
      10_000,
    );
    const rows = await eventually(
      // What was asked at that moment is refused.
      () => rowsOf(opened).catch(() => []),
      (all) => all.length === 2 && all.every(({ status }) => status === 'succeeded'),
      110_000,
    );
    expect(rows.map(({ resultName }) => resultName)).toEqual(['long (2).mp4', 'second (2).mp4']);
    expect((await heardSoFar(opened, 'engine:changed')).slice(-2)).toEqual([
      { state: 'starting', again: 1, message: null },
      { state: 'restarted', again: 1, message: null },
    ]);
    const probed = await probeJson(path.join(folder, 'long (2).mp4'));
    expect(Number(probed.format.duration)).toBeGreaterThan(19);
    expect(await partsIn(folder)).toEqual([]);
  });

  it('the whole app is killed: nothing of it works on, and the next start does', async (t) => {
    const opened = await openApp(t);
    const { app, folder } = opened;
    const input = await longClip(folder, 10);
    await convertFilm(opened, input);
    const own = [...(await processesOn(input)), ...(await utilityProcesses(app, 'Convoy engine'))];
    expect(own.length >= 2).toBe(process.platform === 'linux');
    app.process().kill('SIGKILL');
    await eventually(
      () => Promise.resolve(own.filter(isAlive)),
      (alive) => alive.length === 0,
      10_000,
    );
    expect(await partsIn(folder)).toHaveLength(1);
    const again = await opened.restart();
    t.onTestFinished(() => again.close());
    expect(await ended(again, 'long.mp4')).toMatchObject({ status: 'succeeded', resultName: 'long (2).mp4' });
    expect(await partsIn(folder)).toEqual([]);
  });

  it('quitting while a file is converted asks first; going on hides the window, and nothing is lost', async (t) => {
    const opened = await openApp(t);
    const { app, folder } = opened;
    await app.evaluate(({ dialog }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (...given: unknown[]) => {
        asked.push(given.at(-1));
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
    });
    await convertFilm(opened, await longClip(folder, 10));
    await app.evaluate(({ app: main }) => main.quit());
    const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await eventually(visible, (shown) => shown === false);
    const asked = await app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
    expect(asked).toMatchObject([
      {
        message: '1 file is converting. It starts again from the beginning next time.',
        buttons: ['Keep Going in the Tray', 'Quit'],
      },
    ]);
    expect(await rowsOf(opened)).toMatchObject([{ status: 'processing' }]);
    // Quitting after all: the job is there at the next start, and runs by itself.
    const again = await opened.restart();
    t.onTestFinished(() => again.close());
    expect((await ended(again, 'long.mp4')).resultName).toBe('long (2).mp4');
  });

  it('quits when all is done, as the settings say, unless the countdown is stopped', async (t) => {
    const opened = await openApp(t);
    const { app, folder } = opened;
    await listen(opened, 'shell:asked');
    await app.evaluate(keepCountdowns);
    await ask(opened, 'settings:change', { change: { whenDone: 'quit' } });
    const convert = async (name: string): Promise<void> => {
      const input = path.join(folder, name);
      await copyFile(await clip('h264-aac-mp4'), input);
      const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
      await ask(opened, 'queue:add', { paths: [input], choice, start: true });
    };
    const countdowns = (): Promise<readonly string[]> =>
      app.evaluate(() => (globalThis as unknown as Kept).countdowns.map(({ state }) => state));

    await convert('a.mp4');
    await eventually(countdowns, (all) => all.length === 1);
    expect(await heardSoFar(opened, 'shell:asked')).toEqual([
      { what: 'when_done', action: 'quit', seconds: 30 },
    ]);
    expect(await countdowns()).toEqual(['runs']);
    await ask(opened, 'shell:cancel_when_done', null);
    expect(await countdowns()).toEqual(['stopped']);

    await convert('b.mp4');
    await eventually(countdowns, (all) => all.length === 2);
    const child = app.process();
    const exit = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    // Thirty seconds later.
    await app.evaluate(() => (globalThis as unknown as Kept).countdowns.at(-1)?.fire());
    expect(await exit).toBe(0);
  });

  it('sleeps or shuts down when all is done, in a window that is seen, unless the countdown is stopped', async (t) => {
    const folder = tempDir(t);
    const window = await openElectronWindow({
      state: path.join(folder, 'state'),
      before: path.join(root, 'test/e2e/support/note-power.cjs'),
    });
    t.onTestFinished(() => window.close());
    const { app, page } = window;
    await app.evaluate(keepCountdowns);
    const convert = async (name: string): Promise<void> => {
      const input = path.join(folder, name);
      await copyFile(await clip('h264-aac-mp4'), input);
      const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
      await ask(window, 'queue:add', { paths: [input], choice, start: true });
    };
    const countdowns = (): Promise<readonly string[]> =>
      app.evaluate(() => (globalThis as unknown as Kept).countdowns.map(({ state }) => state));
    const asked = (): Promise<readonly string[]> =>
      app.evaluate(() => (globalThis as unknown as { powerAsked: string[] }).powerAsked);
    const isVisible = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true);

    await ask(window, 'settings:change', { change: { whenDone: 'sleep' } });
    // Nobody looks: a countdown that cannot be seen could not be stopped.
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await eventually(isVisible, (is) => !is);
    await convert('a.mp4');
    await eventually(countdowns, (all) => all.length === 1);
    expect(await isVisible()).toBe(true);
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText(/goes to sleep in \d+/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await eventually(countdowns, (all) => all[0] === 'stopped');
    expect(await asked()).toEqual([]);

    await convert('b.mp4');
    await eventually(countdowns, (all) => all.length === 2);
    await app.evaluate(() => (globalThis as unknown as Kept).countdowns.at(-1)?.fire());
    const sleeps = await eventually(asked, (all) => all.length === 1);
    expect(sleeps[0]).toMatch(/systemctl suspend$|loginctl suspend$|pmset sleepnow$/);
    expect(await isVisible()).toBe(true);

    // Another choice while it counts: what it counts down to is not meant any more.
    await ask(window, 'settings:change', { change: { whenDone: 'shut_down' } });
    await convert('c.mp4');
    await eventually(countdowns, (all) => all.length === 3);
    await dialog
      .getByText(/shuts down in/)
      .first()
      .waitFor();
    await ask(window, 'settings:change', { change: { whenDone: 'sleep' } });
    await eventually(countdowns, (all) => all[2] === 'stopped');
    await eventually(
      () => dialog.count(),
      (n) => n === 0,
    );
    expect(await asked()).toHaveLength(1);

    // A person without the right for it hears why the computer is still on.
    await app.evaluate(({ Notification }) => {
      const notices: string[] = [];
      Object.assign(globalThis, { notices, powerRefuses: true });
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: Electron.Notification) {
        notices.push(this.title);
      };
    });
    await convert('d.mp4');
    await eventually(countdowns, (all) => all.length === 4);
    await app.evaluate(() => (globalThis as unknown as Kept).countdowns.at(-1)?.fire());
    const notices = (): Promise<readonly string[]> =>
      app.evaluate(() => (globalThis as unknown as { notices: string[] }).notices);
    await eventually(notices, (all) => all.includes('This computer did not go to sleep'));
  });
});

/** Countdowns of main, which a test lets run out without waiting for them. */
interface Kept {
  countdowns: { state: 'runs' | 'stopped'; readonly fire: () => void }[];
}

/** Runs in main: keeps timers of thirty seconds. */
function keepCountdowns(): void {
  const kept: (Kept['countdowns'][number] & { readonly timer: unknown })[] = [];
  Object.assign(globalThis, { countdowns: kept });
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms?: number) => {
      const timer = set(run, ms);
      if (ms === 30_000) kept.push({ state: 'runs', fire: run, timer });
      return timer;
    },
    clearTimeout: (timer: Parameters<typeof clear>[0]) => {
      const one = kept.find((found) => found.timer === timer);
      if (one !== undefined) one.state = 'stopped';
      clear(timer);
    },
  });
}
