import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { indexFragments } from '../../electron/engine/hls/mp4-fragments.ts';
import { type MadeHls, makeHls } from '../support/make-hls.ts';
import { clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { strictMaster } from '../support/strict-playlist.ts';
import { suiteDir } from '../support/suite-dir.ts';

/** What the pictures of adaptive videos are, from each ffmpeg: codec, key frames, colours and sizes. */

const run = promisify(execFile);
const dir = suiteDir();

/** 4.5 s of 320×240 at 60 fps without sound: three key frames of the two-second grid. */
let fast: string;
beforeAll(async () => {
  fast = path.join(dir(), 'in.mp4');
  await run(tools.bundled.ffmpeg, [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=60:duration=4.5'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', fast],
  ]);
});

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

/** Range, depth and colours of the first rung, as declared and as found. */
async function coloursOf({ folder }: MadeHls): Promise<unknown> {
  const [variant] = strictMaster(folder).variants;
  const [stream] = (await probeJson(path.join(folder, 'master.m3u8'))).streams;
  return [
    ...[variant?.attributes['VIDEO-RANGE'], stream?.pix_fmt, stream?.color_range],
    ...[stream?.color_space, stream?.color_transfer, stream?.color_primaries],
  ];
}

describeTools('adaptive video', (pair) => {
  it('of h265 has IDR pictures at every two seconds and the tag that Apple asks for', async (t) => {
    const made = await makeHls(pair, fast, tempDir(t), { codec: 'h265' });
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

  it('keeps HDR in h265', async (t) => {
    const kept = await makeHls(pair, await clip('hdr-pq-mp4'), tempDir(t), { codec: 'h265' });
    expect(await coloursOf(kept)).toEqual(['PQ', 'yuv420p10le', 'tv', 'bt2020nc', 'smpte2084', 'bt2020']);
    expect(kept.packaged.renditions[0]?.codec).toMatch(/^hvc1\.2\.4\.L\d+\./);
  });

  it('maps HDR in h264', async (t) => {
    const mapped = await makeHls(pair, await clip('hdr-pq-mp4'), tempDir(t));
    expect(await coloursOf(mapped)).toEqual(['SDR', 'yuv420p', 'tv', 'bt709', 'bt709', 'bt709']);
  });

  it.for([
    ['rotated-90-mp4', {}, ['240p 240x320 avc1']],
    ['odd-size-webm', {}, ['240p 320x240 avc1']],
    ['anamorphic-mp4', { width: 640, height: 360, end: 0.6 }, ['234p 416x234 avc1', '360p 640x360 avc1']],
    ['vfr-mp4', { width: 160, height: 160, fit: 'cover' }, ['160p 160x160 avc1']],
  ] as const)('of %s with %o has the right sizes', async ([name, options, expected], t) => {
    const made = await makeHls(pair, await clip(name), tempDir(t), options);
    strictMaster(made.folder);
    expect(rungsOf(made)).toEqual(expected);
  });
});
