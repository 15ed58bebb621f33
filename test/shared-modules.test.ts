import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { componentsAlone, enginesAlone } from './support/modules-of-their-own.ts';

/** Most test files share the modules that they load; what would not stand that is found here. */

const root = path.resolve(import.meta.dirname, '..');
const files = ['test/unit', 'test/integration', 'test/support'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);
const saying = (pattern: RegExp): readonly string[] =>
  files.filter((name) => pattern.test(readFileSync(path.join(root, name), 'utf8'))).sort();

/** Whether a file runs with modules of its own; the patterns know `{a,b}` only. */
const isAlone = (name: string): boolean =>
  [...componentsAlone, ...enginesAlone].some((pattern) => {
    const source = pattern.replaceAll('.', '\\.').replace(/\{(.*)\}/, (_, names: string) => {
      return `(?:${names.replaceAll(',', '|')})`;
    });
    return new RegExp(`^${source}$`).test(name);
  });

it('no test file that shares modules replaces one', () => {
  const replacing = saying(/^vi\.(?:mock|doMock)\(/m);
  expect(replacing.filter((name) => !isAlone(name))).toEqual([]);
  // The patterns find what they are for.
  expect(replacing).toEqual([
    'test/unit/renderer/queue/batches.test.tsx',
    'test/unit/renderer/queue/queue-page.test.tsx',
  ]);
});

it('no shared module brings a hook along, which would be there for the first file alone', () => {
  const bringing = saying(/^(?:before|after)(?:Each|All)\(/m).filter(
    (name) => !/\.test\.tsx?$/.test(name) && !name.endsWith('/empty-page.ts'),
  );
  expect(bringing).toEqual([]);
});
