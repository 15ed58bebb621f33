import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { filesOf } from '../../electron/calls/jobs/job-reading.ts';
import { createCalls } from '../../electron/calls/create-calls.ts';
import { dispatch } from '../../electron/calls/dispatch.ts';
import type { EngineDeps } from '../../electron/engine/index.ts';
import { openStore } from '../../electron/engine/store/open-store.ts';
import type { Output, Parsed } from '../../shared/ipc/contract.ts';
import type { CallName } from '../../shared/ipc/names.ts';
import type { AppSettingsChange } from '../../shared/model/app-settings.ts';
import { clip, tempDir } from '../support/media.ts';
import { jobRecord } from '../support/job-records.ts';
import { watchedEngine } from '../support/watched-engine.ts';

type Test = Parameters<typeof tempDir>[0];
const everything = { text: '', kinds: null, statuses: null, from: null, to: null };

afterEach(() => vi.unstubAllEnvs());

/** An engine with its calls, and a folder with photos a.jpg, b.jpg … of which each is converted to PNG. */
async function stage(
  t: Test,
  { settings = {}, ...deps }: Partial<EngineDeps> & { settings?: AppSettingsChange } = {},
) {
  const folder = tempDir(t);
  const state = tempDir(t);
  const stateFile = path.join(state, 'queue.db');
  vi.stubEnv('XDG_DATA_HOME', path.join(state, 'data'));
  const watched = watchedEngine(t, { stateFile, ...deps });
  const told: string[] = [];
  const calls = createCalls({
    engine: watched.engine,
    allowedRoots: null,
    home: '/',
    ahead: false,
    broadcast: (name) => told.push(name),
  });
  t.onTestFinished(() => calls.close());
  const ask = async <K extends CallName>(name: K, input: Parsed<K>): Promise<Output<K>> => {
    const answer = await dispatch(calls.handlers, name, input);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value as Output<K>;
  };
  await watched.engine.library.changeSettings(settings);
  const at = (name: string): string => path.join(folder, name);
  const convertAll = async (names: readonly string[]): Promise<{ batchId: string; ids: string[] }> => {
    for (const name of names) await copyFile(await clip('jpeg'), at(name));
    const jobs = await watched.engine.add(
      names.map((name) => ({ request: { input: at(name), kind: 'image', options: { format: 'png' } } })),
    );
    await watched.engine.idle();
    return { batchId: jobs[0]?.batch_id ?? '', ids: jobs.map(({ id }) => id) };
  };
  const page = async (): Promise<readonly string[]> => {
    const { rows } = await ask('history:page', { filter: everything, after: null, limit: 100 });
    return rows.map(({ name, inQueue }) => `${name}${inQueue ? '' : ' cleared'}`);
  };
  const queued = async (): Promise<readonly string[]> => {
    const { rows } = await ask('queue:page', { after: null, limit: 100 });
    return rows.map(({ name, status }) => `${name} ${status}`);
  };
  const files = (): readonly string[] => readdirSync(folder).toSorted();
  const trash = path.join(state, 'data', 'Trash');
  return { ...watched, ask, at, convertAll, page, queued, files, told, folder, stateFile, trash };
}

