import { describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { type VideoOptions, parseOptions } from '../../../shared/model/options.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { audio, context, media, modern, old, shown, subtitle, video } from './media-fixtures.ts';

function plan(facts: MediaFacts, options: VideoOptions = {}, capabilities = modern): Plan {
  const planned = planVideo(facts, options, context(capabilities));
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

function command(facts: MediaFacts, options: VideoOptions = {}, capabilities = modern): string {
  const step = plan(facts, options, capabilities).steps.at(-1);
  if (step?.tool !== 'ffmpeg') throw new Error('no ffmpeg step');
  return shown(step.args);
}

function refusal(facts: MediaFacts, options: VideoOptions = {}, capabilities = modern): string {
  const planned = planVideo(facts, options, context(capabilities));
  return planned.ok ? 'planned' : `${planned.error.kind}: ${planned.error.message}`;
}

const phoneHdr = media({
  video: [
    video({
      codec: 'hevc',
      codecTag: 'hvc1',
      width: 3840,
      height: 2160,
      rotation: 90,
      pixFmt: 'yuv420p10le',
      bitDepth: 10,
      fps: 29.98,
      fpsFraction: '1795/60',
      constantRate: false,
      colour: { range: 'tv', space: 'bt2020nc', transfer: 'arib-std-b67', primaries: 'bt2020' },
    }),
  ],
});

describe('whole argument lists', () => {
  const webm = media({
    formats: ['matroska', 'webm'],
    video: [video({ codec: 'vp9', codecTag: null })],
    audio: [audio({ codec: 'opus' })],
  });
  const mkv = media({
    formats: ['matroska', 'webm'],
    chapters: 3,
    audio: [
      audio({ codec: 'ac3', channels: 6, layout: '5.1(side)', language: 'eng' }),
      audio({ index: 2, language: 'deu' }),
    ],
    subtitles: [subtitle({ index: 3 }), subtitle({ index: 4, codec: 'hdmv_pgs_subtitle', form: 'picture' })],
  });
  const cases: Readonly<Record<string, readonly [MediaFacts, VideoOptions]>> = {
    'mov to mp4, everything right already': [media(), {}],
    'asked size, padded': [media(), { width: 1280, height: 1280, quality: 'high' }],
    'vp9 and opus to mp4': [webm, {}],
    'h264 and aac to webm': [media(), { format: 'webm' }],
    '5.1, two languages, subtitles': [mkv, {}],
    'the same into mkv': [mkv, { format: 'mkv' }],
    'HDR phone video to the default': [phoneHdr, { codec: 'h264' }],
    'HDR kept in h265': [phoneHdr, { codec: 'h265', width: 720 }],
    'HDR kept in vp9': [phoneHdr, { format: 'webm' }],
    'av1 with a bit rate': [media(), { codec: 'av1', bitrate: 2_000_000 }],
    'vp9, quality under a cap': [media(), { format: 'webm', quality: 'high', bitrate: 2_000_000 }],
    'h264, a bit rate alone': [media(), { bitrate: 2_000_000 }],
    'lossless h265': [media(), { codec: 'h265', lossless: true }],
    'exact cut': [media(), { start: 5, end: 15 }],
    'cut at a key frame': [media({ keyframeAtStart: 4.99 }), { start: 5, end: 15 }],
    'anamorphic, interlaced DV': [
      media({
        formats: ['dv'],
        video: [
          video({
            codec: 'dvvideo',
            width: 720,
            height: 576,
            sar: 64 / 45,
            interlaced: true,
            colour: { range: null, space: null, transfer: null, primaries: null },
          }),
        ],
      }),
      {},
    ],
    'rotated phone clip': [media({ video: [video({ rotation: 90 })] }), { width: 720 }],
    'full range, 25 frames a second asked': [
      media({
        video: [
          video({
            pixFmt: 'yuvj420p',
            colour: { range: 'pc', space: 'bt470bg', transfer: 'smpte170m', primaries: null },
          }),
        ],
      }),
      { fps: 25 },
    ],
    'animated gif': [
      media({
        formats: ['gif'],
        video: [
          video({
            codec: 'gif',
            width: 321,
            height: 241,
            chroma: 'rgb',
            alpha: true,
            pixFmt: 'bgra',
            constantRate: false,
            fps: 10,
          }),
        ],
        audio: [],
      }),
      {},
    ],
  };
  for (const [name, [facts, options]] of Object.entries(cases)) {
    it(name, () => expect(command(facts, options)).toMatchSnapshot());
  }
  it('does without B-frames where the 2018 build would hide the last frames', () => {
    const facts = media({ video: [video({ constantRate: false })] });
    expect(command(facts, { quality: 'low' }, old)).toContain('-bf:v:0 0');
    expect(command(facts, { codec: 'h265' }, old)).toContain('-x265-params log-level=error:bframes=0');
    expect(command(facts, { quality: 'low' })).not.toContain('-bf:v:0');
  });
  it('uses the words of the 2018 build on it', () => {
    expect(command(media(), { quality: 'low' }, old)).toMatchSnapshot();
  });
});

describe('copy or encode', () => {
  const action = (facts: MediaFacts, options: VideoOptions = {}): string => {
    const decision = plan(facts, options).streams[0];
    return decision?.action === 'copy' ? 'copy' : `encode: ${decision?.reason ?? ''}`;
  };
  it.each<[string, MediaFacts, VideoOptions, string]>([
    ['plain mov to mp4', media(), {}, 'copy'],
    ['the codec it has', media(), { codec: 'h264' }, 'copy'],
    ['another codec', media(), { codec: 'h265' }, 'encode: h265 was asked'],
    ['a default quality is not explicit', media(), {}, 'copy'],
    ['an explicit quality', media(), { quality: 'medium' }, 'encode: a quality was asked'],
    ['a bit rate above the source', media(), { bitrate: 9_000_000 }, 'copy'],
    [
      'a bit rate below the source',
      media(),
      { bitrate: 1_000_000 },
      'encode: its bit rate is above what was asked',
    ],
    ['the size it has', media(), { width: 1920 }, 'copy'],
    ['another size', media(), { width: 1280 }, 'encode: another size was asked'],
    [
      'square pixels asked',
      media({ video: [video({ width: 1440, sar: 4 / 3 })] }),
      { width: 1920 },
      'encode: another size was asked',
    ],
    ['anamorphic, no size asked', media({ video: [video({ width: 1440, sar: 4 / 3 })] }), {}, 'copy'],
    ['the rate it has', media({ video: [video({ fps: 29.97 })] }), { fps: 29.97 }, 'copy'],
    ['29.97 is not 30', media({ video: [video({ fps: 30000 / 1001 })] }), { fps: 30 }, 'copy'],
    ['another rate', media(), { fps: 25 }, 'encode: another frame rate was asked'],
    [
      'the average of a variable rate',
      media({ video: [video({ constantRate: false })] }),
      { fps: 30 },
      'encode: another frame rate was asked',
    ],
    ['an end alone', media(), { end: 10 }, 'copy'],
    ['a start at a key frame', media({ keyframeAtStart: 5.01 }), { start: 5 }, 'copy'],
    [
      'a start between key frames',
      media({ keyframeAtStart: 4 }),
      { start: 5 },
      'encode: the cut does not start at a key frame',
    ],
    ['a rotation into mp4', media({ video: [video({ rotation: 90 })] }), {}, 'copy'],
    [
      'a rotation into mkv',
      media({ video: [video({ rotation: 90 })] }),
      { format: 'mkv' },
      'encode: mkv does not keep the rotation',
    ],
    [
      '10-bit h264',
      media({ video: [video({ bitDepth: 10 })] }),
      {},
      'encode: few players decode its colour format',
    ],
    ['10-bit h264, asked', media({ video: [video({ bitDepth: 10 })] }), { codec: 'h264' }, 'copy'],
    [
      '4:2:2 hevc',
      media({ video: [video({ codec: 'hevc', chroma: '422' })] }),
      {},
      'encode: few players decode its colour format',
    ],
    ['hevc 10-bit', media({ video: [video({ codec: 'hevc', bitDepth: 10 })] }), {}, 'copy'],
    [
      'av1 into mov',
      media({ video: [video({ codec: 'av1' })] }),
      { format: 'mov' },
      'encode: mov does not hold av1 in a way that players expect',
    ],
    ['av1 into mp4', media({ video: [video({ codec: 'av1' })] }), {}, 'copy'],
    ['mpeg4 into mkv', media({ video: [video({ codec: 'mpeg4' })] }), { format: 'mkv' }, 'copy'],
    [
      'h264 out of avi',
      media({ formats: ['avi'] }),
      {},
      'encode: its time stamps are too loose to be copied',
    ],
  ])('%s', (_, facts, options, expected) => expect(action(facts, options)).toBe(expected));

  it('copies the picture and encodes the sound that mp4 players do not know', () => {
    const { mode, note, lane } = plan(media({ audio: [audio({ codec: 'ac3' })] }));
    expect({ mode, note, lane }).toEqual({
      mode: 'mixed',
      note: 'video copied, sound to aac',
      lane: 'audio',
    });
  });
  it('encodes the sound beside an exactly cut picture', () => {
    expect(plan(media(), { start: 5 }).streams.map((s) => s.action)).toEqual(['encode', 'encode']);
  });
  it('tells that a copied HEVC is not for every browser', () => {
    const facts = media({ video: [video({ codec: 'hevc' })] });
    expect(plan(facts).warnings).toEqual([
      { kind: 'hevc_copied', message: 'The picture stays H.265, which not every browser plays.' },
    ]);
    expect(command(facts)).toContain('-c:v:0 copy -tag:v:0 hvc1');
  });
});

describe('what is lost is said', () => {
  it('picture subtitles in mp4', () => {
    const facts = media({ subtitles: [subtitle({ codec: 'hdmv_pgs_subtitle', form: 'picture' })] });
    expect(plan(facts).warnings).toEqual([
      { kind: 'subtitles_dropped', message: '1 subtitle track is left out: mp4 cannot hold it.' },
    ]);
  });
  it('HDR in h264', () => {
    expect(plan(phoneHdr, { codec: 'h264' }).warnings).toEqual([
      { kind: 'hdr_to_sdr', message: 'High dynamic range (HLG) becomes standard colour.' },
    ]);
  });
  it('more channels than 5.1', () => {
    const facts = media({ audio: [audio({ codec: 'dts', channels: 8, layout: '7.1' })] });
    expect(plan(facts).warnings).toEqual([
      { kind: 'channels_mixed', message: 'Sound with 8 channels is mixed down to 5.1.' },
    ]);
  });
  it('an end behind the end', () => {
    expect(plan(media(), { end: 99 }).warnings).toEqual([
      { kind: 'end_clamped', message: 'The input ends at 60 s, before the asked end at 99 s.' },
    ]);
  });
});

describe('refusals', () => {
  it.each<[string, string]>([
    [
      refusal(media(), { format: 'webm', codec: 'h264' }),
      'invalid_codec: codec cannot be h264; it can be vp9, av1 in webm.',
    ],
    [
      refusal(media(), { format: 'mov', codec: 'av1' }),
      'invalid_codec: codec cannot be av1; it can be h264, h265 in mov.',
    ],
    [
      refusal(media(), { start: 61 }),
      'invalid_option: start cannot be 61 s; it can be 0 to less than 60 s, the length of the input.',
    ],
    [
      refusal(media({ video: [] })),
      'input_unsupported: “clip.mov” cannot be converted this way: there is no moving picture in it.',
    ],
    [
      refusal(media(), { codec: 'av1' }, old),
      'encoder_missing: The ffmpeg at hand cannot do this: it has no working libsvtav1, which writes av1.',
    ],
    [
      refusal(phoneHdr, { codec: 'h264' }, { ...modern, filters: [] }),
      'encoder_missing: The ffmpeg at hand cannot do this: it has no zscale and tonemap filters, which turn high dynamic range into standard colour.',
    ],
  ])('%s', (given, expected) => expect(given).toBe(expected));
});

it('never plans an option that the schema does not know', () => {
  expect(parseOptions('video', { widht: 3 })).toMatchObject({ ok: false, error: { kind: 'invalid_option' } });
});
