import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { goodAnswer, lyingServer } from '../support/lying-server.ts';
import { clip, tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** A volume that runs full in the middle of a download, and gets room again. */

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

/** Leaves so many bytes free. */
function fillUp(folder: string, leave: number): string {
  const file = path.join(folder, 'filler');
  const { bavail, bsize } = statfsSync(folder);
  const chunk = Buffer.alloc(65_536);
  const handle = openSync(file, 'w');
  for (let left = bavail * bsize - leave; left > 0; left -= chunk.length)
    writeSync(handle, chunk, 0, Math.min(left, chunk.length));
  closeSync(handle);
  return file;
}

describe.skipIf(!canMount)('a volume that runs full in the middle of a download', () => {
  it('makes the job wait, and it goes on when there is room', async (t) => {
    const volume = smallVolume(t, 24) ?? '';
    const out = tempDir(t);
    const film = readFileSync(await clip('h264-aac-mp4'));
    const rest = Buffer.alloc(4_000_000);
    rest.writeUInt32BE(rest.length, 0);
    rest.write('free', 4, 'latin1');
    const content = Buffer.concat([film, rest]);
    // How long it is, nobody is told: so it is begun, and runs out in the middle.
    const server = await lyingServer(t, (response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', etag: '"one"' });
      response.end(content);
    });
    const { engine, add, until, ended } = watchedEngine(t, {
      stateFile: path.join(volume, 'state', 'queue.db'),
      allowPrivateAddresses: true,
      waits: true,
    });
    const filler = fillUp(volume, 2_500_000);
    const { id } = await add({
      input: `${server.origin}/a.mp4`,
      kind: 'audio',
      options: { format: 'mp3' },
      output: path.join(out, 'a.mp3'),
    });
    await until('the job to wait', () => engine.queue.entry(id)?.hold === 'disk');
    expect(engine.queue.state().waits).toMatchObject({ why: 'disk' });
    expect(engine.job(id)).toMatchObject({ status: 'queued', error: null });
    rmSync(filler);
    expect((await ended(id)).job).toMatchObject({ status: 'succeeded', error: null });
    expect(server.asked.length).toBeGreaterThan(1);
  }, 120_000);

  it('says so before the first byte where the length is told', async (t) => {
    const volume = smallVolume(t, 24) ?? '';
    const out = tempDir(t);
    const content = Buffer.concat([readFileSync(await clip('h264-aac-mp4')), Buffer.alloc(4_000_000)]);
    const server = await lyingServer(t, goodAnswer(content));
    const { engine, add, until } = watchedEngine(t, {
      stateFile: path.join(volume, 'state', 'queue.db'),
      allowPrivateAddresses: true,
      waits: true,
    });
    fillUp(volume, 2_500_000);
    const { id } = await add({
      input: `${server.origin}/a.mp4`,
      kind: 'audio',
      options: { format: 'mp3' },
      output: path.join(out, 'a.mp3'),
    });
    await until('the job to wait', () => engine.queue.entry(id)?.hold === 'disk');
    expect(engine.job(id)).toMatchObject({ status: 'queued', error: null });
    await engine.cancel([id]);
    expect(engine.job(id)?.status).toBe('cancelled');
  }, 120_000);
});
