import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { probeJson } from '../support/media.ts';
import { everythingIn, putFiles } from './support/files.ts';
import { list, patience, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { type Host, describeHosts } from './support/window.ts';

/** Folders that convert by themselves, made and watched through the window. */

const cards = (page: Page): Locator => page.getByRole('list', { name: 'Rules' });
const card = (page: Page, name: string): Locator =>
  cards(page).getByRole('listitem').filter({ hasText: name });
const editor = (page: Page): Locator => page.getByRole('complementary');
const activity = (page: Page): Locator => page.getByRole('grid', { name: 'Activity' });
/** The row of a file, by the name that it begins with. */
const seen = (page: Page, name: string): Locator => activity(page).getByRole('row', { name: `${name},` });
const press = (page: Page, name: string): Promise<void> => editor(page).getByRole('button', { name }).click();

/** Begins a rule with a folder: dropped onto the place where files have paths, chosen among the host's where not. */
async function begin(page: Page, host: Host, folder: string): Promise<void> {
  if (host === 'electron') {
    await realDrop(page, [folder], '[data-drop-watch]');
    await editor(page).waitFor();
    return;
  }
  await page.keyboard.press('ControlOrMeta+2');
  await page.getByRole('button', { name: 'New rule' }).click();
  await press(page, 'Choose the folder…');
  const dialog = page.getByRole('dialog', { name: 'Watch a folder' });
  await dialog.getByRole('button', { name: /^Open / }).click();
  await dialog.getByRole('button', { name: `Open ${path.basename(folder)}` }).click();
  await dialog.getByText(folder, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Use this folder' }).click();
}

/** A saved rule that makes photos for the web of what comes into `Import`, in `Web` beside it. */
async function makeRule(page: Page, host: Host, folder: string): Promise<string> {
  const watched = path.join(folder, 'Import');
  await mkdir(watched, { recursive: true });
  await begin(page, host, watched);
  await editor(page).getByRole('combobox', { name: 'Into' }).click();
  await page.getByRole('option', { name: 'Photo' }).click();
  await editor(page).getByRole('textbox', { name: 'At least' }).fill('');
  const place = editor(page).getByRole('textbox', { name: 'Save to' });
  await place.fill(path.join(folder, 'Web', '{name}.{ext}'));
  await place.blur();
  return watched;
}

async function save(page: Page): Promise<void> {
  await press(page, 'Save');
  await card(page, 'Import').waitFor();
}

const says = (page: Page, words: string): Promise<void> =>
  card(page, 'Import').getByText(words).waitFor({ timeout: patience });

const fromMenu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'More for “Import”' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describeHosts('watch folders', (open, host) => {
  it('a rule is tested before it is saved, and then converts what comes', async () => {
    const { page, folder, problems } = await open();
    await putFiles(folder, { 'Import/there.jpg': 'jpeg', 'Import/talk.mp4': 'h264-aac-mp4' });
    const watched = await makeRule(page, host, folder);
    const test = editor(page).getByRole('region', { name: 'Test' });
    await test.getByText('1 of 2 files here would match').waitFor({ timeout: patience });
    await test.getByRole('button', { name: /^Another sort/ }).click();
    await test.getByTitle('talk.mp4').waitFor();
    expect(await everythingIn(folder)).toEqual(['Import', 'Import/talk.mp4', 'Import/there.jpg']);

    await save(page);
    await seen(page, 'there.jpg').getByText('Done').waitFor({ timeout: patience });
    await putFiles(watched, { 'late.jpg': 'jpeg' });
    await seen(page, 'late.jpg').getByText('Done').waitFor({ timeout: patience });
    expect(await seen(page, 'talk.mp4').getAttribute('aria-label')).toMatch(/^talk\.mp4, Left alone, /);
    for (const name of ['there.webp', 'late.webp']) {
      const { streams } = await probeJson(path.join(folder, 'Web', name));
      expect(streams[0]?.codec_name).toBe('webp');
    }
    await says(page, '2 today');
    expect(await page.getByRole('button', { name: /^Watch folders/ }).textContent()).toContain('1');

    await seen(page, 'late.jpg').hover();
    await seen(page, 'late.jpg').getByRole('button', { name: 'Show in the queue' }).click();
    await rowSays(page, 'late.jpg', 'Done');
    expect(await list(page).getByRole('row', { selected: true }).count()).toBe(1);
    expect(problems).toEqual([]);
  });

  // What becomes of a rule does not depend on how its folder was chosen.
  if (host !== 'web') return;

  it('a rule rests, loses its folder, is removed and comes back', async () => {
    const { page, folder, problems } = await open();
    const watched = await makeRule(page, host, folder);
    await save(page);
    await says(page, 'Watching');

    await page.getByRole('switch', { name: 'Watch with “Import”' }).click();
    await says(page, 'Resting');
    await putFiles(watched, { 'one.jpg': 'jpeg' });
    await press(page, 'Test again');
    await editor(page).getByText('1 of 1 file here would match').waitFor({ timeout: patience });
    expect(await page.getByText('No file was seen yet.').count()).toBe(1);
    await page.getByRole('switch', { name: 'Watch with “Import”' }).click();
    await seen(page, 'one.jpg').getByText('Done').waitFor({ timeout: patience });

    await rename(watched, `${watched} away`);
    await fromMenu(page, 'Look again now');
    await says(page, 'Folder is not connected. Checking every');
    await rename(`${watched} away`, watched);
    await says(page, 'Watching');

    await fromMenu(page, 'Remove');
    await page.getByRole('heading', { name: 'Folders that convert by themselves' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await says(page, 'Watching');
    await putFiles(watched, { 'two.jpg': 'jpeg' });
    await seen(page, 'two.jpg').getByText('Done').waitFor({ timeout: patience });
    expect(await everythingIn(path.join(folder, 'Web'))).toEqual(['one.webp', 'two.webp']);
    expect(problems).toEqual([]);
  });
});
