import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../electron/engine/store/open-store.ts';
import { newId } from '../../shared/model/id.ts';
import { jobRecord } from '../support/job-records.ts';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** A queue that was kept, so long that it is taken up in parts: what others do in between does it no harm. */

function kept(stateFile: string, jobs: ReturnType<typeof jobRecord>[]): void {
  const store = openStore(stateFile, (line) => expect.unreachable(line));
  store.insert(jobs);
  store.close();
}

describe('a long queue of an earlier run', () => {
  it('accepts, changes and gives up jobs before all of it is taken up', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const batchId = newId('batch');
    const of = 3000;
    const jobs = Array.from({ length: of }, (_, n) =>
      jobRecord({
        ...{ kind: 'image', options: {}, hold: 'ready', batchId, of, index: n + 1, rank: (n + 1) * 1024 },
        inputs: [path.join(folder, `${n}.jpg`)],
      }),
    );
    kept(stateFile, jobs);
    copyFileSync(await clip('jpeg'), path.join(folder, '0.jpg'));
    const idOf = (n: number): string => jobs.at(n)?.id ?? '';
    const { engine } = watchedEngine(t, { stateFile });
    let isWhole = false;
    void engine.idle().then(() => (isWhole = true));
    const request = { input: path.join(folder, '0.jpg'), kind: 'image' } as const;
    const [added] = await engine.add([{ request }], { ready: true });
    expect(isWhole).toBe(false);
    expect(await engine.queue.edit([idOf(-1)], { setOptions: { format: 'png' } })).toEqual([]);
    expect(await engine.queue.remove([idOf(-2)])).toHaveLength(1);
    await engine.cancel([idOf(-3)]);
    expect(isWhole).toBe(false);
    await engine.idle();
    expect(engine.queue.count()).toBe(of);
    const last = engine.queue.page({ after: idOf(-5), limit: 9 });
    expect(last.map(({ job, hold }) => [job.id, job.status, hold])).toEqual([
      [idOf(-4), 'queued', 'ready'],
      [idOf(-3), 'cancelled', null],
      [idOf(-1), 'queued', 'ready'],
      [added?.id, 'queued', 'ready'],
    ]);
    expect(engine.job(idOf(-1))?.options).toEqual({ format: 'png' });
    // Two jobs of one input, two names: what came later did not take that of the first.
    const names = await Promise.all(
      [idOf(0), added?.id ?? ''].map(async (id) => {
        const { result } = await engine.queue.plan(id);
        return result.ok ? path.basename(result.path) : result.error.message;
      }),
    );
    expect(names).toEqual(['0.webp', '0 (2).webp']);
  });

  it('is done in its order, each job once and under its own name', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    mkdirSync(path.join(folder, 'in'));
    const input = path.join(folder, 'in/photo.jpg');
    copyFileSync(await clip('jpeg'), input);
    const batchId = newId('batch');
    const of = 60;
    kept(
      stateFile,
      Array.from({ length: of }, (_, n) =>
        jobRecord({
          ...{ kind: 'image', options: { width: 16 }, batchId, of, index: n + 1, rank: (n + 1) * 1024 },
          ...{ inputs: [input], output: `${folder}/out/` },
        }),
      ),
    );
    const { engine } = watchedEngine(t, { stateFile });
    await engine.idle();
    const jobs = engine.queue.page({ after: null, limit: of });
    expect(jobs.map(({ job }) => job.status)).toEqual(jobs.map(() => 'succeeded'));
    expect(jobs.map(({ job }) => path.basename(String(job.output)))).toEqual(
      jobs.map((_, n) => (n === 0 ? 'photo.webp' : `photo (${n + 1}).webp`)),
    );
    expect(readdirSync(path.join(folder, 'out'))).toHaveLength(of);
  });
});
