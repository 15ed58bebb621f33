import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { appendFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';
import { draftFor, ledgerOf, reached, statesOf, viewOf, watchFolder } from '../support/watch-rules.ts';

/** Folders that convert by themselves, on a real disk, through the real engine. */

const names = (folder: string): readonly string[] =>
  existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).sort() : [];

/** A folder to watch and one for results. */
function places(t: Parameters<typeof tempDir>[0]): { folder: string; inbox: string; out: string } {
  const folder = tempDir(t);
  const inbox = path.join(folder, 'inbox');
  mkdirSync(inbox);
  return { folder, inbox, out: path.join(folder, 'out') };
}

describe('a file in a watched folder', () => {
  it('is converted when it has come, and the tree is mirrored', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    mkdirSync(path.join(inbox, 'trip', 'day 1'), { recursive: true });
    copyFileSync(await clip('jpeg'), path.join(inbox, 'trip', 'day 1', 'a.jpg'));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'b.jpg'));
    const a = await reached(watched, 'trip/day 1/a.jpg', 'done');
    await reached(watched, 'b.jpg', 'done');
    expect(names(out)).toEqual(['b.webp', 'trip', 'trip/day 1', 'trip/day 1/a.webp']);
    expect(a).toMatchObject({ reason: 'converted', jobId: expect.stringMatching(/^job_/) as string });
    expect(viewOf(watched.engine, a.ruleId)?.counts).toMatchObject({ done: 2, doneToday: 2, settling: 0 });
    expect(watched.engine.queue.entry(a.jobId ?? '')?.job.metadata).toEqual({});
  });

  it('takes its turn as its rule says', async (t) => {
    const { inbox, folder, out } = places(t);
    const watched = watchedEngine(t);
    const { engine } = watched;
    await engine.queue.pause('after');
    await watchFolder(watched, draftFor(inbox, { output: `${out}/`, priority: 'high' }));
    const others = path.join(folder, 'others.jpg');
    copyFileSync(await clip('jpeg'), others);
    const other = await watched.add({ input: others, kind: 'image', output: `${out}/` });
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    const { jobId } = await reached(watched, 'a.jpg', 'queued');
    const waiting = engine.queue.page({ after: null, limit: 9 });
    expect(waiting.map(({ job, priority }) => [job.id, priority])).toEqual([
      [jobId, 'high'],
      [other.id, 'normal'],
    ]);
  });

  it('that is written slowly starts when it is whole, and within a second of that', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    const bytes = readFileSync(await clip('jpeg'));
    const file = path.join(inbox, 'slow.jpg');
    const parts = 8;
    for (let n = 0; n < parts; n++) {
      const size = Math.ceil(bytes.length / parts);
      await appendFile(file, bytes.subarray(n * size, (n + 1) * size));
      // Shorter than the time after which it counts as whole: that is what is tested.
      await pause(200);
    }
    const whole = performance.now() - 200;
    await reached(watched, 'slow.jpg', 'done');
    const late = watched.events.flatMap((event) =>
      event.type === 'watched'
        ? event.files.filter(({ state }) => state === 'queued' || state === 'converting')
        : [],
    );
    expect(performance.now() - whole).toBeGreaterThan(500);
    const taken = (late[0]?.changedAt ?? 0) - (performance.timeOrigin + whole);
    expect(taken).toBeLessThan(1500);
    expect(watched.engine.queue.count()).toBe(1);
  });

  it('that is renamed into place is taken; unfinished and hidden names never are', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    const jpeg = await clip('jpeg');
    for (const name of [
      'a.jpg.part',
      '.hidden.jpg',
      '~$a.jpg',
      'b.jpg.crdownload',
      '.convoy-x.part',
      'Thumbs.db',
    ])
      copyFileSync(jpeg, path.join(inbox, name));
    mkdirSync(path.join(inbox, '@eaDir'));
    copyFileSync(jpeg, path.join(inbox, '@eaDir', 'c.jpg'));
    await rename(path.join(inbox, 'a.jpg.part'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'done');
    expect(statesOf(watched.engine)).toEqual({ 'a.jpg': 'done: converted' });
  });

  it('that a filter keeps out says why, and is taken when a person wants it', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'keep.jpg'));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'draft.jpg'));
    writeFileSync(path.join(inbox, 'notes.txt'), 'hello, this is no media at all');
    writeFileSync(path.join(inbox, 'tiny.jpg'), 'x');
    copyFileSync(await clip('wav'), path.join(inbox, 'sound.wav'));
    writeFileSync(path.join(inbox, 'empty.png'), '');
    const filter = {
      classes: ['image' as const],
      names: [],
      notNames: ['DRAFT*'],
      minBytes: 2,
      maxBytes: null,
    };
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/`, filter }));
    await reached(watched, 'keep.jpg', 'done');
    await watched.until('all to be judged', () => viewOf(watched.engine, rule.id)?.counts.settling === 0);
    expect(statesOf(watched.engine)).toEqual({
      'draft.jpg': 'left_alone: name',
      'empty.png': 'left_alone: too_small',
      'keep.jpg': 'done: converted',
      'notes.txt': 'left_alone: no_media',
      'sound.wav': 'left_alone: class',
      'tiny.jpg': 'left_alone: too_small',
    });
    expect(await watched.engine.watch.again(rule.id, 'draft.jpg')).toEqual({ ok: true, value: null });
    await reached(watched, 'draft.jpg', 'done');
    expect(await watched.engine.watch.again(rule.id, '../x')).toMatchObject({ ok: false });
    // A wider filter judges again what only the filter had kept out.
    await watched.engine.watch.save({ ...draftFor(inbox, { output: `${out}/` }), id: rule.id });
    await reached(watched, 'sound.wav', 'done');
    expect(statesOf(watched.engine)['notes.txt']).toBe('left_alone: no_media');
  });

  it('that is replaced is a new one; the same one is not converted twice', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    const file = path.join(inbox, 'a.jpg');
    copyFileSync(await clip('jpeg'), file);
    const first = await reached(watched, 'a.jpg', 'done');
    expect(await watched.engine.watch.rescan(rule.id)).toEqual({ ok: true, value: null });
    expect(ledgerOf(watched.engine).get('a.jpg')).toEqual(first);
    copyFileSync(await clip('png-1x1'), path.join(inbox, '.new'));
    await rename(path.join(inbox, '.new'), file);
    const second = await watched.until('the new one', () => {
      const entry = ledgerOf(watched.engine).get('a.jpg');
      return entry?.state === 'done' && entry.jobId !== first.jobId ? entry : null;
    });
    expect(second.bytes).not.toBe(first.bytes);
    expect(names(out)).toEqual(['a (2).webp', 'a.webp']);
  });

  it('that goes before its turn is told as gone, and its job is called off', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watched.engine.queue.pause('after');
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    mkdirSync(path.join(inbox, 'sub'));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'sub', 'b.jpg'));
    const { jobId } = await reached(watched, 'a.jpg', 'queued');
    const b = await reached(watched, 'sub/b.jpg', 'queued');
    await rm(path.join(inbox, 'a.jpg'));
    await rm(path.join(inbox, 'sub'), { recursive: true });
    await reached(watched, 'a.jpg', 'left_alone', 'gone');
    await reached(watched, 'sub/b.jpg', 'left_alone', 'gone');
    for (const id of [jobId, b.jobId]) expect((await watched.ended(id ?? '')).job.status).toBe('cancelled');
    // It comes back as it was: nothing had been done with it.
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    watched.engine.queue.resume();
    await reached(watched, 'a.jpg', 'done');
    expect(names(out)).toEqual(['a.webp']);
  });

  it('with a hostile name is a file like any other', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    const hostile = [
      '-i.jpg',
      'a\nb.jpg',
      '{name}.jpg',
      'q\'uo"te.jpg',
      '$(x).jpg',
      'e\u0301.jpg',
      '%d.jpg',
      '文.jpg',
    ];
    for (const name of hostile) copyFileSync(await clip('jpeg'), path.join(inbox, name));
    for (const name of hostile) await reached(watched, name, 'done');
    expect(names(out)).toHaveLength(hostile.length);
  });
});

describe('a loop', () => {
  it.each([
    ['beside the originals', '{name}-small.{ext}'],
    ['under the very name', null],
    ['in a folder inside', 'converted/'],
  ])('cannot come about with results %s', async (_where, output) => {
    const leave: (() => unknown)[] = [];
    const t = { onTestFinished: (done: () => unknown) => leave.unshift(done) };
    const { inbox } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'done');
    // A second rule on the same folder does not take the results of the first one either.
    const other = await watchFolder(watched, draftFor(inbox, { name: 'Other', output: `${inbox}/other/` }));
    await watched.until(
      'the other one',
      () => statesOf(watched.engine, other.id)['a.jpg'] === 'done: converted',
    );
    await watched.engine.watch.rescan(rule.id);
    await watched.until('all to be judged', () =>
      watched.engine.watch
        .rules()
        .every(({ counts }) => counts.settling + counts.queued + counts.converting === 0),
    );
    expect(watched.engine.queue.count()).toBe(2);
    const own = Object.values(statesOf(watched.engine, rule.id)).filter((one) => !one.startsWith('done'));
    expect(new Set(own)).toEqual(new Set(own.length === 0 ? [] : ['left_alone: own_result']));
    for (const done of leave) await done();
  });

  it('cannot come about through links', async (t) => {
    const { inbox, out, folder } = places(t);
    const elsewhere = path.join(folder, 'elsewhere.jpg');
    copyFileSync(await clip('jpeg'), elsewhere);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    symlinkSync(elsewhere, path.join(inbox, 'link.jpg'));
    symlinkSync(path.join(inbox, 'a.jpg'), path.join(inbox, 'again.jpg'));
    symlinkSync(inbox, path.join(inbox, 'round'));
    symlinkSync('/nowhere.jpg', path.join(inbox, 'dead.jpg'));
    const watched = watchedEngine(t);
    await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    await reached(watched, 'a.jpg', 'done');
    await reached(watched, 'link.jpg', 'done');
    await reached(watched, 'again.jpg', 'left_alone', 'copy_of_original');
    expect(Object.keys(statesOf(watched.engine))).toEqual(['a.jpg', 'again.jpg', 'link.jpg']);
    // Where not everything may be read, links are followed only to what may.
    watched.engine.watch.followOnly((file) => Promise.resolve(!file.endsWith('secret.jpg')));
    symlinkSync(elsewhere, path.join(inbox, 'secret.jpg'));
    await reached(watched, 'secret.jpg', 'settling', 'not_opened');
    const { ruleId } = ledgerOf(watched.engine).get('a.jpg') ?? { ruleId: '' };
    expect(await watched.engine.watch.again(ruleId, 'secret.jpg')).toMatchObject({ ok: false });
  });
});

describe('many files', () => {
  it('1 000 at once: none is lost, none is taken twice', async (t) => {
    const { inbox, out, folder } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    const staged = path.join(folder, 'staged');
    mkdirSync(staged);
    const png = readFileSync(await clip('png-1x1'));
    const count = 1000;
    for (let n = 0; n < count; n++) writeFileSync(path.join(staged, `${n}.png`), png);
    await watched.engine.queue.pause('after');
    const began = Date.now();
    await Promise.all(names(staged).map((name) => rename(path.join(staged, name), path.join(inbox, name))));
    await watched.until('all to be queued', () => viewOf(watched.engine, rule.id)?.counts.queued === count);
    expect(Date.now() - began).toBeLessThan(20_000);
    const entries = [...ledgerOf(watched.engine).values()];
    expect(new Set(entries.map(({ jobId }) => jobId)).size).toBe(count);
    expect(watched.engine.queue.count()).toBe(count);
  });
});

describe('the folder itself', () => {
  it('that goes away and comes back is watched on, and nothing is converted again', async (t) => {
    const { inbox, out, folder } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    const done = await reached(watched, 'a.jpg', 'done');
    const away = path.join(folder, 'away');
    await rename(inbox, away);
    await watched.engine.watch.rescan(rule.id);
    expect(viewOf(watched.engine, rule.id)).toMatchObject({
      state: 'broken',
      problem: { kind: 'input_not_found' },
    });
    expect(viewOf(watched.engine, rule.id)?.retrySeconds).toBe(5);
    copyFileSync(await clip('jpeg'), path.join(away, 'b.jpg'));
    await rename(away, inbox);
    // Found again by itself.
    await reached(watched, 'b.jpg', 'done');
    expect(viewOf(watched.engine, rule.id)).toMatchObject({
      state: 'watching',
      problem: null,
      retrySeconds: null,
    });
    expect(ledgerOf(watched.engine).get('a.jpg')).toEqual(done);
    expect(names(out)).toEqual(['a.webp', 'b.webp']);
    // And its events come again, too.
    copyFileSync(await clip('jpeg'), path.join(inbox, 'c.jpg'));
    await reached(watched, 'c.jpg', 'done');
  });

  it('is looked at again and again where that is asked for', async (t) => {
    const { inbox, out } = places(t);
    const watched = watchedEngine(t);
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/`, poll: 'always' }));
    expect(viewOf(watched.engine, rule.id)?.polling).toBe(true);
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(watched, 'a.jpg', 'done');
  });
});
