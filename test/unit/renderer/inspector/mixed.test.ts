import { describe, expect, it } from 'vitest';
import { isSaid, mixLine, optionState } from '../../../../renderer/features/inspector/options/mixed.ts';

const words: Readonly<Record<string, string>> = { medium: 'Medium', high: 'High', low: 'Low' };
const nameOf = (value: unknown): string => words[String(value)] ?? 'auto';

describe('optionState', () => {
  it('is the same when all agree', () => {
    expect(optionState([{ value: 'high', count: 4 }], 4)).toEqual({ is: 'same', value: 'high' });
    expect(optionState([], 4)).toEqual({ is: 'same', value: undefined });
    expect(optionState([], 0)).toEqual({ is: 'same', value: undefined });
  });

  it('counts the rest as unset, most frequent first', () => {
    expect(optionState([{ value: 'high', count: 4 }], 40)).toEqual({
      is: 'mixed',
      values: [
        { value: undefined, count: 36 },
        { value: 'high', count: 4 },
      ],
    });
  });

  it('takes a default and the same value said aloud for one', () => {
    const effective = (value: unknown) => value ?? 'medium';
    expect(optionState([{ value: 'medium', count: 4 }], 40, effective)).toEqual({
      is: 'same',
      value: 'medium',
    });
    const mixed = optionState(
      [
        { value: 'high', count: 4 },
        { value: 'medium', count: 6 },
      ],
      40,
      effective,
    );
    expect(mixLine(mixed, nameOf)).toBe('Medium 36, High 4');
  });

  it('says whether anybody said something', () => {
    expect(isSaid(optionState([], 3))).toBe(false);
    expect(isSaid(optionState([{ value: 1920, count: 1 }], 3))).toBe(true);
    expect(mixLine(optionState([], 3), nameOf)).toBe('');
  });
});
