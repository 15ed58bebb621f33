import { link, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { clip } from '../support/media.ts';
import { probeJson } from '../support/media.ts';
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

  it('is worked by keyboard alone: move, hold, reorder, remove, undo, search', async () => {
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
    await page.keyboard.type('B');
    await expect.poll(() => drawnNames(page)).toEqual(['b.jpg']);
    await page.keyboard.press('Escape');
    await expect.poll(() => drawnNames(page)).toHaveLength(3);
    await list(page).focus();
    await page.keyboard.press('ControlOrMeta+Enter');
    await convoySays(page, /All 3 done/);
    expect(problems).toEqual([]);
  });

  it('the queue is paused and goes on', async () => {
    const { page, folder } = await open();
    const files = await putFiles(folder, { 'a.jpg': 'jpeg', 'b.jpg': 'jpeg' });
    await realDrop(page, files, 'main');
    await convoySays(page, /2 files ready/);
    await convertButton(page).click();
    await convoySays(page, /All 2 done/);
    await page.getByRole('button', { name: 'List options' }).click();
    await page.getByRole('menuitem', { name: /Clear finished/ }).click();
    await page.getByText('Drop files or folders here').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowSays(page, 'a.jpg', 'Done');
  });

  it('10 000 files are listed, few of them are drawn, and the last is reached', async () => {
    const { page, folder, problems } = await open();
    const many = path.join(folder, 'many');
    await mkdir(many);
    if (host === 'web') {
      // A browser would have to send them: they are added from the server's own folders.
      await linkMany(many, 10_000);
      await addFolderOfHost(page, 'many');
    } else {
      await linkMany(many, 10_000);
      await realDrop(page, [many], 'main');
    }
    await expect.poll(() => list(page).getAttribute('aria-rowcount'), { timeout: patience }).toBe('10000');
    expect(await list(page).getByRole('row').count()).toBeLessThan(60);
    await list(page).focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await drawnNames(page)).at(-1)).toBe('photo 10000.jpg');
    expect(await list(page).getByRole('row').count()).toBeLessThan(60);
    expect(problems).toEqual([]);
  });
});

async function linkMany(folder: string, count: number): Promise<void> {
  const first = path.join(folder, 'photo 00001.jpg');
  const { readFile } = await import('node:fs/promises');
  await writeFile(first, await readFile(await clip('jpeg')));
  for (let n = 2; n <= count; n++)
    await link(first, path.join(folder, `photo ${String(n).padStart(5, '0')}.jpg`));
}

async function addFolderOfHost(page: Parameters<typeof list>[0], name: string): Promise<void> {
  await page.getByRole('button', { name: 'More ways to add' }).click();
  await page.getByRole('menuitem', { name: /from this computer|on the server|Browse/ }).click();
  await page.getByRole('dialog').getByText(name, { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Add/ }).click();
}
