import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells, cutEnd, cutMiddle, padEnd, padStart } from '../../../electron/cli/print/cell-width.ts';
import { printable } from '../../../electron/cli/print/printable.ts';

describe('cutting names', () => {
  it.each([
    ['clip.mov', 20, 'clip.mov'],
    ['A7S3_0412 harbour dawn.MOV', 20, 'A7S3_0412 h…dawn.MOV'],
    ['averyveryverylongnamewithoutanyspace.mov', 16, 'averyver…ace.mov'],
    ['写真の長い名前がここにあります.jpeg', 16, '写真の長…す.jpeg'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦.png', 10, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦….png'],
  ])('%s to %d', (name, width, cut) => {
    expect(cutMiddle(name, width)).toBe(cut);
  });

  it('never takes more cells than it may, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (name, width) => {
          const clean = printable(name);
          expect(cells(cutMiddle(clean, width))).toBeLessThanOrEqual(width);
          expect(cells(cutEnd(clean, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('pads by what is seen', () => {
    expect([padEnd('古い', 6), padStart('5%', 4), padEnd('long', 2)]).toEqual(['古い  ', '  5%', 'long']);
  });
});

describe('printable', () => {
  it('shows what a terminal would obey', () => {
    expect(printable('a\u001b[31mb\nc\u007f\u009b2J\u202eexe.mov')).toBe('a␛[31mb␊c␡�2J�exe.mov');
  });
});
