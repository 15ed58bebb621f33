import { describe, expect, test } from 'vitest';
import {
  bitrateText,
  countText,
  estimateText,
  exactBytesText,
  frameRateText,
  percentText,
  progressText,
  roughSizeText,
  sampleRateText,
  savingEstimateText,
  savingText,
  sizeText,
  speedText,
  transferSpeedText,
} from '../../../../renderer/words/numbers.ts';

const each = <T>(values: readonly T[], text: (value: T) => string | null) => values.map(text);

describe('sizes', () => {
  test('have three digits in decimal units', () => {
    expect(
      each(
        [0, 999, 999.4, 999_499, 999_500, 318_000, 2_414_999, 61_400_000_000, 9_995_000, 99_950_000],
        (n) => sizeText(n, 'en'),
      ),
    ).toEqual([
      '0 B',
      '999 B',
      '999 B',
      '999 kB',
      '1.00 MB',
      '318 kB',
      '2.41 MB',
      '61.4 GB',
      '10.0 MB',
      '100 MB',
    ]);
  });

  test('take the separator of the locale', () => {
    expect(sizeText(2_410_000, 'de')).toBe('2,41 MB');
    expect(exactBytesText(4_820_113_002, 'en')).toBe('4,820,113,002 bytes');
    expect(exactBytesText(1, 'en')).toBe('1 byte');
    expect(countText(4812, 'fr')).toBe('4\u202f812');
  });

  test('a malformed locale is no exception', () => {
    expect(sizeText(2_410_000, 'not a locale!')).toBe('2.41 MB');
  });

  test('estimates are rougher', () => {
    expect(each([4_123_000, 82_400_000, 610_000_000, 5_100_000_000], (n) => estimateText(n, 'en'))).toEqual([
      '~4.1 MB',
      '~82 MB',
      '~610 MB',
      '~5.1 GB',
    ]);
    expect(roughSizeText(512, 'en')).toBe('512 B');
  });
});

describe('savings', () => {
  test('are whole percents between "under 1%" and "99%"', () => {
    expect(
      each(
        [
          [1000, 130],
          [1000, 999],
          [1000, 0],
          [1000, 1000],
          [1000, 1120],
          [1000, 1001],
          [1000, 3000],
          [0, 10],
        ] as const,
        ([before, after]) => savingText(before, after, 'en'),
      ),
    ).toEqual([
      '87% smaller',
      'under 1% smaller',
      '99% smaller',
      'same size',
      '12% larger',
      'under 1% larger',
      '200% larger',
      null,
    ]);
    expect(savingEstimateText(1000, 130, 'en')).toBe('about 87% smaller');
    expect(savingEstimateText(0, 130, 'en')).toBeNull();
  });
});

test('percent follows the locale, and a job is never full before its result is there', () => {
  expect(percentText(0.62, 'en')).toBe('62%');
  expect(percentText(0.62, 'de')).toBe('62\u00a0%');
  expect(each([0, 0.629, 0.999, 1, -1], (n) => progressText(n, 'en'))).toEqual([
    '0%',
    '62%',
    '99%',
    '99%',
    '0%',
  ]);
});

test('rates', () => {
  expect([speedText(1.83, 'en'), speedText(24.2, 'en'), speedText(1.83, 'de')]).toEqual([
    '1.8×',
    '24×',
    '1,8×',
  ]);
  expect(transferSpeedText(18_200_000, 'en')).toBe('18 MB/s');
  expect(each([192_000, 999_600, 1_500_000, 8_000_000, 45_600_000], (n) => bitrateText(n, 'en'))).toEqual([
    '192 kb/s',
    '1 Mb/s',
    '1.5 Mb/s',
    '8 Mb/s',
    '46 Mb/s',
  ]);
  expect([sampleRateText(44_100, 'en'), sampleRateText(96_000, 'en')]).toEqual(['44.1 kHz', '96 kHz']);
  expect([frameRateText(29.97002997, 'en'), frameRateText(50, 'en')]).toEqual(['29.97 fps', '50 fps']);
});
