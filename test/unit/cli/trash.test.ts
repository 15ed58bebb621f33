import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { trashChoice, trashFor } from '../../../electron/cli/trash.ts';
import { helloOf } from '../../../electron/server/web-shell.ts';
import { tempDir } from '../../support/found-tools.ts';

/** Which trash there is without a desktop. */

it('is the one of macOS, with a name for each file', async (t) => {
  const home = tempDir(t);
  const inTrash = path.join(home, '.Trash');
  mkdirSync(inTrash);
  const { trash } = trashChoice({ platform: 'darwin', home });
  for (const text of ['first', 'second']) {
    writeFileSync(path.join(home, 'clip.mov'), text);
    await trash?.(path.join(home, 'clip.mov'));
  }
  expect(existsSync(path.join(home, 'clip.mov'))).toBe(false);
  expect(['clip.mov', 'clip 2.mov'].map((name) => readFileSync(path.join(inTrash, name), 'utf8'))).toEqual([
    'first',
    'second',
  ]);
});

it('is the own one of the engine on Linux, and out of reach on Windows', () => {
  expect(trashChoice({ platform: 'linux', home: '/home/ada' })).toEqual({});
  expect(trashFor({ platform: 'linux', home: '/home/ada' })).toBe('engine');
  expect(trashFor({ platform: 'win32', home: 'C:/' })).toBeNull();
});

it('is offered in a browser where the server has one', () => {
  const server = { version: '1', home: '/', downloads: '/', platform: 'linux', locale: 'en' } as const;
  expect([true, false].map((trash) => helloOf({ ...server, trash }).abilities.trash)).toEqual([true, false]);
});
