import { expect, it } from 'vitest';
import { longClip, putFiles } from './support/files.ts';
import { convoySays, inspector, patience, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** Before and after, through the real settings. */

describeHosts('compare', (open, host) => {
  it('shows a photo before and after, and takes over the quality that was chosen there', async () => {
    const { page, folder, problems } = await open();
    const files = await putFiles(folder, { 'photo.jpg': 'jpeg' });
    await realDrop(page, files, 'main');
    await convoySays(page, /1 file ready/);
    await rowSays(page, 'photo.jpg', 'Ready');
    await rowOf(page, 'photo.jpg').click();
    await page.keyboard.press('c');
    await page.getByText('Before').waitFor({ timeout: patience });
    await page.getByText('After').waitFor({ timeout: patience });
    // Both pictures are really there, and of one size.
    await expect
      .poll(
        () =>
          page.locator('main img').evaluateAll((images) =>
            images.map((one) => {
              const { naturalWidth, naturalHeight } = one as unknown as Record<string, number>;
              return [naturalWidth, naturalHeight];
            }),
          ),
        { timeout: patience },
      )
      .toSatisfy((all: number[][]) => all.length >= 2 && all.every(([w]) => w === 320));
    await page.getByRole('radio', { name: /^High/ }).click();
    await page.getByRole('button', { name: 'Use High' }).click();
    // That leads back to the list, to the same row.
    await rowOf(page, 'photo.jpg').waitFor({ timeout: patience });
    await expect
      .poll(() => inspector(page).getByRole('slider', { name: 'Quality' }).getAttribute('aria-valuetext'), {
        timeout: patience,
      })
      .toBe('High');
    expect(problems).toEqual([]);
  });

  // Which frame is shown is decided by the engine, and pictures come the same way.
  if (host !== 'web') return;

  it('shows one frame of a video at a chosen time', async () => {
    const { page, folder } = await open();
    await realDrop(page, [await longClip(folder, 'long.mp4', 20)], 'main');
    await rowSays(page, 'long.mp4', 'Ready');
    await rowOf(page, 'long.mp4').click();
    await inspector(page).getByRole('slider', { name: 'Quality' }).press('End');
    await page.getByRole('button', { name: 'Compare' }).first().click();
    await page.getByText('After').waitFor({ timeout: patience });
    await expect
      .poll(() => page.locator('main img').count(), { timeout: patience })
      .toBeGreaterThanOrEqual(2);
  });
});
