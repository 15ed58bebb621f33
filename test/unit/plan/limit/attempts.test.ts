import { describe, expect, it } from 'vitest';
import { animationAttempt } from '../../../../shared/plan/limit/animation-attempt.ts';
import {
  type AnimationAttempt,
  type SizeAttempt,
  type VideoAttempt,
  isSettled,
} from '../../../../shared/plan/limit/attempt.ts';
import {
  lengthWords,
  possibleBytes,
  roundedUp,
  sizeWords,
} from '../../../../shared/plan/limit/limit-words.ts';
import { soundAttempt } from '../../../../shared/plan/limit/audio-within.ts';
import { soundBeside } from '../../../../shared/plan/limit/sound-share.ts';
import { bestStep, nextFactor, nextStep } from '../../../../shared/plan/limit/still-search.ts';
import { audio } from '../media-fixtures.ts';

const video: VideoAttempt = {
  ...{ way: 'two_pass', width: 640, height: 360, fps: null, rate: 500_000, sound: null, fixed: 5_000 },
};
const animation = (pixels: number): AnimationAttempt => ({
  ...{ way: 'animation', quality: 'medium', fps: null, pixels, expected: 0.75 },
});
const settled = (...made: readonly (readonly [SizeAttempt, number])[]): boolean =>
  isSettled(
    { bytes: 1_000, attempt: video },
    made.map(([attempt, bytes]) => ({ attempt, bytes })),
  );

describe('when the attempts are over', () => {
  it.each<readonly [string, boolean, readonly (readonly [SizeAttempt, number])[]]>([
    ['nothing was made', false, []],
    ['it is too large', false, [[video, 1_001]]],
    ['it fits exactly', true, [[video, 1_000]]],
    ['nine tenths are enough', true, [[video, 900]]],
    ['a rate that fell short is told again', false, [[video, 800]]],
    ['a rate that cannot be used is not', true, [[video, 300]]],
    ['once', true, [[video, 800], [video, 820]]], // prettier-ignore
    ['the second look was too large, the first one fits', true, [[video, 800], [video, 1_100]]], // prettier-ignore
    ['quality is what it is', true, [[{ ...video, way: 'quality' }, 200]]],
    ['so is a copy', true, [[{ way: 'copy' }, 200]]],
    ['an animation with everything', true, [[animation(1), 200]]],
    ['an animation that can have more pixels', false, [[animation(1), 4_000], [animation(0.3), 700]]], // prettier-ignore
  ])('%s: %s', (_, expected, made) => {
    expect(settled(...made)).toBe(expected);
  });
});

describe('animations', () => {
  const room = { target: 1_000, format: 'gif', fps: 12 } as const;
  const next = (...made: readonly (readonly [AnimationAttempt, number])[]) =>
    animationAttempt(
      room,
      made.map(([attempt, bytes]) => ({ attempt, bytes })),
    );
  const first = { way: 'animation', quality: 'high', fps: null, pixels: 1, expected: 1 } as const;

  it('begin with everything', () => {
    expect(next()).toEqual(first);
  });

  it('give up colours first, then frames, then pixels', () => {
    expect(next([first, 1_200])).toMatchObject({ quality: 'medium', fps: null, pixels: 1 });
    expect(next([first, 2_000])).toMatchObject({ quality: 'medium', fps: null, pixels: 0.485 / 0.75 });
    expect(next([first, 4_000])).toMatchObject({ quality: 'low', fps: 8 });
  });

  it('look between what fits and what does not', () => {
    const answer = next([first, 4_000], [animation(0.4), 800], [animation(0.6), 1_200]);
    expect(answer?.pixels).toBeGreaterThan(0.4);
    expect(answer?.pixels).toBeLessThan(0.5);
  });

  it('end when hardly a pixel is left', () => {
    expect(next([first, 900_000])?.pixels).toBe(0.01);
    expect(next([first, 900_000], [animation(0.01), 5_000])).toBeNull();
  });
});

