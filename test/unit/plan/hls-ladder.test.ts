import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityWords } from '../../../shared/model/options.ts';
import { type LadderRequest, clearlyApart, ladder, slowLine } from '../../../shared/plan/hls/hls-ladder.ts';

const base: LadderRequest = {
  shortSide: 1080,
  codec: 'h264',
  quality: 'medium',
  sourceCodec: 'h264',
  sourceBitrate: null,
};
/** `1080@6000` = short side at kb/s. */
const text = (request: Partial<LadderRequest>): string =>
  ladder({ ...base, ...request })
    .map(({ shortSide, bitrate }) => `${shortSide}@${bitrate / 1000}`)
    .join(' ');

describe('ladder', () => {
  it.each([
    [{}, '234@145 360@730 432@1100 540@2000 720@3000 1080@6000'],
    [{ shortSide: 4320 }, '234@145 360@730 432@1100 540@2000 720@3000 1080@6000 1440@9000 2160@16000'],
    // A source between two steps is its own top.
    [{ shortSide: 804 }, '234@145 360@730 432@1100 540@2000 720@3000 804@3623'],
    // The step below is not 15 % away.
    [{ shortSide: 241 }, '240@159'],
    [{ shortSide: 120 }, '120@40'],
    [{ quality: 'very_low' }, '234@73 360@365 432@550 540@1000 720@1500 1080@3000'],
    [{ quality: 'low' }, '234@102 360@365 432@770 540@1400 720@2100 1080@4200'],
    [{ quality: 'very_high' }, '234@247 360@1241 432@1870 540@3400 720@5100 1080@10200'],
    [{ codec: 'h265' }, '234@87 360@438 432@660 540@1200 720@1800 1080@3600'],
    // No rung takes more than the source; of those that would take the same, the largest stays.
    [{ sourceBitrate: 2_500_000 }, '234@145 360@730 432@1100 540@2000 1080@2500'],
    [{ sourceBitrate: 300_000 }, '234@145 1080@300'],
    [{ sourceBitrate: 20_000 }, '1080@145'],
    // One bit of HEVC is worth more than one of H.264.
    [{ sourceBitrate: 1_000_000, sourceCodec: 'hevc' }, '234@145 360@730 432@1100 1080@1667'],
    [{ sourceBitrate: 1_000_000, sourceCodec: 'hevc', codec: 'h265' }, '234@87 360@438 432@660 1080@1000'],
  ] as const)('%o is %s', (request, expected) => {
    expect(text(request)).toBe(expected);
  });

  it('holds its rules whatever the source', () => {
    const request = fc.record({
      shortSide: fc.integer({ min: 1, max: 16_383 }),
      codec: fc.constantFrom('h264', 'h265'),
      quality: fc.constantFrom(...qualityWords),
      sourceCodec: fc.constantFrom('h264', 'mpeg4', 'vp9', 'hevc', 'av1'),
      sourceBitrate: fc.option(fc.integer({ min: 1, max: 200_000_000 })),
    });
    fc.assert(
      fc.property(request, (given) => {
        const rungs = ladder(given);
        const sides = rungs.map((rung) => rung.shortSide);
        expect(sides.at(-1)).toBe(Math.max(2, 2 * Math.floor(Math.min(given.shortSide, 2160) / 2)));
        expect(sides.every((side) => side % 2 === 0)).toBe(true);
        expect(sides).toEqual([...sides].sort((a, b) => a - b));
        rungs.forEach((rung, n) => {
          const below = rungs[n - 1];
          if (below !== undefined) expect(rung.bitrate).toBeGreaterThanOrEqual(below.bitrate * 1.15);
          expect(rung.maxrate / rung.bitrate).toBeGreaterThan(1.07);
          expect(rung.maxrate / rung.bitrate).toBeLessThan(1.55);
        });
        expect(rungs[0].bitrate).toBeLessThanOrEqual(slowLine);
      }),
    );
  });
});

describe('clearlyApart', () => {
  const kept = (...rates: number[]): readonly number[] => clearlyApart(rates, (rate) => rate);

  it('keeps the larger of two that take about the same, and one for slow lines', () => {
    expect(kept(100, 200, 400)).toEqual([100, 200, 400]);
    expect(kept(100, 200, 220)).toEqual([100, 220]);
    // Measured on a picture that does not move: the larger one takes less.
    expect(kept(124, 467, 130)).toEqual([130]);
    expect(kept(700_000, 800_000, 2_000_000)).toEqual([700_000, 2_000_000]);
    expect(kept(5)).toEqual([5]);
  });
});
