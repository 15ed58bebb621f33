import path from 'node:path';

/**
 * Where an ffmpeg may be, in the order in which it is used. Everything here is computed from plain facts about the
 * machine, so that all three platforms are tested on any of them; `tool-candidates.ts` looks at the disk.
 */

/** What is known about the machine and the person. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The machine that this process runs on. */
export function thisHost(home: string): Host {
  return { platform: process.platform, arch: process.arch, home, env: process.env };
}

function pathOf(host: Host): path.PlatformPath {
  return host.platform === 'win32' ? path.win32 : path.posix;
}

/** File name of a program on this platform. */
export function programName(program: 'ffmpeg' | 'ffprobe', host: Host): string {
  return host.platform === 'win32' ? `${program}.exe` : program;
}

/**
 * Splits the text of a `PATH`. Relative entries (and empty ones, which mean the current folder) are left out: what
 * runs must not depend on the folder that Convoy was started in.
 */
export function splitPath(text: string | undefined, host: Host): string[] {
  const p = pathOf(host);
  return (text ?? '')
    .split(p.delimiter)
    .map((entry) => (host.platform === 'win32' ? entry.replaceAll('"', '') : entry))
    .filter((entry) => p.isAbsolute(entry));
}

/** The folders of this process's own `PATH`. Windows spells the variable `Path`. */
export function processFolders(host: Host): string[] {
  const name = Object.keys(host.env).find((key) =>
    host.platform === 'win32' ? key.toUpperCase() === 'PATH' : key === 'PATH',
  );
  // npm puts the .bin folders of the project first; nobody installed what is in there for the whole system.
  return splitPath(name === undefined ? undefined : host.env[name], host).filter(
    (folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder),
  );
}

/**
 * Folders that package managers install into and that a program started from a dock or menu does not have in its
 * `PATH`: Homebrew, MacPorts, snap; winget links, scoop and chocolatey shims.
 */
export function usualFolders(host: Host): string[] {
  const { env, home } = host;
  const p = pathOf(host);
  if (host.platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? p.join(home, 'AppData', 'Local');
    return [
      p.join(local, 'Microsoft', 'WinGet', 'Links'),
      p.join(env['SCOOP'] ?? p.join(home, 'scoop'), 'shims'),
      p.join(
        env['ChocolateyInstall'] ?? p.join(env['ProgramData'] ?? 'C:\\ProgramData', 'chocolatey'),
        'bin',
      ),
      p.join(env['ProgramFiles'] ?? 'C:\\Program Files', 'ffmpeg', 'bin'),
      'C:\\ffmpeg\\bin',
    ].filter((folder) => p.isAbsolute(folder));
  }
  const own = [p.join(home, '.local', 'bin'), p.join(home, 'bin')];
  return host.platform === 'darwin'
    ? ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin', '/usr/bin', ...own]
    : ['/usr/local/bin', '/usr/bin', '/snap/bin', '/home/linuxbrew/.linuxbrew/bin', ...own];
}

/**
 * Files that a setting may mean: itself when it is a file; when it is a folder, the program in it or in its `bin`,
 * because archives of ffmpeg unpack to such a tree.
 */
export function settingFiles(setting: string, isFolder: boolean, host: Host): readonly string[] {
  if (!isFolder) return [setting];
  const p = pathOf(host);
  const name = programName('ffmpeg', host);
  return [p.join(setting, name), p.join(setting, 'bin', name)];
}

/** The ffprobe that came with an ffmpeg: the same name beside it, whatever else the name carries (`ffmpeg-7` → `ffprobe-7`). */
export function siblingProbe(ffmpeg: string, host: Host): string {
  const p = pathOf(host);
  const base = p.basename(ffmpeg);
  const sibling = /ffmpeg/i.test(base) ? base.replace(/ffmpeg/i, 'ffprobe') : programName('ffprobe', host);
  return p.join(p.dirname(ffmpeg), sibling);
}

/** A path inside the packed archive of the app, as the file outside of it that a process can be started from. */
export function unpacked(file: string): string {
  return file.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

/**
 * Names of the installer packages' platform folders that can run here, best first. There is no build for Windows on
 * ARM; the one for x64 runs there.
 */
export function bundledTargets(host: Host): readonly string[] {
  const own = `${host.platform}-${host.arch}`;
  return own === 'win32-arm64' ? [own, 'win32-x64'] : [own];
}

/** Folder of the user for data that can be made again; its own subfolder for Convoy. */
export function defaultCacheDir(host: Host): string {
  const p = pathOf(host);
  if (host.platform === 'win32') {
    return p.join(host.env['LOCALAPPDATA'] ?? p.join(host.home, 'AppData', 'Local'), 'Convoy', 'Cache');
  }
  if (host.platform === 'darwin') return p.join(host.home, 'Library', 'Caches', 'Convoy');
  const xdg = host.env['XDG_CACHE_HOME'];
  // The XDG rules say that a relative value is to be ignored.
  const base = xdg !== undefined && p.isAbsolute(xdg) ? xdg : p.join(host.home, '.cache');
  return p.join(base, 'convoy');
}
