import { link, mkdir, mkdtemp, readFile, readdir, realpath } from 'node:fs/promises';
import { rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partPath } from '../../electron/engine/publish/part-names.ts';
import { type NameWish, createPromisedNames } from '../../electron/engine/publish/promised-names.ts';
import {
  type NameCalls,
  type PublishOutcome,
  type PublishStep,
  publishFile,
  realCalls,
} from '../../electron/engine/publish/publish.ts';
import { publishFolder } from '../../electron/engine/publish/publish-folder.ts';
import { type ResultOutcome, publishResult } from '../../electron/engine/publish/publish-result.ts';
import { nameIdentity } from '../../electron/engine/publish/same-file.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'convoy-publish-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const ofAFile: unknown = expect.stringMatching(/^\d+:\d+$/);
const at = (...segments: string[]): string => path.join(dir, ...segments);
const put = async (file: string, text = file): Promise<string> => {
  await mkdir(path.dirname(at(file)), { recursive: true });
  await writeFile(at(file), text);
  return at(file);
};
const part = (text: string): Promise<string> => put(path.relative(dir, partPath(dir, newId('job'), 1)), text);
/** A finished HLS folder that has not got its name yet. */
const folderPart = async (text: string): Promise<string> => {
  const folder = partPath(dir, newId('job'), 1);
  await put(path.relative(dir, path.join(folder, 'master.m3u8')), text);
  await put(path.relative(dir, path.join(folder, '720p', 'init.mp4')), text);
  return folder;
};
/** Every file with its content, parts included. */
async function tree(): Promise<Record<string, string>> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const pairs = files
    .sort()
    .map(async (file) => [path.relative(dir, file), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
const noInput = (): Promise<boolean> => Promise.resolve(false);
const defaults = { replaces: null, isInput: noInput, mtimeMs: null };
const failing = (change: Partial<NameCalls>): NameCalls => ({ ...realCalls, ...change });
const refuses = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(code), { code }));
const noLinks = failing({ link: refuses('EPERM') });
/** The kind and sentence of the failure that publishing ends with. */
async function failure(publishing: Promise<PublishOutcome>): Promise<readonly [string, string]> {
  const error: unknown = await publishing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConvoyFailure)) throw new Error('it did not fail as expected', { cause: error });
  return [error.error.kind, error.error.message];
}

describe.each([
  ['with links', realCalls],
  ['without links', noLinks],
])('a file, on a disk %s', (_, calls) => {
  it('gets its name, the time of its source, and an ordinary mode', async () => {
    await writeFile(at('ordinary'), '');
    const { mode } = await stat(at('ordinary'));
    await rm(at('ordinary'));
    const mtimeMs = Date.UTC(2019, 6, 14, 12, 0, 1, 250);
    const from = await part('new');
    const outcome = await publishFile({ ...defaults, part: from, target: at('a.mp4'), mtimeMs, calls });
    expect(outcome).toEqual({
      outcome: 'published',
      identity: await nameIdentity(at('a.mp4')),
      warnings: [],
    });
    expect(await tree()).toEqual({ 'a.mp4': 'new' });
    const stats = await stat(at('a.mp4'));
    expect({ mtimeMs: stats.mtimeMs, mode: stats.mode, links: stats.nlink }).toEqual({
      mtimeMs,
      mode,
      links: 1,
    });
  });

  it('never replaces what has come under its name', async () => {
    await put('a.mp4', 'old');
    const from = await part('new');
    expect(await publishFile({ ...defaults, part: from, target: at('a.mp4'), calls })).toEqual({
      outcome: 'taken',
    });
    expect(await tree()).toEqual({ [path.basename(from)]: 'new', 'a.mp4': 'old' });
  });

  it('does not follow a link that leads nowhere', async () => {
    await symlink(at('elsewhere'), at('a.mp4'));
    const from = await part('new');
    expect(await publishFile({ ...defaults, part: from, target: at('a.mp4'), calls })).toEqual({
      outcome: 'taken',
    });
    expect(await tree()).toEqual({ [path.basename(from)]: 'new' });
  });

  it.each(['🐈 “cat”.mp4', 'a\nb.mp4', 'shot%03d.mp4', '-x.mp4', "it's: a.mp4", `${'é'.repeat(125)}x.mp4`])(
    'may be called %j',
    async (name) => {
      const done = await publishFile({ ...defaults, part: await part('new'), target: at(name), calls });
      expect(done.outcome).toBe('published');
      expect(await tree()).toEqual({ [name]: 'new' });
    },
  );

  it('eight at once under one name are all there, whole', async () => {
    // A registry each, as eight processes would have.
    const publish = async (n: number): Promise<ResultOutcome> => {
      const names = createPromisedNames();
      const jobId = newId('job');
      const wish: NameWish = { jobId, batchId: 'b', path: at('a.mp4'), form: 'file', collision: 'number' };
      const promised = await names.promise(wish);
      if (promised.outcome !== 'use') throw new Error(promised.outcome);
      const from = await put(path.relative(dir, partPath(dir, jobId, 1)), `result ${n}`);
      return publishResult(names, { jobId, form: 'file', promised, part: from, mtimeMs: null, calls });
    };
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(publish));
    const paths = outcomes.flatMap((done) => (done.outcome === 'published' ? [done.path] : []));
    const expected = ['a.mp4', ...[2, 3, 4, 5, 6, 7, 8].map((n) => `a (${n}).mp4`)];
    expect(paths.map((file) => path.basename(file)).sort()).toEqual([...expected].sort());
    const found = await tree();
    expect(Object.keys(found).sort()).toEqual([...expected].sort());
    expect(Object.values(found).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `result ${n}`));
  });
});

