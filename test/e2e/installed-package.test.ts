import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaFiles } from '../../build/media-files.js';
import { clip, probeJson, root } from '../support/media.ts';
import { suiteDir } from '../support/suite-dir.ts';
import { closeDisplay } from './support/display.ts';
import { appFolder, noElectron } from './support/electron-window.ts';
import { openInstalledApp } from './support/installed-app.ts';
import { convertButton, convoySays, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';

/** The Debian package, built, installed, used and removed for real. */

const run = promisify(execFile);
const electronDist = process.env['CONVOY_ELECTRON_DIST'];

/** Why it cannot be done here, or null. It changes the system, so nothing is assumed. */
const reason: string | null =
  noElectron ??
  (electronDist === undefined
    ? 'CONVOY_ELECTRON_DIST does not name an Electron to pack'
    : process.env['CUSTOM_FPM_PATH'] === undefined
      ? 'CUSTOM_FPM_PATH does not name what builds Debian packages'
      : !existsSync('/usr/bin/dpkg')
        ? 'no dpkg'
        : process.getuid?.() !== 0
          ? 'only root installs packages'
          : existsSync('/opt/Convoy')
            ? 'a Convoy is installed already'
            : null);

const program = '/opt/Convoy/convoy';
const resources = '/opt/Convoy/resources';
/** All that the package puts outside its own folder. */
const outside = [
  '/usr/bin/convoy',
  '/usr/share/applications/convoy.desktop',
  ...[16, 24, 32, 48, 64, 128, 256, 512].map(
    (side) => `/usr/share/icons/hicolor/${side}x${side}/apps/convoy.png`,
  ),
];

/** Builds the package into a folder and gives its path. It is not compressed, which would be most of the time. */
async function buildDeb(output: string): Promise<string> {
  const dist = electronDist ?? '';
  const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  await run(
    process.execPath,
    [
      path.join(root, 'node_modules/electron-builder/cli.js'),
      ...['--config', 'build/electron-builder.js', '--linux', 'deb', '--publish', 'never'],
      `-c.directories.output=${output}`,
      `-c.electronDist=${dist}`,
      `-c.electronVersion=${version}`,
      '-c.compression=store',
      '-c.deb.compression=gz',
    ],
    {
      cwd: appFolder,
      env: { ...process.env, DPKG_DEB_COMPRESSOR_LEVEL: '0' },
      timeout: 400_000,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const deb = (await readdir(output)).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error('no package was built');
  return path.join(output, deb);
}

describe.skipIf(reason !== null)(`the Debian package${reason === null ? '' : ` (${reason})`}`, () => {
  const folder = suiteDir();
  let deb = '';

  beforeAll(async () => {
    if (reason !== null) return;
    deb = await buildDeb(path.join(folder(), 'release'));
    await run('dpkg', ['--install', deb], { timeout: 120_000 });
  }, 600_000);
  afterAll(async () => {
    if (reason === null)
      await run('dpkg', ['--purge', 'convoy'], { timeout: 120_000 }).catch(() => undefined);
    await closeDisplay();
  }, 150_000);

  it('says what it is, and names no address that does not exist', async () => {
    const field = async (name: string): Promise<string> =>
      (await run('dpkg-deb', ['--field', deb, name])).stdout.trim();
    const { version } = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await Promise.all(['Package', 'Version', 'Maintainer'].map(field))).toEqual([
      ...['convoy', version, 'Convoy contributors'],
    ]);
    expect(await field('Depends')).toMatch(/\blibgbm1\b.*\blibasound2\b/);
  });

  it('has its fuses set', async () => {
    const fuses = await getCurrentFuseWire(program);
    // The wire is text: a fuse that is on is a "1".
    const on = (option: FuseV1Options): boolean => String.fromCharCode(Number(fuses[option])) === '1';
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      cookies: on(FuseV1Options.EnableCookieEncryption),
      files: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      ...{ runAsNode: false, nodeOptions: false, inspect: false, files: false },
      ...{ onlyAsar: true, integrity: true, cookies: true },
    });
    // Not only written there: nobody gets a plain Node out of it.
    const asNode = await run(program, ['-e', 'console.log(6 * 7)'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
      timeout: 20_000,
    }).catch((error: unknown) => error as { readonly stdout: string });
    expect(asNode.stdout).not.toContain('42');
  });

  it('has programs and libraries as files, and what is needed of the rest in the archive', async () => {
    const modules = path.join(resources, 'app.asar.unpacked/node_modules');
    for (const tool of ['ffmpeg', 'ffprobe']) {
      const file = path.join(modules, `@${tool}-installer/linux-x64/${tool}`);
      expect((await stat(file)).mode & 0o777, tool).toBe(0o755);
      expect((await run(file, ['-version'])).stdout, tool).toMatch(new RegExp(`^${tool} version`));
    }
    const packed = listPackage(path.join(resources, 'app.asar'), { isPack: false });
    expect(packed).toEqual(expect.arrayContaining(['/package.json', '/dist/main.js', '/dist/host.js']));
    // Ours, besides the built files: what tray, dock and window show.
    const own = packed.filter((name) => !/^\/(?:node_modules|dist)(?:\/|$)/.test(name));
    expect(own.sort()).toEqual([
      ...['/build', '/build/icons', '/build/icons/256x256.png', '/build/icons/tray.png'],
      ...['/build/icons/tray@2x.png', '/build/icons/trayTemplate.png', '/build/icons/trayTemplate@2x.png'],
      '/package.json',
    ]);
    const idle = /\/(?:test|tests|docs?|examples|bench)\/|\.(?:ts|tsx|map)$|\/(?:README|CHANGELOG)[^/]*$/i;
    expect(packed.filter((name) => idle.test(name))).toEqual([]);
    expect((await readdir(path.join(resources, 'licenses'))).sort()).toEqual(
      expect.arrayContaining(['GPL-3.0.txt', 'LGPL-3.0.txt', 'LICENSE.txt', 'NOTICES.md']),
    );
    // Most of it is Electron, ffmpeg and ffprobe; something that should not be there would show.
    const { stdout } = await run('du', ['-sm', '/opt/Convoy']);
    expect(Number(stdout.split('\t')[0])).toBeLessThan(480);
  });

  it('is found by the desktop, for the files that it takes, and changes no type', () => {
    const entry = readFileSync('/usr/share/applications/convoy.desktop', 'utf8');
    expect(entry).toMatch(/^Exec=\/opt\/Convoy\/convoy %U$/m);
    expect(entry).toMatch(/^Icon=convoy$/m);
    const types = /^MimeType=(.*)$/m.exec(entry)?.[1]?.split(';').filter(Boolean);
    expect(types).toEqual(mediaFiles.map(({ mime }) => mime));
    expect(existsSync('/usr/share/mime/packages/convoy.xml')).toBe(false);
    expect(outside.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('converts what is dropped into its window', { timeout: 240_000 }, async (t) => {
    const film = path.join(folder(), 'drop me.mp4');
    const photo = path.join(folder(), 'photo.jpg');
    await copyFile(await clip('h264-aac-mp4'), film);
    await copyFile(await clip('jpeg-orientation-6'), photo);
    const app = await openInstalledApp(program, path.join(folder(), 'state'));
    t.onTestFinished(async () => {
      await app.quit();
    });
    await realDrop(app.page, [film, photo], 'main');
    await rowSays(app.page, 'drop me.mp4', /Ready/);
    await rowSays(app.page, 'photo.jpg', /Ready/);
    await convertButton(app.page).click();
    await convoySays(app.page, /All 2 done/);
    expect((await probeJson(path.join(folder(), 'drop me (2).mp4'))).streams[0]?.codec_name).toBe('h264');
    expect((await probeJson(path.join(folder(), 'photo.webp'))).streams[0]?.codec_name).toBe('webp');
    expect(await app.quit()).toBe(0);
  });

  it('goes without a trace', async () => {
    await run('dpkg', ['--remove', 'convoy'], { timeout: 120_000 });
    expect(['/opt/Convoy', ...outside].filter((file) => existsSync(file))).toEqual([]);
  });
});
