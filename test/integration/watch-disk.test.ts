import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';
import { draftFor, ledgerOf, reached, statesOf, viewOf, watchFolder } from '../support/watch-rules.ts';

/** A watched folder on a disk that is taken out and put in again. */

type Test = Parameters<typeof tempDir>[0] & { onTestFinished(done: () => unknown): unknown };

interface Disk {
  /** Where it is put in. */
  readonly inbox: string;
  /** Where its files are at hand while it is out. */
  readonly disk: string;
  readonly takeOut: () => void;
  readonly putIn: () => void;
}

const mount = (...args: readonly string[]): unknown => execFileSync('mount', args, { stdio: 'ignore' });
const unmount = (place: string): unknown => execFileSync('umount', ['-l', place], { stdio: 'ignore' });

/** A disk in memory; null where this account may not mount one. */
function someDisk(t: Test): Disk | null {
  if (process.platform !== 'linux') return null;
  const folder = tempDir(t);
  const [disk, inbox] = [path.join(folder, 'disk'), path.join(folder, 'inbox')];
  mkdirSync(disk);
  mkdirSync(inbox);
  let isIn = false;
  try {
    mount('-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk);
  } catch {
    return null;
  }
  const takeOut = (): void => {
    if (isIn) unmount(inbox);
    isIn = false;
  };
  const putIn = (): void => {
    mount('--bind', disk, inbox);
    isIn = true;
  };
  t.onTestFinished(() => {
    takeOut();
    unmount(disk);
  });
  putIn();
  return { inbox, disk, takeOut, putIn };
}

const names = (folder: string): readonly string[] => readdirSync(folder).sort();

describe('a disk', () => {
  it('that goes and comes back while folders are watched: nothing is forgotten, nothing converted again', async (t) => {
    const disk = someDisk(t);
    if (disk === null) return t.skip('nothing can be mounted here');
    const { inbox } = disk;
    const out = tempDir(t);
    const photo = await clip('jpeg');
    const watched = watchedEngine(t);
    const { engine } = watched;
    const rule = await watchFolder(watched, draftFor(inbox, { output: `${out}/` }));
    copyFileSync(photo, path.join(inbox, 'a.jpg'));
    const done = await reached(watched, 'a.jpg', 'done');
    await engine.queue.pause('after');
    copyFileSync(photo, path.join(inbox, 'b.jpg'));
    writeFileSync(path.join(inbox, 'notes.txt'), 'no picture');
    await reached(watched, 'b.jpg', 'queued');
    await reached(watched, 'notes.txt', 'left_alone');
    const before = statesOf(engine);

    disk.takeOut();
    expect(names(inbox)).toEqual([]);
    await engine.watch.rescan(rule.id);
    expect(viewOf(engine, rule.id)).toMatchObject({
      state: 'broken',
      problem: { message: expect.stringContaining('on another disk than before') as string },
    });
    expect(statesOf(engine)).toEqual(before);
    // Its turn comes while it is away.
    engine.queue.resume();
    await reached(watched, 'b.jpg', 'left_alone', 'gone');

    copyFileSync(photo, path.join(disk.disk, 'c.jpg'));
    disk.putIn();
    await reached(watched, 'b.jpg', 'done');
    await reached(watched, 'c.jpg', 'done');
    expect(statesOf(engine)).toEqual({
      ...{ 'a.jpg': 'done: converted', 'b.jpg': 'done: converted', 'c.jpg': 'done: converted' },
      'notes.txt': before['notes.txt'],
    });
    expect(ledgerOf(engine).get('a.jpg')).toEqual(done);
    expect(names(out)).toEqual(['a.webp', 'b.webp', 'c.webp']);
    expect(viewOf(engine, rule.id)).toMatchObject({ state: 'watching', problem: null });
    // And the system gives word of it again.
    copyFileSync(photo, path.join(inbox, 'd.jpg'));
    await reached(watched, 'd.jpg', 'done');
  });

  it('that is not there when Convoy starts is waited for', async (t) => {
    const disk = someDisk(t);
    if (disk === null) return t.skip('nothing can be mounted here');
    const { inbox } = disk;
    const out = tempDir(t);
    const stateFile = path.join(tempDir(t), 'queue.db');
    const first = watchedEngine(t, { stateFile });
    const rule = await watchFolder(first, draftFor(inbox, { output: `${out}/`, poll: 'always' }));
    copyFileSync(await clip('jpeg'), path.join(inbox, 'a.jpg'));
    const done = await reached(first, 'a.jpg', 'done');
    await first.engine.close();

    disk.takeOut();
    const second = watchedEngine(t, { stateFile });
    await second.until('the disk to be missed', () => viewOf(second.engine, rule.id)?.state === 'broken');
    expect(ledgerOf(second.engine).get('a.jpg')).toEqual(done);
    disk.putIn();
    await second.until('the disk to be found', () => viewOf(second.engine, rule.id)?.state === 'watching');
    copyFileSync(await clip('jpeg'), path.join(inbox, 'b.jpg'));
    await reached(second, 'b.jpg', 'done');
    expect(ledgerOf(second.engine).get('a.jpg')).toEqual(done);
    expect([names(out), second.engine.queue.count()]).toEqual([['a.webp', 'b.webp'], 2]);
  });
});