describe('overwriting a file', () => {
  it('replaces what was promised, and a link instead of what it leads to', async () => {
    await put('a.mp4', 'old');
    const replaces = await nameIdentity(at('a.mp4'));
    await publishFile({ ...defaults, part: await part('new'), target: at('a.mp4'), replaces });
    await put('far/b.mp4', 'far');
    await symlink(at('far/b.mp4'), at('b.mp4'));
    const linked = await nameIdentity(at('b.mp4'));
    await publishFile({ ...defaults, part: await part('new'), target: at('b.mp4'), replaces: linked });
    expect(await tree()).toEqual({ 'a.mp4': 'new', 'b.mp4': 'new', 'far/b.mp4': 'far' });
  });

  it('leaves what came in place of it', async () => {
    await put('a.mp4', 'old');
    const replaces = await nameIdentity(at('a.mp4'));
    await put('other', 'newer');
    await rename(at('other'), at('a.mp4'));
    const from = await part('new');
    expect(await publishFile({ ...defaults, part: from, target: at('a.mp4'), replaces })).toEqual({
      outcome: 'taken',
    });
    expect(await tree()).toEqual({ [path.basename(from)]: 'new', 'a.mp4': 'newer' });
  });

  it('takes the name as it is when what had it has gone', async () => {
    await put('a.mp4', 'old');
    const replaces = await nameIdentity(at('a.mp4'));
    await rm(at('a.mp4'));
    await publishFile({ ...defaults, part: await part('new'), target: at('a.mp4'), replaces });
    expect(await tree()).toEqual({ 'a.mp4': 'new' });
  });

  it.each([
    ['itself', () => Promise.resolve()],
    ['a hard link', () => link(at('in.mp4'), at('a.mp4'))],
    ['a symlink', () => symlink(at('in.mp4'), at('a.mp4'))],
    ['a path through a linked folder', () => symlink(dir, at('alias'))],
  ])('never replaces an input that became the target meanwhile: %s', async (name, make) => {
    await put('in.mp4', 'source');
    const names = createPromisedNames();
    const target =
      name === 'itself' ? at('in.mp4') : name.startsWith('a path') ? at('alias', 'in.mp4') : at('a.mp4');
    await names.protect('batch', [at('in.mp4')]);
    await make();
    // As if the promise had been made in the belief that this may be replaced.
    const replaces = await nameIdentity(target);
    const outcome = await publishFile({
      part: await part('new'),
      target,
      replaces,
      isInput: (file) => names.isInput(file),
      mtimeMs: null,
    });
    expect(outcome).toEqual({ outcome: 'taken' });
    expect(await readFile(at('in.mp4'), 'utf8')).toBe('source');
  });

  it('never lets two jobs of a batch replace each other', async () => {
    await put('a.mp4', 'old');
    const names = createPromisedNames();
    const publish = async (text: string): Promise<string> => {
      const jobId = newId('job');
      const promised = await names.promise({
        jobId,
        batchId: 'batch',
        path: at('a.mp4'),
        form: 'file',
        collision: 'overwrite',
      });
      if (promised.outcome !== 'use') throw new Error(promised.outcome);
      const done = await publishResult(names, {
        jobId,
        form: 'file',
        promised,
        part: await part(text),
        mtimeMs: null,
      });
      return done.outcome === 'published' ? path.basename(done.path) : done.outcome;
    };
    expect([await publish('one'), await publish('two')]).toEqual(['a.mp4', 'a (2).mp4']);
    expect(await tree()).toEqual({ 'a.mp4': 'one', 'a (2).mp4': 'two' });
  });
});

