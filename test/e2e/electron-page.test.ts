import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { root, tempDir } from '../support/found-tools.ts';
import { closeDisplay } from './support/display.ts';
import { noElectron, openElectronWindow } from './support/electron-window.ts';

/** What stands around the page in Electron: what is served before it, and what it may ask the system for. */

declare const servedAtFirstLoad: readonly string[] | undefined;
declare const document: {
  readonly documentElement: { requestFullscreen(): Promise<void> };
  readonly fullscreenElement: unknown;
  exitFullscreen(): Promise<void>;
};

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

describe.skipIf(noElectron !== null)(`around the page in Electron${reason}`, () => {
  it('its files and its media are served before it is loaded, and it may fill the screen', async () => {
    const state = path.join(tempDir({ onTestFinished }), 'state');
    mkdirSync(state);
    const opened = await openElectronWindow({
      state,
      before: path.join(root, 'test/e2e/support/note-first-load.cjs'),
    });
    onTestFinished(() => opened.close());
    const { app, page } = opened;
    expect(await app.evaluate(() => servedAtFirstLoad)).toEqual(['app', 'media']);
    await page.getByText('Drop files or folders here').click();
    const filled = await page.evaluate(async () => {
      const said = await document.documentElement.requestFullscreen().then(
        () => 'given',
        (refusal: unknown) => String(refusal),
      );
      const fills = document.fullscreenElement === document.documentElement;
      await document.exitFullscreen().catch(() => undefined);
      return { said, fills };
    });
    expect(filled).toEqual({ said: 'given', fills: true });
  });

  it('starts without a word on the console', async () => {
    const state = path.join(tempDir({ onTestFinished }), 'state');
    mkdirSync(state);
    const opened = await openElectronWindow({ state });
    onTestFinished(() => opened.close());
    const { page } = opened;
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    // What was said at the first load was said before anybody could listen.
    await page.reload();
    await page.getByText('Drop files or folders here').waitFor();
    expect(said).toEqual([]);
  });
});
