import { chmodSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { longestSocketPath, placesFor } from '../../../electron/control/addresses.ts';
import {
  readControlFile,
  removeControlFile,
  writeControlFile,
} from '../../../electron/control/control-file.ts';
import { stateFolder } from '../../../electron/control/state-folder.ts';
import { tempDir } from '../../support/found-tools.ts';

describe('the folder of the queue', () => {
  it.each([
    ['linux', {}, '/home/a', '/home/a/.config/Convoy'],
    ['linux', { XDG_CONFIG_HOME: '/etc/a' }, '/home/a', '/etc/a/Convoy'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/a', '/home/a/.config/Convoy'],
    ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/Convoy'],
    ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\Convoy'],
    ['win32', { APPDATA: 'D:\\Data' }, 'C:\\Users\\a', 'D:\\Data\\Convoy'],
  ] as const)('%s %j', (platform, env, home, folder) => {
    expect(stateFolder(platform, env, home)).toBe(folder);
  });
});

describe('where a holder listens', () => {
  const around = { platform: 'linux', env: {}, temporary: '/tmp' } as const;

  it('in the folder, then where a path is short', () => {
    const session = { ...around, env: { XDG_RUNTIME_DIR: '/run/user/1' } };
    const [first, second, third] = placesFor('/home/a/.config/Convoy', session, 'n');
    expect(first).toEqual({ kind: 'socket', path: '/home/a/.config/Convoy/control.sock' });
    expect(second).toEqual({
      kind: 'socket',
      path: expect.stringMatching(/^\/run\/user\/1\/convoy-[0-9a-f]{16}\.sock$/) as string,
    });
    expect(third).toEqual({ kind: 'private_folder', below: '/tmp' });
  });

  it('counts bytes, not letters', () => {
    const room = longestSocketPath - '/control.sock'.length;
    const fits = `/${'a'.repeat(room - 1)}`;
    expect(placesFor(fits, around, 'n')).toHaveLength(2);
    expect(placesFor(`${fits}a`, around, 'n')).toHaveLength(1);
    expect(placesFor(`/${'ä'.repeat(room / 2 + 1)}`, around, 'n')).toHaveLength(1);
  });

  it('on a pipe of its own name on Windows', () => {
    const windows = { ...around, platform: 'win32' } as const;
    const name = (state: string, nonce: string): unknown => placesFor(state, windows, nonce)[0];
    expect(name('C:\\a', 'n')).toEqual({
      kind: 'pipe',
      path: expect.stringMatching(/^\\\\\.\\pipe\\convoy-[0-9a-f]{16}-n$/) as string,
    });
    expect(
      new Set([name('C:\\a', 'n'), name('C:\\b', 'n'), name('C:\\a', 'm')].map((one) => JSON.stringify(one)))
        .size,
    ).toBe(3);
  });
});

describe('what tells where that is', () => {
  const content = {
    convoy_control: 1,
    address: 'control.sock',
    token: 't'.repeat(43),
    pid: 7,
    what: 'window',
  } as const;

  it('is read back, by its own alone removed, and for one person', (t) => {
    const folder = tempDir(t);
    writeControlFile(folder, content);
    writeControlFile(folder, { ...content, pid: 8 });
    expect(readControlFile(folder)).toEqual({ ...content, pid: 8 });
    if (process.platform !== 'win32')
      expect(statSync(path.join(folder, 'control.json')).mode & 0o777).toBe(0o600);
    removeControlFile(folder, 'another'.repeat(5));
    expect(readControlFile(folder)).not.toBeNull();
    removeControlFile(folder, content.token);
    expect(readControlFile(folder)).toBeNull();
  });

  it.each([
    ['half', '{"convoy_control":1,'],
    ['of another form', JSON.stringify({ ...content, convoy_control: 2 })],
    ['without a token', JSON.stringify({ ...content, token: '' })],
    ['too large', JSON.stringify({ ...content, more: 'x'.repeat(20_000) })],
  ])('is nothing when it is %s', (_, text) => {
    const folder = tempDir({ onTestFinished });
    writeFileSync(path.join(folder, 'control.json'), text);
    expect(readControlFile(folder)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is nothing when it is a link', (t) => {
    const folder = tempDir(t);
    writeFileSync(path.join(folder, 'elsewhere'), JSON.stringify(content));
    chmodSync(path.join(folder, 'elsewhere'), 0o600);
    symlinkSync('elsewhere', path.join(folder, 'control.json'));
    expect(readControlFile(folder)).toBeNull();
  });
});
