import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { newId } from '../../../shared/model/id.ts';
import { type Cipher, createSecretFile } from '../../../electron/main/secret-file.ts';
import { tempDir } from '../../support/media.ts';

const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x55));
const cipher = (kept: 'keychain' | 'none' = 'keychain'): Cipher => ({
  kept: () => Promise.resolve(kept),
  encrypt: (text) => Promise.resolve(turned(Buffer.from(text))),
  decrypt: (bytes) => Promise.resolve(turned(bytes).toString()),
});
const secret = { accessKeyId: 'AKIA', secretAccessKey: 'canary', sessionToken: null };

it('keeps keys, for nobody else to read', async (t) => {
  const file = path.join(tempDir(t), 'secrets.json');
  const [a, b] = [newId('conn'), newId('conn')];
  const secrets = createSecretFile(file, cipher());
  await Promise.all([secrets.set(a, secret), secrets.set(b, { ...secret, sessionToken: 'x' })]);
  expect(await createSecretFile(file, cipher()).get(b)).toEqual({ ...secret, sessionToken: 'x' });
  expect((await secrets.look()).ids.toSorted()).toEqual([a, b].toSorted());
  expect(readFileSync(file, 'utf8')).not.toContain('canary');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  await secrets.remove(a);
  expect([await secrets.get(a), await secrets.look()]).toEqual([null, { kept: 'keychain', ids: [b] }]);
  expect(readdirSync(path.dirname(file))).toEqual(['secrets.json']);
});

it('keeps nothing without a keychain, and survives a file that makes no sense', async (t) => {
  const file = path.join(tempDir(t), 'secrets.json');
  const none = createSecretFile(file, cipher('none'));
  await expect(none.set(newId('conn'), secret)).rejects.toThrow('no keychain');
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, '{"convoy_secrets":1,"secrets":{"x":5}}');
  expect(await createSecretFile(file, cipher()).look()).toEqual({ kept: 'keychain', ids: [] });
});

it('has no keys any more when the keychain is another one', async (t) => {
  const file = path.join(tempDir(t), 'secrets.json');
  const id = newId('conn');
  await createSecretFile(file, cipher()).set(id, secret);
  const other = createSecretFile(file, {
    ...cipher(),
    decrypt: () => Promise.reject(new Error('wrong key')),
  });
  expect(await other.get(id)).toBeNull();
});
