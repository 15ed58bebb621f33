import { describe, expect, it } from 'vitest';
import {
  countOf,
  countText,
  estimateText,
  percentText,
  positionText,
  rateText,
  savingText,
  sizeText,
  speedText,
  takenText,
  toGoText,
} from '../../../electron/cli/print/bytes-and-times.ts';

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [318_400, '318 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [2_414_000, '2.41 MB'],
    [9_996_000, '10.0 MB'],
    [61_440_000_000, '61.4 GB'],
    [2e18, '2000 PB'],
  ])('%d bytes', (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it.each([
    [{ low: 580e6, high: 640e6 }, '580 to 640 MB'],
    [{ low: 980e3, high: 1.2e6 }, '980 kB to 1.20 MB'],
    [{ low: 912e6, high: 912e6 }, '912 MB'],
  ])('range %j', (range, text) => expect(estimateText(range)).toBe(text));

  it.each([
    [912e6, 4.1e6, '99% smaller'],
    [1000, 130, '87% smaller'],
    [1000, 999, 'under 1% smaller'],
    [1000, 1000, 'same size'],
    [1000, 1120, '12% larger'],
    [1000, 1001, 'under 1% larger'],
    [0, 5, null],
  ])('%d → %d', (before, after, text) => expect(savingText(before, after)).toBe(text));

  it('rates', () => expect([rateText(12_400_000), rateText(192_000)]).toEqual(['12.4 Mb/s', '192 kb/s']));
});

describe('times', () => {
  it.each([
    [400, 'under 1 s'],
    [41_200, '41 s'],
    [484_000, '8 min 04 s'],
    [3_720_000, '1 h 02 min'],
  ])('%d ms taken', (ms, text) => expect(takenText(ms)).toBe(text));

  it.each([
    [0.2, '1 s'],
    [40, '40 s'],
    [59.6, '1 min'],
    [125, '2 min'],
    [3600, '1 h'],
    [4800, '1 h 20 min'],
    [86_400, '1 day'],
    [172_800, '2 days'],
  ])('%d s to go', (seconds, text) => expect(toGoText(seconds)).toBe(text));

  it.each([
    [5.9, '0:05'],
    [1862, '31:02'],
    [3723, '1:02:03'],
  ])('%d s in', (seconds, text) => expect(positionText(seconds)).toBe(text));
});

describe('shares and counts', () => {
  it('percent is 99 at most and never below 0', () =>
    expect([0.629, 1, -1].map(percentText)).toEqual(['62%', '99%', '0%']));
  it('speed', () => expect([1.84, 24.2].map(speedText)).toEqual(['1.8×', '24×']));
  it('counts', () =>
    expect([countText(812), countText(4812), countText(1_234_567), countOf(1, 'file')]).toEqual([
      '812',
      '4\u00a0812',
      '1\u00a0234\u00a0567',
      '1 file',
    ]));
});
