import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mediaBrief } from '../../electron/calls/rows/media-brief.ts';
import { nothingKnown, rowOf } from '../../electron/calls/rows/row-of.ts';
import type { EngineDeps } from '../../electron/engine/index.ts';
import { noLeftovers } from '../../electron/engine/job-record.ts';
import { stampOf } from '../../electron/engine/publish/file-stamp.ts';
import { nameIdentity } from '../../electron/engine/publish/same-file.ts';
import { openStore } from '../../electron/engine/store/open-store.ts';
import { type AppSettingsChange, defaultAppSettings } from '../../shared/model/app-settings.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { jobRecord } from '../support/job-records.ts';
import { tempDir } from '../support/media.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** Real results that come out larger than their originals. */

type Test = Parameters<typeof tempDir>[0];

afterEach(() => vi.unstubAllEnvs());

/** A photo of noise that was saved so badly that every other encoder takes more bytes for it. */
async function badPhoto(file: string): Promise<Buffer> {
  const pixels = Buffer.alloc(320 * 240 * 3);
  let seed = 1;
  for (let at = 0; at < pixels.length; at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    pixels[at] = seed >> 16;
  }
  const raw = { width: 320, height: 240, channels: 3 } as const;
  const data = await sharp(pixels, { raw }).jpeg({ quality: 8, mozjpeg: true }).toBuffer();
  writeFileSync(file, data);
  utimesSync(file, 1_600_000_000, 1_600_000_000);
  return data;
}

const webPhoto: Pick<JobRequest, 'kind' | 'options'> = {
  kind: 'image',
  options: { format: 'webp', width: 1600 },
};

async function stage(
  t: Test,
  { settings = {}, ...deps }: Partial<EngineDeps> & { settings?: AppSettingsChange } = {},
) {
  const folder = tempDir(t);
  const out = path.join(folder, 'out');
  const photo = path.join(folder, 'photo.jpg');
  const bytes = await badPhoto(photo);
  const watched = watchedEngine(t, deps);
  const { engine } = watched;
  await engine.library.changeSettings({ outputFolder: out, ...settings });
  const run = async (
    request: Partial<JobRequest> = {},
    preset: string | null = 'web_photo',
  ): Promise<Job> => {
    const asked = { request: { input: photo, ...webPhoto, ...request } };
    const [job] = await engine.add([preset === null ? asked : { ...asked, preset }]);
    await engine.idle();
    const ended = job === undefined ? null : engine.job(job.id);
    if (ended === null) throw new Error('nothing was added');
    return ended;
  };
  return { ...watched, folder, out, photo, bytes, run };
}

const exported = (job: Job): unknown => job.tasks[3]?.output;
const names = (folder: string): readonly string[] => readdirSync(folder).toSorted();

