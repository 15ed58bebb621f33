import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';
import { draftFor, ledgerOf, reached, statesOf, viewOf, watchFolder } from '../support/watch-rules.ts';

/** What becomes of the files of a watched folder when their job is over. */

const names = (folder: string): readonly string[] =>
  existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).sort() : [];

function places(t: Parameters<typeof tempDir>[0]): { inbox: string; out: string } {
  const folder = tempDir(t);
  const inbox = path.join(folder, 'inbox');
  mkdirSync(path.join(inbox, 'sub'), { recursive: true });
  return { inbox, out: path.join(folder, 'out') };
}

describe('originals', () => {
  it('are moved with their tree, and numbered', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    mkdirSync(path.join(inbox, 'done', 'sub'), { recursive: true });
    writeFileSync(path.join(inbox, 'done', 'sub', 'a.jpg'), 'another');
    await watchFolder(watched, draftFor(inbox, { output: `${out}/`, originals: 'move' }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'sub', 'a.jpg'));
    await reached(watched, 'sub/a.jpg', 'done');
    expect(names(path.join(inbox, 'done'))).toEqual(['sub', 'sub/a (2).jpg', 'sub/a.jpg']);
    expect(names(path.join(inbox, 'sub'))).toEqual([]);
    expect(names(out)).toEqual(['sub', 'sub/a.webp']);
    expect(Object.keys(statesOf(watched.engine))).toEqual(['sub/a.jpg']);
  });

  it('go to the trash', async (t) => {
    const { inbox, out } = places(t);
    const trashed: string[] = [];
    const trash = async (file: string): Promise<void> => {
      trashed.push(path.basename(file));
      await rm(file);
    };
    const watched = watchedEngine(t, { trash });
    await watchFolder(watched, draftFor(inbox, { output: `${out}/`, originals: 'trash' }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'done');
    expect([trashed, names(inbox)]).toEqual([['a.jpg'], ['sub']]);
  });

  it('stay for another rule that is still to read them', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const quick = draftFor(inbox, { name: 'Quick', output: `${out}/1/`, originals: 'move' });
    const slow = draftFor(inbox, { ...quick, name: 'Slow', output: `${out}/2/`, stableSeconds: 2 });
    const one = await watchFolder(watched, quick);
    const two = await watchFolder(watched, slow);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await watched.until('both', () =>
      [one, two].every(({ id }) => statesOf(watched.engine, id)['a.jpg'] === 'done: converted'),
    );
    expect(names(out)).toEqual(['1', '1/a.webp', '2', '2/a.webp']);
    expect(names(path.join(inbox, 'done'))).toEqual(['a.jpg']);
  });

  it('that somebody sorts into folders after they were converted are not converted again', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'done');
    await rename(path.join(inbox, 'a.jpg'), path.join(inbox, 'sub', 'a.jpg'));
    const moved = await reached(watched, 'sub/a.jpg', 'left_alone', 'copy_of_original');
    expect(moved.detail).toBe('a.jpg');
    expect(watched.engine.queue.count()).toBe(1);
  });
});

