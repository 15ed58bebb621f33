import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { longClip } from '../support/long-clip.ts';
import { clip } from '../support/media.ts';
import type { Choice } from '../../shared/ipc/contract.ts';
import { closeDisplay } from './support/display.ts';
import { type OpenedApp, ask, ended, eventually, sharedApp } from './support/electron-asks.ts';
import { noElectron } from './support/electron-window.ts';

/** What the system shows of the queue while the window is away: task bar, tray, notifications, and no sleep. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

/** What main asked of the system since `listenToSystem`. */
interface Asked {
  /** Share and mode of the task bar. */
  readonly bars: readonly (readonly [number, string | undefined])[];
  /** Whether a thing that keeps the computer awake is on, as the system says. */
  readonly awake: readonly boolean[];
  readonly tips: readonly string[];
  /** Labels of the tray's menu. */
  readonly menu: readonly string[];
  readonly trays: number;
  readonly notices: readonly (readonly [string, string])[];
}

/** Runs in main: passes on what it is asked, and keeps it. */
function listenToSystem({
  BrowserWindow,
  Notification,
  Tray,
  powerSaveBlocker,
}: typeof Electron.CrossProcessExports): void {
  const kept = {
    ...{ bars: [] as unknown[], tips: [] as string[], notices: [] as unknown[], ids: [] as number[] },
    ...{ menu: null as Electron.Menu | null, trays: 0 },
  };
  Object.assign(globalThis, { kept });
  const start = powerSaveBlocker.start.bind(powerSaveBlocker);
  powerSaveBlocker.start = (type) => {
    const id = start(type);
    kept.ids.push(id);
    return id;
  };
  const window = BrowserWindow.getAllWindows()[0];
  if (window !== undefined) {
    const bar = window.setProgressBar.bind(window);
    window.setProgressBar = (share, options) => {
      kept.bars.push([share, options?.mode]);
      bar(share, options);
    };
  }
  /* eslint-disable @typescript-eslint/unbound-method -- called with their own object below */
  const { setToolTip, setContextMenu, destroy } = Tray.prototype;
  /* eslint-enable @typescript-eslint/unbound-method */
  Tray.prototype.setToolTip = function (tip) {
    if (kept.menu === null) kept.trays++;
    kept.tips.push(tip);
    setToolTip.call(this, tip);
  };
  Tray.prototype.setContextMenu = function (menu) {
    kept.menu = menu;
    setContextMenu.call(this, menu);
  };
  Tray.prototype.destroy = function () {
    kept.menu = null;
    kept.trays--;
    destroy.call(this);
  };
  // Where nobody shows notifications, what would be shown is what counts.
  Notification.isSupported = () => true;
  Notification.prototype.show = function () {
    kept.notices.push([this.title, this.body]);
  };
}

const asked = ({ app }: OpenedApp): Promise<Asked> =>
  app.evaluate(({ powerSaveBlocker }) => {
    const { kept } = globalThis as unknown as {
      kept: Pick<Asked, 'bars' | 'tips' | 'notices' | 'trays'> & {
        ids: number[];
        menu: Electron.Menu | null;
      };
    };
    const { bars, tips, notices, trays, ids, menu } = kept;
    return {
      ...{ bars, tips, notices, trays },
      awake: ids.map((id) => powerSaveBlocker.isStarted(id)),
      menu: menu?.items.map(({ label, type }) => (type === 'separator' ? '-' : label)) ?? [],
    };
  });

const clickTray = ({ app }: OpenedApp, label: string): Promise<void> =>
  app.evaluate((_, wanted) => {
    const { kept } = globalThis as unknown as { kept: { menu: Electron.Menu | null } };
    kept.menu?.items.find((item) => item.label === wanted)?.click();
  }, label);

const see = (opened: OpenedApp, isRight: (now: Asked) => boolean): Promise<Asked> =>
  eventually(() => asked(opened), isRight, 30_000);

describe.skipIf(noElectron !== null)(`the queue's signs in Electron${reason}`, () => {
  const shared = sharedApp();

  it('task bar and tray say how far it is, the computer stays awake, and the end is told', async () => {
    const opened = await shared();
    const { app, folder } = opened;
    // What the shell does is loaded behind the first picture; its menu tells that it is there.
    await eventually(
      () =>
        app.evaluate(({ Menu }) =>
          (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
            (submenu?.items ?? []).map(({ label }) => label),
          ),
        ),
      (labels) => labels.includes('Connections'),
      30_000,
    );
    await app.evaluate(listenToSystem);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    // The window is away: a tray stands for it, and nothing is held up.
    const idle = await see(opened, ({ trays }) => trays === 1);
    expect([idle.tips.at(-1), idle.menu, idle.awake]).toEqual(['Convoy', ['Show Convoy', '-', 'Quit'], []]);

    const choice: Choice = {
      kind: 'video',
      presetId: null,
      options: { width: 160, height: 120 },
      output: null,
    };
    await ask(opened, 'queue:add', { paths: [await longClip(folder, 40)], choice, start: true });
    const busy = await see(opened, ({ bars, menu }) => (bars.at(-1)?.[0] ?? 0) > 0.02 && menu.length === 4);
    expect(busy.awake).toEqual([true]);
    expect(busy.bars.at(-1)?.[1]).toBe('normal');
    expect(busy.tips.at(-1)).toMatch(/^Convoy: 1 file left, \d+%$/);
    expect(busy.menu).toEqual(['Show Convoy', 'Pause After These Files', '-', 'Quit']);

    await ask(opened, 'queue:pause', { mode: 'now' });
    const paused = await see(opened, ({ awake }) => !awake.includes(true));
    expect(paused.bars.at(-1)?.[1]).toBe('paused');
    expect([paused.tips.at(-1), paused.menu[1]]).toEqual(['Convoy: paused, 1 file left', 'Go On']);
    await clickTray(opened, 'Go On');
    const goesOn = await see(opened, ({ awake }) => awake.includes(true));
    expect(goesOn.awake).toEqual([false, true]);

    expect((await ended(opened, 'long.mp4')).status).toBe('succeeded');
    const done = await see(opened, ({ notices }) => notices.length > 0);
    expect(done.notices).toEqual([['1 file done', '']]);
    expect(done.awake).toEqual([false, false]);
    expect(done.bars.at(-1)?.[0]).toBe(-1);
    expect(Math.max(...done.bars.map(([share]) => share))).toBeGreaterThan(0.5);

    await clickTray(opened, 'Show Convoy');
    await see(opened, ({ trays }) => trays === 0);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(
      true,
    );
  });

  it('the first file that fails is told at once', async () => {
    const opened = await shared();
    const { app, folder } = opened;
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const before = (await asked(opened)).notices.length;
    const bad = path.join(folder, 'bad.mp4');
    await copyFile(await clip('truncated-mp4'), bad);
    const choice = { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } as const;
    await ask(opened, 'queue:add', { paths: [bad], choice, start: true });
    expect((await ended(opened, 'bad.mp4')).status).toBe('failed');
    const { notices } = await see(opened, (now) => now.notices.length > before);
    expect(notices.slice(before)[0]?.[0]).toMatch(/failed/);
  });
});
