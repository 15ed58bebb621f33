import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { AddRequest } from '../../electron/engine/index.ts';
import { stampOf } from '../../electron/engine/publish/file-stamp.ts';
import { nameIdentity } from '../../electron/engine/publish/same-file.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { buildChild } from '../support/build-child.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, probeJson, root, tempDir } from '../support/media.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** A queue that is kept: what a process that dies in the middle of it leaves to the next one. */

interface Child {
  readonly process: ChildProcess;
  /** Settles when a line matches; rejects when the process ends before. */
  line(pattern: RegExp): Promise<void>;
  readonly ended: Promise<void>;
}

function start(
  t: { onTestFinished(done: () => void): unknown },
  program: string,
  stateFile: string,
  requests: readonly AddRequest[] = [],
  { ready = false, ffmpeg = null }: { readonly ready?: boolean; readonly ffmpeg?: string | null } = {},
): Child {
  const worker = path.join(root, 'dist/still-worker.js');
  const tool = ffmpeg === null ? [] : [ffmpeg];
  const added = requests.length === 0 ? [] : [JSON.stringify({ requests, ready }), ...tool];
  const child = spawn(process.execPath, [program, stateFile, worker, ...added], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  const lookers = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    for (const look of [...lookers]) look();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    process: child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(said)) return;
          lookers.delete(look);
          resolve();
        };
        lookers.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without ${String(pattern)}: ${said}`)));
      }),
  };
}

/** An ffmpeg that takes its time, for what is ended in the middle; the next engine has the fast one. */
const middle = async (): Promise<string | null> => (process.platform === 'win32' ? null : pacedFfmpeg());

const names = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

describe('kill -9 in the middle', () => {
  it('the next start goes on by itself, and nothing is left over or lost', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'state', 'queue.db');
    const out = path.join(folder, 'out');
    const input = await longClip(folder, 4);
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const program = await buildChild('engine-child');
    const film = { input, kind: 'video', options: { width: 400 }, output: `${out}/` } as const;

    const requests = [
      { request: film },
      { request: { ...film, options: { width: 420, end: 2 } } },
      { request: { input: photo, kind: 'image', output: `${out}/` } },
    ] as const;
    const first = start(t, program, stateFile, requests, { ffmpeg: await middle() });
    await first.line(/progress 0\.[0-9]*[1-9]/);
    first.process.kill('SIGKILL');
    await first.ended;
    const left = names(out);
    expect(left.some((name) => /^\.convoy-job_\w+-1\.part$/.test(name))).toBe(true);
    expect(left.filter((name) => name.endsWith('.mp4'))).toEqual([]);

    const { engine } = watchedEngine(t, { stateFile });
    await engine.idle();
    const jobs = engine.queue.page({ after: null, limit: 9 }).map(({ job }) => job);
    expect(jobs.map(({ status, attempt, error }) => ({ status, attempt, error }))).toEqual(
      [1, 2, 3].map(() => ({ status: 'succeeded', attempt: 1, error: null })),
    );
    expect(names(out)).toEqual(['long (2).mp4', 'long.mp4', 'photo.webp']);
    const { format } = await probeJson(path.join(out, 'long.mp4'));
    expect(Number(format.duration)).toBeCloseTo(Number((await probeJson(input)).format.duration), 0);
  });

  it('the job can tell that it was cut off, where, and what it had said until then', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const input = await longClip(folder, 6);
    const program = await buildChild('engine-child');
    const options = { width: 400, compression: 30 };
    const requests = [{ request: { input, kind: 'video', options } }] as const;
    const first = start(t, program, stateFile, requests, { ffmpeg: await middle() });
    await first.line(/progress 0\.[0-9]*[1-9]/);
    // Nothing else is written while a single job runs.
    const written = (): number => statSync(`${stateFile}-wal`).size;
    const before = written();
    await vi.waitUntil(() => written() > before, 30_000);
    first.process.kill('SIGKILL');
    await first.ended;

    const { engine } = watchedEngine(t, { stateFile });
    await engine.idle();
    const [cut] = engine.queue.page({ after: null, limit: 1 });
    expect(cut?.interrupted).toBe(1);
    const { lines } = engine.queue.log(cut?.job.id ?? '');
    const end = lines.findIndex((line) => line.startsWith('Convoy ended while it worked on this file (1 of'));
    expect(lines.slice(end - 1, end + 2)).toEqual([
      expect.stringMatching(/^\d+ % done, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      expect.stringContaining('it starts again from the beginning'),
      expect.stringMatching(/^\$ /),
    ]);
    expect(cut?.job).toMatchObject({ status: 'succeeded', attempt: 1 });
  });

  it('jobs that were ready stay so, and everything that was accepted is there', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const program = await buildChild('engine-child');
    const requests = Array.from({ length: 50 }, (_, n) => ({
      request: { input: photo, kind: 'image', output: path.join(folder, `${n}.png`) } as const,
    }));
    const first = start(t, program, stateFile, requests, { ready: true });
    await first.line(/idle/);
    first.process.kill('SIGKILL');
    await first.ended;
    const { engine } = watchedEngine(t, { stateFile });
    await engine.idle();
    const entries = engine.queue.page({ after: null, limit: 99 });
    expect(entries.map(({ hold, job }) => [hold, job.status])).toEqual(
      requests.map(() => ['ready', 'queued']),
    );
    expect(names(folder).filter((name) => name.endsWith('.png'))).toEqual([]);
    engine.queue.release([entries[7]?.job.id ?? '']);
    await engine.idle();
    expect(names(folder).filter((name) => name.endsWith('.png'))).toEqual(['7.png']);
    await engine.queue.remove(entries.slice(9).map(({ job }) => job.id));
    engine.queue.release('ready');
    await engine.idle();
    expect(names(folder).filter((name) => name.endsWith('.png'))).toHaveLength(9);
  });
});

describe('an engine that is closed', () => {
  it('puts what ran back, and the next one goes on with it', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const input = await longClip(folder, 4);
    const ffmpegPath = await middle();
    const first = watchedEngine(t, {
      stateFile,
      ...(ffmpegPath === null ? {} : { ffmpegPath, onlyFfmpegPath: true }),
    });
    const job = await first.add({ input, kind: 'video', options: { width: 400 }, output: `${folder}/out/` });
    await first.reached(job.id, 0.01);
    await first.engine.close();
    expect(names(path.join(folder, 'out'))).toEqual([]);
    const second = watchedEngine(t, { stateFile });
    expect(second.engine.queue.entry(job.id)).toMatchObject({
      hold: null,
      job: { status: 'queued', attempt: 1 },
    });
    await second.engine.idle();
    expect(second.engine.job(job.id)).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect(names(path.join(folder, 'out'))).toEqual(['long.mp4']);
  });
});

describe('what a crash left', () => {
  /** A queue with one job that was at work when everything ended. */
  async function crashed(
    t: Parameters<typeof tempDir>[0],
    change: (record: Record<string, unknown>) => void,
  ) {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const first = watchedEngine(t, { stateFile });
    const job = await first.add({ input: photo, kind: 'image', output: `${folder}/out/` }, true);
    await first.engine.close();
    const database = openDatabase(stateFile);
    const row = database.get('select record from jobs where id = ?', [job.id]);
    const record = JSON.parse(String(row?.['record'])) as Record<string, unknown>;
    change(record);
    const values = ['running', JSON.stringify(record), job.id];
    database.run('update jobs set state = ?, hold = null, record = ? where id = ?', values);
    database.close();
    return { folder, stateFile, id: job.id };
  }

  it('the third time, the job is taken for the reason', async (t) => {
    const { stateFile, id, folder } = await crashed(t, (record) => (record['interrupted'] = 2));
    const { engine } = watchedEngine(t, { stateFile });
    await engine.idle();
    expect(engine.job(id)).toMatchObject({ status: 'failed', attempt: 1, error: { kind: 'interrupted' } });
    expect(names(path.join(folder, 'out'))).toEqual([]);
    // Somebody who tries it alone starts from nothing.
    expect(await engine.queue.retry([id])).toEqual([]);
    await engine.idle();
    expect(engine.job(id)).toMatchObject({ status: 'succeeded', attempt: 2 });
  });

  it('a result that got its name just before is not made twice', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'state', 'queue.db');
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const first = watchedEngine(t, { stateFile });
    const { id } = await first.add({ input: photo, kind: 'image', output: `${folder}/out/` });
    await first.engine.idle();
    await first.engine.close();
    const target = path.join(folder, 'out', 'photo.webp');

    /** As if Convoy had ended before it could write that the job has. */
    const goBack = async (identity: string | null): Promise<void> => {
      const database = openDatabase(stateFile);
      const row = database.get('select record from jobs where id = ?', [id]);
      const record = JSON.parse(String(row?.['record'])) as Record<string, unknown>;
      const { files } = record;
      const placing = { target, identity, files, inputs: [{ file: photo, stamp: await stampOf(photo) }] };
      const leftovers = { parts: [], reserved: null, aside: null, placing };
      const text = JSON.stringify({ ...record, leftovers, files: [], results: [], finishedAt: null });
      database.run("update jobs set state = 'exporting', record = ? where id = ?", [text, id]);
      database.close();
    };

    await goBack(await nameIdentity(target));
    const second = watchedEngine(t, { stateFile });
    await second.engine.idle();
    expect(second.engine.job(id)).toMatchObject({ status: 'succeeded', attempt: 1, output: target });
    expect(names(path.dirname(target))).toEqual(['photo.webp']);
    await second.engine.close();

    // Another file has the name: what was made is gone, and is made again.
    await goBack('1:2');
    const third = watchedEngine(t, { stateFile });
    await third.engine.idle();
    expect(third.engine.job(id)?.status).toBe('succeeded');
    expect(names(path.dirname(target))).toEqual(['photo (2).webp', 'photo.webp']);
  });

  it('an empty file that held a name goes, and a folder that was put aside comes back', async (t) => {
    const folder = tempDir(t);
    const reserved = path.join(folder, 'reserved.webp');
    const filled = path.join(folder, 'filled.webp');
    const target = path.join(folder, 'film');
    const aside = path.join(folder, '.convoy-x-1-old.part');
    writeFileSync(reserved, '');
    writeFileSync(filled, 'somebody wrote this');
    writeFileSync(aside, 'an earlier result');
    for (const name of [reserved, filled]) {
      const left = { parts: [], reserved: name, aside: { target, aside } };
      const { stateFile, id } = await crashed(t, (record) => (record['leftovers'] = left));
      const { engine } = watchedEngine(t, { stateFile });
      await engine.idle();
      expect(engine.job(id)?.status).toBe('succeeded');
    }
    expect(names(folder)).toEqual(['filled.webp', 'film']);
    expect(readFileSync(target, 'utf8')).toBe('an earlier result');
  });

  it('a damaged file is set aside, and the engine works', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    writeFileSync(stateFile, 'this is no database '.repeat(500));
    const { engine, events, until } = watchedEngine(t, { stateFile });
    await until('a line in the log', () =>
      events.some((event) => event.type === 'log' && event.line.includes('was set aside as')),
    );
    const { setAside = '' } = engine.queue.state();
    expect(setAside.startsWith(`${stateFile}.set-aside-`)).toBe(true);
    expect(existsSync(setAside)).toBe(true);
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    await engine.add([{ request: { input: photo, kind: 'image' } }]);
    await engine.idle();
    expect(existsSync(path.join(folder, 'photo.webp'))).toBe(true);
  });
});
