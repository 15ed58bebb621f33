import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { newId } from '../../shared/model/id.ts';
import { buildChild } from '../support/build-child.ts';
import { clip, root, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';
import { draftFor, ledgerOf, reached, statesOf, viewOf, watchFolder } from '../support/watch-rules.ts';

/** Watched folders over the end of the process, however it comes. */

const names = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

describe('kill -9', () => {
  it('while files are taken: none is lost, none is taken twice', async (t) => {
    const folder = tempDir(t);
    const inbox = path.join(folder, 'inbox');
    const out = path.join(folder, 'out');
    mkdirSync(inbox);
    const stateFile = path.join(folder, 'queue.db');
    const program = await buildChild('watch-child');
    const draft = { ...draftFor(inbox, { output: `${out}/` }), id: newId('watch') };
    const png = readFileSync(await clip('png-1x1'));
    let files = 0;
    const add = (count: number): void => {
      for (let n = 0; n < count; n++) writeFileSync(path.join(inbox, `${files++}.png`), png);
    };
    // It dies when the first settles, when the first is queued, and at some later ones.
    for (const [word, count] of [
      ['settling', 1],
      ['queued', 1],
      ['queued', 16],
      ['queued', 26],
    ] as const) {
      add(16);
      const child = spawn(
        process.execPath,
        [program, stateFile, path.join(root, 'dist/still-worker.js'), JSON.stringify(draft)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      t.onTestFinished(() => void child.kill('SIGKILL'));
      await dieAfter(child, word, count);
    }
    const watched = watchedEngine(t, { stateFile });
    await watched.until('all to be queued', () => viewOf(watched.engine, draft.id)?.counts.queued === files);
    expect(watched.engine.queue.count()).toBe(files);
    const jobs = [...ledgerOf(watched.engine).values()].map(({ jobId }) => jobId);
    expect(new Set(jobs).size).toBe(files);
    watched.engine.queue.resume();
    await watched.until('all to be done', () => viewOf(watched.engine, draft.id)?.counts.done === files);
    expect(names(out)).toHaveLength(files);
    expect(names(out).filter((name) => name.includes('('))).toEqual([]);
  });

  /** Kills the process when it has said so many lines that begin with a word, or nothing more for a while. */
  async function dieAfter(child: ChildProcess, word: string, count: number): Promise<void> {
    let said = 0;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk
        .toString()
        .split('\n')
        .filter((line) => line.startsWith(`${word} `)).length;
      if (said >= count) child.kill('SIGKILL');
    });
    await ended;
    clearTimeout(limit);
    expect(said).toBeGreaterThan(0);
  }
});

describe('a restart', () => {
  it('converts what came meanwhile, and nothing again', async (t) => {
    const folder = tempDir(t);
    const inbox = path.join(folder, 'inbox');
    const out = path.join(folder, 'out');
    mkdirSync(inbox);
    const stateFile = path.join(folder, 'queue.db');
    copyFileSync(await clip('jpeg'), path.join(inbox, 'old.jpg'));
    const first = watchedEngine(t, { stateFile });
    const rule = await watchFolder(first, draftFor(inbox, { output: `${out}/`, existing: 'leave' }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    await reached(first, 'a.jpg', 'done');
    expect(statesOf(first.engine)['old.jpg']).toBe('left_alone: was_there');
    await first.engine.close();
    copyFileSync(await clip('jpeg'), path.join(inbox, 'b.jpg'));
    const second = watchedEngine(t, { stateFile });
    await reached(second, 'b.jpg', 'done');
    expect(statesOf(second.engine)).toEqual({
      'a.jpg': 'done: converted',
      'b.jpg': 'done: converted',
      'old.jpg': 'left_alone: was_there',
    });
    expect(names(out)).toEqual(['a.webp', 'b.webp']);
    // Taken out and saved again with its id: the ledger is as it was.
    const removed = await second.engine.watch.remove(rule.id);
    expect(removed.ok && second.engine.watch.rules()).toEqual([]);
    expect(ledgerOf(second.engine).size).toBe(0);
    if (!removed.ok) return;
    await watchFolder(second, { ...draftFor(inbox, { output: `${out}/`, existing: 'leave' }), id: rule.id });
    expect(Object.keys(statesOf(second.engine))).toEqual(['a.jpg', 'b.jpg', 'old.jpg']);
    await second.engine.idle();
    expect(names(out)).toEqual(['a.webp', 'b.webp']);
  });

  it('takes a file whose entry names a job that was never made, and follows jobs that ended meanwhile', async (t) => {
    const folder = tempDir(t);
    const inbox = path.join(folder, 'inbox');
    const done = path.join(inbox, 'done');
    mkdirSync(inbox);
    const stateFile = path.join(folder, 'queue.db');
    const first = watchedEngine(t, { stateFile });
    const rule = await watchFolder(first, draftFor(inbox, { output: path.join(folder, 'out', '/') }));
    for (const name of ['a.jpg', 'b.jpg']) {
      copyFileSync(await clip('jpeg'), path.join(inbox, name));
      await reached(first, name, 'done');
    }
    const saved = await first.engine.watch.save({ ...draftFor(inbox, { originals: 'move' }), id: rule.id });
    expect(saved.ok).toBe(true);
    await first.engine.close();
    // As if it had died before `a` became a job, and between publishing the result of `b` and moving the original.
    const database = openDatabase(stateFile);
    database.run("update watch_ledger set state = 'settling', job_id = ? where path = 'a.jpg'", [
      newId('job'),
    ]);
    database.run("update watch_ledger set state = 'converting' where path = 'b.jpg'");
    database.close();
    const second = watchedEngine(t, { stateFile });
    await reached(second, 'a.jpg', 'done');
    await reached(second, 'b.jpg', 'done');
    expect(second.engine.queue.count()).toBe(3);
    expect(names(done)).toEqual(['a.jpg', 'b.jpg']);
    expect(names(inbox).filter((name) => name.endsWith('.jpg'))).toEqual([]);
  });
});
