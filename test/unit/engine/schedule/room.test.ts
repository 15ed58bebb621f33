import { describe, expect, it } from 'vitest';
import {
  type Space,
  fits,
  neededAfter,
  neededFor,
  reserveOf,
  thoseThatFit,
} from '../../../../electron/engine/schedule/room.ts';

const space = (free: number, more: Partial<Space> = {}): Space => ({
  ...{ free, total: 100_000_000, spoken: 0 },
  ...more,
});

describe('room on a volume', () => {
  it.each([
    [64_000_000, 3_200_000],
    [40_000_000_000, 2_000_000_000],
    [4_000_000_000_000, 2_000_000_000],
    [0, 0],
  ])('of %d bytes keeps %d free', (total, reserve) => {
    expect(reserveOf(total)).toBe(reserve);
  });

  it.each<[string, number | null, Space, boolean]>([
    ['just enough', 10_000_000, space(15_000_000), true],
    ['one byte too little', 10_000_000, space(14_999_999), false],
    ['what others still write', 10_000_000, space(20_000_000, { spoken: 5_000_001 }), false],
    ['unknown size above the reserve', null, space(5_000_000), true],
    ['unknown size within the reserve', null, space(4_999_999), false],
  ])('%s', (_, bytes, there, answer) => {
    expect(fits(bytes, there)).toBe(answer);
  });

  it('that ran full has to have more than it has now', () => {
    expect(neededFor(10_000_000, 100_000_000)).toBe(15_000_000);
    // The estimate was right, and somebody else filled the disk.
    expect(neededAfter({ bytes: 20_000_000, written: 3_000_000 }, space(4_000_000))).toBe(25_000_000);
    // More was written than was thought.
    expect(neededAfter({ bytes: 1_000_000, written: 30_000_000 }, space(31_000_000))).toBe(35_000_000);
    // A quota: the volume itself has room.
    expect(neededAfter({ bytes: 1_000_000, written: 400_000 }, space(90_000_000))).toBe(91_000_000);
    expect(neededAfter({ bytes: null, written: 8_000_000 }, space(90_000_000))).toBe(92_000_000);
  });

  it('goes to those that fit, in their order', () => {
    const parked = [
      { id: 'a', volume: '1', bytes: 30_000_000 },
      { id: 'b', volume: '1', bytes: 10_000_000 },
      { id: 'c', volume: '1', bytes: 10_000_000 },
      { id: 'd', volume: '2', bytes: 1 },
      { id: 'e', volume: 'gone', bytes: 9e15 },
    ];
    const spaces = new Map([
      ['1', space(20_000_000)],
      ['2', space(90_000_000)],
    ]);
    expect(thoseThatFit(parked, spaces, new Set(['2']))).toEqual(['b', 'e']);
    expect(thoseThatFit(parked, spaces, new Set())).toEqual(['b', 'd', 'e']);
    expect(thoseThatFit(parked, spaces, new Set(['1', '2']))).toEqual(['e']);
  });
});
