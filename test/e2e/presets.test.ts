import { expect, it } from 'vitest';
import { putFiles } from './support/files.ts';
import { convoySays, inspector, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** A preset's way: out of the options of a file, onto another file, into a file, and back. */

describeHosts('presets', (open) => {
  it('are saved from the inspector, used, renamed, deleted and brought back', async () => {
    const { page, folder, problems } = await open();
    const files = await putFiles(folder, { 'a.jpg': 'jpeg', 'b.jpg': 'jpeg' });
    await realDrop(page, files, 'main');
    await convoySays(page, /2 files ready/);
    await rowOf(page, 'a.jpg').click();
    const width = inspector(page).getByRole('textbox', { name: 'Width' });
    await width.fill('77');
    await width.press('Enter');
    await rowSays(page, 'a.jpg', /WebP 77/);
    await inspector(page).getByText('Changed').waitFor();

    await inspector(page)
      .getByRole('button', { name: /Preset/ })
      .click();
    await page.getByText('Save as preset…').click();
    const name = page.getByRole('dialog').getByRole('textbox').first();
    await name.fill('Tiny <b>77</b>');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();

    await rowOf(page, 'b.jpg').click();
    await inspector(page)
      .getByRole('button', { name: /Preset/ })
      .click();
    await page.getByText('Tiny <b>77</b>').last().click();
    await rowSays(page, 'b.jpg', /WebP 77/);

    await inspector(page)
      .getByRole('button', { name: /Preset/ })
      .click();
    await page.getByText('Manage presets…').click();
    const dialog = page.getByRole('dialog', { name: 'Presets' });
    await dialog.getByText('Tiny <b>77</b>').first().click();
    await dialog.getByRole('button', { name: 'More for this preset' }).click();
    await page.getByRole('menuitem', { name: /Delete/ }).click();
    await expect.poll(() => dialog.getByText('Tiny <b>77</b>').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('Tiny <b>77</b>').first().waitFor();
    expect(problems).toEqual([]);
  });
});
