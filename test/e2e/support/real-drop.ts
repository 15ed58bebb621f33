import type { Page } from 'playwright-core';

/**
 * Drops files and folders from outside the browser, as the system does it: the page gets true files with their paths
 * and folder entries, which no synthetic event can give it.
 */
export async function realDrop(page: Page, paths: readonly string[], onto: string): Promise<void> {
  const box = await page.locator(onto).first().boundingBox();
  if (box === null) throw new Error(`nothing to drop onto: ${onto}`);
  await dragTo(page, paths, box.x + box.width / 2, box.y + box.height / 2, true);
}

/** Drags over a place without letting go: what the window shows meanwhile. */
export async function realDragOver(page: Page, paths: readonly string[], onto: string): Promise<void> {
  const box = await page.locator(onto).first().boundingBox();
  if (box === null) throw new Error(`nothing to drag over: ${onto}`);
  await dragTo(page, paths, box.x + box.width / 2, box.y + box.height / 2, false);
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
