import { afterEach, expect, it, vi } from 'vitest';
import { eachFile } from '../../../electron/calls/adding/each-file.ts';

/**
 * A disk on a clock of its own: asked at once, or through another thread, an answer takes so many milliseconds; `held` is
 * the one during which another program has the processor.
 */
function disk(takes: { readonly now: number; readonly later: number; readonly held?: number }) {
  let clock = 0;
  const asked: string[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const question = {
    now: (n: number) => {
      clock += takes.now + (n === takes.held ? 50 : 0);
      asked.push('now');
      return n * 2;
    },
    later: (n: number, done: (answer: number) => void) => {
      asked.push('later');
      setImmediate(() => {
        clock += takes.later;
        done(n * 2);
      });
    },
  };
  const times = (how: string): number => asked.filter((one) => one === how).length;
  return { question, times };
}
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const doubled = (count: number): readonly number[] => numbers(count).map((n) => n * 2);

afterEach(() => void vi.restoreAllMocks());

it('asks a quick disk at once, after it has answered', async () => {
  const { question, times } = disk({ now: 0.01, later: 0.2 });
  expect(await eachFile(numbers(500), question)).toEqual(doubled(500));
  expect([times('later'), times('now')]).toEqual([1, 499]);
});

it('gives others a turn in long lists', async () => {
  const { question, times } = disk({ now: 0.125, later: 0.125 });
  const turns: number[] = [];
  const take = (): void => {
    turns.push(times('now'));
    if (times('now') < 399) setImmediate(take);
  };
  setImmediate(take);
  expect(await eachFile(numbers(400), question)).toEqual(doubled(400));
  // Sixty-four answers take the eight milliseconds of a spell.
  expect(turns.filter((asked) => asked > 0).slice(0, 3)).toEqual([64, 128, 192]);
});

it('never waits for a slow one', async () => {
  const { question, times } = disk({ now: 30, later: 30 });
  expect(await eachFile(numbers(100), question)).toEqual(doubled(100));
  expect(times('now')).toBe(0);
});

it('stops asking at once when the disk gets slow', async () => {
  const { question, times } = disk({ now: 2, later: 0.1 });
  expect(await eachFile(numbers(100), question)).toEqual(doubled(100));
  // A spell of eight milliseconds behind each round.
  expect([times('later'), times('now')]).toEqual([88, 12]);
});

it('goes on when another program had the processor for a moment', async () => {
  const { question, times } = disk({ now: 0.01, later: 0.2, held: 100 });
  expect(await eachFile(numbers(500), question)).toEqual(doubled(500));
  expect([times('later'), times('now')]).toEqual([1, 499]);
});

it('never asks at once where that is not wanted, and asks nothing of nobody', async () => {
  const { question, times } = disk({ now: 0, later: 0 });
  expect(await eachFile(numbers(70), { ...question, now: null })).toEqual(doubled(70));
  expect(await eachFile([], question)).toEqual([]);
  expect(times('now')).toBe(0);
});
