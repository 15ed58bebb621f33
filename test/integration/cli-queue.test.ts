import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../electron/engine/store/open-store.ts';
import { Job } from '../../shared/model/job.ts';
import { weekdays } from '../../shared/model/run-window.ts';
import { jsonLines, runConvoy, startConvoy, until } from '../support/convoy-process.ts';
import { longClip } from '../support/long-clip.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { clip, probeJson, tempDir } from '../support/media.ts';

/** `convoy queue` and `convoy presets` as processes, over one database. */

async function folderWith(names: readonly string[]): Promise<{ dir: string; state: string[] }> {
  const dir = tempDir({ onTestFinished });
  mkdirSync(path.join(dir, 'in'));
  for (const name of names) copyFileSync(await clip('jpeg'), path.join(dir, 'in', name));
  return { dir, state: ['--state', path.join(dir, 'state')] };
}

const jobsOf = (stdout: string): Job[] =>
  jsonLines(stdout).flatMap((line) => (line['type'] === 'job' ? [Job.parse(line['job'])] : []));
const last = (stdout: string): Record<string, unknown> | undefined => jsonLines(stdout).at(-1);
const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
const progressed = (text: string): boolean => /"type":"progress","id":"\w+","progress":0\.0*[1-9]/.test(text);

it('a queue that cannot be read is said to be set aside', async () => {
  const { dir, state } = await folderWith([]);
  const folder = path.join(dir, 'state');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'queue.db'), 'this is no database '.repeat(500));
  const first = await runConvoy(['queue', 'list', ...state], dir);
  expect(first.code).toBe(0);
  const [aside = ''] = names(folder).filter((name) => name.includes('set-aside'));
  expect(first.stderr).toBe(
    `convoy: The queue could not be read, so an empty one took its place. The old one is kept as ${path.join(folder, aside)}\n`,
  );
  expect((await runConvoy(['queue', 'list', ...state], dir)).stderr).toBe('');
});

