import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../support/found-tools.ts';

/** NOTICES.md names what is given to others together with Convoy, as the sources and the lock file have it. */

const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const { packages } = Lock.parse(JSON.parse(text('package-lock.json')));

/** Packages that files of the product import; types alone leave nothing behind. */
function imported(): readonly string[] {
  const found = new Set<string>();
  for (const folder of ['electron', 'renderer', 'shared']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const source = text(path.join(folder, file));
      for (const [, type, name = ''] of source.matchAll(
        /(?:^|\n)(?:import|export) (type )?(?:[^;'"]*? from )?'([^.'][^']*)'/g,
      )) {
        if (type === undefined) found.add(packageOf(name));
      }
      for (const [, name = ''] of source.matchAll(/(?:import|require|resolve)\('([^.'/][^']*)'\)/g))
        found.add(packageOf(name));
    }
  }
  return [...found].filter((name) => packages[`node_modules/${name}`] !== undefined).sort();
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:') || builtinModules.includes(specifier)
    ? ''
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');

const shipped = imported();
const notices = text('NOTICES.md');

describe('NOTICES.md', () => {
  it('reads the imports of the sources', () => {
    expect(shipped).toEqual(expect.arrayContaining(['electron', 'hls.js', 'react', 'sharp', 'zod']));
    expect(shipped).not.toContain('vitest');
  });

  it.each(shipped)('names %s with its version and its licence', (name) => {
    const { version = '', license = '' } = packages[`node_modules/${name}`] ?? {};
    const line = notices.split('\n').find((one) => one.includes(`\`${name}\``) && one.includes(version));
    expect(line ?? `no line of the tables has \`${name}\` and ${version}`).toContain(license);
  });

  it('what these depend on is under the licences that it names', () => {
    const licences = new Set<string>();
    const seen = new Set<string>();
    const walk = (name: string): void => {
      const one = packages[`node_modules/${name}`];
      if (one === undefined || seen.has(name)) return;
      seen.add(name);
      licences.add(one.license ?? name);
      // What Electron's package installs downloads Electron, and is no part of it.
      if (name !== 'electron') Object.keys(one.dependencies ?? {}).forEach(walk);
    };
    shipped.forEach(walk);
    expect([...licences].filter((licence) => !notices.includes(licence))).toEqual([]);
  });
});
