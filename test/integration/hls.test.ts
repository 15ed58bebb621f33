import { execFile } from 'node:child_process';
import { readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { indexFragments } from '../../electron/engine/hls/mp4-fragments.ts';
import { packageHls } from '../../electron/engine/hls/package-hls.ts';
import { verifyHls } from '../../electron/engine/hls/verify-hls.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import type { PackageStep, Plan } from '../../shared/plan/plan.ts';
import { type MadeHls, makeHls } from '../support/make-hls.ts';
import { type ToolPair, clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { strictMaster } from '../support/strict-playlist.ts';

/** Adaptive videos of real clips, made by each ffmpeg and read back by others. */

const run = promisify(execFile);

/** 13.5 s of 480×270 at 29.97 fps: three segments, two rungs; two tracks of German, one with a hostile title. */
async function film(dir: string): Promise<string> {
  const file = path.join(dir, 'film.mkv');
  const sine = (hertz: number): string[] => [
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=${hertz}:sample_rate=44100:duration=13.5`,
  ];
  await run(tools.bundled.ffmpeg, [
    ...[
      '-v',
      'error',
      '-nostdin',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=480x270:rate=30000/1001:duration=13.5',
    ],
    ...[...sine(440), ...sine(550), ...sine(660), '-map', '0', '-map', '1', '-map', '2', '-map', '3'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
    ...[
      '-metadata:s:a:0',
      'language=ger',
      '-metadata:s:a:1',
      'language=eng',
      '-metadata:s:a:2',
      'language=deu',
    ],
    ...[
      '-metadata:s:a:2',
      'title="Regie",\nURI="x',
      '-disposition:a:0',
      '0',
      '-disposition:a:1',
      'default',
      file,
    ],
  ]);
  return file;
}

/** `segment frames` of each frame that an I-frame list names, decoded from its bytes alone. */
async function decodesAlone(made: MadeHls, pair: ToolPair, rung: string): Promise<number[]> {
  const media = strictMaster(made.folder).iFrames.find(({ media }) =>
    media.uri.startsWith(`${rung}/`),
  )?.media;
  const home = path.join(made.folder, rung);
  const init = await readFile(path.join(home, 'init.mp4'));
  const counts: number[] = [];
  for (const [n, { uri, range }] of (media?.segments ?? []).entries()) {
    const bytes = (await readFile(path.join(home, uri))).subarray(
      range?.offset,
      (range?.offset ?? 0) + (range?.bytes ?? 0),
    );
    const file = path.join(made.scratch, `frame-${n}.mp4`);
    await writeFile(file, Buffer.concat([init, bytes]));
    const { stdout } = await run(
      pair.ffmpeg,
      [
        ...[
          '-v',
          'fatal',
          '-nostdin',
          '-i',
          `file:${file}`,
          '-vsync',
          '0',
          '-pix_fmt',
          'gray',
          '-s',
          '2x2',
          '-f',
          'rawvideo',
          'pipe:1',
        ],
      ],
      { encoding: 'buffer' },
    );
    counts.push(stdout.length / 4);
  }
  return counts;
}

/** Types of the coded pictures that begin the fragments of an HEVC file (ITU-T H.265, table 7-1). */
async function firstNalTypes(file: string): Promise<number[]> {
  const { fragments } = await indexFragments(file);
  const bytes = await readFile(file);
  return fragments.map((fragment) => {
    const end = fragment.offset + fragment.firstSampleEnd;
    // The sample lies at the end of what the I-frame range covers, behind the header of mdat.
    let at = bytes.indexOf('mdat', fragment.offset, 'latin1') + 4;
    while (at < end) {
      const type = ((bytes[at + 4] ?? 0) >> 1) & 0x3f;
      if (type < 32) return type;
      at += 4 + bytes.readUInt32BE(at);
    }
    return -1;
  });
}

const rungsOf = ({ packaged }: MadeHls): string[] =>
  packaged.renditions.map(
    ({ name, width, height, codec }) => `${name} ${width}x${height} ${codec.slice(0, 4)}`,
  );

describeTools('adaptive video', (pair) => {
  it('of 29.97 fps and three tracks is a valid, aligned presentation', { timeout: 120_000 }, async (t) => {
    const dir = tempDir(t);
    const made = await makeHls(pair, await film(dir), dir);
    const { variants, audio, iFrames } = strictMaster(made.folder);
    expect(
      variants.map(({ attributes }) => [
        attributes['RESOLUTION'],
        attributes['FRAME-RATE'],
        attributes['CODECS'],
      ]),
    ).toEqual([
      ['480x270', '29.970', 'avc1.640015,mp4a.40.2'],
      ['416x234', '29.970', 'avc1.64000d,mp4a.40.2'],
    ]);
    // 405 frames, key frames at the first frame of every two seconds.
    const frames = (n: number): number => (n * 1001) / 30_000;
    for (const { media } of variants) {
      expect(media.target).toBe(6);
      expect(media.segments.map(({ duration }) => duration)).toEqual([
        expect.closeTo(frames(180), 5),
        expect.closeTo(frames(180), 5),
        expect.closeTo(frames(45), 5),
      ]);
    }
    expect(
      audio.map(({ attributes: { NAME, LANGUAGE, DEFAULT, AUTOSELECT } }) => [
        NAME,
        LANGUAGE,
        DEFAULT,
        AUTOSELECT,
      ]),
    ).toEqual([
      ['English', 'en', 'YES', 'YES'],
      ['Deutsch', 'de', 'NO', 'YES'],
      [`'Regie', URI='x`, 'de', 'NO', 'NO'],
    ]);
    expect(audio.map(({ media }) => media.segments.length)).toEqual([3, 3, 3]);
    expect(iFrames.map(({ media }) => media.segments.map(({ duration }) => Math.round(duration)))).toEqual([
      [2, 2, 2, 2, 2, 2, 2],
      [2, 2, 2, 2, 2, 2, 2],
    ]);
    expect(await decodesAlone(made, pair, '270p')).toEqual([1, 1, 1, 1, 1, 1, 1]);

    const probed = await probeJson(path.join(made.folder, 'master.m3u8'), ['-count_frames']);
    expect(probed.streams.filter((s) => s.codec_type === 'video').map((s) => s.nb_read_frames)).toEqual([
      '405',
      '405',
    ]);
  });

  it('of h265 has IDR pictures at every two seconds and the tag that Apple asks for', async (t) => {
    const dir = tempDir(t);
    const input = path.join(dir, 'in.mp4');
    await run(tools.bundled.ffmpeg, [
      ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=60:duration=5'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', input],
    ]);
    const made = await makeHls(pair, input, dir, { codec: 'h265' });
    const { variants, audio } = strictMaster(made.folder);
    expect(rungsOf(made)).toEqual(['240p 320x240 hvc1']);
    expect(audio).toEqual([]);
    expect(variants[0]?.attributes).toMatchObject({
      CODECS: expect.stringMatching(/^hvc1\.1\.6\.L\d+\.90$/) as string,
      'FRAME-RATE': '60.000',
      'VIDEO-RANGE': 'SDR',
    });
    const types = await firstNalTypes(path.join(made.scratch, 'video-240p.mp4'));
    expect(types.map((type) => (type === 19 || type === 20 ? 'IDR' : type))).toEqual(['IDR', 'IDR', 'IDR']);
  });

  it('keeps HDR in h265 and maps it in h264', async (t) => {
    const dir = tempDir(t);
    const input = await clip('hdr-pq-mp4');
    const kept = await makeHls(pair, input, path.join(dir, 'kept'), { codec: 'h265' });
    const mapped = await makeHls(pair, input, path.join(dir, 'mapped'));
    const colours = async (made: MadeHls): Promise<unknown> => {
      const [attributes] = strictMaster(made.folder).variants.map((variant) => variant.attributes);
      const [stream] = (await probeJson(path.join(made.folder, 'master.m3u8'))).streams;
      return [
        attributes?.['VIDEO-RANGE'],
        stream?.pix_fmt,
        stream?.color_range,
        stream?.color_space,
        stream?.color_transfer,
        stream?.color_primaries,
      ];
    };
    expect(await colours(kept)).toEqual(['PQ', 'yuv420p10le', 'tv', 'bt2020nc', 'smpte2084', 'bt2020']);
    expect(await colours(mapped)).toEqual(['SDR', 'yuv420p', 'tv', 'bt709', 'bt709', 'bt709']);
    expect(kept.packaged.renditions[0]?.codec).toMatch(/^hvc1\.2\.4\.L\d+\./);
  });

  it.each([
    ['rotated-90-mp4', {}, ['240p 240x320 avc1']],
    ['odd-size-webm', {}, ['240p 320x240 avc1']],
    ['anamorphic-mp4', { width: 640, height: 360, end: 0.6 }, ['234p 416x234 avc1', '360p 640x360 avc1']],
    ['vfr-mp4', { width: 160, height: 160, fit: 'cover' }, ['160p 160x160 avc1']],
  ] as const)('of %s with %o has the right sizes', async (name, options, expected) => {
    const dir = tempDir({ onTestFinished });
    const made = await makeHls(pair, await clip(name), dir, options);
    strictMaster(made.folder);
    expect(rungsOf(made)).toEqual(expected);
  });
});

