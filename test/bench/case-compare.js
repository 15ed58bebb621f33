import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { clearTimeout } from 'node:timers';
import { WebSocket } from 'ws';
import { emptyFolder, root } from './convoy.js';
import { measure, median } from './measure.js';
import { ffmpeg, video } from './sources.js';

/** Seconds at which a frame is asked for: between two key frames. */
const place = 7.7;
const rounds = 3;
/** Milliseconds for one answer. */
const limitMs = 60_000;

/**
 * One frame of a 1080p film before and after, through the real settings, against bare ffmpeg that seeks there, decodes
 * and encodes that one frame.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function compareCase() {
  const input = await video('copy.mov', { width: 1920, height: 1080, rate: 30, seconds: 10 });
  const raw = [];
  for (let round = 0; round < rounds; round++) raw.push(await bareFrame(input));
  const bare = median(raw);
  const server = await serve(path.dirname(input));
  try {
    const choice = { kind: 'video', presetId: null, options: { quality: 'medium' }, output: null };
    const { firstId } = await server.call('queue:add', { paths: [input], choice, start: false });
    // What is known of the tools and of the file is asked for once, by whoever comes first.
    await render(server, firstId, 1, 'medium');
    /** @type {[string, number[]][]} */
    const looks = [
      ['at a place', []],
      ['at no place', []],
      ['with another setting', []],
    ];
    for (let round = 0; round < rounds; round++) {
      const at = place - round;
      looks[0]?.[1].push(await render(server, firstId, at, 'medium'));
      looks[1]?.[1].push(await render(server, firstId, null, round % 2 === 0 ? 'medium' : 'high'));
      looks[2]?.[1].push(await render(server, firstId, at, 'high'));
    }
    return looks.map(([how, times]) => ({
      what: `compare: one frame of 1080p, ${how}`,
      goal: '≤ 2 s',
      measured: `${(median(times) / 1000).toFixed(2)} s`,
      note: `${(median(times) / bare).toFixed(1)} × one frame by bare ffmpeg (${(bare / 1000).toFixed(2)} s)`,
    }));
  } finally {
    await server.end();
  }
}

/** @param {string} input */
async function bareFrame(input) {
  const output = path.join(emptyFolder('compare'), 'frame.mp4');
  const args = ['-hide_banner', '-nostdin', '-v', 'error', '-y', '-ss', String(place), '-i', input];
  const run = await measure(ffmpeg, [...args, '-frames:v', '1', '-an', '-c:v', 'libx264', output]);
  if (run.exitCode !== 0) throw new Error(`bare ffmpeg failed: ${run.stderr.slice(-300)}`);
  return run.wallMs;
}

/**
 * @param {Awaited<ReturnType<typeof serve>>} server
 * @param {string} id
 * @param {number | null} at
 * @param {string} quality
 */
async function render(server, id, at, quality) {
  const before = performance.now();
  const answer = await server.call('compare:render', { id, at, change: { options: { quality } } });
  if (!answer.ok) throw new Error(answer.error.message);
  return performance.now() - before;
}

/**
 * `convoy serve` on a folder, with a way to ask it what the window asks.
 * @param {string} folder
 */
async function serve(folder) {
  const state = mkdtempSync(path.join(os.tmpdir(), 'convoy-bench-compare-'));
  const program = path.join(root, 'dist/convoy.js');
  const args = [program, 'serve', '--port', '0', '--state', state, '--allow', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = await within(
      'the server to start',
      new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    );
    const { origin } = new URL(url);
    const entrance = await globalThis.fetch(url, { redirect: 'manual' });
    const cookie = entrance.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/socket`, { headers: { cookie, origin } });
    /** @type {Map<number, (answer: any) => void>} */
    const waiting = new Map();
    socket.on('message', (/** @type {Buffer} */ data) => {
      const message = JSON.parse(data.toString());
      if (typeof message.id === 'number') waiting.get(message.id)?.(message);
    });
    await within(
      'the socket to open',
      new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      }),
    );
    let last = 0;
    return {
      end: async () => {
        socket.close();
        await end();
      },
      /** @param {string} name @param {unknown} input @returns {Promise<any>} */
      async call(name, input) {
        const id = ++last;
        const answer = new Promise((resolve) => waiting.set(id, resolve));
        socket.send(JSON.stringify({ id, name, input }));
        const { ok, value, error } = await within(name, answer);
        if (!ok) throw new Error(error.message);
        return value;
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * @param {string} what
 * @param {Promise<any>} promise
 */
async function within(what, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
