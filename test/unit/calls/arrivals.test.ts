import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArrivals, longestArrival } from '../../../electron/calls/adding/arrivals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether it has settled by now. */
async function hasSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await vi.advanceTimersByTimeAsync(0);
  return settled;
}

test('while no files come, nothing waits', async () => {
  expect(await hasSettled(createArrivals().over())).toBe(true);
});

test('what waits goes on when the rows of all files are there', async () => {
  const arrivals = createArrivals();
  const [first, second] = [arrivals.begin(), arrivals.begin()];
  const over = arrivals.over();
  first();
  first();
  expect(await hasSettled(over)).toBe(false);
  second();
  expect(await hasSettled(over)).toBe(true);
  expect(await hasSettled(arrivals.over())).toBe(true);
});

test('nothing waits longer than two seconds, however many files still come', async () => {
  const arrivals = createArrivals();
  arrivals.begin();
  await vi.advanceTimersByTimeAsync(longestArrival - 1);
  arrivals.begin();
  const over = arrivals.over();
  expect(await hasSettled(over)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await hasSettled(over)).toBe(true);
  expect(await hasSettled(arrivals.over())).toBe(true);
});

test('after a long arrival the next one is waited for again', async () => {
  const arrivals = createArrivals();
  const here = arrivals.begin();
  await vi.advanceTimersByTimeAsync(longestArrival);
  here();
  arrivals.begin();
  expect(await hasSettled(arrivals.over())).toBe(false);
});

test('who gives up does not wait', async () => {
  const arrivals = createArrivals();
  arrivals.begin();
  const given = new AbortController();
  const over = arrivals.over(given.signal);
  given.abort();
  expect(await hasSettled(over)).toBe(true);
  expect(await hasSettled(arrivals.over(given.signal))).toBe(true);
});