describe('files that fail', () => {
  it('are moved with a text that says why, and come back when somebody tries again', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/`, failedFolder: 'failed' }));
    const broken = path.join(inbox, 'sub', 'bad.jpg');
    writeFileSync(broken, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]));
    const failed = await reached(watched, 'sub/bad.jpg', 'failed', 'job_failed');
    const folder = path.join(inbox, 'failed', 'sub');
    await watched.until('the text', () => names(folder).length === 2 && watched.events.length);
    expect(names(folder)).toEqual(['bad.jpg', 'bad.jpg.txt']);
    const text = readFileSync(path.join(folder, 'bad.jpg.txt'), 'utf8');
    expect(text).toContain(failed.detail);
    expect(text).toContain('bad.jpg');
    expect(existsSync(broken)).toBe(false);
    await watched.engine.watch.rescan(rule.id);
    expect(statesOf(watched.engine)).toEqual({ 'sub/bad.jpg': 'failed: job_failed' });
    // The person mends it where it is, and tries again.
    copyFileSync(await clip('jpeg'), path.join(folder, 'bad.jpg'));
    expect(await watched.engine.queue.retry([failed.jobId ?? ''])).toEqual([]);
    await watched.until('the mended one', () =>
      [...ledgerOf(watched.engine).values()].some(({ state }) => state === 'done'),
    );
    expect(existsSync(broken)).toBe(true);
    expect(names(folder)).toEqual([]);
    expect(names(out)).toContain('sub/bad.webp');
  });

  it('come back when their batch is taken back, or it says why not', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const { history } = watched.engine;
    await watchFolder(watched, draftFor(inbox, { output: `${out}/`, failedFolder: 'failed' }));
    const broken = path.join(inbox, 'bad.jpg');
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]);
    writeFileSync(broken, bytes);
    const { jobId } = await reached(watched, 'bad.jpg', 'failed', 'job_failed');
    const folder = path.join(inbox, 'failed');
    await watched.until('the text', () => names(folder).length === 2 && watched.events.length);
    const batchId = watched.engine.queue.entry(jobId ?? '')?.job.batch_id ?? '';
    expect(history.batch(batchId)).toEqual({ ok: true, value: { open: 0, results: 0, originals: 1 } });
    writeFileSync(broken, 'somebody else');
    const kept = await history.undoBatch(batchId);
    expect(kept).toMatchObject({
      value: { restored: 0, kept: [{ path: broken, reason: 'another file has its name and place now' }] },
    });
    rmSync(broken);
    const undone = await history.undoBatch(batchId);
    expect(undone).toMatchObject({ value: { cancelled: 0, trashed: 0, restored: 1, kept: [] } });
    expect(readFileSync(broken).equals(bytes)).toBe(true);
    expect(names(folder)).toEqual([]);
    expect(history.batch(batchId)).toMatchObject({ value: { originals: 0 } });
  });

  it('for another reason than themselves stay', async (t) => {
    const { inbox, out } = places(t);
    writeFileSync(out, 'a file where the folder for results should be');
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/`, failedFolder: 'failed' }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'failed');
    await watched.engine.close();
    expect(names(inbox)).toEqual(['a.jpg', 'sub']);
  });

  it('are told as cancelled when a person does so, and not taken again by itself', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watched.engine.queue.pause('after');
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    for (const name of ['a.jpg', 'b.jpg']) copyFileSync(await clip('jpeg'), path.join(inbox, name));
    const a = await reached(watched, 'a.jpg', 'queued');
    const b = await reached(watched, 'b.jpg', 'queued');
    await watched.engine.cancel([a.jobId ?? '']);
    const removed = await watched.engine.queue.remove([b.jobId ?? '']);
    expect(statesOf(watched.engine)).toEqual({
      'a.jpg': 'left_alone: cancelled',
      'b.jpg': 'left_alone: cancelled',
    });
    watched.engine.queue.resume();
    await watched.engine.watch.rescan(rule.id);
    expect(viewOf(watched.engine, rule.id)?.counts).toMatchObject({ settling: 0, leftAlone: 2 });
    // Both can be had after all.
    await watched.engine.queue.retry([a.jobId ?? '']);
    expect(watched.engine.queue.restore(removed)).toBe(1);
    watched.engine.queue.release('ready');
    await reached(watched, 'a.jpg', 'done');
    await reached(watched, 'b.jpg', 'done');
  });
});

