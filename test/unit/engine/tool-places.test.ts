import { describe, expect, it } from 'vitest';
import {
  type Host,
  bundledTargets,
  defaultCacheDir,
  processFolders,
  settingFiles,
  siblingProbe,
  splitPath,
  unpacked,
  usualFolders,
} from '../../../electron/engine/tools/tool-places.ts';

const linux: Host = { platform: 'linux', arch: 'x64', home: '/home/ada', env: {} };
const mac: Host = { platform: 'darwin', arch: 'arm64', home: '/Users/ada', env: {} };
const windows: Host = {
  platform: 'win32',
  arch: 'arm64',
  home: 'C:\\Users\\Ada',
  env: { Path: '"C:\\Tools";bin;C:\\Windows', LOCALAPPDATA: 'D:\\Local' },
};

describe('folders', () => {
  it('leaves out what depends on the current folder', () => {
    expect(splitPath('/usr/bin::.:bin:/opt/x', linux)).toEqual(['/usr/bin', '/opt/x']);
  });

  it('reads the PATH of Windows, whatever its case and quotes', () => {
    expect(processFolders(windows)).toEqual(['C:\\Tools', 'C:\\Windows']);
  });

  it('passes over the .bin folders that npm puts first', () => {
    const env = { PATH: '/p/node_modules/.bin:/usr/bin' };
    expect(processFolders({ ...linux, env })).toEqual(['/usr/bin']);
  });

  it('knows the package managers of each platform', () => {
    expect([usualFolders(linux), usualFolders(mac), usualFolders(windows)]).toEqual([
      [
        ...['/usr/local/bin', '/usr/bin', '/snap/bin', '/home/linuxbrew/.linuxbrew/bin'],
        ...['/home/ada/.local/bin', '/home/ada/bin'],
      ],
      [
        ...['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin', '/usr/bin'],
        ...['/Users/ada/.local/bin', '/Users/ada/bin'],
      ],
      [
        'D:\\Local\\Microsoft\\WinGet\\Links',
        'C:\\Users\\Ada\\scoop\\shims',
        'C:\\ProgramData\\chocolatey\\bin',
        'C:\\Program Files\\ffmpeg\\bin',
        'C:\\ffmpeg\\bin',
      ],
    ]);
  });
});

describe('files', () => {
  it('takes a folder as the place of the program, or of the bin folder that holds it', () => {
    expect([settingFiles('/opt/ff', true, linux), settingFiles('C:\\ff\\my.exe', false, windows)]).toEqual([
      ['/opt/ff/ffmpeg', '/opt/ff/bin/ffmpeg'],
      ['C:\\ff\\my.exe'],
    ]);
  });

  it('looks for the ffprobe of the same name beside', () => {
    expect([
      siblingProbe('/usr/bin/ffmpeg', linux),
      siblingProbe('/opt/ffmpeg/ffmpeg-7.1', linux),
      siblingProbe('/opt/encoder', linux),
      siblingProbe('C:\\t\\FFmpeg.exe', windows),
    ]).toEqual(['/usr/bin/ffprobe', '/opt/ffmpeg/ffprobe-7.1', '/opt/ffprobe', 'C:\\t\\ffprobe.exe']);
  });

  it('leaves the archive of a packaged app', () => {
    expect([
      unpacked('/Applications/Convoy.app/Contents/Resources/app.asar/node_modules/x/ffmpeg'),
      unpacked('C:\\Convoy\\resources\\app.asar\\x\\ffmpeg.exe'),
      unpacked('/x/app.asar.unpacked/ffmpeg'),
    ]).toEqual([
      '/Applications/Convoy.app/Contents/Resources/app.asar.unpacked/node_modules/x/ffmpeg',
      'C:\\Convoy\\resources\\app.asar.unpacked\\x\\ffmpeg.exe',
      '/x/app.asar.unpacked/ffmpeg',
    ]);
  });

  it('runs the x64 build on Windows for ARM', () => {
    expect([bundledTargets(windows), bundledTargets(mac)]).toEqual([
      ['win32-arm64', 'win32-x64'],
      ['darwin-arm64'],
    ]);
  });

  it('keeps its cache where each platform wants it, and ignores a relative XDG folder', () => {
    expect([
      defaultCacheDir(linux),
      defaultCacheDir({ ...linux, env: { XDG_CACHE_HOME: '/var/c' } }),
      defaultCacheDir({ ...linux, env: { XDG_CACHE_HOME: 'c' } }),
      defaultCacheDir(mac),
      defaultCacheDir(windows),
    ]).toEqual([
      '/home/ada/.cache/convoy',
      '/var/c/convoy',
      '/home/ada/.cache/convoy',
      '/Users/ada/Library/Caches/Convoy',
      'D:\\Local\\Convoy\\Cache',
    ]);
  });
});
