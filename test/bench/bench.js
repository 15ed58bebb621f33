// `npm run bench` prints how Convoy compares with the tools under it, side by side in one run. It never passes or
// fails: a ratio says something about a machine, and people read it. `npm run bench -- copy memory` runs only those.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareCase } from './case-compare.js';
import { apiCase } from './case-api.js';
import { copyCase } from './case-copy.js';
import { ladderCase } from './case-ladder.js';
import { memoryCase } from './case-memory.js';
import { mixedCase } from './case-mixed.js';
import { photosCase } from './case-photos.js';
import { queueCase } from './case-queue.js';
import { uploadCase } from './case-upload.js';
import { videoCase } from './case-video.js';
import { startCase, windowCase } from './case-window.js';
import { results, root } from './convoy.js';
import { ffmpeg } from './sources.js';

/**
 * One line of the result.
 * @typedef {{ what: string, goal: string, measured: string, note: string }} Line
 */

/** @type {Readonly<Record<string, () => Promise<Line[]>>>} */
const cases = {
  video: videoCase,
  photos: photosCase,
  mixed: mixedCase,
  ladder: ladderCase,
  copy: copyCase,
  compare: compareCase,
  memory: memoryCase,
  window: windowCase,
  start: startCase,
  queue: queueCase,
  upload: uploadCase,
  api: apiCase,
};

/** @param {string} file @param {string[]} args */
function firstLine(file, args) {
  try {
    return (
      execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0] ?? ''
    );
  } catch {
    return 'not there';
  }
}

function printMachine() {
  const [cpu] = os.cpus();
  const memory = (os.totalmem() / 1e9).toFixed(1);
  const load = os.loadavg().map((value) => value.toFixed(1));
  console.log(`${cpu?.model ?? 'unknown processor'}, ${os.availableParallelism()} cores, ${memory} GB`);
  console.log(`${os.type()} ${os.release()}, Node ${process.versions.node}, load ${load.join(' ')}`);
  console.log(`bundled ffmpeg: ${firstLine(ffmpeg, ['-version']).replace(/ Copyright.*/, '')}`);
  console.log(`system ffmpeg:  ${firstLine('ffmpeg', ['-version']).replace(/ Copyright.*/, '')}`);
  console.log(`mogrify:        ${firstLine('mogrify', ['-version'])}`);
}

/** @param {Line[]} lines */
function printLines(lines) {
  /** @type {Line} */
  const head = { what: 'what', goal: 'goal', measured: 'measured', note: 'how' };
  const all = [head, ...lines];
  const width = (/** @type {'what' | 'goal' | 'measured'} */ key) =>
    Math.max(...all.map((line) => line[key].length));
  for (const line of all) {
    console.log(
      [
        line.what.padEnd(width('what')),
        line.goal.padStart(width('goal')),
        line.measured.padStart(width('measured')),
        line.note,
      ].join('  '),
    );
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in cases));
if (unknown.length > 0) {
  console.error(`there is no bench called ${unknown.join(', ')}; there are ${Object.keys(cases).join(', ')}`);
  process.exit(2);
}
if (!existsSync(path.join(root, 'dist/convoy.js'))) {
  console.error('dist/convoy.js is not there; run `npm run build` first');
  process.exit(2);
}

printMachine();
/** @type {Line[]} */
const lines = [];
for (const [name, run] of Object.entries(cases)) {
  // The start is part of `window`: on its own only where it is asked for.
  if (asked.length > 0 ? !asked.includes(name) : name === 'start') continue;
  console.log(`\n${name}`);
  const before = performance.now();
  /** @type {Line[]} */
  let found;
  try {
    found = await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    found = [{ what: name, goal: '', measured: 'no figure', note: reason }];
  }
  // Said at once as well: who stops a long run keeps what was measured.
  for (const { what, measured } of found) console.log(`  ${what}: ${measured}`);
  lines.push(...found);
  rmSync(results, { recursive: true, force: true });
  console.log(`  took ${((performance.now() - before) / 1000).toFixed(0)} s`);
}
console.log('');
printLines(lines);