describe('one process after the other', () => {
  it('adds, lists, runs, and the results are there', async () => {
    const { dir, state } = await folderWith(['a.jpg', 'b.jpg']);
    const added = await runConvoy(
      [
        'queue',
        'add',
        '--kind',
        'image',
        '-i',
        'in',
        '-o',
        'out/',
        '--format',
        'png',
        '--width',
        '32',
        ...state,
      ],
      dir,
    );
    expect(added.code, added.stderr).toBe(0);
    const ids = jobsOf(added.stdout).map(({ id }) => id);
    expect(jobsOf(added.stdout).map(({ status, options }) => [status, options])).toEqual([
      ['queued', { format: 'png', width: 32 }],
      ['queued', { format: 'png', width: 32 }],
    ]);
    // Nobody works on it: nothing was begun.
    expect(names(path.join(dir, 'out'))).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(state[1] ?? '').mode & 0o777).toBe(0o700);

    const listed = await runConvoy(['queue', 'list', ...state], dir);
    expect(jobsOf(listed.stdout).map(({ id }) => id)).toEqual(ids);
    expect(last(listed.stdout)).toEqual({
      type: 'queue',
      paused: 'no',
      ...{ queued: 2, held: 0, processing: 0, succeeded: 0, failed: 0, cancelled: 0, skipped: 0 },
      waits: null,
      holder: null,
    });

    // From another folder: outputs do not depend on where the work is done.
    const ran = await runConvoy(['queue', 'run', ...state], path.join(dir, 'in'));
    expect(ran.code, ran.stderr).toBe(0);
    expect(last(ran.stdout)).toMatchObject({ type: 'summary', succeeded: 2, failed: 0 });
    expect(names(path.join(dir, 'out'))).toEqual(['a.png', 'b.png']);
    const { streams } = await probeJson(path.join(dir, 'out', 'a.png'));
    expect(streams[0]).toMatchObject({ codec_name: 'png', width: 32 });
    const again = await runConvoy(['queue', 'run', ...state], dir);
    expect([again.code, last(again.stdout)]).toMatchObject([0, { succeeded: 0 }]);
  });

  it('keeps with a job what is to happen when its result is larger, and not in its JSON', async () => {
    const { dir, state } = await folderWith(['a.jpg']);
    const add = (what: string) =>
      runConvoy(['queue', 'add', '--kind', 'image', '-i', 'in', '--when-larger', what, ...state], dir);
    const added = await add('keep_result');
    expect(added.code, added.stderr).toBe(0);
    expect(added.stdout).not.toContain('arger');
    const wrong = await add('smaller');
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('copy_original, keep_result');
    const store = openStore(path.join(state[1] ?? '', 'queue.db'), (line) => expect.unreachable(line));
    onTestFinished(() => store.close());
    const jobs = store.many(store.places().map(({ id }) => id));
    expect(jobs.map(({ whenLarger }) => whenLarger)).toEqual(['keep_result']);
  });

  it('a pause is kept, and so is a hold', async () => {
    const { dir, state } = await folderWith(['a.jpg', 'b.jpg']);
    const added = await runConvoy(
      ['queue', 'add', '--kind', 'image', 'in/a.jpg', 'in/b.jpg', '-o', 'out/', ...state],
      dir,
    );
    const [first = '', second = ''] = jobsOf(added.stdout).map(({ id }) => id);
    expect((await runConvoy(['queue', 'pause', ...state], dir)).code).toBe(0);
    const refused = await runConvoy(['queue', 'run', ...state], dir);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      'convoy: That is not possible now: the queue is paused.\n  Let it go on with `convoy queue resume`.\n',
    ]);
    expect(last((await runConvoy(['queue', 'list', ...state], dir)).stdout)).toMatchObject({
      paused: 'after',
      queued: 2,
    });
    await runConvoy(['queue', 'hold', second, ...state], dir);
    await runConvoy(['queue', 'resume', ...state], dir);
    const ran = await runConvoy(['queue', 'run', ...state], dir);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('1 file waits to be released: `convoy queue release all`.');
    expect(names(path.join(dir, 'out'))).toEqual(['a.webp']);
    expect(last((await runConvoy(['queue', 'release', 'all', ...state], dir)).stdout)).toEqual({
      type: 'changed',
      action: 'release',
      count: 1,
    });
    await runConvoy(['queue', 'run', ...state], dir);
    expect(names(path.join(dir, 'out'))).toEqual(['a.webp', 'b.webp']);
    const removed = await runConvoy(
      ['queue', 'remove', first, 'job_00000000000000000000000000', ...state],
      dir,
    );
    expect([removed.code, last(removed.stdout)]).toMatchObject([1, { action: 'remove', count: 1 }]);
    expect(removed.stderr).toContain('The job job_00000000000000000000000000 does not exist.');
    const word = await runConvoy(['queue', 'remove', 'everything', ...state], dir);
    expect([word.code, word.stderr]).toMatchObject([2, expect.stringContaining('is no id of a job')]);
  });

  it('cancels, fails, tries again and clears', async () => {
    const { dir, state } = await folderWith(['a.jpg']);
    writeFileSync(path.join(dir, 'in', 'bad.jpg'), 'no picture');
    await runConvoy(['queue', 'add', '--kind', 'image', '-i', 'in', '-o', 'out/', ...state], dir);
    const added = await runConvoy(['queue', 'add', '--kind', 'image', 'in/a.jpg', '-o', 'c/', ...state], dir);
    const [third = ''] = jobsOf(added.stdout).map(({ id }) => id);
    await runConvoy(['queue', 'cancel', third, ...state], dir);
    const ran = await runConvoy(['queue', 'run', ...state], dir);
    expect([ran.code, last(ran.stdout)]).toMatchObject([1, { succeeded: 1, failed: 1 }]);
    copyFileSync(await clip('jpeg'), path.join(dir, 'in', 'bad.jpg'));
    await runConvoy(['queue', 'retry', 'failed', ...state], dir);
    expect((await runConvoy(['queue', 'run', ...state], dir)).code).toBe(0);
    expect([names(path.join(dir, 'out')), names(path.join(dir, 'c'))]).toEqual([['a.webp', 'bad.webp'], []]);
    const late = await runConvoy(['queue', 'cancel', third, ...state], dir);
    expect([late.code, last(late.stdout)]).toMatchObject([1, { action: 'cancel', count: 0 }]);
    expect(last((await runConvoy(['queue', 'clear', ...state], dir)).stdout)).toMatchObject({ count: 3 });
  });
});

describe('a queue that waits by itself', () => {
  it('says why, to who works on it and to who asks, and goes on when it is told to', async () => {
    const { dir, state } = await folderWith(['a.jpg']);
    await runConvoy(['queue', 'add', '--kind', 'image', 'in/a.jpg', '-o', 'out/', ...state], dir);
    const store = openStore(path.join(state[1] ?? '', 'queue.db'), (line) => expect.unreachable(line));
    const inTwoHours = new Date(Date.now() + 7_200_000);
    const timeOf = (hours: number): string => `${String(hours % 24).padStart(2, '0')}:00`;
    const [from, to] = [timeOf(inTwoHours.getHours()), timeOf(inTwoHours.getHours() + 1)];
    store.saveSettings({ ...store.settings(), runWindow: { from, to, days: [...weekdays] } });
    store.close();

    const work = startConvoy(['queue', 'run', ...state], dir);
    await until(() => work.told().includes('The queue waits until'), 30_000);
    expect(work.told()).toContain(
      `The queue waits until ${from}. \`convoy queue resume\` makes it go on now.`,
    );
    expect(jsonLines(work.said())).toContainEqual({
      type: 'waits',
      waits: { why: 'window', until: expect.any(Number) as number },
    });
    const listed = await runConvoy(['queue', 'list', ...state], dir);
    expect(last(listed.stdout)).toMatchObject({
      ...{ type: 'queue', queued: 1, paused: 'no', waits: { why: 'window' }, holder: { what: 'run' } },
    });
    expect(names(path.join(dir, 'out'))).toEqual([]);
    expect((await runConvoy(['queue', 'resume', ...state], dir)).code).toBe(0);
    const { code, stdout, stderr } = await work.ended;
    expect(code, stderr).toBe(0);
    expect(jsonLines(stdout)).toContainEqual({ type: 'waits', waits: null });
    expect(names(path.join(dir, 'out'))).toEqual(['a.webp']);
  });
});

