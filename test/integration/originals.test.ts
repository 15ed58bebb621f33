import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { copyFile, link, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import { stampOf } from '../../electron/engine/publish/file-stamp.ts';
import { moveWithoutReplacing } from '../../electron/engine/publish/move-file.ts';
import {
  type InputNeed,
  choiceOfSettings,
  createOriginals,
} from '../../electron/engine/publish/originals.ts';
import type { Trash } from '../../electron/engine/trash/trash.ts';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** What becomes of originals, on a real disk. */

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

describe('moving a file', () => {
  const calls = {
    'by a link': {},
    'where there are no links': { link: () => Promise.reject(systemError('EPERM')) },
    'to another disk': {
      link: (from: string, to: string) =>
        from.includes('.convoy-') ? link(from, to) : Promise.reject(systemError('EXDEV')),
    },
    'to another disk without links': {
      link: () => Promise.reject(systemError('EPERM')),
      rename: (from: string, to: string) =>
        from.includes('.convoy-') ? rename(from, to) : Promise.reject(systemError('EXDEV')),
    },
  };

  it.each(Object.entries(calls))('%s replaces nothing and keeps bytes and time', async (_name, more) => {
    const leave: (() => void)[] = [];
    const folder = tempDir({ onTestFinished: (done: () => void) => leave.push(done) });
    const there = path.join(folder, 'there');
    mkdirSync(there);
    writeFileSync(path.join(there, 'a.mov'), 'somebody else’s');
    const file = path.join(folder, 'a.mov');
    writeFileSync(file, 'mine');
    utimesSync(file, 1_600_000_000, 1_600_000_000);
    const target = await moveWithoutReplacing(file, path.join(there, 'a.mov'), { link, rename, ...more });
    expect(target).toBe(path.join(there, 'a (2).mov'));
    expect(readFileSync(target, 'utf8')).toBe('mine');
    expect((await stat(target)).mtimeMs).toBe(1_600_000_000_000);
    expect(readFileSync(path.join(there, 'a.mov'), 'utf8')).toBe('somebody else’s');
    expect([readdirSync(folder), readdirSync(there).sort()]).toEqual([['there'], ['a (2).mov', 'a.mov']]);
    for (const done of leave) done();
  });

  it('that fails leaves everything as it was', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'a.mov');
    writeFileSync(file, 'mine');
    mkdirSync(path.join(folder, 'there'));
    const target = path.join(folder, 'there', 'a.mov');
    const failing = [
      { link: () => Promise.reject(systemError('EIO')), rename },
      { link: () => Promise.reject(systemError('EPERM')), rename: () => Promise.reject(systemError('EIO')) },
      {
        link: (from: string) => Promise.reject(systemError(from === file ? 'EXDEV' : 'EIO')),
        rename,
      },
    ];
    for (const calls of failing) {
      await expect(moveWithoutReplacing(file, target, calls)).rejects.toThrow('EIO');
      expect([readFileSync(file, 'utf8'), readdirSync(path.join(folder, 'there'))]).toEqual(['mine', []]);
    }
  });
});

