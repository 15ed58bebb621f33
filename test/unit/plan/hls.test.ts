import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../../shared/model/capabilities.ts';
import type { AudioStream, MediaFacts, VideoStream } from '../../../shared/model/media.ts';
import type { AdaptiveOptions } from '../../../shared/model/options.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { frameRate } from '../../../shared/plan/hls/hls-frame-rate.ts';
import { planAdaptive } from '../../../shared/plan/hls/hls.ts';
import type { ArgGroup, FfmpegStep, PackageStep, Plan } from '../../../shared/plan/plan.ts';

const video: VideoStream = {
  index: 0,
  codec: 'h264',
  profile: 'High',
  codecTag: 'avc1',
  width: 1280,
  height: 720,
  sar: 1,
  rotation: 0,
  pixFmt: 'yuv420p',
  bitDepth: 8,
  chroma: '420',
  alpha: false,
  fps: 30_000 / 1001,
  fpsFraction: '30000/1001',
  constantRate: true,
  frames: 300,
  bitrate: 1_500_000,
  duration: 10,
  start: 0,
  interlaced: false,
  colour: { range: 'tv', space: 'bt709', transfer: 'bt709', primaries: 'bt709' },
  language: null,
  title: null,
};
const sound: AudioStream = {
  index: 1,
  codec: 'ac3',
  profile: null,
  channels: 6,
  layout: '5.1(side)',
  sampleRate: 48_000,
  bitDepth: null,
  bitrate: 384_000,
  duration: 10,
  start: 0,
  language: 'eng',
  title: null,
  isDefault: true,
};
const file: MediaFacts = {
  formats: ['matroska', 'webm'],
  bytes: 2_000_000,
  duration: 10,
  start: 0,
  bitrate: 1_900_000,
  tags: {},
  chapters: 0,
  video: [video],
  audio: [sound],
  subtitles: [],
  pictures: [],
  otherStreams: 0,
  still: null,
  keyframeAtStart: null,
};
const modern: Capabilities = {
  version: '5.1.9',
  libavcodec: 59,
  encoders: ['libx264', 'libx265', 'aac'],
  decoders: [],
  muxers: ['mp4'],
  demuxers: [],
  filters: ['setparams', 'zscale', 'tonemap'],
};
const old: Capabilities = { ...modern, version: 'N-47683-g0e8eb07980-static', libavcodec: 58 };

function plan(facts: MediaFacts, options: AdaptiveOptions = {}, capabilities = modern): Plan {
  const planned = planAdaptive(facts, options, {
    settings: defaultSettings,
    capabilities,
    inputName: 'in.mkv',
  });
  if (!planned.ok) expect.fail(planned.error.message);
  return planned.value;
}
const refusal = (facts: MediaFacts, options: AdaptiveOptions = {}, capabilities = modern): unknown => {
  const planned = planAdaptive(facts, options, {
    settings: defaultSettings,
    capabilities,
    inputName: 'in.mkv',
  });
  return planned.ok ? null : [planned.error.kind, planned.error.message, planned.error.hint];
};
const encodeStep = (made: Plan): FfmpegStep => {
  const step = made.steps.find((one): one is FfmpegStep => one.tool === 'ffmpeg');
  return step ?? expect.fail('no ffmpeg step');
};
const packageOf = (made: Plan): PackageStep['hls'] => {
  const step = made.steps.find((one): one is PackageStep => one.tool === 'package');
  return (step ?? expect.fail('no package step')).hls;
};
/** One group a line; the allow-lists are tested where they are. */
const lines = (groups: readonly ArgGroup[]): string[] =>
  groups
    .filter((group) => group[0] !== '-protocol_whitelist')
    .map((group) =>
      group
        .map((token) => {
          if (typeof token === 'string') return token;
          return 'scratch' in token ? `<${token.scratch}>` : '<input>';
        })
        .join(' '),
    );
const graph = (made: Plan): string => {
  const group = encodeStep(made).args.find(([name]) => name === '-filter_complex');
  const text = group?.[1];
  return typeof text === 'string' ? text : '';
};
const kinds = (made: Plan): string[] => made.warnings.map((warning) => warning.kind);