describe('when publishing a file fails', () => {
  it.each([
    ['ENOSPC', 'disk_full', 'There is no space left where “a.mp4” is being written.'],
    [
      'EDQUOT',
      'disk_full',
      'There is no space left where “a.mp4” is being written: your share of the disk is used up.',
    ],
    [
      'EROFS',
      'output_unwritable',
      '“a.mp4” cannot be written: the disk that holds the folder “out” is read-only.',
    ],
    [
      'ENAMETOOLONG',
      'output_unwritable',
      '“a.mp4” cannot be written: its name or path is too long for that disk.',
    ],
    [
      'ENOTDIR',
      'output_unwritable',
      '“a.mp4” cannot be written: “out” or a folder above it is a file, not a folder.',
    ],
    ['EIO', 'output_unwritable', '“a.mp4” cannot be written: the disk reports an error.'],
    ['EWEIRD', 'output_unwritable', '“a.mp4” cannot be written: the system answers EWEIRD.'],
  ])('%s is told as %s', async (code, kind, message) => {
    const from = await put('out/part', 'new');
    const calls = failing({ link: refuses(code) });
    expect(
      await failure(publishFile({ ...defaults, part: from, target: at('out', 'a.mp4'), calls })),
    ).toEqual([kind, message]);
    expect(await tree()).toEqual({ 'out/part': 'new' });
  });

  it('a reserved name is given back, and all steps are told', async () => {
    const steps: PublishStep[] = [];
    const calls = failing({ link: refuses('ENOTSUP'), rename: refuses('EIO') });
    const from = await part('new');
    const publishing = publishFile({
      ...defaults,
      part: from,
      target: at('a.mp4'),
      calls,
      journal: (step) => steps.push(step),
    });
    expect((await failure(publishing))[0]).toBe('output_unwritable');
    expect(await tree()).toEqual({ [path.basename(from)]: 'new' });
    expect(steps).toEqual([
      { step: 'place', target: at('a.mp4'), identity: ofAFile },
      { step: 'reserve', target: at('a.mp4'), part: from },
      { step: 'placed', target: at('a.mp4') },
    ]);
  });

  it('an answer that NFS lost is no collision', async () => {
    const calls = failing({
      link: async (from, to) => {
        await link(from, to);
        await link(from, to);
      },
    });
    const done = await publishFile({ ...defaults, part: await part('new'), target: at('a.mp4'), calls });
    expect(done.outcome).toBe('published');
    expect(await tree()).toEqual({ 'a.mp4': 'new' });
  });
});

