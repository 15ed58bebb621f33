import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { longClip } from '../support/long-clip.ts';
import { clip, probeJson, tempDir } from '../support/media.ts';
import { childProcesses, watchedEngine } from '../support/watched-engine.ts';

/** The queue as a person works on it, over real conversions. */

async function photo(folder: string, name = 'photo.jpg'): Promise<string> {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(await clip('jpeg'), file);
  return file;
}
const partsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.convoy-'));

describe('jobs that are ready', () => {
  it('are planned under the name that they get, and run when they are released', async (t) => {
    const folder = tempDir(t);
    const { engine, add, ended } = watchedEngine(t);
    const job = await add({ input: await photo(folder), kind: 'image', options: { format: 'png' } }, true);
    expect(engine.queue.entry(job.id)).toMatchObject({
      hold: 'ready',
      phase: null,
      job: { status: 'queued' },
    });
    expect(engine.queue.state()).toMatchObject({ paused: 'no', active: false });
    const plan = await engine.queue.plan(job.id);
    expect(plan).toMatchObject({ facts: { still: { format: 'jpeg' } }, result: { ok: true } });
    await engine.idle();
    expect(engine.queue.entry(job.id)?.job.status).toBe('queued');
    engine.queue.release('ready');
    expect(engine.queue.entry(job.id)?.hold).toBeNull();
    expect(engine.queue.state().active).toBe(true);
    const { job: done } = await ended(job.id);
    expect(done).toMatchObject({ status: 'succeeded', output: path.join(folder, 'photo.png') });
    expect(plan.result.ok && plan.result.path).toBe(done.output);
    // A plan of what is done names what was published.
    const after = await engine.queue.plan(job.id);
    expect(after.result.ok && after.result.path).toBe(done.output);
    await engine.idle();
    expect(engine.queue.state().active).toBe(false);
  });

  it('run as they were edited, under another name', async (t) => {
    const folder = tempDir(t);
    const { engine, add, ended } = watchedEngine(t);
    const job = await add({ input: await photo(folder), kind: 'image', options: { format: 'png' } }, true);
    const first = await engine.queue.edit([job.id], {
      ...{ setOptions: { width: 32, format: 'webp' }, output: `${folder}/out/{name}-{width}.{ext}` },
      preset: 'web_photo',
    });
    expect(first).toEqual([]);
    expect(engine.queue.entry(job.id)?.job).toMatchObject({
      options: { format: 'webp', width: 32 },
      preset: 'web_photo',
    });
    const refused = await engine.queue.edit([job.id], { setOptions: { width: -5 } });
    expect(refused).toEqual([
      { id: job.id, error: expect.objectContaining({ kind: 'invalid_option' }) as unknown },
    ]);
    engine.queue.release([job.id]);
    const { job: done } = await ended(job.id);
    expect(done).toMatchObject({ status: 'succeeded', output: path.join(folder, 'out', 'photo-32.webp') });
    const late = await engine.queue.edit([job.id, 'job_gone'], { setOptions: { width: 8 } });
    expect(late.map(({ error }) => error.kind)).toEqual(['conflict', 'not_found']);
  });

  it('that a person holds stay held, and wait for the start again when that is lifted', async (t) => {
    const folder = tempDir(t);
    const { engine, ended } = watchedEngine(t);
    const inputs = await Promise.all(['a', 'b', 'c'].map((name) => photo(folder, `${name}.jpg`)));
    const jobs = await engine.add(
      inputs.map((input) => ({ request: { input, kind: 'image' } })),
      { ready: true },
    );
    const [a, b, c] = jobs.map(({ id }) => id) as [string, string, string];
    const holds = () => [a, b, c].map((id) => engine.queue.entry(id)?.hold);
    engine.queue.hold([a, b]);
    expect(holds()).toEqual(['user', 'user', 'ready']);
    engine.queue.release([a]);
    expect(holds()).toEqual(['ready', 'user', 'ready']);
    engine.queue.release('ready');
    expect(holds()).toEqual([null, 'user', null]);
    await engine.idle();
    expect(engine.job(b)?.status).toBe('queued');
    // The queue was started meanwhile: it runs as soon as it is let go.
    engine.queue.release([b]);
    expect((await ended(b)).job.status).toBe('succeeded');
  });

  it('give their names back when they are edited or removed', async (t) => {
    const folder = tempDir(t);
    const { engine, add } = watchedEngine(t);
    const input = await photo(folder);
    const request = { input, kind: 'image', options: { format: 'png' } } as const;
    const pathOf = async (id: string): Promise<string> => {
      const { result } = await engine.queue.plan(id);
      return result.ok ? path.basename(result.path) : result.error.message;
    };
    const [a, b, c] = [await add(request, true), await add(request, true), await add(request, true)];
    expect([await pathOf(a.id), await pathOf(b.id), await pathOf(c.id)]).toEqual([
      ...['photo.png', 'photo (2).png', 'photo (3).png'],
    ]);
    await engine.queue.edit([a.id], { setOptions: { format: 'webp' } });
    const removed = await engine.queue.remove([b.id]);
    const [d, e] = [await add(request, true), await add(request, true)];
    expect([await pathOf(a.id), await pathOf(d.id), await pathOf(e.id)]).toEqual([
      ...['photo.webp', 'photo.png', 'photo (2).png'],
    ]);
    expect(engine.queue.restore(removed)).toBe(1);
    expect(engine.queue.page({ after: null, limit: 9 }).map(({ job }) => job.id)).toEqual([
      ...[a.id, b.id, c.id, d.id, e.id],
    ]);
    expect(engine.queue.entry(b.id)?.hold).toBe('ready');
    engine.queue.release('ready');
    await engine.idle();
    expect(readdirSync(folder).sort()).toEqual(
      ['photo.jpg', 'photo.webp', 'photo.png', ...[2, 3, 4].map((n) => `photo (${n}).png`)].sort(),
    );
  });
});