describe('a photo that comes out larger', () => {
  it('is copied to the output folder, byte for byte, with its time', async (t) => {
    const { run, engine, out, folder, photo, bytes } = await stage(t);
    chmodSync(photo, 0o444);
    const job = await run();
    const copy = path.join(out, 'photo.jpg');
    expect(job).toMatchObject({ status: 'succeeded', output: copy, warnings: [], error: null });
    expect(names(out)).toEqual(['photo.jpg']);
    expect(names(folder)).toEqual(['out', 'photo.jpg']);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    expect(statSync(copy).mtimeMs).toBe(1_600_000_000_000);
    expect(statSync(copy).mode & 0o200).toBe(0o200);
    const file = { path: copy, bytes: bytes.length, mime: 'image/jpeg', width: 320, height: 240 };
    expect(exported(job)).toMatchObject({ kept: 'copied', files: [file], primary: file });
    const entry = engine.queue.entry(job.id);
    if (entry === null) throw new Error('the job is gone');
    expect(rowOf(entry, nothingKnown)).toMatchObject({
      ...{ kept: 'copied', bytesIn: bytes.length, bytesOut: bytes.length, resultName: 'photo.jpg' },
      plan: { format: 'webp' },
      media: mediaBrief((job.tasks[0]?.output ?? {}) as Parameters<typeof mediaBrief>[0], 'photo.jpg'),
    });
  });

  it('stays where it is when that is where results go, and nothing is written', async (t) => {
    const { run, folder, photo, bytes } = await stage(t, { settings: { outputFolder: null } });
    const job = await run();
    expect(job).toMatchObject({ status: 'succeeded', output: photo, warnings: [] });
    expect(exported(job)).toMatchObject({ kept: 'in_place', primary: { path: photo, bytes: bytes.length } });
    expect(names(folder)).toEqual(['photo.jpg']);
    expect(statSync(photo).mtimeMs).toBe(1_600_000_000_000);
  });

  it('gets the next name, or is skipped, or replaces, as for every result', async (t) => {
    for (const [collision, after] of [
      ['number', ['photo (2).jpg', 'photo.jpg']],
      ['skip', ['photo.jpg']],
      ['overwrite', ['photo.jpg']],
    ] as const) {
      const { run, out, bytes } = await stage(t, { collision });
      mkdirSync(out);
      writeFileSync(path.join(out, 'photo.jpg'), 'somebody else’s');
      const job = await run();
      expect([collision, job.status, job.error?.kind ?? null]).toEqual(
        collision === 'skip' ? [collision, 'skipped', 'output_exists'] : [collision, 'succeeded', null],
      );
      expect(names(out)).toEqual(after);
      const there = readFileSync(path.join(out, 'photo.jpg'));
      expect(there.equals(bytes)).toBe(collision === 'overwrite');
    }
  });

  it('keeps its original, whatever is to become of originals', async (t) => {
    const trashed: string[] = [];
    const trash = (file: string): Promise<void> => Promise.resolve(void trashed.push(file));
    for (const originals of ['trash', 'move'] as const) {
      const { run, folder, out } = await stage(t, { trash, settings: { originals } });
      expect(await run()).toMatchObject({ status: 'succeeded', warnings: [] });
      expect([names(folder), names(out)]).toEqual([['out', 'photo.jpg'], ['photo.jpg']]);
    }
    expect(trashed).toEqual([]);
  });

  it('is published all the same where that is wanted', async (t) => {
    const kept = await stage(t, { settings: { whenLarger: 'keep_result' } });
    const large = await kept.run();
    expect(path.basename(large.output ?? '')).toBe('photo.webp');
    expect(exported(large)).not.toHaveProperty('kept');
    expect(statSync(large.output ?? '').size).toBeGreaterThan(kept.bytes.length);
    // The command line goes before the setting.
    const flag = await stage(t, { whenLarger: 'keep_result' });
    expect(path.basename((await flag.run()).output ?? '')).toBe('photo.webp');

    // What one job was told goes before both, also when it is converted again.
    const one = await stage(t, { whenLarger: 'copy_original' });
    const request = { input: one.photo, ...webPhoto };
    const [own] = await one.engine.add([{ request, preset: 'web_photo', whenLarger: 'keep_result' }]);
    await one.engine.idle();
    expect(names(one.out)).toEqual(['photo.webp']);
    expect(await one.engine.queue.retry([own?.id ?? ''])).toEqual([]);
    await one.engine.idle();
    expect(names(one.out)).toEqual(['photo (2).webp', 'photo.webp']);

    const { run, out } = await stage(t);
    await run({}, null);
    expect(names(out)).toEqual(['photo.webp']);
    await run({ output: path.join(out, 'mine.webp') });
    await run({ output: path.join(out, 'small.webp'), options: { format: 'webp', width: 160 } }, null);
    expect(names(out)).toEqual(['mine.webp', 'photo.webp', 'small.webp']);
  });

  it('of the same format is copied under the very name that was asked', async (t) => {
    const { run, folder, bytes } = await stage(t);
    const output = path.join(folder, 'better.jpg');
    const job = await run({ output, options: { format: 'jpeg', quality: 'very_high' } }, null);
    expect([job.output, exported(job)]).toMatchObject([output, { kept: 'copied' }]);
    expect(readFileSync(output).equals(bytes)).toBe(true);
  });

  it('is taken back like any result; an original that stayed is not touched', async (t) => {
    const state = tempDir(t);
    vi.stubEnv('XDG_DATA_HOME', state);
    const stateFile = path.join(state, 'queue.db');
    for (const outputFolder of [undefined, null]) {
      const { run, engine, folder, out, photo, bytes } = await stage(t, {
        stateFile: `${stateFile}-${String(outputFolder)}`,
        settings: outputFolder === null ? { outputFolder } : {},
      });
      const job = await run();
      expect(await engine.history.undoBatch(job.batch_id ?? '')).toMatchObject({
        ok: true,
        value: { trashed: outputFolder === null ? 0 : 1, restored: 0, kept: [] },
      });
      expect(names(folder).filter((name) => name !== 'out')).toEqual(['photo.jpg']);
      if (outputFolder !== null) expect(names(out)).toEqual([]);
      expect(readFileSync(photo).equals(bytes)).toBe(true);
    }
  });

  it('is not published when somebody wrote to it meanwhile', async (t) => {
    const { engine, folder, out, photo, events } = await stage(t);
    engine.subscribe((event) => {
      if (event.type === 'job' && event.job.tasks[2]?.status === 'processing') appendFileSync(photo, 'x');
    });
    await engine.add([{ request: { input: photo, ...webPhoto }, preset: 'web_photo' }]);
    await engine.idle();
    const last = events.findLast((event) => event.type === 'job');
    expect(last).toMatchObject({ job: { status: 'failed', error: { kind: 'input_changed' } } });
    expect(names(folder)).toEqual(['photo.jpg']);
    expect(() => names(out)).toThrow('ENOENT');
  });

  it('is told after a crash that came right after its copy had its name', async (t) => {
    const folder = tempDir(t);
    const stateFile = path.join(folder, 'queue.db');
    const [photo, copy] = [path.join(folder, 'photo.jpg'), path.join(folder, 'copy.jpg')];
    const bytes = await badPhoto(photo);
    writeFileSync(copy, bytes);
    const file = {
      ...{ path: copy, url: pathToFileURL(copy).href, bytes: bytes.length, mime: 'image/jpeg' },
      ...{ width: 320, height: 240, duration: null },
    };
    const placing = {
      ...{ target: copy, identity: (await nameIdentity(copy)) ?? '', files: [file], kept: 'copied' as const },
      inputs: [{ file: photo, stamp: await stampOf(photo) }],
    };
    const job = jobRecord({
      ...{ kind: 'image', inputs: [photo], options: { format: 'webp' }, state: 'exporting' },
      warnings: [{ kind: 'metadata_dropped', message: 'Of the WebP.' }],
      leftovers: { ...noLeftovers, placing },
    });
    const store = openStore(stateFile, () => undefined);
    store.saveSettings({ ...defaultAppSettings, originals: 'trash' });
    store.insert([job]);
    store.close();
    const { ended } = watchedEngine(t, { stateFile });
    const { job: after } = await ended(job.id);
    expect(after).toMatchObject({ status: 'succeeded', output: copy, warnings: [] });
    expect(exported(after)).toMatchObject({ kept: 'copied' });
    expect(names(folder).filter((name) => name.endsWith('.jpg'))).toEqual(['copy.jpg', 'photo.jpg']);
  });

  it('can be converted again, and forgets then that it was kept', async (t) => {
    const { run, engine, out } = await stage(t);
    const job = await run();
    await engine.library.changeSettings({ whenLarger: 'keep_result' });
    expect(await engine.queue.retry([job.id])).toEqual([]);
    await engine.idle();
    const again = engine.job(job.id);
    expect(again).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(exported(again as Job)).not.toHaveProperty('kept');
    expect(names(out)).toEqual(['photo.jpg', 'photo.webp']);
  });
});
