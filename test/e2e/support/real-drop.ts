import type { Page } from 'playwright-core';
import { vi } from 'vitest';

/**
 * Drops files and folders from outside the browser, as the system does it: the page gets true files with their paths
 * and folder entries, which no synthetic event can give it.
 */
export async function realDrop(page: Page, paths: readonly string[], onto: string): Promise<void> {
  const { x, y } = await middleOf(page, onto);
  await dragTo(page, paths, x, y, true);
}

/** Drags over a place without letting go: what the window shows meanwhile. */
export async function realDragOver(page: Page, paths: readonly string[], onto: string): Promise<void> {
  const { x, y } = await middleOf(page, onto);
  await dragTo(page, paths, x, y, false);
}

/** Its middle, once it is there to be seen; while the window loads, one drawing of it may give way to the next. */
export async function middleOf(
  page: Page,
  onto: string,
): Promise<{ readonly x: number; readonly y: number }> {
  const place = page.locator(onto).first();
  const box = await vi.waitUntil(() => place.boundingBox(), { timeout: 60_000 });
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function dragTo(
  page: Page,
  paths: readonly string[],
  x: number,
  y: number,
  letGo: boolean,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    // Bit 1 = the source allows copying, which is what a file manager offers.
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', ...(letGo ? (['drop'] as const) : [])] as const) {
      await session.send('Input.dispatchDragEvent', { type, x, y, data });
    }
  } finally {
    await session.detach();
  }
}