describe('the history', () => {
  it('keeps what is cleared from the queue, and gives it back', async (t) => {
    const { ask, convertAll, page, queued, until, told } = await stage(t);
    const { ids } = await convertAll(['a.jpg', 'b.jpg']);
    const cleared = await ask('queue:clear_finished', { all: true });
    expect(cleared.removed).toBe(2);
    expect([await queued(), (await page()).toSorted()]).toEqual([[], ['a.jpg cleared', 'b.jpg cleared']]);
    await until('the window to be told', () => told.includes('history:changed'));
    // Everything that looks at a job works as before.
    const { job } = await ask('jobs:get', { id: ids[0] ?? '' });
    expect(job.status).toBe('succeeded');
    expect((await ask('jobs:export', { ids })).text).toContain('a.jpg');
    expect(await ask('jobs:retry', { ids })).toMatchObject({ retried: 0 });
    expect(await ask('jobs:restore', { token: cleared.token ?? '' })).toEqual({ restored: 2 });
    expect(await queued()).toEqual(['a.jpg succeeded', 'b.jpg succeeded']);
    expect((await page()).toSorted()).toEqual(['a.jpg', 'b.jpg']);
  });

  it('forgets what is removed from it, in the queue and not, and gives it back', async (t) => {
    const { ask, convertAll, page, queued } = await stage(t);
    const { ids } = await convertAll(['a.jpg', 'b.jpg']);
    await ask('jobs:remove', { ids: ids.slice(0, 1) });
    const removed = await ask('history:remove', { ids });
    expect(removed.removed).toBe(2);
    expect([await queued(), await page()]).toEqual([[], []]);
    expect(await ask('jobs:restore', { token: removed.token ?? '' })).toEqual({ restored: 2 });
    expect([await queued(), (await page()).toSorted()]).toEqual([
      ['b.jpg succeeded'],
      ['a.jpg cleared', 'b.jpg'],
    ]);
  });

  it('keeps what the tools said, over a restart and with whatever happens to the job', async (t) => {
    const stateFile = path.join(tempDir(t), 'queue.db');
    const first = await stage(t, { stateFile });
    const names = ['h264-aac-mp4', 'truncated-mp4', 'no-index'] as const;
    for (const name of names.slice(0, 2)) await copyFile(await clip(name as 'truncated-mp4'), first.at(name));
    // The head of a recording whose index would come last.
    const head = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\x01\0\0mdat', 'latin1');
    writeFileSync(first.at('no-index'), Buffer.concat([head, Buffer.alloc(9000, 7)]));
    const jobs = await first.engine.add(
      names.map((name) => ({
        request: { input: first.at(name), kind: 'audio', options: { format: 'mp3' } },
      })),
    );
    await first.engine.idle();
    expect(jobs.map(({ id }) => first.engine.job(id)?.status)).toEqual(['succeeded', 'failed', 'failed']);
    const logs = async ({ ask }: Pick<typeof first, 'ask'>) => {
      const all: Output<'jobs:log'>[] = [];
      for (const { id } of jobs) all.push(await ask('jobs:log', { id, from: 0 }));
      return all;
    };
    const said = await logs(first);
    for (const { lines } of said.slice(0, 2)) expect(lines[0]).toMatch(/^\$ .*ffmpeg/);
    // Nothing worked on it yet: what is said is what the tool said that read it.
    expect(said[2]?.lines.join()).toMatch(/moov atom not found|Invalid data/);
    expect(said[1]?.lines.length).toBeGreaterThan(1);
    await first.ask('jobs:remove', { ids: jobs.slice(0, 1).map(({ id }) => id) });
    expect(await logs(first)).toEqual(said);
    await first.engine.close();

    const again = await stage(t, { stateFile });
    expect(await logs(again)).toEqual(said);
    const removed = await again.ask('history:remove', { ids: jobs.map(({ id }) => id) });
    await again.ask('jobs:restore', { token: removed.token ?? '' });
    expect(await logs(again)).toEqual(said);
  });

  it('runs what was cleared once more, at the end of the queue', async (t) => {
    const { ask, convertAll, page, queued, engine, at } = await stage(t);
    const { ids } = await convertAll(['a.jpg', 'b.jpg']);
    await ask('jobs:remove', { ids: ids.slice(0, 1) });
    rmSync(at('a.png'));
    expect(await ask('history:run_again', { ids: ids.slice(0, 1) })).toEqual({ queued: 1, refused: [] });
    await engine.idle();
    expect(await queued()).toEqual(['b.jpg succeeded', 'a.jpg succeeded']);
    expect((await page()).toSorted()).toEqual(['a.jpg', 'b.jpg']);
    expect(engine.job(ids[0] ?? '')?.attempt).toBe(2);
    expect(existsSync(at('a.png'))).toBe(true);
  });

  it('is the same after a restart, of which it costs nothing, and forgets what is too old', async (t) => {
    const { stateFile } = await stage(t);
    const other = path.join(path.dirname(stateFile), 'other.db');
    const days = (n: number): number => Date.now() - n * 86_400_000;
    const store = openStore(other, () => undefined);
    const ended = (n: number, archived: boolean) =>
      jobRecord({ state: 'succeeded', archived, finishedAt: days(n), inputs: [`/m/${n}.mov`] });
    store.insert([ended(1, true), ended(89, true), ended(91, true), ended(92, false)]);
    store.close();
    const { engine, until } = watchedEngine(t, { stateFile: other });
    const names = (): readonly string[] =>
      engine.history
        .page({ filter: everything, after: null, limit: 10 })
        .map(({ job }) => path.basename(String(job.input)));
    await until('the history to be tidied', () => !names().includes('91.mov'));
    // What is still in the queue is for a person to take out.
    expect(names()).toEqual(['1.mov', '89.mov', '92.mov']);
    expect(engine.queue.count()).toBe(1);
    await engine.library.changeSettings({ historyDays: 30 });
    await until('the history to be tidied', () => !names().includes('89.mov'));
    await engine.library.changeSettings({ historyDays: null });
    expect(names()).toEqual(['1.mov', '92.mov']);
  });
});

