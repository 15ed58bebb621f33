import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { everythingIn, putFiles } from './support/files.ts';
import { convertButton, convoySays, list, patience, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** What was converted is found again, run again, and taken back. */

const history = (page: Page): Locator => page.getByRole('grid', { name: 'Converted files' });
const entry = (page: Page, name: string): Locator => history(page).getByRole('row', { name: `${name},` });
const fromListMenu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

/** Two photos of one drop, converted and cleared from the queue. */
async function convertTwo(page: Page, folder: string): Promise<void> {
  const files = await putFiles(folder, { 'harbour.jpg': 'jpeg', 'lighthouse.jpg': 'jpeg' });
  await realDrop(page, files, 'main');
  await convoySays(page, /2 files ready/);
  await convertButton(page).click();
  await convoySays(page, /All 2 done/);
  await fromListMenu(page, 'Clear finished');
  await page.getByText('Drop files or folders here').waitFor();
}

const results = async (folder: string): Promise<readonly string[]> =>
  (await everythingIn(folder)).map((file) => path.basename(file)).filter((file) => file.endsWith('.webp'));

describeHosts('the history', (open, host) => {
  it('finds what was cleared, runs it again, and takes the batch back', async () => {
    const { page, folder, problems } = await open();
    await convertTwo(page, folder);
    expect(await results(folder)).toEqual(['harbour.webp', 'lighthouse.webp']);

    await page.keyboard.press('ControlOrMeta+3');
    await entry(page, 'harbour.jpg').waitFor();
    await page.getByText(/^2 files, .* saved$/).waitFor();
    expect(await history(page).getByRole('rowheader').allTextContents()).toEqual(['Today']);
    await page.getByRole('searchbox', { name: 'Search' }).fill('LIGHT');
    await entry(page, 'harbour.jpg').waitFor({ state: 'detached' });
    await page.getByText(/^1 file, .* saved$/).waitFor();

    await entry(page, 'lighthouse.jpg').click();
    await page.keyboard.press('r');
    await page.getByText('1 file in the queue again', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await rowSays(page, 'lighthouse.jpg', 'Done');
    expect(await list(page).getByRole('row').count()).toBe(1);

    await page.keyboard.press('ControlOrMeta+3');
    await page.getByRole('button', { name: 'Clear search' }).click();
    await entry(page, 'harbour.jpg').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Undo batch…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Undo this batch?' });
    // One photo was converted twice, and the second result has a name of its own.
    await dialog.getByText('3 results go to the trash.').waitFor();
    await dialog.getByRole('button', { name: 'Undo batch' }).click();
    await page
      .getByText(/^\d results? (is|are) in the trash/)
      .first()
      .waitFor({ timeout: patience });
    await expect.poll(() => results(folder), { timeout: patience }).toEqual([]);
    await entry(page, 'harbour.jpg').getByText('Taken back').waitFor();
    // The originals were never away.
    expect((await readdir(folder, { recursive: true })).join()).toContain('lighthouse.jpg');
    expect(problems).toEqual([]);
  });

  // The same page in both hosts.
  if (host !== 'web') return;

  it('shows a file that was cleared large, and beside the list what happened to it; forgets files and brings them back', async () => {
    const { page, folder, problems } = await open();
    await convertTwo(page, folder);
    await page.keyboard.press('ControlOrMeta+3');
    await entry(page, 'harbour.jpg').click();
    await page.keyboard.press('Space');
    const dialog = page.getByRole('dialog', { name: 'harbour.webp' });
    const widthOf = (picture: unknown): number => (picture as { readonly naturalWidth: number }).naturalWidth;
    const picture = dialog.getByRole('img').first();
    await expect.poll(() => picture.evaluate(widthOf), { timeout: patience }).toBeGreaterThan(0);
    await page.keyboard.press('Space');
    await dialog.waitFor({ state: 'detached' });

    await page.keyboard.press('ControlOrMeta+d');
    const details = page.getByRole('complementary', { name: 'Details of harbour.jpg' });
    await details.getByRole('region', { name: 'What happened' }).getByText('Convert').waitFor();
    await details.getByRole('region', { name: 'File' }).getByText('JPEG').first().waitFor();
    await details.getByRole('region', { name: 'Command' }).waitFor();
    await details.getByRole('button', { name: 'Close details' }).click();
    await details.waitFor({ state: 'detached' });

    await entry(page, 'harbour.jpg').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.getByRole('heading', { name: '2 selected' }).waitFor();
    await page.keyboard.press('Delete');
    await page.getByRole('heading', { name: 'Nothing was converted yet' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await entry(page, 'lighthouse.jpg').waitFor();
    expect(await results(folder)).toHaveLength(2);
    expect(await rowOf(page, 'harbour.jpg').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
