import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { spawnRunner } from '../../electron/engine/process/run-ffmpeg.ts';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** The computer is left free for other work. */

const threads = Math.max(1, Math.floor(availableParallelism() / 2));

describe('a gentle engine', () => {
  it.each([
    ['h264', 'mp4', `-threads:v ${threads}`],
    ['h265', 'mp4', `pools=${threads}`],
    ['vp9', 'webm', `-threads:v ${threads}`],
  ])('encodes %s with half of the cores, and says so', async (codec, format, words) => {
    const done: (() => unknown)[] = [];
    const t = { onTestFinished: (one: () => unknown) => done.unshift(one) };
    try {
      const { engine, add, ended } = watchedEngine(t);
      await engine.library.changeSettings({ gentle: true });
      expect(engine.queue.state().lanes).toMatchObject({
        video: 1,
        still: 1,
        audio: 1,
        copy: 1,
        transfer: 1,
      });
      const output = path.join(tempDir(t), `out.${format}`);
      const job = await add({
        ...{ input: await clip('h264-aac-mp4'), kind: 'video', output },
        options: { codec, format, width: 64, end: 0.5 },
      });
      const { job: ran } = await ended(job.id);
      expect(ran).toMatchObject({ status: 'succeeded' });
      expect((ran.tasks[2]?.output as { command: string }).command).toContain(words);
    } finally {
      for (const one of done) await one();
    }
  });

  it.runIf(process.platform !== 'win32')('lets every other program go first', async () => {
    const says = async (gentle: boolean): Promise<string | undefined> => {
      const args = ['-c', 'sleep 0.5; ps -o ni= -p $$ >&2'];
      const { stderrTail } = await spawnRunner.run({ ffmpeg: '/bin/sh', args, gentle });
      return stderrTail.at(-1)?.trim();
    };
    expect(await says(true)).toBe('19');
    expect(await says(false)).toBe('10');
  });
});
