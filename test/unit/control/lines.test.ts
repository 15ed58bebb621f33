import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BrokenLine, createLineReader } from '../../../electron/control/lines.ts';

function read(chunks: readonly Buffer[], limit = 1000): { lines: string[]; broken: BrokenLine[] } {
  const [lines, broken]: [string[], BrokenLine[]] = [[], []];
  const take = createLineReader({
    limit: () => limit,
    onLine: (line) => lines.push(line),
    onBroken: (why) => broken.push(why),
  });
  chunks.forEach(take);
  return { lines, broken };
}

describe('lines out of bytes', () => {
  it('come whole however they were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((s) => s.replace(/\n/g, ' '))),
        fc.array(fc.nat(40)),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
          const chunks: Buffer[] = [];
          let at = 0;
          for (const cut of cuts) chunks.push(bytes.subarray(at, (at = Math.min(bytes.length, at + cut))));
          chunks.push(bytes.subarray(at));
          expect(read(chunks, 100_000)).toEqual({
            lines: texts.filter((text) => text.trim() !== ''),
            broken: [],
          });
        },
      ),
    );
  });

  it('end with the first one that is too long, before it is whole', () => {
    expect(read([Buffer.from('ab\n'), Buffer.from('x'.repeat(6)), Buffer.from('x\nlater\n')], 5)).toEqual({
      lines: ['ab'],
      broken: ['too_long'],
    });
    expect(read([Buffer.from('abcde\nabcdef\n')], 5)).toEqual({ lines: ['abcde'], broken: ['too_long'] });
  });

  it('end with bytes that are no text', () => {
    expect(read([Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62, 0x0a])])).toEqual({
      lines: ['a'],
      broken: ['not_text'],
    });
  });
});
