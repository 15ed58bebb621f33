import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AddedBatch, BatchPart, Engine } from '../../electron/engine/index.ts';
import type { JobRequest } from '../../shared/model/job.ts';
import { clip, tempDir } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';

/** Thousands of files come into the queue part by part: first the whole list, then what it takes to run. */

describe('a batch that comes in parts', () => {
  async function setup(t: Parameters<typeof tempDir>[0]) {
    const folder = tempDir(t);
    mkdirSync(path.join(folder, 'in'));
    const engine = testEngine();
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- vitest waits for it
    t.onTestFinished(() => engine.close());
    const statuses: string[] = [];
    engine.subscribe((event) => {
      if (event.type === 'job')
        statuses.push(`${path.basename(String(event.job.input))} ${event.job.status}`);
    });
    const inputs = ['a', 'b', 'c', 'd'].map((name) => path.join(folder, 'in', `${name}.png`));
    const photo = await clip('cover-png');
    for (const input of inputs) copyFileSync(photo, input);
    const asked = (input: string, output = 'one/name.webp'): JobRequest => ({
      ...{ input, kind: 'image', options: { format: 'webp' }, output: path.join(folder, output) },
    });
    const partOf = (...some: readonly string[]): BatchPart => ({
      requests: some.map((input) => ({ request: asked(input) })),
      looked: new Map(),
    });
    return { folder, engine, inputs, statuses, asked, partOf };
  }
  /** Under which names results will lie. */
  const names = async (engine: Engine): Promise<readonly string[]> => {
    const entries = engine.queue.page({ after: null, limit: 100 });
    const planned = await Promise.all(entries.map(({ job }) => engine.queue.plan(job.id)));
    return planned.map(({ result }) => (result.ok ? path.basename(result.path) : result.error.kind));
  };

  it('is in the list as a whole before the first name is promised, and names follow the list', async (t) => {
    const { engine, inputs, asked, partOf } = await setup(t);
    const [a = '', b = '', c = '', d = ''] = inputs;
    const seen: number[] = [];
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a, b);
      seen.push(engine.queue.count());
      yield partOf(c);
      seen.push(engine.queue.count());
    }
    const adding = engine.addInParts({ ready: true, of: 3, inputs: [a, b, c] }, parts());
    const added = await adding;
    expect(added).toMatchObject({ added: 3, refused: 0 } satisfies Partial<AddedBatch>);
    expect(seen).toEqual([2, 3]);
    const [first] = engine.queue.page({ after: null, limit: 1 });
    expect([first?.job.id, first?.job.batch_id]).toEqual([added.firstId, added.batchId]);
    await engine.add([{ request: asked(d) }], { ready: true });
    expect(await names(engine)).toEqual(['name.webp', 'name (2).webp', 'name (3).webp', 'name (4).webp']);
  });

  it('keeps nobody else from adding meanwhile', async (t) => {
    const { engine, inputs, asked, partOf } = await setup(t);
    const [a = '', b = '', c = ''] = inputs;
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a);
      const [other] = await engine.add([{ request: asked(c) }], { ready: true });
      expect(other?.status).toBe('queued');
      yield partOf(b);
    }
    await engine.addInParts({ ready: true, of: 2, inputs: [a, b] }, parts());
    // Whoever is whole first is named first.
    expect(await names(engine)).toEqual(['name (2).webp', 'name.webp', 'name (3).webp']);
  });

  it('lets go of what was called off, and keeps what was changed, before it had a name', async (t) => {
    const { folder, engine, inputs, statuses, partOf } = await setup(t);
    const [a = '', b = '', c = ''] = inputs;
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a, b);
      const [first, second] = engine.queue.page({ after: null, limit: 2 }).map(({ job }) => job.id);
      await engine.cancel([first ?? '']);
      await engine.queue.edit([second ?? ''], { output: path.join(folder, 'two/other.webp') });
      yield partOf(c);
    }
    const added = await engine.addInParts({ ready: true, of: 3, inputs: [a, b, c] }, parts());
    expect(added).toMatchObject({ added: 3, refused: 0 });
    expect(statuses).toContain('a.png cancelled');
    expect((await names(engine)).slice(1)).toEqual(['other.webp', 'name.webp']);
  });

  it('runs each of its jobs once, also one that was changed before it had a name', async (t) => {
    const { folder, engine, inputs, statuses, partOf } = await setup(t);
    const [a = '', b = ''] = inputs;
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a);
      const [first] = engine.queue.page({ after: null, limit: 1 }).map(({ job }) => job.id);
      await engine.queue.edit([first ?? ''], { output: path.join(folder, 'two/other.webp') });
      yield partOf(b);
    }
    await engine.addInParts({ ready: false, of: 2, inputs: [a, b] }, parts());
    await engine.idle();
    for (const file of ['a.png', 'b.png'])
      expect(statuses.filter((said) => said === `${file} succeeded`)).toHaveLength(1);
    expect(readdirSync(path.join(folder, 'two'))).toEqual(['other.webp']);
    expect(readdirSync(path.join(folder, 'one'))).toEqual(['name.webp']);
  });

  it('is what came until then when the rest cannot be had', async (t) => {
    const { engine, inputs, partOf } = await setup(t);
    const [a = '', b = ''] = inputs;
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator that fails
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a);
      throw new Error('the folder went away');
    }
    const adding = engine.addInParts({ ready: true, of: 2, inputs: [a, b] }, parts());
    await expect(adding).rejects.toThrow('the folder went away');
    expect(await names(engine)).toEqual(['name.webp']);
  });

  it('counts what cannot run', async (t) => {
    const { engine, inputs, asked, partOf } = await setup(t);
    const [a = '', b = ''] = inputs;
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator
    async function* parts(): AsyncGenerator<BatchPart> {
      yield partOf(a);
      const wrong = { ...asked(b), options: { width: 0 } };
      yield { requests: [{ request: wrong }], looked: new Map() };
    }
    const added = await engine.addInParts({ ready: true, of: 2, inputs: [a, b] }, parts());
    expect(added).toMatchObject({ added: 2, refused: 1 });
    expect(engine.queue.page({ after: null, limit: 9 }).map(({ job }) => job.status)).toEqual([
      'queued',
      'failed',
    ]);
  });
});
