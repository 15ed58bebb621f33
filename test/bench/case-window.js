import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import { root } from './convoy.js';
import { median } from './measure.js';
import { ffmpeg } from './sources.js';

/**
 * The window in Electron: how long until it can be used against an empty window, how long until 10 000 files are
 * listed, how it scrolls while files are converted, and what the page takes.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export const windowCase = () =>
  inElectron(async (program, base) => [await coldStart(program, base), ...(await manyFiles(program, base))]);

/**
 * Only how long the window takes until it can be used; less than a minute.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export const startCase = () => inElectron(async (program, base) => [await coldStart(program, base)]);

/**
 * @template T
 * @param {(program: string, base: string) => Promise<T>} work `base` is an empty folder, removed afterwards
 * @returns {Promise<T>}
 */
async function inElectron(work) {
  const folder =
    process.env['CONVOY_ELECTRON_DIST'] ??
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??
    path.join(root, 'node_modules/electron/dist');
  const program = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
  if (!existsSync(program)) throw new Error('no Electron; set ELECTRON_OVERRIDE_DIST_PATH');
  const base = mkdtempSync(path.join(os.tmpdir(), 'convoy-bench-window-'));
  try {
    return await work(program, base);
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

const rootArgs = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * @param {string} program
 * @param {string} data
 * @param {string} app
 * @param {number} [attempts] Playwright misses the window of one start in fifty, and waits for it in vain
 * @returns {Promise<import('playwright-core').ElectronApplication>}
 */
async function launch(program, data, app, attempts = 2) {
  const args = [...rootArgs, `--user-data-dir=${data}`, app];
  try {
    return await _electron.launch({ executablePath: program, args, timeout: 30_000 });
  } catch (error) {
    if (attempts <= 1) throw error;
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    return launch(program, data, app, attempts - 1);
  }
}

/**
 * Ends the app. One that does not end is killed, and there is no figure: it has asked something that nobody answers, or
 * does not quit.
 *
 * @param {import('playwright-core').ElectronApplication} opened
 */
async function close(opened) {
  const program = opened.process();
  try {
    await within(opened.close(), 20_000, 'the app did not quit');
  } finally {
    if (program.exitCode === null && program.signalCode === null) program.kill('SIGKILL');
  }
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {number} ms
 * @param {string} otherwise what is said when it takes longer
 * @returns {Promise<T>}
 */
async function within(work, ms, otherwise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, /** @type {Promise<never>} */ (limit)]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts of each kind, in turns: with five, the figure moved by a fifth from one run to the next. */
const rounds = 11;

/**
 * @param {string} program
 * @param {string} base
 * @returns {Promise<import('./bench.js').Line>}
 */
async function coldStart(program, base) {
  const empty = path.join(base, 'empty');
  mkdirSync(empty);
  writeFileSync(path.join(empty, 'package.json'), '{ "name": "empty", "main": "main.js" }');
  writeFileSync(
    path.join(empty, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,<h1>ready</h1>'));`,
  );
  /** @param {string} app @param {string} sign @param {string} data */
  const once = async (app, sign, data) => {
    const before = performance.now();
    const opened = await launch(program, data, app, 1);
    try {
      const page = await opened.firstWindow();
      await page.getByText(sign).first().waitFor({ timeout: 60_000 });
      return performance.now() - before;
    } finally {
      await close(opened);
    }
  };
  /** A start that fails is begun anew: time that went into it is none of the next one's. @type {typeof once} */
  const twice = async (app, sign, data) => {
    try {
      return await once(app, sign, data);
    } catch {
      return once(app, sign, `${data}-again`);
    }
  };
  const [ours, theirs] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let round = 0; round < rounds; round++) {
    theirs.push(await twice(empty, 'ready', path.join(base, `empty-${round}`)));
    ours.push(await twice(root, 'Drop files or folders here', path.join(base, `convoy-${round}`)));
  }
  const [mine, bare] = [median(ours), median(theirs)];
  return {
    what: 'window: start until it can be used ÷ an empty window',
    goal: '≤ 1.6',
    measured: (mine / bare).toFixed(2),
    note: `${(mine / 1000).toFixed(2)} s against ${(bare / 1000).toFixed(2)} s, fresh data, medians of ${rounds}`,
  };
}

/**
 * @param {string} program
 * @param {string} base
 * @returns {Promise<import('./bench.js').Line[]>}
 */
async function manyFiles(program, base) {
  const many = path.join(base, 'many');
  mkdirSync(many);
  const source = path.join(base, 'source.png');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240', '-frames:v', '1'];
  execFileSync(ffmpeg, ['-v', 'error', '-nostdin', ...picture, source]);
  const count = 10_000;
  for (let n = 1; n <= count; n++)
    copyFileSync(source, path.join(many, `photo ${String(n).padStart(5, '0')}.png`));
  const opened = await launch(program, path.join(base, 'many-data'), root);
  try {
    const page = await opened.firstWindow();
    await page.getByText('Drop files or folders here').waitFor({ timeout: 60_000 });
    const ask = (/** @type {string} */ name, /** @type {unknown} */ input) =>
      within(
        page.evaluate(
          ([n, i]) => /** @type {any} */ (globalThis).convoy.call(n, i),
          /** @type {const} */ ([name, input]),
        ),
        120_000,
        `${name} was not answered`,
      );
    // The first start on fresh data looks for tools and tries them, which every later one knows: that is no part of adding.
    await ask('tools:list', null);
    const cpuBefore = await cpuSeconds(opened);
    const before = performance.now();
    let answered = 0;
    const added = ask('queue:add', { paths: [many], choice: null }).then(() => {
      answered = performance.now() - before;
    });
    // A locator would look for its row twice a second only.
    const shown = (/** @type {string} */ what) =>
      page.waitForFunction(
        (selector) => /** @type {any} */ (globalThis).document.querySelector(selector) !== null,
        what,
        { timeout: 120_000, polling: 20 },
      );
    await shown('[role=grid] [role=row]');
    const first = performance.now() - before;
    await shown(`[aria-rowcount="${count}"]`);
    const listed = performance.now() - before;
    await added;
    const cpuAfter = await cpuSeconds(opened);
    const cpu = [...cpuAfter].map(
      ([name, now]) => `${name} ${(now - (cpuBefore.get(name) ?? 0)).toFixed(2)} s`,
    );
    await ask('queue:start', { ids: null });
    const frames = /** @type {number[]} */ (
      await within(page.evaluate(scrollFrames), 60_000, 'the list was not scrolled')
    );
    // Whoever quits while files are converted is asked whether he means it: until nothing runs, no answer is needed.
    await ask('queue:pause', { mode: 'after' });
    await isIdle(ask);
    frames.sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => (frames[Math.floor(frames.length * share)] ?? 0).toFixed(0);
    const heap = await page.evaluate(
      () => /** @type {any} */ (globalThis).performance.memory.usedJSHeapSize / 1e6,
    );
    return [
      {
        what: `window: ${count} files added until all are listed`,
        goal: '≤ 2 s',
        measured: `${(listed / 1000).toFixed(2)} s`,
        note: `first row after ${(first / 1000).toFixed(2)} s, add answered after ${(answered / 1000).toFixed(2)} s`,
      },
      { what: 'window: processor time for that', goal: '', measured: '', note: cpu.join(', ') },
      {
        what: 'window: frames while scrolling during a run',
        goal: '',
        measured: `${at(0.5)} ms`,
        note: `median; 95 % below ${at(0.95)} ms, ${frames.length} frames`,
      },
      {
        what: 'window: heap of the page',
        goal: '',
        measured: `${heap.toFixed(0)} MB`,
        note: `${count} rows`,
      },
    ];
  } finally {
    await close(opened);
  }
}

/**
 * Settles when a queue that pauses has come to rest, and main has heard of it. Rejects after half a minute.
 *
 * @param {(name: string, input: unknown) => Promise<string>} ask
 */
async function isIdle(ask) {
  for (const until = performance.now() + 30_000; performance.now() < until;) {
    const rests = JSON.parse(await ask('queue:state', null)).value?.active === false;
    // News of the last file are on their way for some milliseconds, and main reads those of ten thousand.
    await new Promise((resolve) => setTimeout(resolve, rests ? 1000 : 100));
    if (rests) return;
  }
  throw new Error('the queue did not come to rest');
}

/**
 * Seconds of processor time of the processes that take part in adding, by their name.
 *
 * @param {import('playwright-core').ElectronApplication} opened
 * @returns {Promise<ReadonlyMap<string, number>>}
 */
async function cpuSeconds(opened) {
  const metrics = await opened.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, name, cpu }) => ({ type, name, seconds: cpu.cumulativeCPUUsage ?? 0 })),
  );
  /** @type {Map<string, string>} */
  const processWords = new Map([
    ['Browser', 'main'],
    ['Tab', 'page'],
    ['GPU', 'drawing'],
  ]);
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { type, name, seconds } of metrics) {
    const known = name === 'Convoy engine' ? 'engine' : processWords.get(type);
    if (known !== undefined) found.set(known, (found.get(known) ?? 0) + seconds);
  }
  return found;
}

/** Runs in the page: scrolls the list for three seconds and gives the time of each frame. */
function scrollFrames() {
  const page = /** @type {any} */ (globalThis);
  const list = page.document.querySelector('[role=grid]');
  return new Promise((resolve) => {
    /** @type {number[]} */
    const frames = [];
    const begin = page.performance.now();
    let last = begin;
    const step = (/** @type {number} */ now) => {
      frames.push(now - last);
      last = now;
      list.scrollTop += 120;
      if (now - begin < 3000) page.requestAnimationFrame(step);
      else resolve(frames.slice(1));
    };
    page.requestAnimationFrame(step);
  });
}
