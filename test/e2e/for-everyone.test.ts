import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { putFiles } from './support/files.ts';
import { convoySays, patience, rowOf } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
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

/** The plan is there, and not dimmed while a newer one is made. */
const planSettled = (page: Page): Promise<void> =>
  page
    .locator('section[aria-busy=false]')
    .filter({ has: page.locator('code, dl') })
    .first()
    .waitFor({ timeout: patience });

/** Labels that are wider or higher than the room they have. Names of files and paths may be cut. */
const cutLabels = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('button, label, h1, h2, h3, [role=tab], [role=radio], dt, p, legend')]
    .filter((one) => one.checkVisibility() && !one.closest('[data-may-cut], [role=grid]') && !one.querySelector('[data-may-cut]'))
    .filter((one) => {
      const style = getComputedStyle(one);
      const clips = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis';
      // What is for screen readers alone is one pixel wide.
      return clips && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
    })
    .map((one) => one.tagName + ': ' + one.textContent)`);

describeHosts('for everyone', (open) => {
  it('axe finds nothing serious, light and dark', async () => {
    const { page, folder } = await open();
    await page.getByText('Drop files or folders here').waitFor();
    const found: Record<string, readonly string[]> = { empty: await seriousFindings(page) };
    await realDrop(page, await putFiles(folder, { 'a.jpg': 'jpeg', 'b.mp4': 'h264-aac-mp4' }), 'main');
    await convoySays(page, /2 files ready/);
    await rowOf(page, 'b.mp4').click();
    await planSettled(page);
    found['ready'] = await seriousFindings(page);
    await page.getByRole('tab', { name: 'Details' }).click();
    found['details'] = await seriousFindings(page);
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByRole('heading', { name: 'Settings' }).first().waitFor();
    found['settings'] = await seriousFindings(page);
    expect(found).toEqual({ empty: [], ready: [], details: [], settings: [] });
  });

  it('no label is cut off when words are 40 % longer', async () => {
    const { page, folder } = await open({ pseudo: true, viewport: { width: 900, height: 600 } });
    await page.locator('main').waitFor();
    const cut: Record<string, readonly string[]> = { empty: await cutLabels(page) };
    await realDrop(page, await putFiles(folder, { 'a.jpg': 'jpeg', 'b.mp4': 'h264-aac-mp4' }), 'main');
    await page.getByRole('row').filter({ hasText: 'b.mp4' }).click();
    await planSettled(page);
    cut['options'] = await cutLabels(page);
    await page.keyboard.press('ControlOrMeta+,');
    cut['settings'] = await cutLabels(page);
    expect(cut).toEqual({ empty: [], options: [], settings: [] });
  });
});
