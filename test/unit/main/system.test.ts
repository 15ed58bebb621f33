import { describe, expect, it } from 'vitest';
import { addressToOpen, linkAddress } from '../../../electron/main/links.ts';
import { powerCommand } from '../../../electron/main/power.ts';
import { nextStart } from '../../../electron/main/restart-policy.ts';
import { safeFileName } from '../../../electron/main/safe-file-name.ts';
import { systemLocale } from '../../../electron/main/system-locale.ts';
import { convoyError } from '../../../shared/model/error.ts';

describe('starting the engine again', () => {
  it.each([
    [[1000], { after: 100 }],
    [[1000, 30_000], { after: 1000 }],
    [[1000, 30_000, 59_000], 'failed'],
    [[1000, 30_000, 62_000], { after: 1000 }],
    [[0, 100_000, 200_000, 300_000], { after: 100 }],
  ] as const)('after deaths at %j', (deaths, expected) => expect(nextStart(deaths)).toEqual(expected));
});

describe('commands that put the computer away', () => {
  const everything = (): boolean => true;
  it.each([
    ['darwin', 'sleep', ['/usr/bin/pmset', 'sleepnow']],
    ['darwin', 'shut_down', ['/usr/bin/osascript', '-e', 'tell application "System Events" to shut down']],
    ['win32', 'sleep', ['D:\\Win\\System32\\rundll32.exe', 'powrprof.dll,SetSuspendState', '0,1,0']],
    ['win32', 'shut_down', ['D:\\Win\\System32\\shutdown.exe', '/s', '/t', '0']],
    ['linux', 'sleep', ['/usr/bin/systemctl', 'suspend']],
    ['linux', 'shut_down', ['/usr/bin/systemctl', 'poweroff']],
  ] as const)('%s, %s', (platform, action, command) => {
    expect(powerCommand(action, platform, { SystemRoot: 'D:\\Win' }, everything)).toEqual(command);
  });

  it('are others, or none, where those are absent', () => {
    const only = (one: string) => (file: string) => file === one;
    expect(powerCommand('sleep', 'linux', {}, only('/usr/bin/loginctl'))).toEqual([
      '/usr/bin/loginctl',
      'suspend',
    ]);
    expect(powerCommand('sleep', 'linux', {}, () => false)).toBeNull();
  });
});

describe('places on the web', () => {
  const manifest = { homepage: 'https://convoy.test.org/', bugs: { url: 'https://convoy.test.org/bugs' } };
  it.each([
    ['get_ffmpeg', {}, 'https://ffmpeg.org/download.html'],
    ['report', manifest, 'https://convoy.test.org/bugs'],
    ['report', { homepage: manifest.homepage }, 'https://convoy.test.org/'],
    ['report', { bugs: 'https://convoy.test.org/b' }, 'https://convoy.test.org/b'],
    ['source', manifest, 'https://convoy.test.org/'],
    ['source', { homepage: 'https://convoy.invalid' }, null],
    ['source', { homepage: 'http://convoy.test.org' }, null],
    ['source', { homepage: 'file:///etc/passwd' }, null],
    ['source', null, null],
  ] as const)('%s of %j', (to, given, address) => expect(linkAddress(to, given)).toBe(address));
});

describe('the link to an uploaded result', () => {
  const linked = (url: unknown) => ({ ok: true, value: { url, expiresAt: null } });

  it.each([
    ['https://cdn.example.org/a%20b.mp4', 'https://cdn.example.org/a%20b.mp4'],
    [
      'http://192.168.1.4:9000/films/a.mp4?X-Amz-Signature=1',
      'http://192.168.1.4:9000/films/a.mp4?X-Amz-Signature=1',
    ],
  ])('%s is opened', (url, opened) => expect(addressToOpen(linked(url))).toBe(opened));

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    's3://films/a.mp4',
    'smb://host/a',
    'https://ada:secret@example.org/a.mp4',
    'no address',
    '',
  ])('%j is not', (url) =>
    expect(() => addressToOpen(linked(url))).toThrow('the link is no address of the web'),
  );

  it('is refused as the engine refuses it', () => {
    const error = convoyError('connection_missing', { given: '“media”' });
    expect(() => addressToOpen({ ok: false, error })).toThrow(error.message);
    expect(() => addressToOpen({ url: 'https://example.org' })).toThrow();
  });
});

describe('names that the window proposes', () => {
  it.each([
    ['my presets.json', 'my presets.json'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['C:\\a?.json', 'C--a-.json'],
    ['...', 'convoy-'],
    ['con.json', 'convoy-con.json'],
    ['\u0000\n', '--'],
  ])('%j', (name, safe) => expect(safeFileName(name)).toBe(safe));
});

describe('the language of numbers', () => {
  it.each([
    [['de-AT', 'en'], 'de-AT'],
    [['c', 'fr'], 'fr'],
    [['C.UTF-8', ''], 'en'],
    [[], 'en'],
  ])('of a system that says %j', (languages, locale) => expect(systemLocale(languages)).toBe(locale));
});
