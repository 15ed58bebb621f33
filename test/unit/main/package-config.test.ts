import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { root, tempDir } from '../../support/found-tools.ts';

/** How the app is packed on systems that this one cannot build for. */

interface Config {
  readonly mac: { readonly identity?: string; readonly hardenedRuntime: boolean };
}
const names = ['CSC_LINK', 'CSC_NAME', 'CSC_KEY_PASSWORD', 'WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'] as const;

/** The configuration as a machine reads it whose environment holds these of the names. */
async function configWith(env: Partial<Record<(typeof names)[number], string>>): Promise<Config> {
  for (const name of names) vi.stubEnv(name, env[name]);
  vi.resetModules();
  const { default: config } = (await import('../../../build/electron-builder.js')) as { default: Config };
  return config;
}

afterEach(() => vi.unstubAllEnvs());

describe('the configuration of electron-builder', () => {
  it('is one, for all systems', async () => {
    const require = createRequire(import.meta.url);
    const { validateConfiguration } = require('app-builder-lib/out/util/config/config.js') as {
      readonly validateConfiguration: (config: unknown, log: unknown) => Promise<void>;
    };
    const log = { add: () => undefined, isEnabled: false };
    await expect(validateConfiguration(await configWith({}), log)).resolves.toBeUndefined();
    await expect(validateConfiguration({ ...(await configWith({})), stray: true }, log)).rejects.toThrow(
      /stray/,
    );
  });

  it('signs a Mac app with what is there, and else so that it starts', async () => {
    const adHoc = { identity: '-', hardenedRuntime: false };
    expect((await configWith({})).mac).toMatchObject(adHoc);
    const { mac } = await configWith({ CSC_LINK: 'file.p12' });
    expect([mac.identity, mac.hardenedRuntime]).toEqual([undefined, true]);
  });

  it('takes an empty secret for none', async () => {
    const empty = Object.fromEntries(names.filter((name) => name !== 'CSC_NAME').map((name) => [name, '']));
    expect((await configWith(empty)).mac).toMatchObject({ identity: '-' });
    expect(names.filter((name) => name in process.env)).toEqual([]);
  });
});

it('checksums are those of the packages, and of nothing else', (t) => {
  const folder = tempDir(t);
  writeFileSync(path.join(folder, 'b.deb'), 'b');
  writeFileSync(path.join(folder, 'a.tar.gz'), 'a');
  writeFileSync(path.join(folder, 'builder-debug.yml'), 'no package');
  execFileSync(process.execPath, [path.join(root, 'build/checksums.js'), folder, 'linux-x64']);
  expect(readFileSync(path.join(folder, 'SHA256SUMS-linux-x64.txt'), 'utf8')).toBe(
    'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.tar.gz\n' +
      '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.deb\n',
  );
});
