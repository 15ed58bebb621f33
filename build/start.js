// `npm start`: opens the app. Builds first when the built files are missing or older than the sources. Without an
// Electron that can be had, the same window is served on this computer and opens in the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** Milliseconds that Electron's own download may take. */
const downloadLimit = 120_000;

/** @param {string} folder @returns {number} time of the newest file below it, in milliseconds */
function newest(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (latest, { parentPath, name }) => Math.max(latest, statSync(path.join(parentPath, name)).mtimeMs),
      0,
    );
}

/** @returns {boolean} whether everything that was built is there and younger than what it is built from */
function isBuilt() {
  const built = ['main.js', 'host.js', 'still-worker.js', 'convoy.js', 'preload.cjs', 'renderer/index.html'];
  const times = built.map((name) => {
    const file = path.join(root, 'dist', name);
    return existsSync(file) ? statSync(file).mtimeMs : 0;
  });
  return Math.min(...times) > Math.max(...['electron', 'renderer', 'shared'].map(newest));
}

/** @returns {string | null} Electron's program, when it is there */
function findElectron() {
  /** @type {Record<string, string>} */
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = names[process.platform] ?? 'electron';
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folders = given === undefined ? [path.join(root, 'node_modules/electron/dist')] : [given];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Lets Electron's package fetch its program. @returns {string | null} the program, or why there is none */
function fetchElectron() {
  let script;
  try {
    script = require.resolve('electron/install.js');
  } catch {
    return 'its package is not installed';
  }
  console.error('convoy: fetching Electron, once');
  const run = spawnSync(process.execPath, [script], {
    timeout: downloadLimit,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (run.status === 0) return null;
  if (run.error !== undefined) return 'the download took too long';
  const reason = /^(?:\w*Error: )?(.+)$/m.exec(run.stderr.trim())?.[1];
  return reason ?? 'the download failed';
}

/** @param {string} program @param {readonly string[]} args */
function become(program, args) {
  const env = { ...process.env };
  // Set by some editors' terminals; with it Electron is a plain Node and opens nothing.
  delete env['ELECTRON_RUN_AS_NODE'];
  const child = spawn(program, args, { stdio: 'inherit', cwd: root, env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`convoy: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

if (!isBuilt()) {
  const run = spawnSync(process.execPath, [path.join(root, 'build/build.js'), '--quiet'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

const given = process.argv.slice(2);
const problem = findElectron() === null ? fetchElectron() : null;
const electron = findElectron();
if (electron !== null) {
  // Chromium's sandbox cannot be used by root, who would otherwise see nothing but a crash.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  become(electron, [...(asRoot ? ['--no-sandbox'] : []), root, ...given]);
} else {
  console.error(
    `convoy: Electron cannot be had here (${problem ?? 'no program came'}); opening the window in the browser`,
  );
  become(process.execPath, [path.join(root, 'dist/convoy.js'), 'serve', '--open', ...given]);
}