describe('packaging', () => {
  const pair = tools.bundled;
  const pack = ({ plan }: MadeHls): PackageStep['hls'] => {
    const step = plan.steps.find((one): one is PackageStep => one.tool === 'package');
    if (step === undefined) expect.fail('the plan does not package');
    return step.hls;
  };
  const kindOf = async (packaging: Promise<unknown>): Promise<string> => {
    const failure: unknown = await packaging.then(
      () => null,
      (error: unknown) => error,
    );
    return failure instanceof ConvoyFailure ? failure.error.kind : String(failure);
  };

  it('tells what is wrong with its input and its folder, and stops when told', async (t) => {
    const dir = tempDir(t);
    const made = await makeHls(pair, await clip('h264-aac-mp4'), dir);
    const job = { hls: pack(made), scratchDir: made.scratch, outDir: path.join(dir, 'again') };

    expect(await kindOf(packageHls({ ...job, signal: AbortSignal.abort() }))).toBe('cancelled');
    await writeFile(path.join(dir, 'file'), '');
    expect(await kindOf(packageHls({ ...job, outDir: path.join(dir, 'file') }))).toBe('output_unwritable');
    const shares: number[] = [];
    await packageHls({ ...job, onProgress: (share) => shares.push(share) });
    expect([shares.at(-1), shares.every((share, n) => share >= (shares[n - 1] ?? 0))]).toEqual([1, true]);

    const video = path.join(made.scratch, 'video-240p.mp4');
    await truncate(video, 5000);
    expect(await kindOf(packageHls(job))).toBe('encode_failed');
    await unlink(video);
    expect(await kindOf(packageHls(job))).toBe('encode_failed');
  });

  it('is not passed when a file is missing, the length is wrong or the bandwidth is', async (t) => {
    const dir = tempDir(t);
    const { folder, plan } = await makeHls(pair, await clip('h264-aac-mp4'), dir);
    const check = async (expected: Partial<Plan['expect']> = {}): Promise<string | undefined> =>
      (await verifyHls(folder, { ...plan.expect, ...expected }, { file: 'in.mp4' }))?.message;
    const failed = (reason: string): string => `The result of “in.mp4” did not pass the check: ${reason}.`;

    expect(await check({ duration: 9 })).toBe(failed('it plays 2.03 s instead of 9.00 s'));
    expect(
      await verifyHls(
        folder,
        { duration: 9, tolerance: 0.5 },
        { file: 'in.mp4', start: 60, sourceTruncated: true },
      ),
    ).toMatchObject({ kind: 'input_truncated', message: expect.stringContaining('1:02') as string });

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
});
