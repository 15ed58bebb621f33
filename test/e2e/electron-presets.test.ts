import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDisplay } from './support/display.ts';
import { type OpenedApp, ask, eventually, openApp } from './support/electron-asks.ts';
import { putFiles } from './support/files.ts';
import { inspector, rowOf } from './support/queue-page.ts';
import { noElectron } from './support/electron-window.ts';

/** Presets in the app, with the system's dialogs for files: copied, named, made the default, taken along and brought in. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

const presetsDialog = (page: Page) => page.getByRole('dialog', { name: 'Presets' });
const option = (page: Page, name: string) => presetsDialog(page).getByRole('option', { name });

async function openPresets(opened: OpenedApp): Promise<void> {
  const { page, folder } = opened;
  const [photo = ''] = await putFiles(folder, { 'photo.jpg': 'jpeg' });
  await ask(opened, 'queue:add', { paths: [photo], choice: null, start: false });
  await rowOf(page, 'photo.jpg').click();
  await inspector(page)
    .getByRole('button', { name: /Preset/ })
    .click();
  await page.getByText('Manage presets…').click();
}

const own = async (opened: OpenedApp): Promise<readonly string[]> =>
  (await ask(opened, 'presets:list', null)).filter(({ builtIn }) => !builtIn).map(({ name }) => name);

const inMenu = async (page: Page, button: string, item: string): Promise<void> => {
  await presetsDialog(page).getByRole('button', { name: button }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe.skipIf(noElectron !== null)(`presets in Electron${reason}`, () => {
  it('go out into a file and come back from it, name, default and all; a wrong file changes nothing', async (t) => {
    const opened = await openApp(t);
    const { page, folder } = opened;
    await openPresets(opened);
    const dialog = presetsDialog(page);

    // A copy of a built-in one is named at once.
    await option(page, 'Web photo').click();
    await dialog.getByRole('button', { name: 'Duplicate' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Shop window');
    await page.keyboard.press('Enter');
    await option(page, 'Shop window').waitFor();
    expect(await own(opened)).toEqual(['Shop window']);

    await dialog.getByRole('button', { name: 'Default for Image' }).click();
    const isDefault = async () => (await ask(opened, 'settings:get', null)).defaultPresets.image;
    const id = await eventually(isDefault, (now) => now !== 'web_photo');

    const file = path.join(folder, 'mine.json');
    await opened.choose([file]);
    await inMenu(page, 'More for this preset', 'Export…');
    await page.getByText('1 preset exported').waitFor();
    expect(await readFile(file, 'utf8')).toContain('"Shop window"');

    // Deleted, it is no default either; undo brings both back.
    await inMenu(page, 'More for this preset', 'Delete');
    await eventually(
      () => own(opened),
      (names) => names.length === 0,
    );
    expect(await isDefault()).not.toBe(id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await option(page, 'Shop window').waitFor();
    await eventually(isDefault, (now) => now === id);

    await option(page, 'Shop window').click();
    await dialog.getByRole('heading', { name: 'Shop window' }).waitFor();
    await page.keyboard.press('Delete');
    await eventually(
      () => own(opened),
      (names) => names.length === 0,
    );
    await dialog.getByRole('button', { name: 'Import…' }).click();
    await eventually(
      () => own(opened),
      (names) => names.length === 1,
    );
    await option(page, 'Shop window').waitFor();
    expect(await own(opened)).toEqual(['Shop window']);

    const wrong = path.join(folder, 'wrong.json');
    for (const text of ['not JSON at all', '{"presets":[{"name":7}]}', '[]']) {
      await writeFile(wrong, text);
      await opened.choose([wrong]);
      await dialog.getByRole('button', { name: 'Import…' }).click();
      const toast = page.locator('[data-sonner-toast]').last();
      await toast
        .getByText(/preset|JSON/i)
        .first()
        .waitFor();
      expect(await own(opened)).toEqual(['Shop window']);
    }

    await option(page, 'Shop window').click();
    await page.keyboard.press('F2');
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('Given up');
    await page.keyboard.press('Escape');
    await name.waitFor({ state: 'detached' });
    expect(await own(opened)).toEqual(['Shop window']);
    await option(page, 'Shop window').click();
    await page.keyboard.press('F2');
    await name.fill('Window of the shop');
    await page.keyboard.press('Enter');
    await eventually(
      () => own(opened),
      ([first]) => first === 'Window of the shop',
    );
    await dialog.getByRole('heading', { name: 'Window of the shop' }).waitFor();
    expect(opened.problems).toEqual([]);
  });
});
