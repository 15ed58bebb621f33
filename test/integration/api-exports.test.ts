import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createOutputFolders } from '../../electron/engine/publish/output-folders.ts';
import { createPromisedNames } from '../../electron/engine/publish/promised-names.ts';
import { type FileToPlace, placeFile } from '../../electron/engine/run/place-file.ts';
import type { ApiTask } from '../../electron/server/api/task-body.ts';
import { newId } from '../../shared/model/id.ts';
import { servedApi } from '../support/served-api.ts';
import { tempDir } from '../support/media.ts';

/** `POST /tasks` with `export` to a place on this computer: by the rules that the result of a job has. */

const { at, ask, post, engine, restart } = servedApi();

const exportTo = (url: string, more: object = {}): Promise<Response> =>
  post('/tasks', { kind: 'export', input: { url: at('media/photo.jpg') }, options: { url }, ...more });

async function placed(answer: Response): Promise<string> {
  expect(answer.status).toBe(201);
  const task = (await answer.json()) as ApiTask;
  expect([task.status, task.error]).toEqual(['succeeded', null]);
  const { files, primary } = task.output as { files: { path: string; url: string }[]; primary: object };
  expect(primary).toEqual(files[0]);
  const [{ path: file, url } = { path: '', url: '' }] = files;
  expect(url).toBe(pathToFileURL(file).href);
  expect(readFileSync(file).equals(readFileSync(at('media/photo.jpg')))).toBe(true);
  return path.relative(at('media'), file);
}

const partsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.convoy-'));

describe('an export to this computer', () => {
  it('goes to a file, a folder or a template, and folders that are not there are made', async () => {
    const date = /^\d{4}-\d\d-\d\d$/;
    expect(await placed(await exportTo(at('media/one/copy.jpg')))).toBe('one/copy.jpg');
    expect(await placed(await exportTo(`${at('media/two')}/`))).toBe('two/photo.jpg');
    expect(await placed(await exportTo(at('media/two')))).toBe('two/photo (2).jpg');
    expect(await placed(await exportTo(pathToFileURL(at('media/tw o/été.jpg')).href))).toBe('tw o/été.jpg');
    expect(await placed(await exportTo(at('media/three/bare')))).toBe('three/bare.jpg');
    expect(await placed(await exportTo(`${at('results')}/`))).toBe('../results/photo.jpg');
    const named = await placed(await exportTo(at('media/{date}/{parent}-{name}-{index}.{ext}')));
    expect([date.test(path.dirname(named)), path.basename(named)]).toEqual([true, 'media-photo-1.jpg']);
    expect(partsIn(at('media'))).toEqual([]);
  });

  it('has the time of its original and is a file of its own', async () => {
    await exportTo(at('media/own.jpg'));
    const [copy, original] = [statSync(at('media/own.jpg')), statSync(at('media/photo.jpg'))];
    expect(Math.abs(copy.mtimeMs - original.mtimeMs)).toBeLessThan(1000);
    expect([copy.nlink, copy.ino === original.ino]).toEqual([1, false]);
  });

  it('never takes the place of its input, and of what is there only where the rule says so', async () => {
    const before = readFileSync(at('media/photo.jpg'));
    mkdirSync(at('media/rules'));
    writeFileSync(at('media/rules/taken.jpg'), 'mine');
    const { library } = engine();
    await library.changeSettings({ collision: 'overwrite' });
    expect(await placed(await exportTo(at('media/photo.jpg')))).toBe('photo (2).jpg');
    expect(readFileSync(at('media/photo.jpg')).equals(before)).toBe(true);
    expect(await placed(await exportTo(at('media/rules/taken.jpg')))).toBe('rules/taken.jpg');
    writeFileSync(at('media/rules/taken.jpg'), 'mine again');
    await library.changeSettings({ collision: 'skip' });
    const skipped = (await (await exportTo(at('media/rules/taken.jpg'))).json()) as ApiTask;
    expect([skipped.status, skipped.error?.kind]).toEqual(['skipped', 'output_exists']);
    expect(readFileSync(at('media/rules/taken.jpg'), 'utf8')).toBe('mine again');
    await library.changeSettings({ collision: 'number' });
    expect(await placed(await exportTo(at('media/rules/taken.jpg')))).toBe('rules/taken (2).jpg');
  });

  it('is told as it was asked, and once under its key', async () => {
    const url = at('media/once/a.jpg');
    const key = { 'idempotency-key': 'export-1' };
    const body = { kind: 'export', input: at('media/photo.jpg'), options: { url } };
    const first = (await (await post('/tasks', body, key)).json()) as ApiTask;
    expect([first.options, first.job_id]).toEqual([{ url }, null]);
    const again = await post('/tasks', body, key);
    expect([again.status, await again.json()]).toEqual([200, first]);
    expect(await (await ask(`/tasks/${first.id}`)).json()).toEqual(first);
    expect(readdirSync(at('media/once'))).toEqual(['a.jpg']);
  });

  it.each<[string, () => object, number, string, RegExp]>([
    ['outside', () => ({ url: at('secret/x.jpg') }), 400, 'invalid_option', /^url: it lies outside/],
    [
      'through a link',
      () => ({ url: at('media/way-out/x.jpg') }),
      400,
      'invalid_option',
      /^url: it lies out/,
    ],
    ['to a link', () => ({ url: at('media/way-out') }), 400, 'invalid_option', /^url: it lies outside/],
    ['not whole', () => ({ url: 'x.jpg' }), 400, 'invalid_option', /^url: it is neither a whole path/],
    ['to the web', () => ({ url: 'https://example.org/x' }), 400, 'invalid_option', /^url: it is neither/],
    [
      'with a size',
      () => ({ url: at('media/{width}.jpg') }),
      400,
      'invalid_option',
      /^url: \{width\} is of conversions; .* can have \{name\}, \{ext\}, \{date\}, \{parent\}, \{index\}, \{id\}\.$/,
    ],
    ['with no token', () => ({ url: at('media/{foo}.jpg') }), 400, 'invalid_option', /there is no \{foo\}/],
    [
      'with a connection',
      () => ({ url: at('media/x.jpg'), connection: 'prod' }),
      400,
      'invalid_option',
      /^connection: .*nothing to do/,
    ],
    [
      'to a bucket of another name',
      () => ({ url: 's3://b/k' }),
      400,
      'invalid_option',
      /^url: “b” cannot be the name of a bucket, which has 3 to 63 lower-case letters/,
    ],
    [
      'by no connection',
      () => ({ url: 's3://films/k', connection: 'gone' }),
      404,
      'connection_missing',
      /“gone”/,
    ],
  ])('%s is refused before it begins', async (_, options, status, kind, message) => {
    const answer = await exportTo('', { options: options() });
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { kind, message: expect.stringMatching(message) as string },
    ]);
  });

  it('does not go where a token leads through a link', async () => {
    mkdirSync(at('media/tokens'));
    symlinkSync(at('secret'), at('media/tokens/photo'));
    const task = (await (await exportTo(at('media/tokens/{name}/x.jpg'))).json()) as ApiTask;
    expect([task.status, task.error?.kind]).toEqual(['failed', 'invalid_option']);
    expect(existsSync(at('secret/x.jpg'))).toBe(false);
  });

  it.each(['probe', 'import', 'export'])('%s takes no output, which is of conversions', async (kind) => {
    const answer = await post('/tasks', { kind, input: at('media/photo.jpg'), output: at('media/x.jpg') });
    expect([answer.status, await answer.json()]).toMatchObject([400, { kind: 'invalid_option' }]);
  });

  it('that a crash cut off leaves nothing, and says so', async () => {
    const id = newId('task');
    const part = at(`media/.convoy-${id}-1.part`);
    const reserved = at('media/held.jpg');
    const mine = at('media/mine.jpg');
    const task = {
      ...{ id, object: 'task', kind: 'export', job_id: null, status: 'processing', progress: null },
      ...{ input: { url: at('media/photo.jpg') }, options: { url: reserved }, output: null, error: null },
      ...{ created_at: 1, started_at: 1, finished_at: null, updated_at: 1 },
    };
    const until = Date.now() + 60_000;
    engine().api.keep('task', id, { task, left: { parts: [part], reserved } }, until);
    const other = { ...task, id: newId('task') };
    engine().api.keep('task', other.id, { task: other, left: { parts: [], reserved: mine } }, until);
    writeFileSync(part, 'half');
    writeFileSync(reserved, '');
    writeFileSync(mine, 'somebody wrote here meanwhile');
    await restart();
    await expect
      .poll(() => [existsSync(part), existsSync(reserved)], { timeout: 5000 })
      .toEqual([false, false]);
    const after = (await (await ask(`/tasks/${id}`)).json()) as ApiTask;
    expect([after.status, after.error?.kind]).toEqual(['failed', 'interrupted']);
    expect(readFileSync(mine, 'utf8')).toBe('somebody wrote here meanwhile');
    await expect.poll(() => engine().api.record('task', id)).not.toHaveProperty('left');
  });
});

