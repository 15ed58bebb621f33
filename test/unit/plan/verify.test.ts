import { describe, expect, it } from 'vitest';
import type { AudioStream, MediaFacts, Still, VideoStream } from '../../../shared/model/media.ts';
import type { Expectation } from '../../../shared/plan/plan.ts';
import { formatTime, verify } from '../../../shared/plan/run/verify.ts';

const video = (change: Partial<VideoStream> = {}): VideoStream => ({
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
  fps: 25,
  fpsFraction: '25/1',
  constantRate: true,
  frames: 250,
  bitrate: null,
  duration: 10,
  start: 0,
  interlaced: false,
  colour: { range: null, space: null, transfer: null, primaries: null },
  language: null,
  title: null,
  ...change,
});
const audio = (codec = 'aac'): AudioStream => ({
  index: 1,
  codec,
  profile: null,
  channels: 2,
  layout: 'stereo',
  sampleRate: 48_000,
  bitDepth: null,
  bitrate: null,
  duration: 10,
  start: 0,
  language: null,
  title: null,
  isDefault: true,
});
const still = (change: Partial<Still> = {}): Still => ({
  format: 'jpeg',
  reader: 'libvips',
  width: 600,
  height: 400,
  orientation: 1,
  alpha: false,
  bitDepth: 8,
  pages: 1,
  delays: [],
  loop: 0,
  hasIcc: false,
  ...change,
});
const found = (change: Partial<MediaFacts> = {}): MediaFacts => ({
  formats: ['mov', 'mp4'],
  bytes: 1000,
  duration: 10,
  start: 0,
  bitrate: null,
  tags: {},
  chapters: 0,
  video: [video()],
  audio: [audio()],
  subtitles: [],
  pictures: [],
  otherStreams: 0,
  still: null,
  keyframeAtStart: null,
  ...change,
});

const planned: Expectation = {
  streams: [
    { type: 'video', codec: 'h264', width: 1280, height: 720 },
    { type: 'audio', codec: 'aac', width: null, height: null },
  ],
  duration: 10,
  tolerance: 0.5,
};
const picture: Expectation = {
  streams: [{ type: 'picture', codec: 'jpeg', width: 600, height: 400 }],
  duration: null,
  tolerance: 0,
};
const context = { file: 'clip.mov', start: 0, sourceTruncated: false };
const reason = (facts: MediaFacts, expectation = planned, change = {}): unknown => {
  const error = verify(expectation, facts, { ...context, ...change });
  return error === null ? null : [error.kind, error.message];
};
const failed = (why: string): unknown => [
  'output_verify_failed',
  `The result of “clip.mov” did not pass the check: ${why}.`,
];

describe('verify', () => {
  it('passes what was planned, with data streams, an extra cover and half a second more', () => {
    expect(reason(found({ otherStreams: 2, duration: 10.5 }))).toBeNull();
    expect(reason(found({ pictures: [{ index: 3, codec: 'mjpeg', width: 9, height: 9 }] }))).toBeNull();
  });

  it('takes a turned size, and either name of a picture codec', () => {
    expect(reason(found({ video: [video({ width: 720, height: 1280, rotation: 90 })] }))).toBeNull();
    const none = { video: [], audio: [], duration: null };
    expect(reason(found({ ...none, still: still() }), picture)).toBeNull();
    expect(
      reason(found({ ...none, still: still({ width: 400, height: 600, orientation: 6 }) }), picture),
    ).toBeNull();
    expect(
      reason(found({ audio: [], video: [video({ codec: 'mjpeg', width: 600, height: 400 })] }), picture),
    ).toBeNull();
  });

  it('tells the length of an animation by its frames', () => {
    const animation = { ...picture, streams: [{ ...picture.streams[0], type: 'picture', codec: 'webp' }] };
    const pages = still({ format: 'webp', pages: 3, delays: [500, 500, 1000] });
    const facts = found({ video: [], audio: [], duration: null, still: pages });
    expect(reason(facts, { ...animation, duration: 2, tolerance: 0.5 } as Expectation)).toBeNull();
    expect(reason(facts, { ...animation, duration: 4, tolerance: 0.5 } as Expectation)).toEqual(
      failed('it plays 2.00 s instead of 4.00 s'),
    );
  });

  it.each<[string, Partial<MediaFacts>, string]>([
    ['nothing at all', { bytes: 0 }, 'the result is empty'],
    ['no picture', { video: [] }, 'it has no picture'],
    ['no sound', { audio: [] }, 'it has no sound'],
    ['another codec', { audio: [audio('mp3')] }, 'its sound is mp3 instead of aac'],
    [
      'another size',
      { video: [video({ width: 640, height: 360 })] },
      'its picture is 640 × 360 instead of 1280 × 720',
    ],
    ['too short', { duration: 9.4 }, 'it plays 9.40 s instead of 10.00 s'],
    ['too long', { duration: 12 }, 'it plays 12.00 s instead of 10.00 s'],
    ['no length', { duration: null }, 'how long it plays cannot be told'],
  ])('tells %s', (_, change, why) => {
    expect(reason(found(change))).toEqual(failed(why));
  });

  it('counts tracks', () => {
    const three = {
      ...planned,
      streams: [...planned.streams, ...planned.streams.slice(1), ...planned.streams.slice(1)],
    };
    expect(reason(found(), three)).toEqual(failed('2 of 3 sound tracks are missing'));
  });

  it('tells where a truncated source stops, counted in the source', () => {
    const hour = { ...planned, duration: 3600, tolerance: 36 };
    expect(reason(found({ duration: 1862.4 }), hour, { sourceTruncated: true })).toEqual([
      'input_truncated',
      '“clip.mov” is incomplete: the recording stops at 31:02.',
    ]);
    expect(reason(found({ duration: 62 }), hour, { sourceTruncated: true, start: 1800 })).toEqual([
      'input_truncated',
      '“clip.mov” is incomplete: the recording stops at 31:02.',
    ]);
    expect(reason(found({ duration: 1862.4 }), hour)).toEqual(failed('it plays 31:02 instead of 1:00:00'));
    expect(reason(found({ duration: 3590 }), hour, { sourceTruncated: true })).toBeNull();
  });
});

describe('formatTime', () => {
  it.each([
    [0, '0:00'],
    [-1, '0:00'],
    [59.99, '0:59'],
    [1862, '31:02'],
    [3600, '1:00:00'],
    [36_061, '10:01:01'],
  ])('%d s', (seconds, text) => {
    expect(formatTime(seconds)).toBe(text);
  });
});