describe('an original', () => {
  function stage(
    t: Parameters<typeof tempDir>[0],
    settings: Pick<AppSettings, 'originals' | 'originalsFolder'>,
    more: {
      trash?: Trash | null;
      need?: (file: string) => InputNeed;
      sent?: string;
      within?: string[];
    } = {},
  ) {
    const folder = tempDir(t);
    const sent = more.sent === undefined ? null : path.join(folder, more.sent);
    const file = path.join(sent ?? folder, 'clip.mov');
    if (sent !== null) mkdirSync(sent);
    const result = path.join(folder, 'clip.mp4');
    writeFileSync(file, 'original');
    writeFileSync(result, 'result');
    const trashed: string[] = [];
    const originals = createOriginals({
      choiceFor: () => choiceOfSettings(settings),
      trash:
        more.trash === undefined
          ? async (one) => {
              trashed.push(path.basename(one));
              await rm(one);
              return null;
            }
          : more.trash,
      needOf: more.need ?? (() => 'none'),
      sent,
    });
    const settle = async (files = [file], at = result, stamps = files.map(stampOf)) =>
      originals.settle({
        jobId: 'job',
        originals: await Promise.all(
          files.map(async (one, n) => ({ file: one, stamp: (await stamps[n]) ?? null })),
        ),
        result: at,
        within: more.within ?? null,
      });
    return { folder, file, result, trashed, settle };
  }
  const trash = { originals: 'trash', originalsFolder: 'Originals' } as const;
  const move = { originals: 'move', originalsFolder: 'Originals' } as const;
  const because = (warnings: readonly { kind: string; message: string }[]) =>
    warnings.map(({ kind, message }) => `${kind}: ${message}`);

  it('stays unless somebody chose otherwise', async (t) => {
    const { file, trashed, settle } = stage(t, { originals: 'keep', originalsFolder: 'x' });
    expect([await settle(), trashed, existsSync(file)]).toEqual([[], [], true]);
  });

  it('is none that was sent: such a copy goes by itself', async (t) => {
    for (const choice of [trash, move]) {
      const { file, folder, trashed, settle } = stage(t, choice, { sent: 'uploads' });
      expect([await settle(), trashed, existsSync(file)]).toEqual([[], [], true]);
      const own = path.join(folder, 'own.mov');
      writeFileSync(own, 'original');
      expect([await settle([own]), existsSync(own)]).toEqual([[], false]);
    }
  });

  it('goes to the trash', async (t) => {
    const { file, trashed, settle } = stage(t, trash);
    expect([await settle(), trashed, existsSync(file)]).toEqual([[], ['clip.mov'], false]);
  });

  it('goes into a folder beside it, or anywhere', async (t) => {
    const { folder, file, settle } = stage(t, move);
    expect([await settle(), existsSync(file)]).toEqual([[], false]);
    expect(readFileSync(path.join(folder, 'Originals', 'clip.mov'), 'utf8')).toBe('original');
    const far = path.join(tempDir(t), 'deep', 'originals');
    const other = stage(t, { originals: 'move', originalsFolder: far });
    await other.settle();
    expect(readdirSync(far)).toEqual(['clip.mov']);
    // It lies there already.
    const there = stage(t, { originals: 'move', originalsFolder: '.' });
    expect([await there.settle(), existsSync(there.file)]).toEqual([[], true]);
  });

  it.each([
    ['there is no trash', trash, { trash: null }, 'there is no trash here'],
    [
      'the trash fails',
      trash,
      { trash: () => Promise.reject(new Error('the bin is full')) },
      'the trash did not take it (the bin is full)',
    ],
    [
      'another job needs it',
      move,
      { need: () => 'ended' },
      'another file of the queue is made from it, and is not done',
    ],
  ] as const)('stays, and the job says so, when %s', async (_name, settings, more, reason) => {
    const leave: (() => void)[] = [];
    const { file, settle } = stage(
      { onTestFinished: (done: () => void) => leave.push(done) },
      settings,
      more,
    );
    expect(because(await settle())).toEqual([
      `original_kept: The original “clip.mov” stays where it is: ${reason}.`,
    ]);
    expect(readFileSync(file, 'utf8')).toBe('original');
    for (const done of leave) done();
  });

  it('stays when it was changed, is a link, or is the result', async (t) => {
    const { folder, file, result, trashed, settle } = stage(t, trash);
    expect(because(await settle([file], result, [Promise.resolve({ size: 1, mtimeMs: 1 })]))).toEqual([
      expect.stringContaining('it was changed since it was read'),
    ]);
    expect(because(await settle([file], file))).toEqual([expect.stringContaining('it is the result itself')]);
    if (process.platform !== 'win32') {
      const alias = path.join(folder, 'alias.mov');
      symlinkSync(file, alias);
      expect(because(await settle([alias]))).toEqual([expect.stringContaining('it is a link')]);
      await link(file, path.join(folder, 'same.mp4'));
      expect(because(await settle([file], path.join(folder, 'same.mp4')))).toEqual([
        expect.stringContaining('it is the result itself'),
      ]);
    }
    expect([trashed, existsSync(file)]).toEqual([[], true]);
  });

  it('never goes into the folder of the result, nor out of it', async (t) => {
    const { folder, file, settle } = stage(t, { originals: 'move', originalsFolder: 'film/originals' });
    const film = path.join(folder, 'film');
    mkdirSync(film);
    expect(because(await settle([file], film))).toEqual([
      expect.stringContaining('the folder for originals lies in the folder of the result'),
    ]);
    expect(because(await settle([file], folder))).toEqual([
      expect.stringContaining('it lies in the folder of the result'),
    ]);
    expect(existsSync(file)).toBe(true);
  });

  it('is left to the last one of the jobs that need it', async (t) => {
    const { file, settle } = stage(t, trash, { need: () => 'open' });
    expect([await settle(), existsSync(file)]).toEqual([[], true]);
  });

  it('that is one of several stays or goes with the others', async (t) => {
    const need = { yes: true };
    const { folder, file, trashed, settle } = stage(t, trash, {
      need: (one) => (need.yes && one.endsWith('b.mov') ? 'ended' : 'none'),
    });
    const second = path.join(folder, 'b.mov');
    writeFileSync(second, 'b');
    expect(because(await settle([file, second]))).toEqual([
      'original_kept: The originals stay where they are: of one of them, another file of the queue is made from it, and is not done.',
    ]);
    expect(trashed).toEqual([]);
    need.yes = false;
    expect(await settle([file, second])).toEqual([]);
    expect(trashed).toEqual(['clip.mov', 'b.mov']);
  });
});