describe('jobs as text', () => {
  it('come in as ready, and what is no job is named', async (t) => {
    const { ask, convertAll, queued, at } = await stage(t);
    const { ids } = await convertAll(['a.jpg']);
    const { text } = await ask('jobs:export', { ids });
    const lines = [
      JSON.stringify(JSON.parse(text)),
      '{"kind":"image","input":"relative.jpg"}',
      JSON.stringify({ kind: 'image', input: at('a.jpg'), options: { format: 'nonsense' } }),
      '7',
    ];
    const imported = await ask('jobs:import', { text: lines.join('\n') });
    expect(imported).toMatchObject({ added: 1 });
    expect(imported.refused.map(({ entry, error }) => [entry, error.kind])).toEqual([
      [2, 'invalid_input'],
      [3, 'invalid_format'],
      [4, 'invalid_request'],
    ]);
    expect(await queued()).toEqual(['a.jpg succeeded', 'a.jpg queued']);
    await expect(ask('jobs:import', { text: 'no json' })).rejects.toThrow('the text is not JSON');
    await expect(ask('jobs:import', { text: '[]' })).rejects.toThrow('holds no job');
    await expect(ask('jobs:import', { text: '{}\n{' })).rejects.toThrow('line 2');
  });
});

describe('an own preset', () => {
  it('stays a limit in the text of its jobs, also where nobody has it', async (t) => {
    const here = await stage(t);
    const film = here.at('small.mp4');
    await copyFile(await clip('h264-aac-mp4'), film);
    const preset = await here.ask('presets:save', {
      preset: {
        ...{ id: null, name: 'For the wall', kind: 'video', output: null },
        options: { format: 'mp4', height: 1080, quality: 'low' },
      },
    });
    const request = { input: film, kind: 'video', options: preset.options } as const;
    const [job] = await here.engine.add([{ request, preset: preset.id }]);
    await here.engine.idle();
    const { text } = await here.ask('jobs:export', { ids: [job?.id ?? ''] });

    const there = await stage(t);
    const { firstId } = await there.ask('jobs:import', { text });
    there.engine.queue.release('ready');
    await there.engine.idle();
    expect(there.engine.library.presets()).toEqual([]);
    const results = [here.engine.job(job?.id ?? ''), there.engine.job(firstId ?? '')].map((one) =>
      one === null
        ? []
        : filesOf(one).map(({ path: file, width, height }) => [path.basename(file), width, height]),
    );
    expect(results).toEqual([[['small (2).mp4', 320, 240]], [['small (3).mp4', 320, 240]]]);
  });
});

