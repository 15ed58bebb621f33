import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { longClip } from '../support/long-clip.ts';
import { clip, describeTools, root, tempDir } from '../support/media.ts';
import { runBatch } from '../support/run-jobs.ts';

/** What stays on disk when a job is stopped in the middle, politely or not. */

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', (code) => resolve(code)));

describeTools('cancel', (pair) => {
  it.for(['video', 'audio', 'animation', 'adaptive_video'] as const)(
    '%s, cancelled in the middle, leaves nothing and says so',
    async (kind, t) => {
      const folder = tempDir(t);
      const input = await longClip(folder, 100);
      const options =
        kind === 'animation'
          ? { end: 50 }
          : kind === 'audio'
            ? { format: 'flac', compression: 100 }
            : { width: 640 };
      let told = false;
      let took: Promise<number> = Promise.resolve(Infinity);
      const [job] = await runBatch(
        [{ input, kind, options, output: `${folder}/out/` }],
        pair,
        {},
        (event, engine) => {
          // A palette is found in silence: there, any progress is the middle.
          const far = kind === 'animation' ? 0 : 0.01;
          if (told || event.type !== 'progress' || (event.progress ?? 0) < far) return;
          told = true;
          const startedAt = performance.now();
          took = engine.cancel([event.id]).then(() => performance.now() - startedAt);
        },
      );
      expect(job?.status).toBe('cancelled');
      expect(await took).toBeLessThan(4_000);
      expect((await readdir(folder)).sort()).toEqual(['long.mp4']);
    },
  );
});

it('a kill of the engine in the middle leaves no file under a final name', async (t) => {
  const folder = tempDir(t);
  const input = await longClip(folder, 100);
  await copyFile(await clip('jpeg'), path.join(folder, 'photo.jpg'));
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'dist/convoy.js'),
      'video',
      '-i',
      input,
      '-o',
      `${folder}/out/`,
      '--width',
      '640',
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const over = ended(child);
  const progressed = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (/"type":"progress".*"progress":0\.0*[1-9]/.test(chunk.toString())) resolve('it runs');
    });
  });
  expect(await Promise.race([progressed, over])).toBe('it runs');
  child.kill('SIGKILL');
  await over;
  const left = await readdir(path.join(folder, 'out'));
  expect(left.filter((name) => !/^\.convoy-job_\w+-\d+\.part$/.test(name))).toEqual([]);
  expect(left.length).toBeGreaterThan(0);
});
