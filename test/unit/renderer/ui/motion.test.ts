import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../../..');

/**
 * What is taken out of the page when it closes must not have an animation then: Radix would wait for its end, and on a
 * busy computer it takes the animation of the opening for one that has just begun, and waits for ever.
 */
it.each([
  'renderer/ui/menu.module.css',
  'renderer/ui/popover.module.css',
  'renderer/ui/dialog.module.css',
  'renderer/features/preview/preview.module.css',
])('%s moves only what is open', (file) => {
  const css = readFileSync(path.join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const rules = css.matchAll(/([^{}]+)\{([^{}]*)\}/g);
  const moving = [...rules].filter(
    ([, , body = '']) => /\banimation:/.test(body) && !/infinite|animation: none/.test(body),
  );
  expect(moving.length).toBeGreaterThan(0);
  for (const [, selectors = ''] of moving)
    for (const selector of selectors.split(',')) expect(selector.trim()).toMatch(/\[data-state='open'\]$/);
});
