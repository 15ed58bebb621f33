import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, describe, expect, it } from 'vitest';
import { clip, probeJson, root, tempDir } from '../support/media.ts';
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

afterAll(closeDisplay);

/**
 * Builds the package into a folder and gives its path. Compression is as little as can be: it is most of the time. `CONVOY_DEB` is
 * one that was built already.
 */
async function buildDeb(output: string): Promise<string> {
  const built = process.env['CONVOY_DEB'];
  if (built !== undefined) return built;
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
      env: { ...process.env, DPKG_DEB_COMPRESSOR_LEVEL: '1' },
      timeout: 400_000,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const deb = (await readdir(output)).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error('no package was built');
  return path.join(output, deb);
}

describe.skipIf(reason !== null)(`the Debian package${reason === null ? '' : ` (${reason})`}`, () => {
  it('is installed, converts what is dropped, and goes without a trace', { timeout: 600_000 }, async (t) => {
    const folder = tempDir(t);
    const deb = await buildDeb(path.join(folder, 'release'));
    t.onTestFinished(async () => {
      await run('dpkg', ['--purge', 'convoy']).catch(() => undefined);
    });
    await run('dpkg', ['--install', deb], { timeout: 120_000 });

    const program = '/opt/Convoy/convoy';
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
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      onlyAsar: true,
      integrity: true,
      cookies: true,
    });
    const modules = '/opt/Convoy/resources/app.asar.unpacked/node_modules';
    for (const tool of ['ffmpeg', 'ffprobe']) {
      const { mode } = await stat(path.join(modules, `@${tool}-installer/linux-x64/${tool}`));
      expect(mode & 0o777, tool).toBe(0o755);
    }
    expect((await readdir('/opt/Convoy/resources/licenses')).sort()).toEqual(
      expect.arrayContaining(['GPL-3.0.txt', 'LGPL-3.0.txt', 'LICENSE.txt', 'NOTICES.md']),
    );
    const entry = readFileSync('/usr/share/applications/convoy.desktop', 'utf8');
    expect(entry).toMatch(/^Exec=\/opt\/Convoy\/convoy %U$/m);
    expect(entry).toMatch(/^MimeType=.*video\/mp4;.*image\/heic;/m);
    expect(existsSync('/usr/share/icons/hicolor/256x256/apps/convoy.png')).toBe(true);

    const film = path.join(folder, 'drop me.mp4');
    const photo = path.join(folder, 'photo.jpg');
    await copyFile(await clip('h264-aac-mp4'), film);
    await copyFile(await clip('jpeg-orientation-6'), photo);
    const app = await openInstalledApp(program, path.join(folder, 'state'));
    t.onTestFinished(async () => {
      await app.quit();
    });
    await realDrop(app.page, [film, photo], 'main');
    await rowSays(app.page, 'drop me.mp4', /Ready/);
    await rowSays(app.page, 'photo.jpg', /Ready/);
    await convertButton(app.page).click();
    await convoySays(app.page, /All 2 done/);
    expect((await probeJson(path.join(folder, 'drop me (2).mp4'))).streams[0]?.codec_name).toBe('h264');
    expect((await probeJson(path.join(folder, 'photo.webp'))).streams[0]?.codec_name).toBe('webp');
    expect(await app.quit()).toBe(0);

    await run('dpkg', ['--remove', 'convoy'], { timeout: 120_000 });
    expect([existsSync('/opt/Convoy'), existsSync('/usr/bin/convoy')]).toEqual([false, false]);
  });
});