describe('taking a batch back', () => {
  it('trashes its results and nothing else, once', async (t) => {
    const { ask, convertAll, files, trash, queued } = await stage(t);
    const { batchId } = await convertAll(['a.jpg', 'b.jpg']);
    const other = await convertAll(['c.jpg']);
    await ask('queue:clear_finished', { all: true });
    expect(files()).toEqual(['a.jpg', 'a.png', 'b.jpg', 'b.png', 'c.jpg', 'c.png']);
    expect(await ask('batches:look', { batchId })).toEqual({ open: 0, results: 2, originals: 0 });
    expect(await ask('batches:undo', { batchId })).toEqual({
      ...{ cancelled: 0, trashed: 2, restored: 0, kept: [] },
    });
    expect(files()).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'c.png']);
    expect(readdirSync(path.join(trash, 'files')).toSorted()).toEqual(['a.png', 'b.png']);
    expect(readdirSync(path.join(trash, 'info')).toSorted()).toEqual(['a.png.trashinfo', 'b.png.trashinfo']);
    expect(await ask('batches:undo', { batchId })).toEqual({
      ...{ cancelled: 0, trashed: 0, restored: 0, kept: [] },
    });
    expect(await queued()).toEqual([]);
    expect(other.batchId).not.toBe(batchId);
    await expect(ask('batches:undo', { batchId: jobRecord().batchId })).rejects.toThrow('This batch');
  });

  it.each(['move', 'trash'] as const)('brings back originals that went away (%s)', async (originals) => {
    const leave: (() => unknown)[] = [];
    const t = { onTestFinished: (done: () => unknown) => leave.push(done) } as unknown as Test;
    try {
      const { ask, convertAll, files, at, trash } = await stage(t, { settings: { originals } });
      const { batchId } = await convertAll(['a.jpg', 'b.jpg']);
      const before = readFileSync(await clip('jpeg'));
      expect(files()).toEqual(originals === 'move' ? ['Originals', 'a.png', 'b.png'] : ['a.png', 'b.png']);
      const undone = await ask('batches:undo', { batchId });
      expect(undone).toEqual({ cancelled: 0, trashed: 2, restored: 2, kept: [] });
      expect(files().filter((name) => name !== 'Originals')).toEqual(['a.jpg', 'b.jpg']);
      expect(readFileSync(at('a.jpg')).equals(before)).toBe(true);
      expect(readdirSync(path.join(trash, 'files')).toSorted()).toEqual(['a.png', 'b.png']);
      expect(readdirSync(path.join(trash, 'info'))).toHaveLength(2);
    } finally {
      for (const done of leave.reverse()) await done();
    }
  });

  it('keeps what is not as it was left, and says why', async (t) => {
    const { ask, convertAll, files, at, trash } = await stage(t, { settings: { originals: 'move' } });
    const names = ['changed.jpg', 'touched.jpg', 'taken.jpg', 'edited.jpg', 'lost.jpg', 'fine.jpg'];
    const { batchId } = await convertAll(names);
    appendFileSync(at('changed.png'), 'x');
    utimesSync(at('touched.png'), new Date(), new Date());
    writeFileSync(at('taken.jpg'), 'another file');
    appendFileSync(at('Originals/edited.jpg'), 'x');
    rmSync(at('Originals/lost.jpg'));
    const undone = await ask('batches:undo', { batchId });
    expect(undone).toMatchObject({ cancelled: 0, trashed: 1, restored: 3 });
    const said = undone.kept.map(({ what, name, reason }) => `${what} ${name}: ${reason}`);
    expect(said.toSorted()).toEqual([
      'original edited.jpg: it was changed since it was put away',
      'original lost.jpg: it is not any more where it was put',
      'original taken.jpg: another file has its name and place now',
      'result changed.png: it was changed since',
      'result edited.png: its original does not come back',
      'result lost.png: its original does not come back',
      'result taken.png: its original does not come back',
      'result touched.png: it was changed since',
    ]);
    expect(readFileSync(at('taken.jpg'), 'utf8')).toBe('another file');
    expect(readdirSync(path.join(trash, 'files')).toSorted()).toEqual(['fine.png']);
    expect(files()).toEqual([
      ...['Originals', 'changed.jpg', 'changed.png', 'edited.png', 'fine.jpg', 'lost.png', 'taken.jpg'],
      ...['taken.png', 'touched.jpg', 'touched.png'],
    ]);
    // When what stood in the way is gone, the rest follows.
    rmSync(at('taken.jpg'));
    expect(await ask('batches:undo', { batchId })).toMatchObject({ trashed: 1, restored: 1 });
    expect(existsSync(at('taken.jpg'))).toBe(true);
  });

  it('cancels what is not over, and says that a system trash keeps originals', async (t) => {
    const bin = tempDir(t);
    const trash = async (file: string): Promise<void> => {
      renameSync(file, path.join(bin, path.basename(file)));
      return Promise.resolve();
    };
    const { ask, files, at, engine, ended } = await stage(t, { trash, settings: { originals: 'trash' } });
    mkdirSync(at('in'));
    for (const name of ['in/a.jpg', 'in/b.jpg']) await copyFile(await clip('jpeg'), at(name));
    const jobs = await engine.add(
      ['in/a.jpg', 'in/b.jpg'].map((name) => ({
        request: { input: at(name), kind: 'image', output: at('out/'), options: { format: 'png' } },
      })),
      { ready: true },
    );
    const [first, second] = jobs.map(({ id }) => id) as [string, string];
    engine.queue.release([first]);
    await ended(first);
    const batchId = jobs[0]?.batch_id ?? '';
    const undone = await ask('batches:undo', { batchId });
    expect(undone).toMatchObject({ cancelled: 1, trashed: 0, restored: 0 });
    expect(undone.kept.map(({ what, reason }) => [what, reason])).toEqual([
      ['result', 'its original does not come back'],
      ['original', expect.stringContaining('from where only you can put it back')],
    ]);
    expect(engine.job(second)?.status).toBe('cancelled');
    // The person does so, and asks again.
    renameSync(path.join(bin, 'a.jpg'), at('in/a.jpg'));
    expect(await ask('batches:undo', { batchId })).toMatchObject({ trashed: 1, restored: 0, kept: [] });
    expect(readdirSync(bin)).toEqual(['a.png']);
    expect(files()).toContain('in');
  });
});
