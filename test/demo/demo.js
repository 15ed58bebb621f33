// `npm run demo`: makes small originals, converts them into every kind with the command line as a person would type
// it, and prints what came out. Needs nothing but `npm ci`.
import { spawn } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { makeClips } from './clips.js';
import { jobRow, printTable } from './result-table.js';

/** @typedef {import('../../shared/model/job.ts').Job} Job */

const root = path.resolve(import.meta.dirname, '../..');
const convoy = path.join(root, 'dist/convoy.js');

/** Everything after `npx convoy`; paths are relative to the checkout, so the lines can be typed as they are shown. */
const commands = [
  // The streams already are what an mp4 holds: nothing is encoded.
  'video -i demo/input/holiday.mov -o demo/output/ --format mp4',
  'video -i demo/input/holiday.mov -o demo/output/holiday-360p.mp4 --height 360 --quality high',
  'video -i demo/input/holiday.mov -o demo/output/holiday-square.webm --width 480 --height 480 --fit cover --end 2',
  // Both languages stay, the subtitles become mov_text.
  'video -i demo/input/interview.mkv -o demo/output/ --format mp4 --codec h265 --width 480',
  'audio -i demo/input/interview.mkv -i demo/input/song.wav -o demo/output/audio/ --format mp3',
  'audio -i demo/input/holiday.mov -o demo/output/audio/ --format m4a',
  'audio -i demo/input/song.wav -o demo/output/audio/ --format flac',
  'audio -i demo/input/song.wav -o demo/output/audio/ --format opus --quality high',
  // A folder keeps its tree.
  'image -i demo/input/photos -o demo/output/photos/ --format webp --width 1600',
  'image -i demo/input/photos/coast.jpg -o demo/output/photos/ --format avif --width 800',
  'image -i demo/input/logo.png -o demo/output/logo-on-white.jpg --width 600 --height 400 --background #ffffff',
  'image -i demo/input/holiday.mov -o demo/output/holiday-at-2s.jpg --start 2',
  'animation -i demo/input/holiday.mov -o demo/output/ --start 1 --end 3 --width 320',
  'animation -i demo/input/holiday.mov -o demo/output/ --start 1 --end 3 --format webp',
  'animation -i demo/input/spinner.gif -o demo/output/ --format apng',
  'adaptive -i demo/input/lecture.mp4 -o demo/output/lecture',
];

/**
 * Runs one command. Standard output is a pipe, so it carries JSON lines; what people see is on standard error.
 * @param {string} command
 * @returns {Promise<{ jobs: Job[], exitCode: number | null }>}
 */
async function run(command) {
  const child = spawn(process.execPath, [convoy, ...command.split(' ')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  const closed = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.type === 'job') jobs.set(event.job.id, event.job);
  }
  await closed;
  return { jobs: [...jobs.values()], exitCode: child.exitCode };
}

if (!existsSync(convoy)) {
  console.error('dist/convoy.js is not there; run `npm run build` first');
  process.exit(1);
}
console.log('Making the originals in demo/input …');
makeClips(path.join(root, 'demo/input'));
// The folder is this script's own: a second run shows the same names again.
rmSync(path.join(root, 'demo/output'), { recursive: true, force: true });

const before = performance.now();
const rows = [];
let failed = 0;
for (const command of commands) {
  console.log(`\nnpx convoy ${command.replace(/#\w+/, '"$&"')}`);
  const { jobs, exitCode } = await run(command);
  if (exitCode !== 0) failed += 1;
  for (const job of jobs) {
    const input = Array.isArray(job.input) ? (job.input[0] ?? '') : job.input;
    rows.push(jobRow(job, path.join(root, 'demo'), statSync(input).size));
  }
}

console.log('');
printTable(rows);
const seconds = ((performance.now() - before) / 1000).toFixed(1);
console.log(`\n${rows.length} results in ${seconds} s. They are in ${path.join(root, 'demo/output')}`);
console.log('The originals in demo/input are as they were.');
if (failed > 0) {
  console.error(`${failed} of ${commands.length} commands failed.`);
  process.exit(1);
}
