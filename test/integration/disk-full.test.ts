import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeSync,
  openSync,
  closeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { longClip } from '../support/long-clip.ts';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** A volume that runs full under real conversions, and gets room again. */

type Test = Parameters<typeof tempDir>[0] & { onTestFinished(done: () => unknown): unknown };

/** A volume of so many megabytes in memory; null where this account may not mount one. */
function smallVolume(t: Test, megabytes: number): string | null {
  if (process.platform !== 'linux') return null;
  const folder = path.join(tempDir(t), 'volume');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  // Hooks run last to first: before the folder is removed.
  t.onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }));
  return folder;
}

const canMount = ((): boolean => {
  const done: (() => unknown)[] = [];
  const volume = smallVolume({ onTestFinished: (one: () => unknown) => done.unshift(one) }, 1);
  for (const one of done) one();
  return volume !== null;
})();

/** Writes a file of so many bytes, or until the volume is full. */
function fill(file: string, bytes = Number.POSITIVE_INFINITY): void {
  const chunk = Buffer.alloc(65_536);
  const handle = openSync(file, 'w');
  try {
    for (let left = bytes; left > 0; left -= chunk.length) {
      if (writeSync(handle, chunk, 0, Math.min(left, chunk.length)) === 0) return;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}
const free = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
const names = (folder: string): readonly string[] => readdirSync(folder).sort();

describe.skipIf(!canMount)('a volume that is full', () => {
  it('makes a job wait before it begins, while others go on', async (t) => {
    const volume = smallVolume(t, 16) ?? '';
    const folder = tempDir(t);
    const { engine, add, ended, until } = watchedEngine(t, { waits: true });
    fill(path.join(volume, 'filler'), free(volume) - 900_000);
    const photo = path.join(folder, 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const waiting = await add({ input: photo, kind: 'image', output: path.join(volume, 'a.png') });
    const other = await add({ input: photo, kind: 'image', output: path.join(folder, 'b.png') });
    expect((await ended(other.id)).job.status).toBe('succeeded');
    await until('the job to wait', () => engine.queue.entry(waiting.id)?.hold === 'disk');
    const { waits, active } = engine.queue.state();
    expect(active).toBe(true);
    expect(waits).toMatchObject({ why: 'disk', folder: volume });
    if (waits?.why === 'disk') expect(waits.needs).toBeGreaterThan(waits.free);
    expect(names(volume)).toEqual(['filler']);
    rmSync(path.join(volume, 'filler'));
    const { job } = await ended(waiting.id);
    expect(job).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect(engine.queue.state().waits).toBeNull();
    expect(names(volume)).toEqual(['a.png']);
  });

  it('lets a job go that a person lets go', async (t) => {
    const volume = smallVolume(t, 16) ?? '';
    const { engine, add, ended, until } = watchedEngine(t, { waits: true });
    fill(path.join(volume, 'filler'), free(volume) - 700_000);
    const photo = path.join(tempDir(t), 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const job = await add({ input: photo, kind: 'image', output: path.join(volume, 'a.png') });
    await until('the job to wait', () => engine.queue.entry(job.id)?.hold === 'disk');
    engine.queue.release([job.id]);
    expect((await ended(job.id)).job.status).toBe('succeeded');
  });

  it('stops a job in the middle, which begins again when there is room', async (t) => {
    const volume = smallVolume(t, 64) ?? '';
    const source = await longClip(tempDir(t), 6);
    const { engine, add, ended, until, reached, events } = watchedEngine(t, { waits: true });
    const result = path.join(volume, 'out.mp4');
    const job = await add({
      ...{ input: source, kind: 'video', output: result },
      options: { quality: 'high', codec: 'h264', width: 560 },
    });
    await reached(job.id, 0.05);
    fill(path.join(volume, 'filler'));
    await until('the job to wait', () => engine.queue.entry(job.id)?.hold === 'disk');
    expect(engine.queue.state().waits).toMatchObject({ why: 'disk', folder: volume });
    // Nothing partial stays, and nobody calls it a failure.
    expect(names(volume)).toEqual(['filler']);
    expect(engine.job(job.id)).toMatchObject({ status: 'queued', attempt: 1, error: null, warnings: [] });
    rmSync(path.join(volume, 'filler'));
    expect((await ended(job.id)).job).toMatchObject({ status: 'succeeded', attempt: 1, output: result });
    expect(names(volume)).toEqual(['out.mp4']);
    expect(events.some((event) => event.type === 'job' && event.job.status === 'failed')).toBe(false);
  });

  it('fails a job of a queue that does not wait', async (t) => {
    const volume = smallVolume(t, 1) ?? '';
    const { engine, add, ended } = watchedEngine(t);
    fill(path.join(volume, 'filler'));
    const photo = path.join(tempDir(t), 'photo.jpg');
    copyFileSync(await clip('jpeg'), photo);
    const job = await add({ input: photo, kind: 'image', output: path.join(volume, 'a.png') });
    expect((await ended(job.id)).job).toMatchObject({ status: 'failed', error: { kind: 'disk_full' } });
    await engine.idle();
    expect(names(volume)).toEqual(['filler']);
  });
});
