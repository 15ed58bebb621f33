import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { walkEveryPlace } from './support/every-place.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { describeHosts } from './support/window.ts';

/** What everybody needs: names for a screen reader, contrast, focus, and room for longer words. */

/** A name that is put together of two phrases cannot hold the accented one as it stands beside it. */
const ofEnglish = { without: ['label-content-name-mismatch'] } as const;

/**
 * Words that are wider than the room they have. Names of files and paths may be cut, and what a person sees whole by
 * pointing at it.
 */
const cutWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && !one.closest('[data-may-cut], [title], svg'))
    .filter((one) => [...one.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== ''))
    .map((one) => {
      let box = one;
      // Words inside of a line lie in the box around it.
      while (getComputedStyle(box).display === 'inline' && box.parentElement !== null) box = box.parentElement;
      return box;
    })
    .filter((box, at, all) => all.indexOf(box) === at)
    .filter((box) => {
      const { overflowX } = getComputedStyle(box);
      // What scrolls is not cut; what is for screen readers alone is one pixel wide.
      return ['hidden', 'clip'].includes(overflowX) && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
    })
    .map((box) => box.tagName + ': ' + box.textContent)`);

describeHosts('for everyone', (open, host) => {
  it('axe finds nothing serious anywhere, light and dark; no words are cut off when they are 40 % longer', async () => {
    const { page, folder } = await open({ pseudo: true, viewport: { width: 900, height: 600 } });
    const found: string[] = [];
    const cut: string[] = [];
    await walkEveryPlace(page, folder, true, async (name) => {
      const look = async (width: number, height: number): Promise<void> => {
        await page.setViewportSize({ width, height });
        for (const words of await cutWords(page)) cut.push(`${name}, ${String(width)}: ${words}`);
      };
      // The larger size shows what the smallest leaves out, the savings in the rows for one.
      await look(1280, 800);
      // In Chromium that is the walk below.
      if (host === 'electron')
        for (const finding of await seriousFindings(page, ofEnglish)) found.push(`${name}, ${finding}`);
      await look(900, 600);
    });
    expect(cut).toEqual([]);
    expect(found).toEqual([]);
  }, 240_000);

  if (host !== 'web') return;

  it('axe finds nothing serious anywhere in English, light and dark', async () => {
    const { page, folder } = await open();
    const found: string[] = [];
    await walkEveryPlace(page, folder, false, async (name) => {
      for (const finding of await seriousFindings(page)) found.push(`${name}, ${finding}`);
    });
    expect(found).toEqual([]);
  }, 240_000);
});
