import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe-core has against a page that is serious or worse, in the light look and in the dark one. */

const require = createRequire(import.meta.url);

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** The looks differ in colours alone: names, roles and order are judged once, what is said of colours in both. */
const ofColours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Looks at the page, or at what a selector finds in it, by all rules but some. The page is left in the dark look. */
export async function seriousFindings(
  page: Page,
  {
    inside = null,
    without = [],
  }: { readonly inside?: string | null; readonly without?: readonly string[] } = {},
): Promise<readonly string[]> {
  // Run in the page's own world by the debugger, which the content security policy does not bind.
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const options = JSON.stringify({
      resultTypes: ['violations'],
      ...(colorScheme === 'dark' ? { runOnly: ofColours } : {}),
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    });
    const { violations } = await page.evaluate<{ readonly violations: readonly AxeFinding[] }>(
      `axe.run(${inside === null ? 'document' : JSON.stringify(inside)}, ${options})`,
    );
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}, ${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`);
    }
  }
  return found;
}
