import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { probeMedia } from '../../electron/engine/probe/probe.ts';
import type { Result } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import { clip, describeTools, tools } from '../support/media.ts';
import { factsOf, refusalOf } from '../support/probe-answers.ts';
import { suiteDir } from '../support/suite-dir.ts';

/** What each ffprobe tells of generated media. */

const dir = suiteDir();

/** 7 s with a key frame every two; the last one is a broadcast without an index whose clock does not begin at 0. */
const withKeyFrames = ['g.mp4', 'g.mkv', 'g.ts'] as const;
beforeAll(() => {
  const make = (name: string, args: readonly string[]): void => {
    execFileSync(tools.bundled.ffmpeg, ['-v', 'error', ...args, path.join(dir(), name)]);
  };
  const [first, ...copies] = withKeyFrames;
  make(first, [
    ...['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=7', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-bf', '2', '-pix_fmt', 'yuv420p'],
  ]);
  for (const copy of copies) make(copy, ['-i', path.join(dir(), first), '-c', 'copy']);
});

describeTools('the facts of media', ({ ffprobe }) => {
  const probe = (file: string, start?: number): Promise<Result<MediaFacts>> =>
    probeMedia({ path: file, ffprobe, ...(start === undefined ? {} : { start }) });

  it('are told of each kind', async () => {
    const brief = async (name: Parameters<typeof clip>[0]): Promise<unknown> => {
      const { video, audio, subtitles, pictures, chapters, still } = factsOf(await probe(await clip(name)));
      return {
        video: video.map((v) => [
          v.codec,
          v.width,
          v.height,
          v.rotation,
          v.bitDepth,
          v.constantRate,
          v.colour.transfer,
        ]),
        audio: audio.map((a) => [a.codec, a.channels, a.language]),
        subtitles: subtitles.map((s) => [s.codec, s.form, s.language]),
        pictures: pictures.length,
        chapters,
        still: still?.format ?? null,
      };
    };
    const nothing = { video: [], audio: [], subtitles: [], pictures: 0, chapters: 0, still: null };
    expect({
      rotated: await brief('rotated-90-mp4'),
      hlg: await brief('hdr-hlg-mp4'),
      vfr: await brief('vfr-mp4'),
      surround: await brief('surround-mp4'),
      cover: await brief('mp3-cover'),
      bmp: await brief('bmp'),
    }).toMatchObject({
      rotated: { video: [['h264', 320, 240, 90, 8, true, expect.anything()]] },
      hlg: { ...nothing, video: [['hevc', 320, 240, 0, 10, true, 'arib-std-b67']] },
      vfr: { video: [['h264', 320, 240, 0, 8, false, expect.anything()]] },
      surround: { audio: [['aac', 6, null]] },
      cover: { ...nothing, audio: [['mp3', 2, null]], pictures: 1 },
      bmp: { ...nothing, still: 'bmp' },
    });
  });

  it('count tracks, subtitles and chapters of an mkv', async () => {
    const facts = factsOf(await probe(await clip('two-audio-mkv')));
    expect([facts.audio.length, facts.subtitles.length > 0, facts.chapters, facts.tags['title']]).toEqual([
      2,
      true,
      2,
      'Two languages',
    ]);
  });

  it('name the key frame of a cut, in seconds from the start of the file', async () => {
    const asked = [0.5, 2, 3.9, 3.99, 4, 5.5];
    const found: (number | null)[][] = [];
    for (const name of withKeyFrames) {
      const file = path.join(dir(), name);
      const answers = asked.map(async (start) => factsOf(await probe(file, start)).keyframeAtStart);
      found.push(await Promise.all(answers));
    }
    // 3.99 is within half a frame of the key frame at 4.
    const expected = [0, 2, 2, 4, 4, 4];
    expect(found).toEqual([expected, expected, expected]);
    expect(factsOf(await probe(path.join(dir(), 'g.mp4'))).keyframeAtStart).toBeNull();
  });

  it('stop at an abort, and say so when ffprobe is missing', async () => {
    const file = await clip('h264-aac-mp4');
    const cancelled = await probeMedia({ path: file, ffprobe, signal: AbortSignal.abort() });
    const missing = await probeMedia({ path: file, ffprobe: '/nonexistent/ffprobe' });
    expect([refusalOf(cancelled)[0], refusalOf(missing)[0]]).toEqual(['cancelled', 'tool_missing']);
  });

  it('come from another ffprobe when the first does not run', async () => {
    const file = await clip('h264-aac-mp4');
    const facts = await probeMedia({ path: file, ffprobe: '/nonexistent/ffprobe', otherFfprobe: ffprobe });
    expect(factsOf(facts).video[0]?.codec).toBe('h264');
  });
});
