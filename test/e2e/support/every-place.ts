import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { putFiles } from './files.ts';
import { patience } from './queue-page.ts';
import { realDrop } from './real-drop.ts';

/** A way through the whole window: every place, dialog and menu, in English or in the pseudo-locale. */

/** Looks at the window as it stands, under the name of what is shown. */
export type Look = (name: string) => Promise<void>;

export async function walkEveryPlace(
  page: Page,
  folder: string,
  inPseudo: boolean,
  look: Look,
): Promise<void> {
  const walk: Walk = { page, folder, said: inPseudo ? accented : (text) => text, look };
  await page.getByText(walk.said('Drop files or folders here')).waitFor();
  await look('empty');
  await readyFiles(walk);
  await presets(walk);
  await doneFiles(walk);
  await history(walk);
  await watch(walk);
  await connections(walk);
  await settings(walk);
}

interface Walk {
  readonly page: Page;
  readonly folder: string;
  /** How a text of the window is found, in the language that it speaks. */
  readonly said: (text: string) => string | RegExp;
  readonly look: Look;
}

/** A text of the pseudo-locale: in brackets, longer, and some of its letters are others. */
const accented = (text: string): RegExp =>
  new RegExp(`^\\[${text.replaceAll(/[aeiouyncszg]/gi, '.')} ·+\\]$`, 'u');

/** By what it says: the name for screen readers has the accents of the pseudo-locale, file name and all. */
const row = ({ page }: Walk, text: string) =>
  page.getByRole('grid').getByRole('row').filter({ hasText: text });
const side = ({ page }: Walk) => page.getByRole('complementary');

/** The plan is there, and not dimmed while a newer one is made. */
const planSettled = (page: Page): Promise<void> =>
  page
    .locator('section[aria-busy=false]')
    .filter({ has: page.locator('code, dl') })
    .first()
    .waitFor({ timeout: patience });

async function readyFiles(walk: Walk): Promise<void> {
  const { page, folder, said, look } = walk;
  const media = { 'a.jpg': 'jpeg', 'b.mp4': 'h264-aac-mp4' } as const;
  await realDrop(page, await putFiles(path.join(folder, 'in'), media), 'main');
  await row(walk, 'b.mp4').click();
  await planSettled(page);
  await look('options');
  await page.getByRole('tab', { name: said('Details') }).click();
  await look('details');
  await page.getByRole('tab', { name: said('Options') }).click();
  await page.getByRole('grid').press('ControlOrMeta+a');
  await page.getByRole('checkbox').first().waitFor();
  await planSettled(page);
  await look('several files');
  await leave(page);
  await page.getByRole('button', { name: said('List options') }).click();
  await look('menu of the list');
  await leave(page);
  await row(walk, 'b.mp4').click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await look('menu of a file');
  await leave(page);
}

async function presets(walk: Walk): Promise<void> {
  const { page, said, look } = walk;
  await row(walk, 'b.mp4').click();
  const open = async (item: string | RegExp): Promise<void> => {
    await side(walk).locator('button[aria-haspopup=dialog]').first().click();
    await page.getByText(item).click();
    await page.locator('[role=dialog][data-modal]').waitFor();
  };
  await side(walk).locator('button[aria-haspopup=dialog]').first().click();
  await page.getByText(said('Manage presets…')).waitFor();
  await look('preset picker');
  await leave(page);
  await open(said('Manage presets…'));
  await look('presets');
  await leave(page);
  await open(said('Save as preset…'));
  await look('save a preset');
  await leave(page);
}

/** Closes what is open; only when it is gone do the keys of the window count again. */
async function leave(page: Page): Promise<void> {
  const open = page.locator('[role=dialog], [role=alertdialog], [role=menu]');
  const end = Date.now() + patience;
  // On a busy machine a key may come before what is to hear it: it is pressed again, as a person would.
  do {
    await page.keyboard.press('Escape');
    const isGone = expect.poll(() => open.count(), { timeout: 5000 }).toBe(0);
    if (await isGone.then(() => true).catch(() => false)) return;
  } while (Date.now() < end);
  expect(await open.count()).toBe(0);
}

