import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readColour,
  readFps,
  readRate,
  readSide,
  readTime,
  rateText,
  sideText,
  timeText,
} from '../../../../renderer/features/inspector/options/option-values.ts';

describe('times', () => {
  it('reads what people write', () => {
    const read = Object.fromEntries(
      ['', '  ', '62.5', '62,5', '1:02.5', '1:02:03.5', '90:00', '0:04', '5 s', '.5', ' 1:02 '].map((t) => [
        t,
        readTime(t),
      ]),
    );
    expect(read).toEqual({
      '': null,
      '  ': null,
      '62.5': 62.5,
      '62,5': 62.5,
      '1:02.5': 62.5,
      '1:02:03.5': 3723.5,
      '90:00': 5400,
      '0:04': 4,
      '5 s': 5,
      '.5': 0.5,
      ' 1:02 ': 62,
    });
  });

  it('refuses what is no time', () => {
    for (const text of ['abc', '1:60', '1:60:00', '1:2:3:4', '-3', '1:-2', '1e3', ':', '1:', '5 min'])
      expect(readTime(text), text).toBeUndefined();
  });

  it('writes positions', () => {
    expect([0, 4, 62.5, 384, 1862, 3723.48, 0.0004, 59.9996].map(timeText)).toEqual([
      '0:00',
      '0:04',
      '1:02.5',
      '6:24',
      '31:02',
      '1:02:03.48',
      '0:00',
      '1:00',
    ]);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 360_000_000 }), (ms) => {
        expect(readTime(timeText(ms / 1000))).toBeCloseTo(ms / 1000, 6);
      }),
    );
  });
});

describe('bit rates', () => {
  it('are Mb/s for pictures and kb/s for sound', () => {
    expect([rateText('video', 8_000_000), rateText('video', 2_500_000), rateText('audio', 192_000)]).toEqual([
      '8',
      '2.5',
      '192',
    ]);
    expect([readRate('video', '8'), readRate('video', '2,5'), readRate('audio', '192')]).toEqual([
      8_000_000, 2_500_000, 192_000,
    ]);
  });

  it('take a unit', () => {
    expect(
      ['800 kb/s', '800k', '2.5M', '2.5 Mb/s', '2 Mbit/s', '3 mbps'].map((text) => readRate('video', text)),
    ).toEqual([800_000, 800_000, 2_500_000, 2_500_000, 2_000_000, 3_000_000]);
  });

  it('are nothing when empty, and no value when unreadable', () => {
    expect([
      readRate('video', ' '),
      readRate('video', 'fast'),
      readRate('video', '8 GB'),
      readRate('audio', '-1'),
    ]).toEqual([null, undefined, undefined, undefined]);
  });
});

describe('other fields', () => {
  it('sizes are pixels or a share', () => {
    expect(
      ['1920', '1920 px', '50%', '12.5 %', '', 'auto', 'wide', '%', '1 280'].map((text) => readSide(text)),
    ).toEqual([1920, 1920, '50%', '12.5%', null, null, undefined, undefined, 1280]);
    expect([sideText(1920), sideText('50%'), sideText(undefined)]).toEqual([
      { text: '1920', unit: 'px' },
      { text: '50', unit: '%' },
      { text: '', unit: 'px' },
    ]);
  });

  it('frame rates and colours', () => {
    expect(['29.97', '25 fps', '', 'x'].map(readFps)).toEqual([29.97, 25, null, undefined]);
    expect(['#0B6973', '0b6973', '#fff', '', 'red', '#12345'].map(readColour)).toEqual([
      '#0b6973',
      '#0b6973',
      '#ffffff',
      null,
      undefined,
      undefined,
    ]);
  });
});
