import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../electron/engine/index.ts';
import type { Job } from '../../shared/model/job.ts';
import { servedApi } from '../support/served-api.ts';
import { draftFor, ledgerOf } from '../support/watch-rules.ts';

/** What came through a door that may use some folders only stays in them, whatever links there are and come to be. */

const { at, post, over, engine, restart } = servedApi();

/** Everything that is outside and was not there before. */
const escaped = (): readonly string[] =>
  readdirSync(at('secret'), { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'photo.jpg');

const partsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.convoy-'));

async function add(output: string | null, more: object = {}): Promise<Job> {
  const body = { kind: 'image', input: at('media/photo.jpg'), options: { format: 'webp' }, ...more };
  const answer = await post('/jobs', { ...body, ...(output === null ? {} : { output }) });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Job;
}

const ended = ({ status, error }: Job): readonly unknown[] => [status, error?.kind, error?.message];
const refused: readonly unknown[] = [
  'failed',
  'invalid_option',
  expect.stringMatching(/^output: with links followed, its folder lies outside of the folders/),
];

let count = 0;
/** A folder for one test, below what may be used. */
function folder(): string {
  const made = at(`media/test-${++count}`);
  mkdirSync(made);
  return made;
}

/** Another name for it, and a way out under its own. */
function exchange(place: string): void {
  renameSync(place, `${place}-moved`);
  symlinkSync(at('secret'), place);
}

beforeEach(() => {
  for (const name of escaped()) rmSync(path.join(at('secret'), name), { recursive: true, force: true });
});

describe('the result of a job', () => {
  it.each([
    ['{kind}/x.webp', 'image'],
    ['{name}/{name}.{ext}', 'photo'],
    ['{format}/not/there/yet/x.webp', 'webp'],
  ])('does not go where %s leads through a link', async (template, link) => {
    const here = folder();
    symlinkSync(at('secret'), path.join(here, link));
    const job = await over((await add(path.join(here, template))).id);
    expect(ended(job)).toEqual(refused);
    expect(escaped()).toEqual([]);
  });

  it('goes where a link leads that stays inside', async () => {
    const here = folder();
    mkdirSync(path.join(here, 'real'));
    symlinkSync(path.join(here, 'real'), path.join(here, 'image'));
    const job = await over((await add(path.join(here, '{kind}/x.webp'))).id);
    expect([job.status, readdirSync(path.join(here, 'real'))]).toEqual(['succeeded', ['x.webp']]);
  });

  it('as a package does not either', async () => {
    const here = folder();
    symlinkSync(at('secret'), path.join(here, 'adaptive_video'));
    const asked = { kind: 'adaptive_video', input: at('media/clip.mp4'), options: {} };
    const job = await over((await add(path.join(here, '{kind}/talk'), asked)).id);
    expect(ended(job)).toEqual(refused);
    expect(escaped()).toEqual([]);
  });

  it.each([
    ['beside its original', false],
    ['in a folder that was named', true],
  ])('stays %s when that is exchanged while the job waits, also over a restart', async (_, isNamed) => {
    const here = folder();
    copyFileSync(at('media/photo.jpg'), path.join(here, 'photo.jpg'));
    await engine().queue.pause('after');
    const input = isNamed ? {} : { input: path.join(here, 'photo.jpg') };
    const waiting = await add(isNamed ? `${here}/` : null, input);
    exchange(here);
    await restart();
    engine().queue.resume();
    const job = await over(waiting.id);
    expect([job.status, job.error?.kind]).toEqual(['failed', isNamed ? 'invalid_option' : 'invalid_input']);
    expect(escaped()).toEqual([]);
  });

  it('is not published in a folder that was exchanged while it was made', async () => {
    const here = folder();
    let moved = false;
    const stop = engine().subscribe((event: EngineEvent) => {
      if (moved || event.type !== 'job' || event.job.tasks.at(-1)?.status !== 'processing') return;
      moved = true;
      exchange(here);
      // Whoever may write there could bring the part along.
      for (const part of partsIn(`${here}-moved`)) {
        copyFileSync(path.join(`${here}-moved`, part), path.join(at('secret'), part));
      }
    });
    const job = await over((await add(path.join(here, 'x.webp'))).id);
    stop();
    expect(moved).toBe(true);
    expect(ended(job)).toEqual(refused);
    expect(escaped()).toEqual([]);
  });
});

describe('an export', () => {
  it('does not go into a folder that was exchanged while it was copied', async () => {
    const here = folder();
    const { api } = engine();
    let asked = 0;
    const sent = await api.send({
      ...{ id: 'task_01m81y24b9eyns4sya5xtbz9s8', file: at('media/photo.jpg'), mime: 'image/jpeg' },
      ...{ url: path.join(here, 'x.jpg'), connection: null, signal: new AbortController().signal },
      onLeft: () => undefined,
      mayWrite: () => (++asked < 3 ? Promise.resolve() : Promise.reject(new Error('no more'))),
    });
    expect([sent.ok, asked, readdirSync(here)]).toEqual([false, 3, []]);
  });
});

describe('an original', () => {
  it('stays where it is when the folder for originals leads out', async () => {
    const here = folder();
    copyFileSync(at('media/photo.jpg'), path.join(here, 'photo.jpg'));
    symlinkSync(at('secret'), path.join(here, 'Originals'));
    const { library } = engine();
    await library.changeSettings({ originals: 'move', originalsFolder: 'Originals' });
    const job = await over((await add(null, { input: path.join(here, 'photo.jpg') })).id);
    await library.changeSettings({ originals: 'keep' });
    expect(job.status).toBe('succeeded');
    await expect
      .poll(() =>
        engine()
          .queue.entry(job.id)
          ?.job.warnings.map(({ message }) => message),
      )
      .toEqual([
        expect.stringMatching(/stays where it is: with links followed, the folder for it lies outside/),
      ]);
    expect([existsSync(path.join(here, 'photo.jpg')), escaped()]).toEqual([true, []]);
  });
});

describe('a watched folder', () => {
  it('of a door with its folders leaves them neither with results nor with originals', async () => {
    const here = folder();
    for (const name of ['image', 'done', 'failed']) symlinkSync(at('secret'), path.join(here, name));
    copyFileSync(at('media/photo.jpg'), path.join(here, 'a.jpg'));
    const places = [at('media'), at('results')];
    const { watch } = engine();
    const draft = draftFor(here, { output: '{kind}/{name}.{ext}', failedFolder: 'failed', recursive: false });
    const saved = await watch.save(draft, places);
    const id = saved.ok ? saved.value.id : '';
    expect(saved).toMatchObject({ ok: true, value: { within: places } });
    await expect.poll(() => ledgerOf(engine(), id).get('a.jpg')?.state, { timeout: 20_000 }).toBe('failed');
    // Saved again, the other half: the job succeeds, and its original is to move.
    const moving = {
      ...draft,
      id,
      output: 'here/{name}.{ext}',
      originals: 'move',
      doneFolder: 'done',
    } as const;
    expect(await watch.save(moving, places)).toMatchObject({ ok: true });
    copyFileSync(at('media/photo.jpg'), path.join(here, 'b.jpg'));
    await expect.poll(() => ledgerOf(engine(), id).get('b.jpg')?.state, { timeout: 20_000 }).toBe('done');
    await watch.remove(id);
    expect(readdirSync(here).toSorted()).toEqual(['a.jpg', 'b.jpg', 'done', 'failed', 'here', 'image']);
    expect(readFileSync(path.join(here, 'b.jpg')).equals(readFileSync(at('media/photo.jpg')))).toBe(true);
    expect(escaped()).toEqual([]);
  });
});
