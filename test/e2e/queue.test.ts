import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { clip, probeJson } from '../support/media.ts';
import { everythingIn, putFiles } from './support/files.ts';
import {
  convertButton,
  convoySays,
  drawnNames,
  inspector,
  list,
  patience,
  rowOf,
  rowSays,
} from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** Working on a list: many at once, by mouse and by keyboard. */

describeHosts('the queue', (open, host) => {
  it('several files are edited together, mixed values are shown as mixed', async () => {
    const { page, folder } = await open();
    const files = await putFiles(folder, { 'a.jpg': 'jpeg', 'b.jpg': 'jpeg', 'c.jpg': 'jpeg' });
    await realDrop(page, files, 'main');
    await convoySays(page, /3 files ready/);
    await rowOf(page, 'a.jpg').click();
    const width = inspector(page).getByRole('textbox', { name: 'Width' });
    await width.fill('90');
    await width.press('Enter');
    await rowSays(page, 'a.jpg', /90/);

    await list(page).press('ControlOrMeta+a');
    await inspector(page)
      .getByRole('heading', { name: /3 photos/ })
      .waitFor();
    await expect.poll(() => width.getAttribute('placeholder'), { timeout: patience }).toMatch(/Mixed/);
    await width.fill('64');
    await width.press('Enter');
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await rowSays(page, name, /WebP 64/);
    await convertButton(page).click();
    await convoySays(page, /All 3 done/);
    for (const name of (await everythingIn(folder)).filter((one) => one.endsWith('.webp'))) {
      const { streams } = await probeJson(path.join(folder, name));
      expect(streams[0]?.width).toBe(64);
    }
  });

  it('10 000 files are listed, few of them are drawn, and the last is reached', async () => {
    const { page, folder, problems } = await open();
    const many = path.join(folder, 'many');
    await mkdir(many);
    await manyFiles(many, 10_000);
    if (host === 'web') await addFolderOfHost(page, 'many');
    else await realDrop(page, [many], 'main');
    await expect.poll(() => list(page).getAttribute('aria-rowcount'), { timeout: patience }).toBe('10000');
    expect(await list(page).getByRole('row').count()).toBeLessThan(60);
    await list(page).focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await drawnNames(page)).at(-1)).toBe('photo 10000.png');
    expect(await list(page).getByRole('row').count()).toBeLessThan(60);
    expect(problems).toEqual([]);
  });

  // The same page in both hosts.
  if (host !== 'web') return;

  it('is worked by keyboard alone: move, hold, reorder, remove, undo, search; what was cleared comes back', async () => {
    const { page, folder, problems } = await open();
    const files = await putFiles(folder, { 'a.jpg': 'jpeg', 'b.jpg': 'jpeg', 'c.jpg': 'jpeg' });
    await realDrop(page, files, 'main');
    await convoySays(page, /3 files ready/);
    expect(await drawnNames(page)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    await list(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => drawnNames(page)).toEqual(['a.jpg', 'c.jpg', 'b.jpg']);
    await page.keyboard.press('h');
    await rowSays(page, 'c.jpg', 'On hold');
    await page.keyboard.press('h');
    await rowSays(page, 'c.jpg', 'Ready');
    await page.keyboard.press('Delete');
    await expect.poll(() => drawnNames(page)).toEqual(['a.jpg', 'b.jpg']);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => drawnNames(page)).toEqual(['a.jpg', 'c.jpg', 'b.jpg']);
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('B.JPG');
    await expect.poll(() => drawnNames(page)).toEqual(['b.jpg']);
    await page.keyboard.press('Escape');
    await expect.poll(() => drawnNames(page)).toHaveLength(3);
    await list(page).focus();
    await page.keyboard.press('ControlOrMeta+Enter');
    await convoySays(page, /All 3 done/);
    await page.getByRole('button', { name: 'List options' }).click();
    await page.getByRole('menuitem', { name: /Clear finished/ }).click();
    await page.getByText('Drop files or folders here').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowSays(page, 'a.jpg', 'Done');
    expect(problems).toEqual([]);
  });
});

async function manyFiles(folder: string, count: number): Promise<void> {
  const source = await clip('png-1x1');
  const names = Array.from({ length: count }, (_, n) => `photo ${String(n + 1).padStart(5, '0')}.png`);
  for (let at = 0; at < count; at += 100)
    await Promise.all(names.slice(at, at + 100).map((name) => copyFile(source, path.join(folder, name))));
}

/** A browser's files would have to be sent: these are taken from the server's own folders. */
async function addFolderOfHost(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Choose folder/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Open / }).click();
  await dialog.getByRole('button', { name: `Open ${name}` }).click();
  await dialog.getByRole('button', { name: 'Add this folder' }).click();
}
