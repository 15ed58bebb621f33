import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, onTestFinished } from 'vitest';
import { chromium } from '../../support/found-tools.ts';
import { closeDisplay } from './display.ts';
import { noElectron, openElectronWindow } from './electron-window.ts';
import { closeBrowser, openWebWindow } from './web-window.ts';

/** One spec set, two hosts: what a person does in the window, in a browser and in Electron. */

export interface WindowOptions {
  /** Folder of the queue, the presets and the settings. */
  readonly state: string;
  /** Folder that the window may read and write. */
  readonly folder: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly dark: boolean;
  /** True for strings that are 40 % longer and accented. */
  readonly pseudo: boolean;
}

export interface OpenWindow {
  readonly host: Host;
  readonly page: Page;
  /** Errors of the page and of its console; a test ends with none. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}
export type Host = 'web' | 'electron';

/** An open window with the folder that a test puts its files into. */
export interface TestWindow extends OpenWindow {
  readonly folder: string;
}

/** Opens a window with fresh folders, or with given ones, and closes it when the test ends. */
export type Open = (options?: Partial<WindowOptions>) => Promise<TestWindow>;

/** The same specs for every host of this machine; an absent one is a visible skip with its reason. */
export function describeHosts(title: string, specs: (open: Open, host: Host) => void): void {
  const hosts: readonly (readonly [Host, string | null, (options: WindowOptions) => Promise<OpenWindow>])[] =
    [
      ['web', chromium === null ? 'no Chromium on the PATH' : null, openWebWindow],
      ['electron', noElectron, openElectronHost],
    ];
  for (const [host, absent, openHost] of hosts) {
    describe.skipIf(absent !== null)(`${title}: ${host}${absent === null ? '' : ` (${absent})`}`, () => {
      afterAll(host === 'web' ? closeBrowser : closeDisplay);
      specs((options) => openWith(openHost, options ?? {}), host);
    });
  }
}

const openElectronHost = (options: WindowOptions): Promise<OpenWindow> =>
  openElectronWindow({
    state: options.state,
    viewport: options.viewport,
    dark: options.dark,
    ...(options.pseudo ? { query: 'pseudo' } : {}),
  });

async function openWith(
  openHost: (options: WindowOptions) => Promise<OpenWindow>,
  options: Partial<WindowOptions>,
): Promise<TestWindow> {
  const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'convoy-window-')));
  const folder = options.folder ?? path.join(base, 'media');
  const state = options.state ?? path.join(base, 'state');
  await Promise.all([folder, state].map((one) => mkdir(one, { recursive: true })));
  const remove = (): void => rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  onTestFinished(remove);
  const window = await openHost({
    viewport: { width: 1280, height: 800 },
    dark: false,
    pseudo: false,
    ...options,
    folder,
    state,
  });
  // What is moving or fading is not looked at.
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await window.close();
  };
  // Ended before the folders go: handlers run last in, first out.
  onTestFinished(close);
  return { ...window, folder, close };
}
