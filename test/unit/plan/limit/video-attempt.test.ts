import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { possibleBytes } from '../../../../shared/plan/limit/limit-words.ts';
import { type VideoRoom, videoAttempt } from '../../../../shared/plan/limit/video-attempt.ts';
import { frameLadder } from '../../../../shared/plan/limit/video-frames.ts';
import type { VideoAttempt } from '../../../../shared/plan/limit/attempt.ts';
import { audio } from '../media-fixtures.ts';

const room = (more: Partial<VideoRoom> = {}): VideoRoom => ({
  target: 10_000_000,
  duration: 240,
  codec: 'h264',
  format: 'mp4',
  twoPass: true,
  frame: { width: 1920, height: 1080, fps: 30 },
  source: { width: 1920, height: 1080, fps: 30, rate: 8_000_000 },
  tracks: [audio()],
  file: 'clip.mov',
  ...more,
});

function decided(asked: VideoRoom, ...made: readonly (readonly [VideoAttempt, number])[]): VideoAttempt {
  const answer = videoAttempt(
    asked,
    made.map(([attempt, bytes]) => ({ attempt, bytes })),
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

describe('the first attempt', () => {
  it('gives four minutes in 10 MB a small frame, two passes and 56 kb/s of sound', () => {
    expect(decided(room())).toEqual({
      ...{ way: 'two_pass', width: 480, height: 270, fps: null, rate: 261_640 },
      sound: { rate: 56_000, channels: 2, sampleRate: null, all: true },
      fixed: 1_850_800,
    });
  });

  it('keeps the frame of a short clip and encodes it once, by quality', () => {
    expect(decided(room({ duration: 8, target: 25_000_000 }))).toMatchObject({
      ...{ way: 'quality', width: 1920, height: 1080, fps: null },
      sound: { rate: 128_000, channels: 2 },
    });
  });

  it('gives slides, whose source has few bits, their whole frame', () => {
    const slides = room({ source: { width: 1920, height: 1080, fps: 30, rate: 400_000 } });
    expect(decided(slides)).toMatchObject({ way: 'two_pass', width: 1920, height: 1080 });
  });

  it('has one pass for encoders that know no second', () => {
    expect(decided(room({ codec: 'av1', twoPass: false }))).toMatchObject({ way: 'one_pass' });
  });

  it('halves 60 frames a second before the frame gets smaller', () => {
    const smooth = room({
      ...{ duration: 60, frame: { width: 1280, height: 720, fps: 60 } },
      source: { width: 1280, height: 720, fps: 60, rate: null },
    });
    expect(decided(smooth)).toMatchObject({ width: 1280, height: 720, fps: 30 });
  });

  it('says what would be possible when nothing is', () => {
    const answer = videoAttempt(room({ target: 2_000_000 }), []);
    expect(answer.ok ? null : answer.error).toEqual({
      kind: 'target_unreachable',
      message: '“clip.mov” cannot be as small as 2 MB: 4 min of video needs about 2.5 MB.',
      hint: 'Allow 2.5 MB, or convert a shorter part.',
      detail: 'target_bytes 2000000, possible_bytes 2500000',
    });
  });

  it('never refuses the size that it called possible', () => {
    const sizes = fc.record({
      target: fc.integer({ min: 1_000, max: 3_000_000 }),
      duration: fc.double({ min: 0.5, max: 7_200, noNaN: true }),
      width: fc.integer({ min: 1, max: 1_000 }).map((n) => 4 * n),
      height: fc.integer({ min: 1, max: 600 }).map((n) => 4 * n),
      fps: fc.constantFrom(10, 23.976, 25, 30, 60),
      tracks: fc.integer({ min: 0, max: 3 }),
      format: fc.constantFrom('mp4', 'webm', 'mkv'),
    });
    fc.assert(
      fc.property(sizes, ({ target, duration, width, height, fps, tracks, format }) => {
        const frame = { width, height, fps };
        const asked = room({
          ...{ target, duration, format, frame, source: { ...frame, rate: null } },
          tracks: Array.from({ length: tracks }, () => audio({ bitrate: null })),
        });
        const first = videoAttempt(asked, []);
        if (first.ok) return;
        const possible = possibleBytes(first.error.message);
        expect(possible).toBeGreaterThan(target);
        expect(videoAttempt({ ...asked, target: possible ?? 0 }, []).ok).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the next attempt', () => {
  const first: VideoAttempt = {
    ...{ way: 'two_pass', width: 480, height: 270, fps: null, rate: 260_000 },
    sound: { rate: 56_000, channels: 2, sampleRate: null, all: true },
    fixed: 1_850_000,
  };

  it('scales the rate by what was measured', () => {
    expect(decided(room(), [first, 10_400_000])).toEqual({ ...first, rate: 238_713 });
    expect(decided(room(), [first, 8_000_000])).toEqual({ ...first, rate: 331_870 });
  });

  it('takes a smaller frame after two corrections, and at once when the encoder is at its coarsest', () => {
    const corrected = decided(room(), [first, 10_400_000], [first, 10_300_000], [first, 10_200_000]);
    expect(corrected).toMatchObject({ width: 426, height: 240 });
    const large = { ...first, width: 1920, height: 1080 };
    const stuck = decided(room(), [large, 40_000_000]);
    expect(stuck.width * stuck.height).toBeLessThanOrEqual((1920 * 1080) / 4);
  });

  it('goes from quality to a rate in the same frame', () => {
    const quality = { ...first, way: 'quality', width: 1920, height: 1080 } as const;
    expect(decided(room(), [quality, 12_000_000])).toMatchObject({
      way: 'two_pass',
      width: 1920,
      rate: 261_640,
    });
  });

  it('ends with the size that was measured', () => {
    const last = { ...first, width: 426, height: 240, fps: 15 };
    const answer = videoAttempt(room(), [{ attempt: last, bytes: 16_000_000 }]);
    expect(answer.ok ? null : answer.error.message).toBe(
      '“clip.mov” cannot be as small as 10 MB: 4 min of video needs about 17 MB.',
    );
  });
});

describe('the ladder of frames', () => {
  it('goes down in steps, with even sides', () => {
    expect(frameLadder({ width: 1280, height: 720, fps: 50 })).toEqual([
      { width: 1280, height: 720, fps: 50 },
      { width: 1280, height: 720, fps: 25 },
      { width: 960, height: 540, fps: 50 },
      { width: 960, height: 540, fps: 25 },
      { width: 854, height: 480, fps: 50 },
      { width: 854, height: 480, fps: 25 },
      { width: 640, height: 360, fps: 50 },
      { width: 640, height: 360, fps: 25 },
      { width: 480, height: 270, fps: 50 },
      { width: 480, height: 270, fps: 25 },
      { width: 426, height: 240, fps: 50 },
      { width: 426, height: 240, fps: 25 },
      { width: 426, height: 240, fps: 12.5 },
    ]);
  });

  it('does not enlarge a small picture', () => {
    expect(frameLadder({ width: 160, height: 120, fps: 10 })).toEqual([{ width: 160, height: 120, fps: 10 }]);
  });
});