describe('a folder', () => {
  it('gets its name in one step, with the time of its source', async () => {
    const mtimeMs = Date.UTC(2019, 6, 14, 12, 0, 1);
    await publishFolder({ ...defaults, part: await folderPart('new'), target: at('talk'), mtimeMs });
    expect(await tree()).toEqual({ 'talk/720p/init.mp4': 'new', 'talk/master.m3u8': 'new' });
    const times = ['talk', 'talk/720p', 'talk/master.m3u8'].map(
      async (file) => (await stat(at(file))).mtimeMs,
    );
    expect(await Promise.all(times)).toEqual([mtimeMs, mtimeMs, mtimeMs]);
  });

  it.each([
    ['a folder', () => put('talk/own.txt', 'old')],
    ['an empty folder', () => mkdir(at('talk'))],
    ['a file', () => put('talk', 'old')],
  ])('never replaces %s', async (_, make) => {
    await make();
    const from = await folderPart('new');
    const before = await tree();
    expect(await publishFolder({ ...defaults, part: from, target: at('talk') })).toEqual({
      outcome: 'taken',
    });
    expect(await tree()).toEqual(before);
  });

  it('two at once under one name are both there', async () => {
    const publish = async (text: string): Promise<ResultOutcome> => {
      const names = createPromisedNames();
      const jobId = newId('job');
      const wish: NameWish = { jobId, batchId: 'b', path: at('talk'), form: 'folder', collision: 'number' };
      const promised = await names.promise(wish);
      if (promised.outcome !== 'use') throw new Error(promised.outcome);
      return publishResult(names, {
        jobId,
        form: 'folder',
        promised,
        part: await folderPart(text),
        mtimeMs: null,
      });
    };
    await Promise.all(['one', 'two', 'three'].map(publish));
    const found = await tree();
    expect(
      Object.keys(found)
        .filter((file) => file.endsWith('m3u8'))
        .sort(),
    ).toEqual(['talk (2)/master.m3u8', 'talk (3)/master.m3u8', 'talk/master.m3u8']);
    expect(Object.values(found).sort()).toEqual(['one', 'one', 'three', 'three', 'two', 'two']);
  });

  it('replaces an earlier package: old aside, new in, old away', async () => {
    await put('talk/master.m3u8', 'old');
    await put('talk/1080p/segment.m4s', 'old');
    const steps: PublishStep[] = [];
    const from = await folderPart('new');
    const replaces = await nameIdentity(at('talk'));
    await publishFolder({
      ...defaults,
      part: from,
      target: at('talk'),
      replaces,
      journal: (step) => steps.push(step),
    });
    expect(await tree()).toEqual({ 'talk/720p/init.mp4': 'new', 'talk/master.m3u8': 'new' });
    expect(await readdir(dir)).toEqual(['talk']);
    expect(steps).toEqual([
      { step: 'place', target: at('talk'), identity: ofAFile },
      { step: 'aside', target: at('talk'), aside: from.replace(/\.part$/, '-old.part') },
      { step: 'placed', target: at('talk') },
    ]);
  });

  it('puts the earlier package back when the new one cannot take its place', async () => {
    await put('talk/master.m3u8', 'old');
    const from = await folderPart('new');
    let renames = 0;
    const calls = failing({
      rename: (source, target) => (++renames === 2 ? refuses('ENOSPC')() : rename(source, target)),
    });
    const replaces = await nameIdentity(at('talk'));
    const publishing = publishFolder({ ...defaults, part: from, target: at('talk'), replaces, calls });
    expect((await failure(publishing))[0]).toBe('disk_full');
    expect(await tree()).toEqual({
      [`${path.basename(from)}/720p/init.mp4`]: 'new',
      [`${path.basename(from)}/master.m3u8`]: 'new',
      'talk/master.m3u8': 'old',
    });
  });

  it('leaves a package alone into which somebody has put a file', async () => {
    await put('talk/master.m3u8', 'old');
    const replaces = await nameIdentity(at('talk'));
    await put('talk/notes.txt', 'mine');
    const from = await folderPart('new');
    expect(await publishFolder({ ...defaults, part: from, target: at('talk'), replaces })).toEqual({
      outcome: 'taken',
    });
    expect(await readFile(at('talk/notes.txt'), 'utf8')).toBe('mine');
  });
});
