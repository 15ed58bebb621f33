import { execFile } from 'node:child_process';
import { copyFile, readFile, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ProbedStream, clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { convert } from '../support/run-jobs.ts';

const exec = promisify(execFile);

const only = (streams: readonly ProbedStream[], type: string): readonly ProbedStream[] =>
  streams.filter((stream) => stream.codec_type === type);

const tagsOf = (stream: ProbedStream | undefined): readonly (string | undefined)[] => [
  stream?.color_range,
  stream?.color_space,
  stream?.color_transfer,
  stream?.color_primaries,
];

describeTools('video', (pair) => {
  const run = (input: string, options: object, output: string) =>
    convert({ input, kind: 'video', options, output }, pair);

  it('copies a plain mov to mp4 and keeps its dates', async (t) => {
    const folder = tempDir(t);
    const input = path.join(folder, 'holiday.mov');
    await copyFile(await clip('h264-aac-mov'), input);
    await utimes(input, 1_600_000_000, 1_600_000_000);
    const { file, mode } = await run(input, {}, `${folder}/`);
    const facts = await probeJson(file);
    expect(mode).toBe('copy');
    expect(facts.streams.map((s) => s.codec_name)).toEqual(['h264', 'aac']);
    const places = async (of: string): Promise<readonly unknown[]> => {
      const { tags } = (await probeJson(of)).format;
      return [tags?.['creation_time'], tags?.['location'] ?? tags?.['com.apple.quicktime.location.ISO6709']];
    };
    const kept = await places(input);
    expect(kept).not.toContain(undefined);
    expect(await places(file)).toEqual(kept);
    const encoded = await run(input, { quality: 'very_low' }, `${folder}/`);
    expect(await places(encoded.file)).toEqual(kept);
    expect((await stat(file)).mtimeMs).toBe(1_600_000_000_000);
    const bytes = await readFile(file);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  it.for([
    ['mp4', 'h264', 'h264', 'yuv420p'],
    ['mp4', 'h265', 'hevc', 'yuv420p'],
    ['webm', 'vp9', 'vp9', 'yuv420p'],
  ])('writes %s with %s, 8 bit and all four colour tags', async ([format, codec, name, pixFmt], t) => {
    const folder = tempDir(t);
    const { file } = await run(
      await clip('h264-aac-mp4'),
      { format, codec, quality: 'low', width: 160, end: 0.5 },
      `${folder}/`,
    );
    const [picture] = only((await probeJson(file)).streams, 'video');
    expect([picture?.codec_name, picture?.pix_fmt, picture?.width]).toEqual([name, pixFmt, 160]);
    expect(tagsOf(picture)).toEqual(['tv', 'bt709', 'bt709', 'bt709']);
    if (name === 'hevc') expect(picture?.codec_tag_string).toBe('hvc1');
  });

  it('writes AV1, or says what is missing', async (t) => {
    const folder = tempDir(t);
    const job = run(await clip('h264-aac-mp4'), { codec: 'av1', width: 160, end: 0.5 }, `${folder}/`);
    if (pair.place === 'bundled') {
      await expect(job).rejects.toThrow('it has no working libsvtav1, which writes av1');
      return;
    }
    const [picture] = only((await probeJson((await job).file)).streams, 'video');
    expect([picture?.codec_name, ...tagsOf(picture)]).toEqual(['av1', 'tv', 'bt709', 'bt709', 'bt709']);
  });

  it('keeps tracks, languages, subtitles and chapters', async (t) => {
    const folder = tempDir(t);
    const input = await clip('two-audio-mkv');
    for (const [format, text] of [
      ['mp4', 'mov_text'],
      ['webm', 'webvtt'],
      ['mkv', 'subrip'],
    ] as const) {
      const { file } = await run(input, { format }, `${folder}/`);
      const { streams, chapters } = await probeJson(file);
      const languages = only(streams, 'audio').map((s) => s.tags?.['language']);
      expect({ format, languages, text: only(streams, 'subtitle').map((s) => s.codec_name) }).toEqual({
        format,
        languages: ['eng', 'deu'],
        text: [text],
      });
      expect(chapters.length, format).toBe((await probeJson(input)).chapters.length);
    }
  });

  it('makes odd sizes even, turned pixels upright and pixels square', async (t) => {
    const folder = tempDir(t);
    const size = async (name: Parameters<typeof clip>[0], options: object): Promise<string> => {
      const { file } = await run(await clip(name), options, `${folder}/`);
      const [picture] = only((await probeJson(file)).streams, 'video');
      const turned = JSON.stringify(picture).includes('rotation') ? ' turned' : '';
      return `${picture?.width}x${picture?.height} ${picture?.sample_aspect_ratio ?? '1:1'}${turned}`;
    };
    const source = (await probeJson(await clip('rotated-90-mp4'))).streams[0];
    expect([source?.width, source?.height]).toEqual([320, 240]);
    expect(await size('odd-size-webm', { end: 0.5 })).toMatch(/^\d*[02468]x\d*[02468] 1:1$/);
    expect(await size('rotated-90-mp4', { width: 120, end: 0.5 })).toBe('120x160 1:1');
    expect(await size('rotated-90-mp4', {})).toBe('320x240 1:1 turned');
    expect(await size('anamorphic-mp4', { quality: 'low', end: 0.3 })).toBe('1024x576 1:1');
    expect(await size('h264-aac-mp4', { width: 200, height: 200, end: 0.5 })).toBe('200x200 1:1');
    expect(await size('h264-aac-mp4', { width: '50%', end: 0.5 })).toMatch(/^160x\d+ 1:1$/);
  });

  it('keeps variable frame rates', async (t) => {
    const folder = tempDir(t);
    const input = await clip('vfr-mp4');
    const frames = async (file: string): Promise<number> =>
      Number((await probeJson(file, ['-count_frames'])).streams[0]?.nb_read_frames);
    const { file } = await run(input, { quality: 'low' }, `${folder}/`);
    expect(await frames(file)).toBe(await frames(input));
  });

  it('maps HDR to standard colour for h264 and keeps it for h265, vp9 and av1', async (t) => {
    const folder = tempDir(t);
    const end = 0.3;
    for (const name of ['hdr-pq-mp4', 'hdr-hlg-mp4'] as const) {
      const input = await clip(name);
      const transfer = name === 'hdr-pq-mp4' ? 'smpte2084' : 'arib-std-b67';
      const sdr = await run(input, { codec: 'h264', end }, `${folder}/`);
      const [standard] = only((await probeJson(sdr.file)).streams, 'video');
      expect([standard?.pix_fmt, ...tagsOf(standard)]).toEqual(['yuv420p', 'tv', 'bt709', 'bt709', 'bt709']);
      expect(sdr.job.warnings.map((w) => w.kind)).toContain('hdr_to_sdr');
      const hdr = await run(input, { codec: 'h265', width: 160, end }, `${folder}/`);
      const [kept] = only((await probeJson(hdr.file)).streams, 'video');
      expect([kept?.pix_fmt, kept?.codec_tag_string, ...tagsOf(kept)]).toEqual([
        'yuv420p10le',
        'hvc1',
        'tv',
        'bt2020nc',
        transfer,
        'bt2020',
      ]);
      // AV1 needs the newer build.
      for (const codec of pair.place === 'system' ? ['vp9', 'av1'] : ['vp9']) {
        const webm = await run(input, { format: 'webm', codec, width: 160, end }, `${folder}/`);
        const [wide] = only((await probeJson(webm.file)).streams, 'video');
        const found = [wide?.codec_name, wide?.pix_fmt, ...tagsOf(wide)];
        expect(found).toEqual([codec, 'yuv420p10le', 'tv', 'bt2020nc', transfer, 'bt2020']);
      }
    }
  });

  it('never leaves what browsers cannot play: 10-bit h264 becomes 8-bit', async (t) => {
    const folder = tempDir(t);
    const { file } = await run(await clip('h264-10bit-mp4'), { end: 0.5 }, `${folder}/`);
    expect(only((await probeJson(file)).streams, 'video')[0]?.pix_fmt).toBe('yuv420p');
  });

  it('keeps 5.1 in webm, and the cover in mp4 and mkv', async (t) => {
    const folder = tempDir(t);
    const surround = await run(
      await clip('surround-mp4'),
      { format: 'webm', quality: 'low', width: 160, end: 0.5 },
      `${folder}/`,
    );
    const [sound] = only((await probeJson(surround.file)).streams, 'audio');
    expect([sound?.codec_name, sound?.channels]).toEqual(['opus', 6]);
    const cover = await run(await clip('cover-mp4'), { quality: 'low' }, `${folder}/`);
    const attached = await run(await clip('cover-mp4'), { format: 'mkv' }, `${folder}/`);
    for (const { file } of [cover, attached]) {
      expect((await probeJson(file)).streams.map((s) => s.disposition?.['attached_pic'])).toEqual([0, 0, 1]);
    }
  });

  it('leaves data streams and remuxes subtitles away from where they cannot be', async (t) => {
    const folder = tempDir(t);
    const { file } = await run(await clip('timecode-mov'), { format: 'mkv' }, `${folder}/`);
    expect((await probeJson(file)).streams.map((s) => s.codec_type)).not.toContain('data');
  });

  it('cuts exactly, and by copying where a key frame stands', async (t) => {
    const folder = tempDir(t);
    const exact = await run(await clip('long-gop-mp4'), { start: 0.5, end: 1.5 }, `${folder}/`);
    expect(exact.mode).toBe('encode');
    expect(Number((await probeJson(exact.file)).streams[0]?.duration)).toBeCloseTo(1, 1);
    const copied = await run(await clip('short-gop-mp4'), { start: 1, end: 2 }, `${folder}/`);
    expect(copied.mode).toBe('copy');
    // A copy ends at a packet: reordered frames that belong to the second before stay in.
    expect(Math.abs(Number((await probeJson(copied.file)).streams[0]?.duration) - 1)).toBeLessThan(0.15);
  });

  it('turns animations into videos with their own timing', async (t) => {
    const folder = tempDir(t);
    for (const name of ['gif', 'apng', 'webp-animated'] as const) {
      const { file } = await run(await clip(name), {}, `${folder}/${name}.mp4`);
      const [picture] = only((await probeJson(file)).streams, 'video');
      expect([picture?.codec_name, picture?.pix_fmt]).toEqual(['h264', 'yuv420p']);
    }
  });

  it('joins files of different size, rate and codec', async (t) => {
    const folder = tempDir(t);
    const inputs = [await clip('h264-aac-mp4'), await clip('mpeg4-mp3-avi'), await clip('no-audio-mp4')];
    const { job, file } = await convert(
      { input: inputs, kind: 'video', output: `${folder}/joined.mp4` },
      pair,
    );
    const facts = await probeJson(file);
    const total = (await Promise.all(inputs.map((one) => probeJson(one)))).reduce(
      (sum, one) => sum + Number(one.format.duration),
      0,
    );
    expect(job.input).toEqual(inputs);
    expect(facts.streams.map((s) => s.codec_name)).toEqual(['h264', 'aac']);
    expect(Math.abs(Number(facts.format.duration) - total)).toBeLessThan(0.3);
  });
});

describe('colour', () => {
  it('leaves the pixels of an untagged standard definition clip as they are', async (t) => {
    // Tagging bt709 on bt601 pixels, or converting without need, moves the colours of every old video.
    const folder = tempDir(t);
    const input = await clip('mpeg4-mp3-avi');
    const { file } = await convert({
      input,
      kind: 'video',
      options: { compression: 95 },
      output: `${folder}/`,
    });
    const mean = async (of: string): Promise<readonly number[]> => {
      const onePixel = [
        '-frames:v',
        '1',
        '-vf',
        'scale=1:1:flags=area',
        '-pix_fmt',
        'yuv444p',
        '-f',
        'rawvideo',
        '-',
      ];
      const { stdout } = await exec(tools.bundled.ffmpeg, ['-v', 'error', '-i', of, ...onePixel], {
        encoding: 'buffer',
      });
      return [...stdout];
    };
    const [before, after] = [await mean(input), await mean(file)];
    for (const [n, value] of before.entries()) {
      expect(Math.abs(value - (after[n] ?? 0))).toBeLessThanOrEqual(2);
    }
  });
});
