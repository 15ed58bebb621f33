import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampPan,
  frameAt,
  originalPlacement,
  shownSize,
  splitAt,
  splitByKey,
  stepFrame,
} from '../../../../renderer/features/compare/picture-view.ts';

const large = { width: 3840, height: 2160 };
const small = { width: 1920, height: 1080 };
const stage = { width: 1000, height: 600 };

describe('shownSize', () => {
  it('fits the shape of the result into the stage', () => {
    expect(shownSize(large, small, stage, 'fit', 1)).toEqual({ width: 1000, height: 562.5 });
    expect(shownSize(large, { width: 1080, height: 1920 }, stage, 'fit', 2)).toEqual({
      width: 337.5,
      height: 600,
    });
  });

  it('shows a pixel of the larger picture as one of the screen', () => {
    expect(shownSize(large, small, stage, 'full', 1)).toEqual(large);
    expect(shownSize(large, small, stage, 'full', 2)).toEqual(small);
    expect(shownSize(small, large, stage, 'full', 1)).toEqual(large);
    expect(shownSize(small, small, stage, 'double', 1)).toEqual(large);
  });
});

describe('clampPan', () => {
  it('keeps a small picture in the middle and the edges of a large one outside', () => {
    expect(clampPan({ x: 50, y: -50 }, { width: 900, height: 500 }, stage)).toEqual({ x: 0, y: 0 });
    expect(clampPan({ x: 900, y: -900 }, { width: 1200, height: 700 }, stage)).toEqual({ x: 100, y: -50 });
  });
});

describe('the split', () => {
  it('stands where the pointer is, inside the stage', () => {
    const box = { left: 200, width: 800 };
    expect([100, 200, 600, 1200].map((x) => splitAt(x, box))).toEqual([0, 0, 0.5, 1]);
    expect(splitAt(10, { left: 0, width: 0 })).toBe(0.5);
  });

  it('moves with the keys and stops at the ends', () => {
    expect(splitByKey('ArrowRight', false, 0.5)).toBe(0.52);
    expect(splitByKey('ArrowLeft', true, 0.05)).toBe(0);
    expect(splitByKey('End', false, 0.2)).toBe(1);
    expect(splitByKey('Home', false, 0.2)).toBe(0);
    expect(splitByKey('a', false, 0.2)).toBeNull();
  });
});

describe('originalPlacement', () => {
  it('lays the original as the result was made from it', () => {
    expect(originalPlacement({})).toEqual({ fit: 'contain', position: 'center' });
    expect(originalPlacement({ fit: 'cover', position: 'top_left' })).toEqual({
      fit: 'cover',
      position: 'left top',
    });
    expect(originalPlacement({ fit: 'nonsense', position: 'elsewhere' })).toEqual({
      fit: 'contain',
      position: 'center',
    });
  });
});

describe('frames', () => {
  it('are counted from 0 and stepped inside the file', () => {
    expect(frameAt(123.48, 50)).toBe(6174);
    expect(stepFrame(123.48, 50, 1, 384)).toBe(123.5);
    expect(stepFrame(0, 25, -1, 10)).toBe(0);
    expect(stepFrame(9.96, 25, 1, 10)).toBe(9.96);
  });

  it('a step on and a step back end where they began', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.constantFrom(12, 23.976, 24, 25, 29.97, 50, 59.94),
        (frame, fps) => {
          const duration = (frame + 10) / fps;
          const at = Math.round((frame / fps) * 1000) / 1000;
          expect(stepFrame(stepFrame(at, fps, 1, duration), fps, -1, duration)).toBe(at);
        },
      ),
    );
  });
});
