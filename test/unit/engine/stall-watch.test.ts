import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchStall } from '../../../electron/engine/process/stall-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const block = { frame: 1, outTime: 1, totalSize: null, speed: 1, done: false };

it('calls once when nothing was reported for the whole time', () => {
  const onStall = vi.fn();
  watchStall(1_000, onStall);
  vi.advanceTimersByTime(999);
  expect(onStall).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(onStall).toHaveBeenCalledOnce();
});

it('starts anew with every advance, not with every block', () => {
  const onStall = vi.fn();
  const watch = watchStall(1_000, onStall);
  for (let frame = 0; frame < 5; frame++) {
    watch.see({ ...block, frame });
    vi.advanceTimersByTime(800);
  }
  expect(onStall).not.toHaveBeenCalled();
  watch.see({ ...block, frame: 4 });
  vi.advanceTimersByTime(200);
  expect(onStall).toHaveBeenCalledOnce();
});

it('waits longer after a large file, which may be written a second time', () => {
  const onStall = vi.fn();
  const watch = watchStall(1_000, onStall);
  watch.see({ ...block, totalSize: 100_000_000 });
  vi.advanceTimersByTime(5_900);
  expect(onStall).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(onStall).toHaveBeenCalledOnce();
});

it('does not take an hour of sleep for an hour of standing still', () => {
  const onStall = vi.fn();
  watchStall(1_000, onStall);
  vi.advanceTimersByTime(500);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(400);
  expect(onStall).not.toHaveBeenCalled();
});

it('does not count the time for which it is held', () => {
  const onStall = vi.fn();
  const watch = watchStall(1_000, onStall);
  vi.advanceTimersByTime(500);
  watch.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(onStall).not.toHaveBeenCalled();
  watch.hold(false);
  vi.advanceTimersByTime(400);
  expect(onStall).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(onStall).toHaveBeenCalledOnce();
});

it('is off at Infinity, and silent after its end', () => {
  const onStall = vi.fn();
  watchStall(Infinity, onStall);
  watchStall(1_000, onStall).end();
  vi.advanceTimersByTime(1e9);
  expect(onStall).not.toHaveBeenCalled();
});
