import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { walkEveryPlace } from './support/every-place.ts';
import { describeHosts } from './support/window.ts';

/** What everybody needs: names for a screen reader, contrast, focus, and room for longer words. */

const require = createRequire(import.meta.url);

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** Findings of axe-core that are serious or worse, in the light look and in the dark one. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  // Run in the page's own world by the debugger, which the content security policy does not bind.
  await page.evaluate(source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<{ readonly violations: readonly AxeFinding[] }>(
      'axe.run(document, { resultTypes: ["violations"] })',
    );
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}, ${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`);
    }
  }
  return found;
}

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

describeHosts('for everyone', (open) => {
  it('axe finds nothing serious anywhere, light and dark', async () => {
    const { page, folder } = await open();
    const found: string[] = [];
    await walkEveryPlace(page, folder, false, async (name) => {
      for (const finding of await seriousFindings(page)) found.push(`${name}, ${finding}`);
    });
    expect(found).toEqual([]);
  });

  it('no words are cut off anywhere when they are 40 % longer', async () => {
    const { page, folder } = await open({ pseudo: true, viewport: { width: 900, height: 600 } });
    const cut: string[] = [];
    await walkEveryPlace(page, folder, true, async (name) => {
      // The other size shows what the smallest leaves out, the savings in the rows for one.
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 900, height: 600 },
      ]) {
        await page.setViewportSize(viewport);
        for (const words of await cutWords(page)) cut.push(`${name}, ${String(viewport.width)}: ${words}`);
      }
    });
    expect(cut).toEqual([]);
  });
});
