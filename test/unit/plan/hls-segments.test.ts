import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, bandwidth, cutSegments, together } from '../../../shared/plan/hls/hls-segments.ts';

/** Pieces of the given lengths, each of 1000 bytes. */
function pieces(...durations: number[]): Piece[] {
  let start = 0;
  return durations.map((duration) => {
    const piece = { start, duration, bytes: 1000, sync: true };
    start += duration;
    return piece;
  });
}
const lengths = (list: readonly Piece[], target = 6): number[] =>
  cutSegments(list, target).map(({ duration }) => Math.round(duration * 1000) / 1000);
const times = (n: number, duration: number): number[] => Array.from({ length: n }, () => duration);

describe('cutSegments', () => {
  it.each([
    ['three GOPs a segment', times(7, 2), [6, 6, 2]],
    ['a tail below a second joins', [...times(6, 2), 0.9], [6, 6.9]],
    ['a tail of a second stays', [...times(6, 2), 1], [6, 6, 1]],
    ['key frames a frame late', times(6, 2.002), [6.006, 6.006]],
    ['key frames a frame early', times(6, 1.969), [5.907, 5.907]],
    ['long GOPs', times(3, 10), [10, 10, 10]],
    ['one piece', [0.5], [0.5]],
    ['nothing', [], []],
  ] as const)('%s', (_, durations, expected) => {
    expect(lengths(pieces(...durations))).toEqual(expected);
  });

  it('does not let sound drift from the picture', () => {
    const sound = cutSegments(pieces(...times(3600, 2.005_333)), 6);
    let at = 0;
    sound.slice(0, -1).forEach(({ duration }, n) => {
      at += duration;
      expect(Math.abs(at - (n + 1) * 6)).toBeLessThanOrEqual(1.01);
    });
  });

  it('cuts only where decoding can begin', () => {
    const list = pieces(...times(6, 2)).map((piece, n) => ({ ...piece, sync: n !== 3 }));
    expect(lengths(list)).toEqual([4, 8]);
  });

  it('loses and repeats nothing, whatever the pieces', () => {
    const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(durations, fc.double({ min: 0.1, max: 60, noNaN: true }), (list, target) => {
        const all = pieces(...list);
        const cut = cutSegments(all, target);
        expect(cut.map(({ from }) => from)).toEqual([0, ...cut.map(({ to }) => to)].slice(0, cut.length));
        expect(cut.at(-1)?.to ?? 0).toBe(all.length);
        expect(cut.reduce((sum, segment) => sum + segment.bytes, 0)).toBe(all.length * 1000);
      }),
    );
  });
});

describe('bandwidth', () => {
  it('is the largest segment, and all bits over all seconds', () => {
    const parts = [
      { duration: 6, bytes: 600_000 },
      { duration: 2, bytes: 300_000 },
    ];
    expect(bandwidth(parts)).toEqual({ peak: 1_200_000, average: 900_000 });
    expect(bandwidth([])).toEqual({ peak: 0, average: 0 });
    expect(bandwidth([{ duration: 0, bytes: 9 }])).toEqual({ peak: 0, average: 0 });
  });

  it('of a rung has the largest sound with it', () => {
    const sounds = [
      { peak: 130, average: 100 },
      { peak: 120, average: 110 },
    ];
    expect(together({ peak: 2000, average: 1000 }, sounds)).toEqual({ peak: 2130, average: 1110 });
    expect(together({ peak: 2000, average: 1000 }, [])).toEqual({ peak: 2000, average: 1000 });
  });
});
