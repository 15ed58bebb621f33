import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { clip, probeJson, tempDir } from '../support/media.ts';
import { closeDisplay } from './support/display.ts';
import {
  ask,
  ended,
  eventually,
  heardSoFar,
  listen,
  openApp,
  rowNamed,
  rowsOf,
  sharedApp,
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
  const shared = sharedApp();

  it('a file is chosen, converted, shown and opened', async () => {
    const opened = await shared();
    const { app, folder } = opened;
    const input = path.join(folder, 'été & 100% #1.mp4');
    await copyFile(await clip('h264-aac-mp4'), input);
    await opened.choose([input]);
    const { paths } = await ask(opened, 'shell:choose', { what: 'files' });
    expect(paths).toEqual([input]);
    const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
    const added = await ask(opened, 'queue:add', { paths, choice, start: true });
    expect(added).toMatchObject({ added: 1, skipped: 0 });
    const { id } = await ended(opened, path.basename(input));
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

  it('finished rows are dragged out of the window by their files, all that are selected', async (t) => {
    const opened = await openApp(t);
    const { app, page, folder } = opened;
    const inputs = ['one.jpg', 'two.jpg'].map((name) => path.join(folder, name));
    await Promise.all(inputs.map(async (input) => copyFile(await clip('jpeg'), input)));
    const choice = { kind: 'image', presetId: null, options: { format: 'webp' }, output: null } as const;
    await ask(opened, 'queue:add', { paths: inputs, choice, start: true });
    for (const input of inputs) await ended(opened, path.basename(input));
    await app.evaluate(({ BrowserWindow }) => {
      const dragged: unknown[] = [];
      Object.assign(globalThis, { dragged });
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return;
      contents.startDrag = ({ file, files, icon }) =>
        void dragged.push({ file, files, hasIcon: typeof icon !== 'string' && !icon.isEmpty() });
    });
    const rows = page.getByRole('grid', { name: 'Queue' }).getByRole('row');
    const drag = async (name: string): Promise<void> => {
      const box = await rows.filter({ hasText: name }).boundingBox();
      if (box === null) throw new Error(`${name} is not in the list`);
      await page.mouse.move(box.x + 120, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + 160, box.y + 60, { steps: 5 });
      await page.mouse.up();
    };
    const dragged = (): Promise<readonly unknown[]> =>
      app.evaluate(() => (globalThis as unknown as { dragged: unknown[] }).dragged);
    const results = ['one.webp', 'two.webp'].map((name) => path.join(folder, name));

    await drag('two.jpg');
    await eventually(dragged, (all) => all.length === 1);
    await page.keyboard.press('ControlOrMeta+a');
    await drag('one.jpg');
    expect(await eventually(dragged, (all) => all.length === 2)).toEqual([
      { file: results[1], files: [results[1]], hasIcon: true },
      { file: results[0], files: results, hasIcon: true },
    ]);
  });

  it('a picture goes through a worker that main starts', async () => {
    const opened = await shared();
    const input = path.join(opened.folder, 'photo.jpg');
    await copyFile(await clip('jpeg-orientation-6'), input);
    const choice = { kind: 'image', presetId: null, options: { format: 'webp' }, output: null } as const;
    await ask(opened, 'queue:add', { paths: [input], choice, start: true });
    expect(await ended(opened, 'photo.jpg')).toMatchObject({ status: 'succeeded', resultName: 'photo.webp' });
    expect((await probeJson(path.join(opened.folder, 'photo.webp'))).streams[0]?.codec_name).toBe('webp');
  });

  it('a picture worker that dies costs a second try in the other build', async () => {
    const opened = await shared();
    const input = path.join(opened.folder, 'large.png');
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    await sharp({ create: { width: 1000, height: 750, channels: 3, background: '#888888', noise } })
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
      () => rowNamed(opened, 'large.png'),
      (one) => one?.phase === 'converting',
    );
    for (const pid of await utilityProcesses(opened.app, 'Convoy pictures')) process.kill(pid, 'SIGKILL');
    expect(await ended(opened, 'large.png')).toMatchObject({
      status: 'succeeded',
      warnings: [{ kind: 'wasm_fallback' }],
    });
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

  it('menus and settings act on the window and the system', async () => {
    const opened = await shared();
    const { app } = opened;
    await listen(opened, 'shell:asked');
    await app.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('inspector')?.click();
    });
    await eventually(
      () => heardSoFar(opened, 'shell:asked'),
      (heard) => heard.length === 1,
    );
    expect(await heardSoFar(opened, 'shell:asked')).toEqual([{ what: 'command', id: 'inspector' }]);
    await ask(opened, 'settings:change', { change: { appearance: 'dark' } });
    const theme = () => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
    await eventually(theme, (source) => source === 'dark');
    const sees = await app.evaluate(({ app: main }) => ({
      packaged: main.isPackaged,
      name: main.getName(),
    }));
    expect(sees).toEqual({ packaged: false, name: 'Convoy' });
  });
});