describe('adaptive plan', () => {
  it('is one run with one decode', () => {
    const made = plan({
      ...file,
      audio: [sound, { ...sound, index: 2, channels: 1, language: 'deu', isDefault: false }],
    });
    expect(made.steps.map((step) => step.tool)).toEqual(['ffmpeg', 'package']);
    const mark = 'format=yuv420p,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709';
    const video = (n: number, crf: number, maxrate: number, name: string): string[] => [
      `-map [v${n}]`,
      '-c:v libx264 -preset fast -profile:v high -sc_threshold 0',
      `-crf ${crf} -maxrate ${maxrate} -bufsize ${2 * maxrate}`,
      '-g 600 -force_key_frames expr:gte(t,n_forced*2)',
      '-fps_mode cfr',
      '-pix_fmt yuv420p',
      '-color_range tv -colorspace bt709 -color_trc bt709 -color_primaries bt709',
      `-map_metadata -1 -map_chapters -1 -avoid_negative_ts disabled -f mp4 -movflags +frag_keyframe+delay_moov+default_base_moof <video-${name}.mp4>`,
    ];
    const audio = (index: number, n: number, bits: number, channels: number): string[] => [
      `-map 0:${index}`,
      '-filter:a aresample=48000:async=1:first_pts=0',
      `-c:a aac -b:a ${bits} -ac ${channels} -ar 48000`,
      `-map_metadata -1 -map_chapters -1 -avoid_negative_ts disabled -f mp4 -movflags +delay_moov+default_base_moof -frag_duration 2000000 <audio-${n}.mp4>`,
    ];
    expect(lines(encodeStep(made).args)).toEqual([
      '-hide_banner -nostdin -y -v warning -nostats',
      '-progress pipe:1 -stats_period 0.5',
      '-i <input>',
      `-filter_complex [0:0]split=4[s0][s1][s2][s3];[s0]scale=416:234,setsar=1,${mark}[v0];[s1]scale=640:360,setsar=1,${mark}[v1];[s2]scale=768:432,setsar=1,${mark}[v2];[s3]setsar=1,${mark}[v3]`,
      ...video(0, 20, 174_000, '234p'),
      ...video(1, 20, 876_000, '360p'),
      ...video(2, 21, 1_320_000, '432p'),
      ...video(3, 22, 2_250_000, '720p'),
      ...audio(1, 1, 128_000, 2),
      ...audio(2, 2, 80_000, 1),
    ]);
    expect(packageOf(made).audio).toEqual([
      {
        name: 'audio-1',
        scratch: 'audio-1.mp4',
        language: 'eng',
        title: 'English',
        channels: 2,
        isDefault: true,
      },
      {
        name: 'audio-2',
        scratch: 'audio-2.mp4',
        language: 'deu',
        title: 'Deutsch',
        channels: 1,
        isDefault: false,
      },
    ]);
    expect(made.note).toBe('4 sizes from 234p to 720p in h264, preset fast, sound to aac');
    expect(kinds(made)).toEqual(['channels_mixed']);
    expect(made.result).toEqual({
      form: 'folder',
      ext: '',
      format: 'hls',
      mime: 'application/vnd.apple.mpegurl',
      size: { width: 1280, height: 720 },
    });
    expect(made.expect).toEqual({ streams: [], duration: 10, tolerance: 0.5 });
    const low = plan(file, { quality: 'very_high' }).estimate;
    expect((low?.high ?? 0) > (made.estimate?.low ?? Infinity)).toBe(true);
  });

  it('says cfr in the words of an old ffmpeg', () => {
    const text = lines(encodeStep(plan(file, {}, old)).args).join('\n');
    expect(text).toContain('-vsync cfr');
    expect(text).not.toMatch(/-fps_mode|-stats_period|-b:v/);
  });

  it('in h265 closes the GOPs and takes the tag of Apple', () => {
    const text = lines(encodeStep(plan(file, { codec: 'h265' })).args);
    expect(text).toContain(
      '-c:v libx265 -preset fast -tag:v hvc1 -x265-params open-gop=0:scenecut=0:keyint=600:log-level=error',
    );
    expect(text).not.toContain('-c:v libx264');
  });

  it('takes the faster preset above 1080 lines only', () => {
    const large = { ...file, video: [{ ...video, width: 3840, height: 2160, bitrate: 60_000_000 }] };
    const text = lines(encodeStep(plan(large)).args).filter((line) => line.startsWith('-c:v'));
    expect(text.map((line) => line.split(' ')[3])).toEqual([
      ...Array<string>(6).fill('fast'),
      'veryfast',
      'veryfast',
    ]);
    expect(plan(large).note).toContain('preset fast and veryfast');
  });

  it('does what is shared before the split', () => {
    const odd = {
      ...file,
      video: [
        { ...video, interlaced: true, constantRate: false, fps: 28.7, fpsFraction: '287/10', alpha: true },
      ],
    };
    expect(graph(plan(odd)).split(';')[0]).toBe(
      '[0:0]bwdif=mode=send_frame:deint=interlaced,fps=30000/1001:start_time=0,format=gbrap,premultiply=inplace=1,format=gbrp,split=4[s0][s1][s2][s3]',
    );
  });

  it('maps HDR before the split, at the size of the top', () => {
    const hdr = {
      ...file,
      video: [
        {
          ...video,
          width: 3840,
          height: 2160,
          bitDepth: 10,
          colour: { range: 'tv', space: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' },
        },
      ],
    };
    const mapped = plan(hdr, { height: 720 });
    expect(graph(mapped)).toMatch(/^\[0:0\]scale=1280:720,zscale=.*,format=yuv420p,split=/);
    expect(kinds(mapped)).toEqual(['hdr_to_sdr', 'channels_mixed']);
    const kept = plan(hdr, { height: 720, codec: 'h265' });
    expect(graph(kept)).not.toContain('tonemap');
    expect(packageOf(kept).renditions.map((rendition) => rendition.videoRange)).toEqual(Array(5).fill('PQ'));
    expect(kinds(kept)).toEqual(['hdr_only', 'channels_mixed']);
  });

  it.each([
    ['portrait', { rotation: 90 }, {}, ['234x416', '360x640', '432x768', '720x1280']],
    ['a cap on one side', {}, { width: 640 }, ['416x234', '640x360']],
    ['a box that pads', {}, { width: 640, height: 640 }, ['234x234', '360x360', '432x432', '640x640']],
    ['a box that crops', {}, { width: 300, height: 300, fit: 'cover' }, ['234x234', '300x300']],
    [
      'a box above the source',
      {},
      { width: 1920, height: 1920, fit: 'cover' },
      ['234x234', '360x360', '432x432', '720x720'],
    ],
    ['half', {}, { width: '50%', height: '50%' }, ['416x234', '640x360']],
    [
      'pixels that are not square',
      { width: 720, height: 576, sar: 64 / 45 },
      {},
      ['416x234', '640x360', '768x432', '1024x576'],
    ],
    [
      'more than the ladder has',
      { width: 7680, height: 4320, bitrate: 250_000 },
      {},
      ['416x234', '3840x2160'],
    ],
    ['a wide film', { width: 1920, height: 804 }, {}, ['558x234', '860x360', '1032x432', '1920x804']],
  ] as const)('has the sizes of %s', (_, stream, options, expected) => {
    const made = plan({ ...file, video: [{ ...video, ...stream }] }, options);
    expect(packageOf(made).renditions.map(({ width, height }) => `${width}x${height}`)).toEqual(expected);
  });

  it('pads and crops every rung', () => {
    const filters = graph(plan(file, { width: 640, height: 640, background: '#336699', position: 'top' }));
    expect(filters.split(';')[1]).toMatch(/^\[s0\]scale=234:132,pad=234:234:0:0:color=0x336699,setsar=1,/);
    expect(filters.split(';')[4]).toMatch(/^\[s3\]scale=640:360,pad=640:640:0:0:color=0x336699,setsar=1,/);
  });

  it('never enlarges, and says so', () => {
    expect(kinds(plan(file, { width: 1920 }))).toEqual(['not_enlarged', 'channels_mixed']);
    expect(kinds(plan(file, { width: 1280, height: 720 }))).toEqual(['channels_mixed']);
  });

  it('cuts at a frame, before the input and, for the slow seek, on every output', () => {
    const step = encodeStep(plan(file, { start: 1.01, end: 4 }));
    expect(lines(step.args)).toContain('-ss 1.001 -t 2.999 -i <input>');
    const slow = lines(step.slowSeek ?? []);
    expect(slow).toContain('-i <input>');
    expect(slow.filter((line) => line.includes('-ss 1.001 -t 2.999'))).toHaveLength(
      packageOf(plan(file)).renditions.length + 1,
    );
  });

  it('moves a picture that begins a part of a frame late onto the grid, with the sound', () => {
    const late = (start: number): string[] =>
      lines(encodeStep(plan({ ...file, video: [{ ...video, start }] })).args).slice(2, 5);
    expect(late(0.021)[0]).toBe('-itsoffset -0.021');
    expect(late(0.021)[2]).not.toContain('fps=');
    // 0.49 s are fourteen frames, which are made up, and 0.022867 s.
    expect(late(0.49)[0]).toBe('-itsoffset -0.022867');
    expect(late(0.49)[2]).toContain('[0:0]fps=30000/1001:start_time=0,split=');
    expect(late(0)[0]).toBe('-i <input>');
  });

  it('turns nothing when told not to', () => {
    const made = plan({ ...file, video: [{ ...video, rotation: 90 }] }, { auto_orient: false });
    expect(lines(encodeStep(made).args)).toContain('-noautorotate');
    expect(packageOf(made).renditions.at(-1)).toMatchObject({ width: 1280, height: 720 });
  });

  it('drops what it cannot hold, with a word', () => {
    const made = plan({
      ...file,
      chapters: 2,
      video: [video, { ...video, index: 5 }],
      subtitles: [{ index: 3, codec: 'subrip', form: 'text', language: 'eng', title: null }],
      pictures: [{ index: 4, codec: 'mjpeg', width: 10, height: 10 }],
    });
    expect(made.streams.map(({ type, index, action, to }) => [type, index, action, to])).toEqual([
      ['video', 0, 'encode', 'h264'],
      ['video', 5, 'drop', null],
      ['audio', 1, 'encode', 'aac'],
      ['subtitle', 3, 'drop', null],
      ['picture', 4, 'drop', null],
    ]);
    expect(kinds(made)).toEqual(['channels_mixed', 'subtitles_dropped', 'chapters_dropped', 'video_dropped']);
  });

  it('refuses what has no moving picture and what cannot be encoded', () => {
    expect(refusal({ ...file, video: [] })).toEqual([
      'input_unsupported',
      '“in.mkv” cannot be converted this way: there is only sound in it.',
      'Convert it as audio.',
    ]);
    expect(refusal({ ...file, video: [], audio: [] })).toMatchObject({
      0: 'input_unsupported',
      2: 'Convert it as an image.',
    });
    const less = (encoders: string[]): Capabilities => ({ ...modern, encoders });
    expect(refusal(file, { codec: 'h265' }, less(['libx264', 'aac']))).toMatchObject({
      0: 'encoder_missing',
    });
    expect(refusal(file, {}, less(['libx264']))).toMatchObject({ 0: 'encoder_missing' });
    expect(refusal({ ...file, audio: [] }, {}, less(['libx264']))).toBeNull();
    expect(refusal(file, { start: 10 })).toMatchObject({ 0: 'invalid_option' });
  });
});

describe('frame rate', () => {
  it.each([
    ['of the source', { fps: 29.97, fpsFraction: '30000/1001' }, '30000/1001', false],
    ['halved above 60', { fps: 119.88, fpsFraction: '120000/1001' }, '60000/1001', true],
    ['halved until it is at most 60', { fps: 240, fpsFraction: '240/1' }, '60', true],
    ['of a short clip', { fps: 60.058, fpsFraction: '20800000/346333' }, '60', true],
    ['of 60', { fps: 60, fpsFraction: '60/1' }, '60', false],
    ['of a slide show', { fps: 0.2, fpsFraction: '1/5' }, '1', true],
    ['of a phone', { fps: 29.87, fpsFraction: '2987/100', constantRate: false }, '30000/1001', true],
    ['of a screen recording', { fps: 11.3, fpsFraction: '113/10', constantRate: false }, '30', true],
    ['that is not known', { fps: null, fpsFraction: null, constantRate: false }, '30', true],
    ['without a fraction', { fps: 12.5, fpsFraction: null }, '12500/1000', false],
  ] as const)('%s', (_, stream, text, convert) => {
    expect(frameRate({ ...video, ...stream }, false)).toMatchObject({ text, convert });
  });
});
