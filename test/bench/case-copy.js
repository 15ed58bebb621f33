import path from 'node:path';
import { convoy, emptyFolder, encodeTask } from './convoy.js';
import { median } from './measure.js';
import { video } from './sources.js';

/**
 * mov → mp4 of streams that an mp4 holds, copied as Convoy does by itself, against encoding it.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function copyCase() {
  const input = await video('copy.mov', { width: 1920, height: 1080, rate: 30, seconds: 10 });
  const folder = emptyFolder('copy');
  /** @param {string} name @param {string[]} more */
  const run = (name, more) =>
    convoy(['video', '-i', input, '-o', path.join(folder, name), '--on-collision', 'overwrite', ...more]);
  const copies = [];
  for (let round = 0; round < 3; round++) copies.push(await run('copied.mp4', []));
  const encoded = await run('encoded.mp4', ['--quality', 'medium']);
  const done = encodeTask(copies[0]?.jobs[0]).output.plan;
  if (done !== 'copy') throw new Error(`the plan of the copy was ${done}`);
  const ms = median(copies.map(({ wallMs }) => wallMs));
  return [
    {
      what: 'mov → mp4: encoding ÷ copying, wall time',
      goal: '≥ 20',
      measured: (encoded.wallMs / ms).toFixed(0),
      note: `${(encoded.wallMs / 1000).toFixed(1)} s against ${(ms / 1000).toFixed(2)} s, start of the program included; 10 s of 1080p`,
    },
  ];
}
