import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeMedia } from '../../electron/engine/probe/probe.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import { samplesDir, tools } from '../support/media.ts';
import { factsOf } from '../support/probe-answers.ts';

/** The facts of real media. */

const samples = [
  'video/cockatoo.mp4',
  'video/portrait_4k60.mp4',
  'video/hlg10-color-test.mp4',
  'video/sample_with_srt.mkv',
  'video/sample_with_chapters.mp4',
  'video/sample.avi',
  'video/bbb_2500ms.ts',
  'video/bbb_642x642_768kbps_30fps_vp9.webm',
  'video/sample_with_increasing_timestamps_320w_240h_5s.mp4',
  'audio/bear_with_picture.flac',
  'image/newtonscradle.gif',
  'image/kodim03.png',
  'image/Landscape_6.jpg',
];

describe('real media', () => {
  if (samplesDir === null) {
    it.skip('no folder with samples beside the checkout');
    return;
  }
  const folder = samplesDir;
  const probe = async (name: string, ffprobe: string): Promise<MediaFacts> =>
    factsOf(await probeMedia({ path: path.join(folder, name), ffprobe }));

  it('gives the facts that were seen by eye', async () => {
    const { ffprobe } = tools.bundled;
    const phone = await probe('video/portrait_4k60.mp4', ffprobe);
    const hlg = await probe('video/hlg10-color-test.mp4', ffprobe);
    const mkv = await probe('video/sample_with_srt.mkv', ffprobe);
    const chapters = await probe('video/sample_with_chapters.mp4', ffprobe);
    const bear = await probe('audio/bear_with_picture.flac', ffprobe);
    const broadcast = await probe('video/bbb_2500ms.ts', ffprobe);
    expect({
      phone: phone.video.map((v) => [v.width, v.height, v.rotation, v.pixFmt, v.colour.range]),
      hlg: hlg.video.map((v) => [v.index, v.codecTag, v.bitDepth, v.colour.space, v.colour.transfer]),
      place: hlg.tags['location'],
      mkv: [mkv.duration, mkv.subtitles, mkv.video[0]?.fps],
      chapters: [chapters.chapters, chapters.otherStreams, chapters.duration],
      bear: [bear.duration, bear.pictures, bear.audio[0]?.bitDepth],
      broadcast: [broadcast.start, broadcast.duration, broadcast.audio[0]?.codec],
    }).toEqual({
      phone: [[3840, 2160, 90, 'yuvj420p', 'pc']],
      hlg: [[1, 'hvc1', 10, 'bt2020nc', 'arib-std-b67']],
      place: '+51.5335-000.1261/',
      mkv: [1.071, [{ index: 2, codec: 'subrip', form: 'text', language: 'eng', title: 'Subs Label' }], 60],
      chapters: [3, 1, 1.088866],
      bear: [2.741, [{ index: 1, codec: 'png', width: 371, height: 320 }], 16],
      broadcast: [1.514089, 2.512722, 'mp2'],
    });
  });

  it.skipIf(tools.system === null)('gives the same facts with both builds of ffprobe', async () => {
    const system = tools.system?.ffprobe ?? '';
    const both = await Promise.all(
      samples.map(
        async (name) => [await probe(name, tools.bundled.ffprobe), await probe(name, system)] as const,
      ),
    );
    expect(both.map(([bundled]) => bundled)).toEqual(both.map(([, other]) => other));
  });
});