describe('originals of real jobs', () => {
  async function photo(folder: string, name: string): Promise<string> {
    const file = path.join(folder, name);
    await copyFile(await clip('jpeg'), file);
    return file;
  }

  it('go when their last result is there, and stay where one failed', async (t) => {
    const folder = tempDir(t);
    const trashed: string[] = [];
    const { engine } = watchedEngine(t, {
      trash: async (file) => {
        trashed.push(path.basename(file));
        await rm(file);
      },
    });
    await engine.library.changeSettings({ originals: 'trash' });
    const [a, b] = [await photo(folder, 'a.jpg'), await photo(folder, 'b.jpg')];
    const broken = path.join(folder, 'broken.jpg');
    writeFileSync(broken, 'no picture');
    const jobs = await engine.add([
      { request: { input: a, kind: 'image', options: { format: 'png' } } },
      { request: { input: a, kind: 'image', options: { format: 'webp' } } },
      { request: { input: b, kind: 'image', options: { format: 'png' } } },
      { request: { input: b, kind: 'image', options: { format: 'webp', start: 3 } } },
      { request: { input: broken, kind: 'image' } },
    ]);
    await engine.idle();
    const ended = jobs.map(({ id }) => engine.job(id));
    expect(ended.map((job) => job?.status)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
      'failed',
      'failed',
    ]);
    expect(trashed).toEqual(['a.jpg']);
    expect(readdirSync(folder).sort()).toEqual(['a.png', 'a.webp', 'b.jpg', 'b.png', 'broken.jpg']);
    const told = ended.map((job) => job?.warnings.map(({ kind }) => kind));
    expect(told[2]).toEqual(['original_kept']);
    expect(
      told
        .slice(0, 2)
        .flat()
        .filter((kind) => kind === 'original_kept'),
    ).toEqual([]);
    // The one that failed is taken out of the queue: then nobody needs the original any more.
    await engine.queue.remove([jobs[3]?.id ?? '']);
    expect(await engine.queue.retry([jobs[2]?.id ?? ''])).toEqual([]);
    await engine.idle();
    expect(trashed).toEqual(['a.jpg', 'b.jpg']);
  });
});