describe('sound', () => {
  const room = (target: number) =>
    ({
      target,
      duration: 60,
      codec: 'mp3',
      source: audio({ bitrate: null }),
      cover: 0,
      file: 'a.wav',
    }) as const;

  it('gets the rate that fits, and no more than high quality needs', () => {
    expect(soundAttempt(room(1_000_000), [])).toMatchObject({
      value: { sound: { rate: 128_000, channels: 2, sampleRate: null } },
    });
    expect(soundAttempt(room(100_000_000), [])).toMatchObject({ value: { sound: { rate: 192_000 } } });
  });

  it('becomes one channel, then fewer frequencies, then impossible', () => {
    expect(soundAttempt(room(400_000), [])).toMatchObject({
      value: { sound: { rate: 51_000, channels: 1 } },
    });
    expect(soundAttempt(room(250_000), [])).toMatchObject({
      value: { sound: { rate: 31_000, channels: 1, sampleRate: 24_000 } },
    });
    expect(soundAttempt(room(100_000), [])).toMatchObject({
      error: { message: '“a.wav” cannot be as small as 100 kB: 60 s of sound needs about 190 kB.' },
    });
  });

  it('shares the bits of a video', () => {
    const three = [audio(), audio({ index: 2 }), audio({ index: 3 })];
    expect(soundBeside([], 'aac', 1e6)).toBeNull();
    expect(soundBeside([audio()], 'aac', 5e6)).toEqual({
      rate: 128_000,
      channels: 2,
      sampleRate: null,
      all: true,
    });
    expect(soundBeside(three, 'aac', 600_000)).toMatchObject({ rate: 84_000, all: false });
    expect(soundBeside([audio({ channels: 6, bitrate: 448_000 })], 'aac', 4e6)).toMatchObject({
      channels: 6,
    });
    expect(soundBeside([audio({ channels: 6, bitrate: 448_000 })], 'aac', 5e5)).toMatchObject({
      channels: 2,
    });
    expect(soundBeside([audio({ bitrate: 40_000 })], 'aac', 5e6)).toMatchObject({ rate: 40_000 });
  });
});

describe('the search for a still', () => {
  /** Measures a ladder whose sizes fall as they do in pictures. */
  function searched(limit: number, sizeAt: (step: number) => number, count = 46) {
    const sizes = new Map<number, number>();
    let step = nextStep(count, limit, sizes);
    while (step !== null) {
      expect(sizes.has(step), `step ${step} is measured once`).toBe(false);
      sizes.set(step, sizeAt(step));
      step = nextStep(count, limit, sizes);
    }
    return { best: bestStep(limit, sizes), encodes: sizes.size };
  }
  const falling = (ratio: number) => (step: number) => Math.round(1e6 * Math.pow(ratio, -step / 45));

  it('takes the first when it fits', () => {
    expect(searched(2e6, falling(2.5))).toEqual({ best: 0, encodes: 1 });
  });

  it.each([1.3, 2.5, 6])('finds a step that fills the limit, in few encodes (falls by %s)', (ratio) => {
    const limit = 1e6 / Math.sqrt(ratio);
    const { best, encodes } = searched(limit, falling(ratio));
    expect(falling(ratio)(best ?? 0)).toBeLessThanOrEqual(limit);
    expect(falling(ratio)(best ?? 0)).toBeGreaterThan(0.9 * limit);
    expect(encodes).toBeLessThanOrEqual(6);
  });

  it('says so when none fits, and how much smaller the frame has to be', () => {
    expect(searched(1e5, falling(2.5)).best).toBeNull();
    expect(nextFactor(4000, 1, 4e5, 1e5)).toBeCloseTo(0.424, 3);
    expect(nextFactor(60, 0.9, 4e5, 1e3)).toBeNull();
  });
});

describe('words', () => {
  it('say sizes and lengths as people do', () => {
    expect([2e6, 1_250_000, 800_000, 999, 2.5e9].map(sizeWords)).toEqual([
      '2 MB',
      '1.25 MB',
      '800 kB',
      '999 B',
      '2.5 GB',
    ]);
    expect([0.4, 12, 240, 4_800, 7_200].map(lengthWords)).toEqual([
      'less than a second',
      '12 s',
      '4 min',
      '1 h 20 min',
      '2 h',
    ]);
    expect([3_330_001, 4_999, 10_000_001].map(roundedUp)).toEqual([3_400_000, 5_000, 11_000_000]);
  });

  it('are read back', () => {
    expect(possibleBytes('“a.mov” cannot be as small as 2 MB: 4 min of video needs about 3.4 MB.')).toBe(
      3_400_000,
    );
    expect(possibleBytes('“a.mov” is not there.')).toBeNull();
  });
});
