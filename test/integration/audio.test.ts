import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { audioFormats } from '../../shared/model/options.ts';
import { clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { convert, refused } from '../support/run-jobs.ts';

const exec = promisify(execFile);

/** Mean volume in dB, as a listener would hear it. */
async function loudness(file: string): Promise<number> {
  const { stderr } = await exec(tools.bundled.ffmpeg, [
    '-hide_banner',
    '-nostdin',
    '-i',
    file,
    '-map',
    '0:a:0',
    '-af',
    'volumedetect',
    '-f',
    'null',
    '-',
  ]);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
}

const codecs = {
  mp3: 'mp3',
  aac: 'aac',
  m4a: 'aac',
  ogg: 'vorbis',
  opus: 'opus',
  wav: 'pcm_s16le',
  flac: 'flac',
} as const;

describeTools('audio', (pair) => {
  const run = (input: string, options: object, output: string) =>
    convert({ input, kind: 'audio', options, output }, pair);

  it('writes every format as loud as the source', async (t) => {
    const folder = tempDir(t);
    const input = await clip('h264-aac-mp4');
    const before = await loudness(input);
    for (const format of audioFormats) {
      const { file } = await run(input, { format }, `${folder}/`);
      const { streams } = await probeJson(file);
      expect(
        streams.map((s) => s.codec_name),
        format,
      ).toEqual([codecs[format]]);
      expect(Math.abs((await loudness(file)) - before), format).toBeLessThan(1);
    }
  });

  it('carries the cover and the title where the format has a place for them', async (t) => {
    const folder = tempDir(t);
    for (const format of ['mp3', 'm4a', 'flac'] as const) {
      const { file } = await run(await clip('flac-cover'), { format, quality: 'medium' }, `${folder}/`);
      const { streams } = await probeJson(file);
      expect(
        streams.map((s) => s.disposition?.['attached_pic']),
        format,
      ).toEqual([0, 1]);
    }
    const { file, job } = await run(await clip('mp3-cover'), { format: 'ogg' }, `${folder}/`);
    expect((await probeJson(file)).streams.map((s) => s.codec_name)).toEqual(['vorbis']);
    expect(job.warnings.map((w) => w.kind)).toEqual(['cover_dropped']);
  });

  it('copies what is right already, and passes its check though its length is a guess', async (t) => {
    const folder = tempDir(t);
    const aac = await run(await clip('aac-adts'), { format: 'aac' }, `${folder}/`);
    expect(aac.mode).toBe('copy');
    const m4a = await run(await clip('aac-adts'), { format: 'm4a' }, `${folder}/`);
    expect([m4a.mode, Number((await probeJson(m4a.file)).streams[0]?.duration) > 3.9]).toEqual([
      'copy',
      true,
    ]);
  });

  it('cuts and mixes down', async (t) => {
    const folder = tempDir(t);
    const { file } = await run(await clip('surround-mp4'), { start: 0.5, end: 1.5 }, `${folder}/`);
    const [sound] = (await probeJson(file)).streams;
    expect([sound?.channels, Math.abs(Number(sound?.duration) - 1) < 0.1]).toEqual([2, true]);
    const opus = await run(await clip('surround-mp4'), { format: 'opus' }, `${folder}/`);
    expect((await probeJson(opus.file)).streams[0]?.channels).toBe(6);
  });

  it('joins sounds in order', async (t) => {
    const folder = tempDir(t);
    const inputs = [await clip('wav'), await clip('opus')];
    const { file } = await convert({ input: inputs, kind: 'audio', output: `${folder}/joined.m4a` }, pair);
    expect(Math.abs(Number((await probeJson(file)).streams[0]?.duration) - 4)).toBeLessThan(0.2);
  });
});

it('says that there is no sound', async (t) => {
  const job = await refused({ input: await clip('no-audio-mp4'), kind: 'audio', output: `${tempDir(t)}/` });
  expect(job.error?.message).toBe(
    '“no-audio-mp4.mp4” cannot be converted this way: there is no sound in it.',
  );
});
