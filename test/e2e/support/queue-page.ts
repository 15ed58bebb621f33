import type { Locator, Page } from 'playwright-core';

/** The queue as a person sees it: found by roles and words, never by class names. */

/** Longest wait for something that work has to end for; the machine may be busy. */
export const patience = 90_000;

export const list = (page: Page): Locator => page.getByRole('grid', { name: 'Queue' });

/** The row of a file, by the name that it begins with. */
export const rowOf = (page: Page, name: string): Locator => list(page).getByRole('row', { name: `${name},` });

/** Waits until the row of a file says so. */
export async function rowSays(page: Page, name: string, words: string | RegExp): Promise<void> {
  await rowOf(page, name).getByText(words).first().waitFor({ timeout: patience });
}

/** The one button that starts what is ready. */
export const convertButton = (page: Page): Locator => page.getByRole('button', { name: /^Convert \d/ });

/** Waits for the sentence of the convoy bar. */
export async function convoySays(page: Page, words: RegExp): Promise<void> {
  await page.getByRole('contentinfo').getByText(words).first().waitFor({ timeout: patience });
}

/** The panel of options and details. */
export const inspector = (page: Page): Locator => page.getByRole('complementary');

/** Milliseconds for a row to tell its name: one that has just gone would be waited for in vain. */
const namesWithin = 2000;

/** Names of the rows that are drawn now, from top to bottom. */
export async function drawnNames(page: Page): Promise<readonly string[]> {
  const rows = await list(page).getByRole('row').all();
  const labels = await Promise.all(
    rows.map((row) => row.getAttribute('aria-label', { timeout: namesWithin }).catch(() => null)),
  );
  return labels.map((label) => label?.split(',')[0] ?? '');
}
