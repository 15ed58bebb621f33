import { readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { packageHls } from '../../electron/engine/hls/package-hls.ts';
import { verifyHls } from '../../electron/engine/hls/verify-hls.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import type { PackageStep, Plan } from '../../shared/plan/plan.ts';
import { type MadeHls, makeHls } from '../support/make-hls.ts';
import { clip, tools } from '../support/media.ts';
import { suiteDir } from '../support/suite-dir.ts';

/** Packaging and the check of a package, with what goes wrong in them. */

const dir = suiteDir();

/** The first test spoils its scratch folder, the second one its result. */
let made: MadeHls;
beforeAll(async () => {
  made = await makeHls(tools.bundled, await clip('h264-aac-mp4'), dir());
});

function packageOf({ steps }: Plan): PackageStep['hls'] {
  const step = steps.find((one): one is PackageStep => one.tool === 'package');
  if (step === undefined) expect.fail('the plan does not package');
  return step.hls;
}

async function kindOf(packaging: Promise<unknown>): Promise<string> {
  const failure: unknown = await packaging.then(
    () => null,
    (error: unknown) => error,
  );
  return failure instanceof ConvoyFailure ? failure.error.kind : String(failure);
}

it('packaging tells what is wrong with its input and its folder, and stops when told', async () => {
  const { plan, scratch } = made;
  const job = { hls: packageOf(plan), scratchDir: scratch, outDir: path.join(dir(), 'again') };

  expect(await kindOf(packageHls({ ...job, signal: AbortSignal.abort() }))).toBe('cancelled');
  await writeFile(path.join(dir(), 'file'), '');
  expect(await kindOf(packageHls({ ...job, outDir: path.join(dir(), 'file') }))).toBe('output_unwritable');
  const shares: number[] = [];
  await packageHls({ ...job, onProgress: (share) => shares.push(share) });
  expect([shares.at(-1), shares.every((share, n) => share >= (shares[n - 1] ?? 0))]).toEqual([1, true]);

  const video = path.join(scratch, 'video-240p.mp4');
  await truncate(video, 5000);
  expect(await kindOf(packageHls(job))).toBe('encode_failed');
  await unlink(video);
  expect(await kindOf(packageHls(job))).toBe('encode_failed');
});

it('a package is not passed when a file is missing, the length is wrong or the bandwidth is', async () => {
  const { folder, plan } = made;
  const check = async (expected: Partial<Plan['expect']> = {}): Promise<string | undefined> =>
    (await verifyHls(folder, { ...plan.expect, ...expected }, { file: 'in.mp4' }))?.message;
  const failed = (reason: string): string => `The result of “in.mp4” did not pass the check: ${reason}.`;

  expect(await check({ duration: 9 })).toBe(failed('it plays 2.03 s instead of 9.00 s'));
  const long = { duration: 9, tolerance: 0.5 };
  const cutOff = { file: 'in.mp4', start: 60, sourceTruncated: true };
  expect(await verifyHls(folder, long, cutOff)).toMatchObject({
    kind: 'input_truncated',
    message: expect.stringContaining('1:02') as string,
  });

  const master = path.join(folder, 'master.m3u8');
  const text = await readFile(master, 'utf8');
  await writeFile(master, text.replace(/BANDWIDTH=\d/, 'BANDWIDTH=9'));
  expect(await check()).toBe(
    failed('240p/playlist.m3u8 takes other bandwidth than the master playlist says'),
  );
  await writeFile(master, text.replaceAll('240p/playlist', '../../etc/playlist'));
  expect(await check()).toBe(failed('a playlist names a file outside its folder'));
  await writeFile(master, text);
  expect(await check()).toBeUndefined();
  await truncate(path.join(folder, 'audio-1/segment-00001.m4s'), 0);
  expect(await check()).toBe(failed('audio-1/segment-00001.m4s is empty'));
  await unlink(path.join(folder, '240p/segment-00001.m4s'));
  expect(await check()).toMatch(/missing|empty/);
});