describe('two processes on one folder', () => {
  it('work through the one that holds it, and a second server says who that is', async () => {
    const { dir, state } = await folderWith(['a.jpg', 'b.jpg']);
    const server = startConvoy(['serve', '--port', '0', '--allow', 'in', ...state], dir);
    await until(() => server.told().includes('Ctrl-C'), 30_000);
    const url = server.said().trim();

    const added = await runConvoy(
      // Outside of what a browser may use: the command line is the person's own.
      ['queue', 'add', '--kind', 'image', 'in/a.jpg', '-o', 'out/', ...state],
      dir,
    );
    expect(added.code, added.stderr).toBe(0);
    const followed = await runConvoy(['queue', 'run', ...state], dir);
    expect(followed.code, followed.stderr).toBe(0);
    expect(followed.stderr).toContain(`worked on by \`convoy serve\` (process ${server.process.pid ?? 0})`);
    expect(names(path.join(dir, 'out'))).toEqual(['a.webp']);
    expect(last((await runConvoy(['queue', 'list', ...state], dir)).stdout)).toMatchObject({
      succeeded: 1,
      holder: { what: 'server', pid: server.process.pid },
    });

    const second = await runConvoy(['serve', '--port', '0', ...state], dir);
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toContain(`\`convoy serve\` (process ${server.process.pid ?? 0})`);
    expect(second.stderr).toContain(url);

    const file = path.join(dir, 'mine.json');
    const presets = [{ name: 'Tiny', kind: 'image', options: { format: 'png', width: 8 } }];
    writeFileSync(file, JSON.stringify({ convoy_presets: 1, presets }));
    expect((await runConvoy(['presets', 'import', file, ...state], dir)).code).toBe(0);
    const shown = await runConvoy(['presets', 'show', 'tiny', ...state], dir);
    expect(jsonLines(shown.stdout)[0]).toMatchObject({ preset: { name: 'Tiny', builtIn: false } });

    server.process.kill('SIGINT');
    expect((await server.ended).code).toBe(130);
    expect(names(state[1] ?? '').filter((name) => name.startsWith('control'))).toEqual([]);
    // The preset is there without the server, too, and an option wins over it.
    const made = await runConvoy(
      ['image', 'in/b.jpg', '--preset', 'TINY', '--height', '4', '-o', 'out/', ...state],
      dir,
    );
    expect(made.code, made.stderr).toBe(0);
    const { streams } = await probeJson(path.join(dir, 'out', 'b.png'));
    expect(streams[0]).toMatchObject({ codec_name: 'png', width: 8, height: 4 });
    const body = JSON.stringify({ input: 'in/b.jpg', preset: 'tiny', output: 'json/' });
    expect((await runConvoy(['jobs', 'create', '--body', body, ...state], dir)).code).toBe(0);
    expect(names(path.join(dir, 'json'))).toEqual(['b.png']);
    const exported = await runConvoy(['presets', 'export', ...state], dir);
    expect(JSON.parse(exported.stdout)).toEqual({
      convoy_presets: 1,
      presets: [{ ...presets[0], output: null }],
    });
  });

  it('kill -9 of the holder: who follows goes on, and nothing is left over', async () => {
    const { dir, state } = await folderWith([]);
    const film = await longClip(dir, 10);
    const added = await runConvoy(
      ['queue', 'add', '--kind', 'video', film, '-o', 'out/', '--width', '160', ...state],
      dir,
    );
    expect(added.code, added.stderr).toBe(0);
    // At work until the other one has come; that one is fast.
    const slow = process.platform === 'win32' ? [] : ['--ffmpeg', await pacedFfmpeg()];
    const holder = startConvoy(['queue', 'run', ...slow, ...state], dir);
    await until(() => progressed(holder.said()), 60_000);
    const follower = startConvoy(['queue', 'run', ...state], dir);
    await until(() => follower.told().includes('worked on by `convoy queue run`'), 30_000);
    holder.process.kill('SIGKILL');
    const { code, stdout, stderr } = await follower.ended;
    expect(code, stderr).toBe(0);
    expect(last(stdout)).toMatchObject({ type: 'summary', succeeded: 1 });
    expect(names(path.join(dir, 'out'))).toEqual(['long.mp4']);
    expect(names(state[1] ?? '').filter((name) => name.startsWith('control'))).toEqual([]);
    const again = await runConvoy(['queue', 'list', ...state], dir);
    expect(jobsOf(again.stdout).map(({ status, attempt }) => [status, attempt])).toEqual([['succeeded', 1]]);
  });
});
