import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { clip, probeJson, tempDir } from '../support/media.ts';
import { closeDisplay } from './support/display.ts';
import {
  ask,
  eventually,
  heardSoFar,
  listen,
  longClip,
  openApp,
  processesOn,
  rowsOf,
} from './support/electron-asks.ts';
import {
  keptWindow,
  noElectron,
  openElectronWindow,
  startAgain,
  utilityProcesses,
} from './support/electron-window.ts';

/** The shell around the window in Electron: what it does for the window and for the person. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

describe.skipIf(noElectron !== null)(`the shell in Electron${reason}`, () => {
  it('a file is chosen, converted, shown and opened', async (t) => {
    const opened = await openApp(t);
    const { app, folder } = opened;
    const input = path.join(folder, 'été & 100% #1.mp4');
    await copyFile(await clip('h264-aac-mp4'), input);
    await opened.choose([input]);
    const { paths } = await ask(opened, 'shell:choose', { what: 'files' });
    expect(paths).toEqual([input]);
    const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
    const added = await ask(opened, 'queue:add', { paths, choice, start: true });
    expect(added).toMatchObject({ added: 1, skipped: 0 });
    const [row] = await eventually(
      () => rowsOf(opened),
      ([one]) => one?.status === 'succeeded',
    );
    const id = row?.id ?? '';
    const result = path.join(folder, 'été & 100% #1.mp3');
    const probed = await probeJson(result);
    expect(probed.streams.map(({ codec_name }) => codec_name)).toEqual(['mp3']);

    // Files are acted on by the id of their job.
    await app.evaluate(({ shell, clipboard, BrowserWindow }) => {
      const done: string[] = [];
      Object.assign(globalThis, { done });
      shell.openPath = (file) => Promise.resolve(void done.push(`open ${file}`)).then(() => '');
      shell.showItemInFolder = (file) => void done.push(`show ${file}`);
      shell.openExternal = (address) => Promise.resolve(void done.push(`link ${address}`));
      clipboard.writeText = (text) => Promise.resolve(void done.push(`copy ${text}`));
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return;
      contents.startDrag = ({ file, files, icon }) => {
        if (typeof icon === 'string' || icon.isEmpty()) return;
        done.push(`drag ${file} of ${String(files?.length)}`);
      };
    });
    await ask(opened, 'shell:open', { id, which: 'result' });
    await ask(opened, 'shell:show', { id, which: 'input' });
    await ask(opened, 'shell:link', { to: 'get_ffmpeg' });
    await ask(opened, 'shell:copy', { text: 'ffmpeg -i' });
    await ask(opened, 'shell:drag_result', { ids: [id] });
    const done = await app.evaluate(() => (globalThis as unknown as { done: string[] }).done);
    expect(done).toEqual([
      `open ${result}`,
      `show ${input}`,
      'link https://ffmpeg.org/download.html',
      'copy ffmpeg -i',
      `drag ${result} of 1`,
    ]);
    const saved = path.join(folder, 'presets.json');
    await opened.choose([saved]);
    expect(await ask(opened, 'shell:save_text', { name: 'p.json', text: '{}' })).toEqual({ saved: true });
    expect(await ask(opened, 'shell:choose', { what: 'preset_file' })).toEqual({
      paths: [saved],
      text: '{}',
    });
  });

  it('a picture goes through a worker that main starts', async (t) => {
    const opened = await openApp(t);
    const input = path.join(opened.folder, 'photo.jpg');
    await copyFile(await clip('jpeg-orientation-6'), input);
    const choice = { kind: 'image', presetId: null, options: { format: 'webp' }, output: null } as const;
    await ask(opened, 'queue:add', { paths: [input], choice, start: true });
    const [row] = await eventually(
      () => rowsOf(opened),
      ([one]) => one?.status === 'succeeded' || one?.status === 'failed',
    );
    expect(row).toMatchObject({ status: 'succeeded', resultName: 'photo.webp' });
    expect((await probeJson(path.join(opened.folder, 'photo.webp'))).streams[0]?.codec_name).toBe('webp');
  });

  it('a picture worker that dies costs a second try in the other build', async (t) => {
    const opened = await openApp(t);
    const input = path.join(opened.folder, 'large.png');
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    await sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#888888', noise } })
      .png({ compressionLevel: 0 })
      .toFile(input);
    const choice = {
      kind: 'image',
      presetId: null,
      options: { format: 'avif', quality: 'high' },
      output: null,
    } as const;
    await ask(opened, 'queue:add', { paths: [input], choice, start: true });
    await eventually(
      () => rowsOf(opened),
      ([one]) => one?.phase === 'converting',
    );
    for (const pid of await utilityProcesses(opened.app, 'Convoy pictures')) process.kill(pid, 'SIGKILL');
    const [row] = await eventually(
      () => rowsOf(opened),
      ([one]) => one?.status === 'succeeded' || one?.status === 'failed',
    );
    expect(row).toMatchObject({ status: 'succeeded', warnings: [{ kind: 'wasm_fallback' }] });
  });

  it('the engine is killed in the middle: it comes back, and the queue goes on', async (t) => {
    const opened = await openApp(t);
    const { folder } = opened;
    await listen(opened, 'engine:changed');
    const input = await longClip(folder, 80);
    const second = path.join(folder, 'second.mp4');
    await copyFile(await clip('h264-aac-mp4'), second);
    const choice = {
      kind: 'video',
      presetId: null,
      options: { width: 160, height: 120 },
      output: null,
    } as const;
    await ask(opened, 'queue:add', { paths: [input, second], choice, start: true });
    await eventually(
      () => rowsOf(opened),
      ([one]) => one?.phase === 'converting' && (one.progress ?? 0) > 0.05,
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
    expect(Number(probed.format.duration)).toBeGreaterThan(75);
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
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
    const choice = {
      kind: 'video',
      presetId: null,
      options: { width: 160, height: 120 },
      output: null,
    } as const;
    await ask(opened, 'queue:add', { paths: [await longClip(folder, 120)], choice, start: true });
    await eventually(
      () => rowsOf(opened),
      ([one]) => (one?.progress ?? 0) > 0.02,
    );
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
    const [row] = await eventually(
      () => rowsOf(again),
      ([one]) => one?.status === 'succeeded',
      110_000,
    );
    expect(row?.resultName).toBe('long (2).mp4');
  });

  it('the window keeps its place, and a wrong record is no harm', async (t) => {
    const opened = await openApp(t);
    const bounds = { x: 120, y: 80, width: 1010, height: 640 };
    await opened.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
      bounds,
    );
    const again = await opened.restart();
    t.onTestFinished(() => again.close());
    expect(keptWindow(opened.state)).toEqual({ bounds, maximised: false });
    const now = () =>
      again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(await now()).toEqual(bounds);
    await again.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 1, height: 1 }),
    );
    expect(await now()).toMatchObject({ width: 900, height: 600 });
  });

  it('files of the command line and of a second start come to the window', async (t) => {
    const folder = tempDir(t);
    const state = path.join(folder, 'state');
    const first = path.join(folder, 'first.mp4');
    const later = path.join(folder, 'later film.mp4');
    await Promise.all([first, later].map(async (file) => copyFile(await clip('h264-aac-mp4'), file)));
    const opened = await openElectronWindow({ state, files: [first] });
    t.onTestFinished(() => opened.close());
    const names = async () => (await rowsOf(opened)).map(({ name }) => name);
    await eventually(names, (all) => all.length === 1);
    await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    expect(await startAgain(state, [later])).toBe(0);
    expect(await eventually(names, (all) => all.length === 2)).toEqual(['first.mp4', 'later film.mp4']);
    expect(opened.app.windows()).toHaveLength(1);
  });

  it('menus and settings act on the window and the system', async (t) => {
    const opened = await openApp(t);
    const { app, folder } = opened;
    await listen(opened, 'shell:asked');
    await app.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('inspector')?.click();
    });
    await eventually(
      () => heardSoFar(opened, 'shell:asked'),
      (heard) => heard.length === 1,
    );
    await ask(opened, 'settings:change', { change: { appearance: 'dark', whenDone: 'quit' } });
    const theme = () => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
    await eventually(theme, (source) => source === 'dark');
    const input = path.join(folder, 'a.mp4');
    await copyFile(await clip('h264-aac-mp4'), input);
    const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
    await ask(opened, 'queue:add', { paths: [input], choice, start: true });
    const heard = await eventually(
      () => heardSoFar(opened, 'shell:asked'),
      (all) => all.length === 2,
    );
    expect(heard).toEqual([
      { what: 'command', id: 'inspector' },
      { what: 'when_done', action: 'quit', seconds: 30 },
    ]);
    await ask(opened, 'shell:cancel_when_done', null);
    const sees = await app.evaluate(({ app: main }) => ({
      packaged: main.isPackaged,
      name: main.getName(),
    }));
    expect(sees).toEqual({ packaged: false, name: 'Convoy' });
  });
});
