import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { type MadeHls, makeHls } from '../support/make-hls.ts';
import { describeTools, probeJson, tools } from '../support/media.ts';
import { type StrictMaster, strictMaster } from '../support/strict-playlist.ts';
import { suiteDir } from '../support/suite-dir.ts';

/** One adaptive video of several segments, rungs and tracks, made by each ffmpeg: its parts fit one another. */

const run = promisify(execFile);
const dir = suiteDir();

/** 405 frames, 13.5 s: two whole segments and the beginning of a third. */
const seconds = 13.5;
let film: string;

/** 400×270 at 29.97 fps, two rungs high; two tracks of German, one with a hostile title. */
beforeAll(async () => {
  film = path.join(dir(), 'film.mkv');
  await run(tools.bundled.ffmpeg, [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=400x270:rate=30000/1001'],
    // Noise, because the encoder takes several times as long for a pure tone.
    ...['-f', 'lavfi', '-i', 'anoisesrc=sample_rate=44100:amplitude=0.1:seed=1'],
    ...['-map', '0', '-map', '1', '-map', '1', '-map', '1', '-t', String(seconds)],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
    ...['-metadata:s:a:0', 'language=ger', '-metadata:s:a:1', 'language=eng'],
    ...['-metadata:s:a:2', 'language=deu', '-metadata:s:a:2', 'title="Regie",\nURI="x'],
    ...['-disposition:a:0', '0', '-disposition:a:1', 'default', film],
  ]);
});

/** How many frames a decoder makes of the bytes of each frame that an I-frame list names, and of nothing else. */
async function decodedAlone(ffmpeg: string, made: MadeHls, rung: string): Promise<number[]> {
  const lists = strictMaster(made.folder).iFrames.map(({ media }) => media);
  const list = lists.find(({ uri }) => uri.startsWith(`${rung}/`));
  const home = path.join(made.folder, rung);
  const init = await readFile(path.join(home, 'init.mp4'));
  const counts: number[] = [];
  for (const [n, { uri, range }] of (list?.segments ?? []).entries()) {
    const { offset, bytes } = range ?? { offset: 0, bytes: 0 };
    const frame = (await readFile(path.join(home, uri))).subarray(offset, offset + bytes);
    const file = path.join(made.scratch, `frame-${n}.mp4`);
    await writeFile(file, Buffer.concat([init, frame]));
    const args = [
      ...['-v', 'fatal', '-nostdin', '-i', `file:${file}`, '-vsync', '0'],
      ...['-pix_fmt', 'gray', '-s', '2x2', '-f', 'rawvideo', 'pipe:1'],
    ];
    const { stdout } = await run(ffmpeg, args, { encoding: 'buffer' });
    counts.push(stdout.length / 4);
  }
  return counts;
}

describeTools('an adaptive video of 29.97 fps and three tracks', (pair) => {
  let made: MadeHls;
  let master: StrictMaster;
  beforeAll(async () => {
    made = await makeHls(pair, film, path.join(dir(), pair.place));
    master = strictMaster(made.folder);
  }, 120_000);

  it('declares its rungs', () => {
    const declared = master.variants.map(({ attributes }) => [
      attributes['RESOLUTION'],
      attributes['FRAME-RATE'],
      attributes['CODECS'],
    ]);
    expect(declared).toEqual([
      ['400x270', '29.970', 'avc1.640015,mp4a.40.2'],
      ['346x234', '29.970', 'avc1.64000d,mp4a.40.2'],
    ]);
  });

  it('cuts all rungs at the first frame of every six seconds', () => {
    const frames = (n: number): number => expect.closeTo((n * 1001) / 30_000, 5) as number;
    const cuts = master.variants.map(({ media: { target, segments } }) => ({
      target,
      durations: segments.map(({ duration }) => duration),
    }));
    const expected = { target: 6, durations: [frames(180), frames(180), frames(45)] };
    expect(cuts).toEqual([expected, expected]);
  });

  it('names its tracks, one of a language selected by itself, each as long as the picture', () => {
    const tracks = master.audio.map(({ attributes: { NAME, LANGUAGE, DEFAULT, AUTOSELECT }, media }) => [
      ...[NAME, LANGUAGE, DEFAULT, AUTOSELECT],
      media.segments.length,
    ]);
    expect(tracks).toEqual([
      ['English', 'en', 'YES', 'YES', 3],
      ['Deutsch', 'de', 'NO', 'YES', 3],
      [`'Regie', URI='x`, 'de', 'NO', 'NO', 3],
    ]);
  });

  it('lists a key frame for every two seconds, each of which decodes alone', async () => {
    const lists = master.iFrames.map(({ media }) =>
      media.segments.map(({ duration }) => Math.round(duration)),
    );
    const everyTwo = [2, 2, 2, 2, 2, 2, 2];
    expect(lists).toEqual([everyTwo, everyTwo]);
    expect(await decodedAlone(pair.ffmpeg, made, '270p')).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('plays every frame of every rung', async () => {
    const { streams } = await probeJson(path.join(made.folder, 'master.m3u8'), ['-count_frames']);
    const pictures = streams.filter((stream) => stream.codec_type === 'video');
    expect(pictures.map((stream) => stream.nb_read_frames)).toEqual(['405', '405']);
  });
});
