import { describe, expect, it } from 'vitest';
import { factsFromFfprobe } from '../../../electron/engine/probe/ffprobe-facts.ts';
import { FfprobeOutput, parseFfprobe } from '../../../electron/engine/probe/ffprobe-json.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';

/** Facts of what ffprobe would print. */
function facts(
  streams: readonly object[],
  format: object = {},
  chapters: readonly object[] = [],
): MediaFacts {
  const text = JSON.stringify({ streams, chapters, format: { format_name: 'matroska,webm', ...format } });
  const json = parseFfprobe(FfprobeOutput, text);
  if (json === null) throw new Error('not read');
  return factsFromFfprobe(json, { bytes: 1_000_000 });
}

const picture = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 720,
  height: 576,
  pix_fmt: 'yuv420p',
};
const sound = { index: 1, codec_type: 'audio', codec_name: 'aac', channels: 2, sample_rate: '48000' };

describe('factsFromFfprobe', () => {
  it('tells everything about a phone clip', () => {
    const result = facts(
      [
        {
          ...picture,
          profile: 'High 10',
          codec_tag_string: 'hvc1',
          codec_name: 'hevc',
          sample_aspect_ratio: '64:45',
          pix_fmt: 'yuv420p10le',
          field_order: 'progressive',
          color_range: 'tv',
          color_space: 'bt2020nc',
          color_transfer: 'smpte2084',
          color_primaries: 'unknown',
          r_frame_rate: '30000/1001',
          avg_frame_rate: '2700000/90089',
          nb_frames: '60',
          bit_rate: '500000',
          duration: '2.002000',
          start_time: '0.040000',
          tags: { language: 'und', title: 'Main' },
          side_data_list: [
            { side_data_type: 'CPB properties' },
            { side_data_type: 'Display Matrix', rotation: -90 },
          ],
        },
        {
          ...sound,
          profile: 'LC',
          channel_layout: 'stereo',
          bits_per_sample: 0,
          bit_rate: '96000',
          duration: '2.020000',
          start_time: '0.000000',
          disposition: { default: 1 },
          tags: { LANGUAGE: 'deu' },
        },
        { index: 2, codec_type: 'data', codec_name: 'bin_data', duration: '99' },
      ],
      {
        format_name: 'mov,mp4,m4a,3gp,3g2,mj2',
        duration: '5.7',
        start_time: '0.000000',
        tags: {
          major_brand: 'mp42',
          creation_time: '2024-02-09T20:23:48.000000Z',
          TITLE: 'Hello',
          encoder: 'Lavf',
        },
      },
      [{}, {}],
    );
    expect(result).toEqual({
      formats: ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'],
      bytes: 1_000_000,
      duration: 2.02,
      start: 0,
      bitrate: 3_960_396,
      tags: { creation_time: '2024-02-09T20:23:48.000000Z', title: 'Hello' },
      chapters: 2,
      video: [
        {
          index: 0,
          codec: 'hevc',
          profile: 'High 10',
          codecTag: 'hvc1',
          width: 720,
          height: 576,
          sar: 64 / 45,
          rotation: 90,
          pixFmt: 'yuv420p10le',
          bitDepth: 10,
          chroma: '420',
          alpha: false,
          fps: 2_700_000 / 90_089,
          fpsFraction: '2700000/90089',
          constantRate: true,
          frames: 60,
          bitrate: 500_000,
          duration: 2.002,
          start: 0.04,
          interlaced: false,
          colour: { range: 'tv', space: 'bt2020nc', transfer: 'smpte2084', primaries: null },
          language: null,
          title: 'Main',
        },
      ],
      audio: [
        {
          index: 1,
          codec: 'aac',
          profile: 'LC',
          channels: 2,
          layout: 'stereo',
          sampleRate: 48_000,
          bitDepth: null,
          bitrate: 96_000,
          duration: 2.02,
          start: 0,
          language: 'deu',
          title: null,
          isDefault: true,
        },
      ],
      subtitles: [],
      pictures: [],
      otherStreams: 1,
      still: null,
      keyframeAtStart: null,
    });
  });

  it.each([
    ['matrix −90', { side_data_list: [{ rotation: -90 }] }, 90],
    ['matrix 90', { side_data_list: [{ rotation: 90 }] }, 270],
    ['matrix −180', { side_data_list: [{ rotation: -180 }] }, 180],
    ['matrix 0 wins over a tag', { side_data_list: [{ rotation: 0 }], tags: { rotate: '90' } }, 0],
    ['old tag 90', { tags: { rotate: '90' } }, 90],
    ['old tag 270', { tags: { rotate: '270' } }, 270],
    ['no quarter turn', { side_data_list: [{ rotation: -33 }] }, 0],
    ['nonsense', { tags: { rotate: 'left' } }, 0],
  ])('reads the clockwise turn of a player: %s', (_, extra, rotation) => {
    expect(facts([{ ...picture, ...extra }]).video[0]?.rotation).toBe(rotation);
  });

  it.each([
    ['square by default', undefined, 1],
    ['0:1 is unknown', '0:1', 1],
    ['N/A', 'N/A', 1],
    ['anamorphic', '16:11', 16 / 11],
  ])('reads the shape of a pixel: %s', (_, sample_aspect_ratio, sar) => {
    expect(facts([{ ...picture, sample_aspect_ratio }]).video[0]?.sar).toBe(sar);
  });

  it.each([
    ['constant', { avg_frame_rate: '25/1', r_frame_rate: '25/1' }, [25, '25/1', true]],
    ['variable', { avg_frame_rate: '743/30', r_frame_rate: '30/1' }, [743 / 30, '743/30', false]],
    ['fields', { avg_frame_rate: '25/1', r_frame_rate: '50/1', field_order: 'tt' }, [25, '25/1', true]],
    [
      'a clock instead of an average',
      { avg_frame_rate: '1000/1', r_frame_rate: '60/1' },
      [60, '60/1', false],
    ],
    ['only a base', { avg_frame_rate: '0/0', r_frame_rate: '24/1' }, [24, '24/1', false]],
    ['nothing', { avg_frame_rate: '0/0', r_frame_rate: '90000/1' }, [null, null, false]],
    [
      'gif, where builds guess',
      { codec_name: 'gif', avg_frame_rate: '50/1', r_frame_rate: '100/1', nb_frames: '36', duration: '0.82' },
      [1800 / 41, '1800/41', false],
    ],
  ])('reads the frame rate: %s', (_, rates, expected) => {
    const [video] = facts([{ ...picture, ...rates }]).video;
    expect([video?.fps, video?.fpsFraction, video?.constantRate]).toEqual(expected);
  });

  it.each([
    ['of streams', [{ duration: '4.4' }, { duration: '4.2' }], '5.7', 4.4],
    [
      'of tags in mkv',
      [{ tags: { DURATION: '01:00:05.250000000' } }, { tags: { DURATION: '00:00:01.0' } }],
      '9',
      3605.25,
    ],
    ['of the file where streams tell none', [{}, {}], '9', 9],
    ['of the file where one stream tells none', [{ duration: '2' }, {}], '9', 9],
    ['unknown', [{}, {}], 'N/A', null],
  ])('tells the duration %s', (_, [first, second], duration, expected) => {
    expect(
      facts(
        [
          { ...picture, ...first },
          { ...sound, ...second },
        ],
        { duration },
      ).duration,
    ).toBe(expected);
  });

  it('never takes mp4’s own duration while a stream tells one', () => {
    const streams = [{ ...picture, duration: '4.4' }, sound];
    expect(facts(streams, { format_name: 'mov,mp4,m4a', duration: '5.7' }).duration).toBe(4.4);
  });

  it('sorts covers, subtitles and the rest', () => {
    const result = facts([
      {
        index: 0,
        codec_type: 'video',
        codec_name: 'png',
        width: 30,
        height: 20,
        disposition: { attached_pic: 1 },
      },
      {
        index: 1,
        codec_type: 'video',
        codec_name: 'mjpeg',
        width: 0,
        height: 0,
        disposition: { attached_pic: 1 },
      },
      { index: 2, codec_type: 'subtitle', codec_name: 'subrip', tags: { language: 'eng', title: 'Signs' } },
      { index: 3, codec_type: 'subtitle', codec_name: 'hdmv_pgs_subtitle' },
      { index: 4, codec_type: 'subtitle' },
      { index: 5, codec_type: 'attachment', codec_name: 'ttf' },
      { index: 6, codec_type: 'video', codec_name: 'h264' },
      { index: 7, codec_type: 'audio', codec_name: 'aac', channels: 0, sample_rate: '0' },
    ]);
    expect([result.pictures, result.subtitles, result.video, result.audio, result.otherStreams]).toEqual([
      [{ index: 0, codec: 'png', width: 30, height: 20 }],
      [
        { index: 2, codec: 'subrip', form: 'text', language: 'eng', title: 'Signs' },
        { index: 3, codec: 'hdmv_pgs_subtitle', form: 'picture', language: null, title: null },
      ],
      [],
      [],
      5,
    ]);
  });

  it('tells a depth of lossless sound only, and no layout that has no name', () => {
    const { audio } = facts([
      { ...sound, codec_name: 'pcm_s24le', bits_per_sample: 24, channel_layout: '2 channels' },
      { ...sound, codec_name: 'flac', bits_per_raw_sample: '16', channel_layout: '5.1(side)' },
      { ...sound, codec_name: 'mp3', bits_per_raw_sample: '16' },
    ]);
    expect(audio.map(({ bitDepth, layout }) => [bitDepth, layout])).toEqual([
      [24, null],
      [16, '5.1(side)'],
      [null, null],
    ]);
  });

  it('finds the tags of ogg in its stream', () => {
    const stream = { ...sound, tags: { ARTIST: 'Ada', encoder: 'Lavc', language: 'eng' } };
    expect(facts([stream], { format_name: 'ogg' }).tags).toEqual({ artist: 'Ada' });
  });

  it('takes statistics that mkvmerge writes', () => {
    const tags = { 'BPS-eng': '1234', 'NUMBER_OF_FRAMES-eng': '77', 'DURATION-eng': '00:00:02.5' };
    const [video] = facts([{ ...picture, tags }]).video;
    expect([video?.bitrate, video?.duration, video?.frames]).toEqual([1234, 2.5, 77]);
  });

  it.each([
    ['bmp_pipe', 'bmp', 'bmp'],
    ['image2', 'targa', 'tga'],
    ['jpeg_pipe', 'mjpeg', 'jpeg'],
    ['ico', 'png', 'ico'],
    ['psd_pipe', 'psd', 'psd'],
  ])('tells a single picture (%s, %s) as a still', (format_name, codec_name, format) => {
    const result = facts([{ ...picture, codec_name, pix_fmt: 'bgra', duration: '0.04' }], { format_name });
    expect([result.video, result.duration, result.still]).toEqual([
      [],
      null,
      {
        format,
        reader: 'ffmpeg',
        width: 720,
        height: 576,
        orientation: 1,
        alpha: true,
        bitDepth: 8,
        pages: 1,
        delays: [],
        loop: 0,
        hasIcc: false,
      },
    ]);
  });

  it('leaves an animated gif a video', () => {
    const result = facts([{ ...picture, codec_name: 'gif' }], { format_name: 'gif' });
    expect([result.video.length, result.still]).toEqual([1, null]);
  });
});

describe('parseFfprobe', () => {
  it('refuses what is not JSON of that shape', () => {
    expect(['', '{', '[]', '{"streams":[]}'].map((text) => parseFfprobe(FfprobeOutput, text))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('is not put off by strange values', () => {
    const stream = {
      index: 0,
      codec_type: 5,
      tags: 7,
      disposition: null,
      side_data_list: [3, {}],
      width: {},
    };
    expect(facts([stream], { tags: { a: 1, __proto__x: 'y' }, duration: true })).toMatchObject({
      otherStreams: 1,
      duration: null,
      tags: { __proto__x: 'y' },
    });
  });
});