describe('the order', () => {
  it('is changed by moving, and held jobs are passed over', async (t) => {
    const folder = tempDir(t);
    const { engine, events } = watchedEngine(t, { parallel: 1 });
    const inputs = await Promise.all(['a', 'b', 'c', 'd'].map((name) => photo(folder, `${name}.jpg`)));
    await engine.queue.pause('after');
    const jobs = await engine.add(inputs.map((input) => ({ request: { input, kind: 'image' } })));
    const [a, b, c, d] = jobs.map(({ id }) => id) as [string, string, string, string];
    expect([...engine.queue.move([d], a).keys()]).toEqual([d]);
    engine.queue.hold([b]);
    expect(engine.queue.entry(b)).toMatchObject({ hold: 'user', phase: null });
    expect(engine.queue.state()).toMatchObject({ paused: 'after', active: false });
    engine.queue.resume();
    await engine.idle();
    engine.queue.release([b]);
    await engine.idle();
    const began = events.flatMap((event) =>
      event.type === 'job' && event.job.tasks[2]?.status === 'processing' ? [event.job.id] : [],
    );
    expect([...new Set(began)]).toEqual([d, a, c, b]);
  });
});

describe('pause', () => {
  it.skipIf(process.platform !== 'linux')(
    'now: stands still, goes on, and the result is whole',
    async (t) => {
      const folder = tempDir(t);
      const { engine, add, ended, reached, events } = watchedEngine(t);
      const input = await longClip(folder, 8);
      const job = await add({ input, kind: 'video', options: { width: 400 }, output: `${folder}/out/` });
      await reached(job.id, 0.02);
      await engine.queue.pause('now');
      expect(engine.queue.state()).toMatchObject({ paused: 'now', active: false });
      const encoders = (): readonly string[] =>
        childProcesses().flatMap(({ command, state }) => (command.includes(input) ? [state] : []));
      await expect.poll(encoders, { timeout: 10_000 }).toEqual(['T']);
      // What was on its way in the pipes when it stopped still comes.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const told = events.filter((event) => event.type === 'progress').length;
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(events.filter((event) => event.type === 'progress')).toHaveLength(told);
      expect(encoders()).toEqual(['T']);
      // Added meanwhile: it waits.
      const other = await add({ input: await photo(folder), kind: 'image' });
      expect(engine.queue.entry(other.id)?.job.status).toBe('queued');
      engine.queue.resume();
      const { job: done } = await ended(job.id);
      expect(done).toMatchObject({ status: 'succeeded' });
      const probed = await probeJson(done.output ?? '');
      expect(Number(probed.format.duration)).toBeCloseTo(Number((await probeJson(input)).format.duration), 0);
      expect((await ended(other.id)).job.status).toBe('succeeded');
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'now: what stands still is cancelled like anything else',
    async (t) => {
      const folder = tempDir(t);
      const { engine, add, reached } = watchedEngine(t);
      const input = await longClip(folder, 200);
      const job = await add({ input, kind: 'video', options: { width: 640 }, output: `${folder}/out/` });
      const share = await reached(job.id, 0.005);
      await engine.queue.pause('now');
      const started = performance.now();
      await engine.cancel([job.id]);
      expect(performance.now() - started).toBeLessThan(10_000);
      const entry = engine.queue.entry(job.id);
      expect(entry).toMatchObject({ phase: null, job: { status: 'cancelled' } });
      expect(entry?.stoppedAt).toBeGreaterThanOrEqual(share);
      expect(readdirSync(folder)).toEqual(['long.mp4']);
      expect(childProcesses().filter(({ command }) => command.includes(input))).toEqual([]);
    },
  );
});

describe('a job that has ended', () => {
  it('alone is retried, and each other one says why not', async (t) => {
    const folder = tempDir(t);
    const { engine } = watchedEngine(t);
    const request = { input: await clip('jpeg'), kind: 'image', output: `${folder}/` } as const;
    const [job] = await engine.add([{ request }], { ready: true });
    const [refused] = await engine.queue.retry([job?.id ?? '']);
    expect(refused?.error).toMatchObject({
      kind: 'conflict',
      message: 'That is not possible now: the job waits for its turn.',
    });
  });

  it('is retried as the next attempt, with a change', async (t) => {
    const folder = tempDir(t);
    const { engine, add, ended, reached } = watchedEngine(t);
    const input = await longClip(folder, 200);
    const job = await add({ input, kind: 'video', options: { width: 640 }, output: `${folder}/out/` });
    await reached(job.id, 0.005);
    expect(await engine.queue.retry([job.id])).toMatchObject([{ error: { kind: 'conflict' } }]);
    await engine.cancel([job.id]);
    expect(engine.queue.log(job.id).lines[0]).toMatch(/^\$ /);
    const bad = await engine.queue.retry([job.id], { setOptions: { fps: 900 } });
    expect(bad).toMatchObject([{ id: job.id, error: { kind: 'invalid_option' } }]);
    expect(engine.queue.entry(job.id)?.job).toMatchObject({ status: 'cancelled', attempt: 1 });
    const before = engine.queue.entry(job.id);
    expect(await engine.queue.retry([job.id], { setOptions: { width: null, end: 1 } })).toEqual([]);
    const { job: done, stoppedAt, rank } = await ended(job.id);
    expect(done).toMatchObject({ status: 'succeeded', attempt: 2, error: null, options: { end: 1 } });
    expect({ stoppedAt, rank }).toEqual({ stoppedAt: null, rank: before?.rank });
    const ids = done.tasks.map((task) => task.id);
    expect(before?.job.tasks.some((task) => ids.includes(task.id))).toBe(false);
    expect(readdirSync(path.join(folder, 'out'))).toEqual(['long.mp4']);
  });

  it('that was skipped because its result is there is converted anyway', async (t) => {
    const folder = tempDir(t);
    const { engine, add, ended } = watchedEngine(t, { collision: 'skip' });
    const input = await photo(folder);
    writeFileSync(path.join(folder, 'photo.webp'), 'there already');
    const job = await add({ input, kind: 'image' });
    expect(engine.queue.entry(job.id)?.job).toMatchObject({
      status: 'skipped',
      error: { kind: 'output_exists' },
    });
    expect(await engine.queue.retry([job.id])).toEqual([]);
    expect((await ended(job.id)).job).toMatchObject({
      ...{ status: 'succeeded', output: path.join(folder, 'photo (2).webp') },
    });
    expect(readFileSync(path.join(folder, 'photo.webp'), 'utf8')).toBe('there already');
  });
});

describe('removing', () => {
  it('a running job leaves no file', async (t) => {
    const folder = tempDir(t);
    const { engine, add, reached, events } = watchedEngine(t);
    const input = await longClip(folder, 200);
    const job = await add({ input, kind: 'video', options: { width: 640 }, output: `${folder}/out/` });
    await reached(job.id, 0.005);
    const [removed] = await engine.queue.remove([job.id, 'job_gone']);
    expect(readdirSync(folder)).toEqual(['long.mp4']);
    expect([engine.queue.entry(job.id), engine.queue.count()]).toEqual([null, 0]);
    expect(events.at(-1)).toEqual({ type: 'removed', ids: [job.id] });
    await expect(engine.queue.plan(job.id)).rejects.toThrow(/does not exist/);
    // It comes back as what it had become.
    expect(engine.queue.restore(removed === undefined ? [] : [removed])).toBe(1);
    expect(engine.queue.entry(job.id)?.job.status).toBe('cancelled');
    expect(engine.queue.restore([{ id: 'x', log: null, record: { state: 'queued' } }])).toBe(0);
  });
});

describe('settings', () => {
  it('say where results of waiting jobs go, from now on', async (t) => {
    const folder = tempDir(t);
    const { engine } = watchedEngine(t);
    const input = await photo(folder, 'trip/day/photo.jpg');
    const root = path.join(folder, 'trip');
    const [job] = await engine.add([{ request: { input, kind: 'image' }, root }], { ready: true });
    const id = job?.id ?? '';
    const planned = async (): Promise<string> => {
      const { result } = await engine.queue.plan(id);
      return result.ok ? path.relative(folder, result.path) : result.error.message;
    };
    expect(await planned()).toBe('trip/day/photo.webp');
    await engine.library.changeSettings({
      outputFolder: path.join(folder, 'out'),
      nameTemplate: '{name}_s.{ext}',
    });
    expect(await planned()).toBe('out/day/photo_s.webp');
    await engine.library.changeSettings({ keepTree: false, lanes: { still: 7 } });
    expect(await planned()).toBe('out/photo_s.webp');
    expect(engine.queue.state().lanes.still).toBe(7);
    engine.queue.release('ready');
    await engine.idle();
    expect(engine.job(id)).toMatchObject({
      ...{ status: 'succeeded', output: path.join(folder, 'out', 'photo_s.webp') },
    });
    expect(partsIn(folder)).toEqual([]);
  });

  it('that skip what is there let a person change them back', async (t) => {
    const folder = tempDir(t);
    const { engine, add } = watchedEngine(t);
    const input = await photo(folder);
    writeFileSync(path.join(folder, 'photo.webp'), 'there already');
    const job = await add({ input, kind: 'image' }, true);
    await engine.library.changeSettings({ collision: 'skip' });
    expect(await engine.queue.plan(job.id)).toMatchObject({ result: { ok: false, skipped: true } });
    expect(engine.queue.entry(job.id)?.job.status).toBe('queued');
    await engine.library.changeSettings({ collision: 'number' });
    engine.queue.release('ready');
    await engine.idle();
    expect(existsSync(path.join(folder, 'photo (2).webp'))).toBe(true);
  });

  it('and the presets are there at the next start', async (t) => {
    const stateFile = path.join(tempDir(t), 'queue.db');
    const first = watchedEngine(t, { stateFile }).engine;
    const saved = first.library.savePreset({
      ...{ id: null, name: 'Mine', kind: 'video', options: { height: 720 }, output: null },
    });
    await first.library.changeSettings({ compactRows: true });
    await first.close();
    const second = watchedEngine(t, { stateFile }).engine;
    expect(saved.ok && second.library.presets()).toEqual([saved.ok && saved.value]);
    expect(second.library.settings().compactRows).toBe(true);
  });
});
