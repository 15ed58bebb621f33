// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pacedFrames } from '../../../../renderer/store/paced-frames.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Counts runs that take so many milliseconds each. */
function counted(takes: () => number) {
  const runs: number[] = [];
  const frames = pacedFrames(() => {
    runs.push(performance.now());
    vi.setSystemTime(Date.now());
    vi.advanceTimersByTime(takes());
  });
  return { frames, runs };
}

it('runs once, however often it was asked, before the next picture', async () => {
  const { frames, runs } = counted(() => 0);
  frames.ask();
  frames.ask();
  await vi.advanceTimersByTimeAsync(20);
  expect(runs).toHaveLength(1);
  frames.ask();
  await vi.advanceTimersByTimeAsync(20);
  expect(runs).toHaveLength(2);
});

it('leaves the window to itself after a run that took long, and runs what was asked meanwhile once', async () => {
  let takes = 30;
  const { frames, runs } = counted(() => takes);
  frames.ask();
  await vi.advanceTimersByTimeAsync(20);
  takes = 0;
  for (let n = 0; n < 5; n++) {
    frames.ask();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(runs).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(120);
  expect(runs).toHaveLength(2);
  const [first = 0, second = 0] = runs;
  expect(second - first).toBeGreaterThanOrEqual(30 + 4 * 30);
});

it('never rests longer than a quarter of a second', async () => {
  let takes = 900;
  const { frames, runs } = counted(() => takes);
  frames.ask();
  await vi.advanceTimersByTimeAsync(20);
  takes = 0;
  frames.ask();
  await vi.advanceTimersByTimeAsync(300);
  expect(runs).toHaveLength(2);
});

it('is called off, before the picture and while it rests', async () => {
  const { frames, runs } = counted(() => 30);
  frames.ask();
  frames.callOff();
  await vi.advanceTimersByTimeAsync(300);
  expect(runs).toHaveLength(0);
  frames.ask();
  await vi.advanceTimersByTimeAsync(20);
  frames.ask();
  frames.callOff();
  await vi.advanceTimersByTimeAsync(500);
  expect(runs).toHaveLength(1);
});