async function doneFiles(walk: Walk): Promise<void> {
  const { page, look } = walk;
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => page.locator('[role=row][data-open]').count(), { timeout: patience }).toBe(0);
  await row(walk, 'b.mp4').click();
  await look('done');
  await page.keyboard.press('c');
  await expect.poll(() => page.locator('main img').count(), { timeout: patience }).toBeGreaterThanOrEqual(2);
  await look('compare');
  await leave(page);
  await row(walk, 'b.mp4').click();
  await page.keyboard.press('Space');
  await page.locator('[role=dialog] video').waitFor({ timeout: patience });
  await look('preview');
  await leave(page);
}

async function history(walk: Walk): Promise<void> {
  const { page, said, look } = walk;
  await page.keyboard.press('ControlOrMeta+3');
  await row(walk, 'b.mp4').waitFor();
  await look('history');
  await row(walk, 'b.mp4').click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await look('menu of the history');
  await page.getByRole('menuitem', { name: said('Undo batch…') }).click();
  await page.getByRole('alertdialog').waitFor();
  await look('undo a batch');
  await leave(page);
}

async function watch(walk: Walk): Promise<void> {
  const { page, folder, said, look } = walk;
  await page.keyboard.press('ControlOrMeta+2');
  await page.getByRole('button', { name: said('New rule') }).click();
  await side(walk).waitFor();
  await look('new rule');
  const watched = path.join(folder, 'watched');
  await mkdir(watched, { recursive: true });
  await putFiles(watched, { 'c.jpg': 'jpeg' });
  const field = side(walk).getByRole('textbox', { name: said('Folder'), exact: true });
  await field.fill(watched);
  await field.blur();
  await side(walk)
    .getByRole('button', { name: said('More conditions') })
    .click();
  await look('rule');
  await side(walk)
    .getByRole('button', { name: said('Save'), exact: true })
    .click();
  await row(walk, 'c.jpg').waitFor({ timeout: patience });
  await look('watch folders');
}

async function connections(walk: Walk): Promise<void> {
  const { page, said, look } = walk;
  await page.keyboard.press('ControlOrMeta+4');
  const make = page.getByRole('button', { name: said('New connection') });
  await make.waitFor();
  await look('no connections');
  await make.click();
  const button = (text: string) => side(walk).getByRole('button', { name: said(text), exact: true });
  await button('Save').click();
  await button('How files are stored').click();
  await look('new connection');
  const fill = (label: string, text: string) =>
    side(walk)
      .getByRole('textbox', { name: said(label), exact: true })
      // Pseudo-words of one length look alike: the access key stands before the secret one.
      .first()
      .fill(text);
  await fill('Name', 'media');
  await fill('Bucket', 'media-prod');
  // In Electron keys are kept here, in a browser they come from elsewhere.
  if ((await side(walk).locator('input[type=password]').count()) > 0) {
    await fill('Access key', 'AKIA0000');
    await side(walk).locator('input[type=password]').fill('none');
  }
  await button('Save').click();
  await page.getByRole('main').getByRole('button').first().waitFor();
  await button('Close').waitFor();
  await look('connections');
  await button('Remove').click();
  await page.getByRole('alertdialog').waitFor();
  await look('remove a connection');
  await page.getByRole('alertdialog').getByRole('button').last().click();
}

async function settings({ page, said, look }: Walk): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,');
  const pages = page.getByRole('navigation', { name: said('Settings') }).getByRole('button');
  await pages.first().waitFor();
  for (const one of await pages.all()) {
    await one.click();
    await page.locator('section h2').first().waitFor();
    await look(`settings, ${(await one.getAttribute('data-page')) ?? ''}`);
  }
}