describe('placing a file', () => {
  const deps = {
    names: createPromisedNames(),
    folders: createOutputFolders(),
    collision: () => 'number' as const,
  };
  const toPlace = (dir: string, onLeft: FileToPlace['onLeft'], signal: AbortSignal): FileToPlace => {
    const file = path.join(dir, 'film.bin');
    writeFileSync(file, Buffer.alloc(1_000_000, 7));
    const wished = path.join(dir, 'made', 'film.bin');
    return { id: newId('task'), file, wished, signal, mayWrite: () => Promise.resolve(), onLeft };
  };

  it('that is stopped leaves nothing, folder included', async (t) => {
    const dir = tempDir(t);
    const stop = new AbortController();
    const asked = toPlace(dir, () => stop.abort(), stop.signal);
    await expect(placeFile(deps, asked)).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(readdirSync(dir)).toEqual(['film.bin']);
  });

  it('that is written to meanwhile fails and leaves nothing', async (t) => {
    const dir = tempDir(t);
    const asked = toPlace(
      dir,
      () => appendFileSync(path.join(dir, 'film.bin'), 'more'),
      AbortSignal.timeout(30_000),
    );
    await expect(placeFile(deps, asked)).rejects.toMatchObject({ error: { kind: 'input_changed' } });
    expect(readdirSync(dir)).toEqual(['film.bin']);
  });

  it('tells its part before it is there', async (t) => {
    const dir = tempDir(t);
    const told: (readonly [string, boolean])[] = [];
    const asked = toPlace(
      dir,
      ({ parts }) => told.push(...parts.map((part) => [path.basename(part), existsSync(part)] as const)),
      AbortSignal.timeout(30_000),
    );
    const { path: file, bytes } = await placeFile(deps, asked);
    expect([path.relative(dir, file), bytes, told[0]]).toEqual([
      path.join('made', 'film.bin'),
      1_000_000,
      [`.convoy-${asked.id}-1.part`, false],
    ]);
    expect(readdirSync(path.join(dir, 'made'))).toEqual(['film.bin']);
  });
});