describe('a rule', () => {
  it('that is switched off takes nothing, and goes on where it was', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const draft = draftFor(inbox, { output: `${out}/` });
    const rule = await watchFolder(watched, { ...draft, on: false });
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    expect(viewOf(watched.engine, rule.id)?.state).toBe('resting');
    expect(await watched.engine.watch.rescan(rule.id)).toMatchObject({
      ok: false,
      error: { kind: 'conflict' },
    });
    expect(ledgerOf(watched.engine).size).toBe(0);
    await watchFolder(watched, { ...draft, id: rule.id, on: true });
    await reached(watched, 'a.jpg', 'done');
  });

  it('is refused with the member that is wrong', async (t) => {
    const { inbox } = places(t);
    const { engine } = watchedEngine(t);
    const errorOf = async (more: Parameters<typeof draftFor>[1]): Promise<unknown> => {
      const saved = await engine.watch.save(draftFor(inbox, more));
      return saved.ok ? null : [saved.error.kind, saved.error.option ?? null];
    };
    expect([
      await errorOf({ folder: path.join(inbox, 'nowhere') }),
      await errorOf({ folder: 'relative' }),
      await errorOf({ output: '{nonsense}' }),
      await errorOf({ originals: 'move', doneFolder: '.' }),
      await errorOf({ choice: { kind: 'image', presetId: null, options: { quality: 'no such' } } }),
      await errorOf({
        choice: { kind: 'image', presetId: 'preset_01jd4z0k3vf1nt9s3c5h8m2x7q', options: {} },
      }),
    ]).toEqual([
      ['input_not_found', null],
      ['invalid_option', 'folder'],
      ['invalid_option', 'output'],
      ['invalid_option', 'doneFolder'],
      ['invalid_option', 'quality'],
      ['not_found', null],
    ]);
    expect(engine.watch.rules()).toEqual([]);
  });

  it('uses its preset as it is at that moment, and waits when that is gone', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const { library, watch, queue } = watched.engine;
    await queue.pause('after');
    const draft = { id: null, name: 'Small', kind: 'image', options: { width: 20 }, output: null } as const;
    const preset = library.savePreset(draft);
    if (!preset.ok) throw new Error(preset.error.message);
    const presetId = preset.value.id;
    const rule = await watchFolder(
      watched,
      draftFor(inbox, { output: `${out}/`, choice: { kind: 'image', presetId, options: { format: 'png' } } }),
    );
    library.savePreset({ ...draft, id: presetId, options: { width: 10, quality: 'low' } });
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    const { jobId } = await reached(watched, 'a.jpg', 'queued');
    expect(watched.engine.job(jobId ?? '')).toMatchObject({
      options: { width: 10, quality: 'low', format: 'png' },
      preset: presetId,
    });
    library.removePreset(presetId);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'b.jpg'));
    await watched.until('it to break', () => viewOf(watched.engine, rule.id)?.state === 'broken');
    expect(viewOf(watched.engine, rule.id)?.problem?.kind).toBe('not_found');
    const saved = await watch.save({ ...draftFor(inbox, { output: `${out}/` }), id: rule.id });
    expect(saved.ok).toBe(true);
    await reached(watched, 'b.jpg', 'queued');
  });

  it('can be tried out without converting anything', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'sub', 'a.jpg'));
    copyFileSync(await clip('wav'), path.join(inbox, 'b.wav'));
    writeFileSync(path.join(inbox, 'notes.txt'), 'nothing to convert');
    const image = { kind: 'image', presetId: null, options: {} } as const;
    const tried = await watched.engine.watch.test(draftFor(inbox, { output: `${out}/`, choice: image }));
    expect(tried).toEqual({
      ok: true,
      value: {
        files: 3,
        matches: 1,
        groups: [
          { matches: true, reason: 'waits', count: 1, paths: ['sub/a.jpg'] },
          { matches: false, reason: 'class', count: 1, paths: ['b.wav'] },
          { matches: false, reason: 'no_media', count: 1, paths: ['notes.txt'] },
        ],
        example: { from: 'sub/a.jpg', to: path.join(out, 'sub', 'a.webp') },
      },
    });
    expect([watched.engine.queue.count(), watched.engine.watch.rules()]).toEqual([0, []]);
  });
});
