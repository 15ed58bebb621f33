import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import type { AddRequest, QueueEntry } from '../../electron/engine/index.ts';
import { buildChild } from '../support/build-child.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, probeJson, root, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/**
 * Convoy is killed again and again over one queue. Afterwards every job has finished exactly once. `npm run test:crash`
 * kills fifty times; the seed of a run is in its name, and `CONVOY_CRASH_SEED` repeats it.
 */

const kills = inject('kills');
const seed = Number(process.env['CONVOY_CRASH_SEED'] ?? Date.now() % 1_000_000);
const jobs = 60;
/** A job that was cut off so often has failed, and may be tried again (`mostInterruptions` of the engine). */
const mostRounds = kills + 20;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What each job must leave, by its name in the folder of results. */
async function mixedJobs(folder: string, out: string): Promise<ReadonlyMap<string, AddRequest>> {
  // As much work as the kills take time.
  const film = await longClip(folder, kills > 10 ? 2 : 1);
  const inputs = { film, sound: await clip('wav'), photo: await clip('jpeg'), gif: await clip('gif') };
  const jobsByName = new Map<string, AddRequest>();
  for (let n = 0; n < jobs; n++) {
    const add = (name: string, request: Omit<AddRequest['request'], 'output'>): void => {
      jobsByName.set(name, {
        request: { ...request, output: path.join(out, name) },
      });
    };
    switch (n % 6) {
      case 0:
        add(`${n}.mp4`, { input: inputs.film, kind: 'video', options: { width: 240 + 2 * n } });
        break;
      case 1:
        add(`${n}.mp3`, { input: inputs.sound, kind: 'audio' });
        break;
      case 2:
        add(`${n}.mkv`, { input: inputs.film, kind: 'video', options: { format: 'mkv' } });
        break;
      case 3:
        add(`${n}.gif`, { input: inputs.film, kind: 'animation', options: { width: 120, end: 1 } });
        break;
      case 4:
        add(`${n}`, { input: inputs.film, kind: 'adaptive_video', options: { width: 160, end: 2 } });
        break;
      default:
        add(`${n}.webp`, { input: n % 12 === 5 ? inputs.photo : inputs.gif, kind: 'image' });
    }
  }
  return jobsByName;
}

it(`${kills} kills over ${jobs} jobs: each finishes exactly once (seed ${seed})`, async (t) => {
  const folder = tempDir(t);
  const out = path.join(folder, 'out');
  const stateFile = path.join(folder, 'state', 'queue.db');
  const wanted = await mixedJobs(folder, out);
  const program = await buildChild('engine-child');
  const worker = path.join(root, 'dist/still-worker.js');
  const random = randomFrom(seed);

  /** Runs until it is killed, or has nothing left to do. Gives whether it got there. */
  async function runAndKill(added: readonly AddRequest[]): Promise<boolean> {
    const more = added.length === 0 ? [] : [JSON.stringify({ requests: added, ready: false })];
    const child = spawn(process.execPath, [program, stateFile, worker, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const busy = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/^processing /m.test(said)) resolve();
      });
    });
    await Promise.race([busy, ended]);
    // Anywhere in the life of a job: while it is read, encoded, checked, published, or between two of them.
    await Promise.race([pause(random() * 1500), ended]);
    child.kill('SIGKILL');
    await ended;
    return /^idle$/m.test(said);
  }

  for (let n = 0; n < kills; n++) {
    if (await runAndKill(n === 0 ? [...wanted.values()] : [])) break;
  }

  const { engine } = watchedEngine(t, { stateFile });
  const entries = (): readonly QueueEntry[] => engine.queue.page({ after: null, limit: jobs + 1 });
  for (let round = 0; round < mostRounds; round++) {
    await engine.idle();
    const cut = entries().filter(({ job }) => job.error?.kind === 'interrupted');
    if (cut.length === 0) break;
    await engine.queue.retry(cut.map(({ job }) => job.id));
  }

  expect(entries().map(({ job }) => [path.basename(job.output ?? ''), job.status])).toEqual(
    [...wanted.keys()].map((name) => [/^\d+$/.test(name) ? 'master.m3u8' : name, 'succeeded']),
  );
  // Nothing twice, nothing half, nothing left over.
  expect(readdirSync(out).sort()).toEqual([...wanted.keys()].sort());
  for (const name of wanted.keys()) {
    const file = path.join(out, name, ...(/^\d+$/.test(name) ? ['master.m3u8'] : []));
    const { streams } = await probeJson(file);
    expect(streams.length, name).toBeGreaterThan(0);
  }
}, 900_000);
