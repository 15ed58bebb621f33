import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stderrTail } from '../../../electron/engine/process/stderr-tail.ts';

describe('stderrTail', () => {
  it('takes carriage returns as line ends and closes the last line', () => {
    const heard: string[] = [];
    const tail = stderrTail((line) => heard.push(line));
    for (const piece of ['one\r', '\ntwo\rthr', 'ee\n\n', 'four']) tail.push(piece);
    tail.end();
    expect(tail.lines).toEqual(['one', 'two', 'three', 'four']);
    expect(heard).toEqual(tail.lines);
  });

  it('keeps the last 200 lines of at most 2 000 characters, and tells all of them', () => {
    let heard = 0;
    const tail = stderrTail(() => heard++);
    for (let i = 0; i < 1000; i++) tail.push(`${i} ${'x'.repeat(5000)}\n`);
    expect(heard).toBe(1000);
    expect(tail.lines).toHaveLength(200);
    expect(tail.lines[0]).toBe(`800 ${'x'.repeat(1996)}`);
  });

  it('does not grow with a line that never ends', () => {
    const tail = stderrTail();
    for (let i = 0; i < 1000; i++) tail.push('y'.repeat(5000));
    tail.end();
    expect(tail.lines).toEqual(['y'.repeat(2000)]);
  });

  it('gives the same lines wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\r', '\n') })), (pieces) => {
        const tail = stderrTail();
        for (const piece of pieces) tail.push(piece);
        tail.end();
        const whole = pieces.join('').split(/[\r\n]+/);
        expect(tail.lines).toEqual(whole.filter((line) => line !== '').slice(-200));
      }),
    );
  });
});
