import { expect, it } from 'vitest';
import {
  type TransferMeter,
  advanceTransferMeter,
  startTransferMeter,
} from '../../../shared/plan/run/transfer-meter.ts';

const after = (counts: readonly (readonly [at: number, bytes: number])[], bytes = 0): TransferMeter =>
  counts.reduce((meter, [at, count]) => advanceTransferMeter(meter, at, count), startTransferMeter(0, bytes));

it('tells nothing in the first second', () => {
  expect(after([[500, 1_000_000]]).rate).toBeNull();
});

it('tells bytes a second', () => {
  expect(after([[1000, 2_000_000]]).rate).toBe(2_000_000);
});

it('counts nothing that was moved in an earlier attempt', () => {
  expect(after([[2000, 9_000_000]], 8_000_000).rate).toBe(500_000);
});

it('follows a line that becomes slower, within seconds', () => {
  const fast = Array.from({ length: 20 }, (_, n) => [(n + 1) * 500, (n + 1) * 5_000_000] as const);
  const slow = Array.from(
    { length: 12 },
    (_, n) => [10_000 + (n + 1) * 500, 100_000_000 + n * 50_000] as const,
  );
  expect(after(fast).rate).toBe(10_000_000);
  expect(after([...fast, ...slow]).rate).toBeLessThan(200_000);
});

it('begins anew when an attempt does', () => {
  const meter = after([
    [1000, 2_000_000],
    [2000, 0],
  ]);
  expect(meter).toEqual(startTransferMeter(2000, 0));
});

it('keeps only the counts of the last seconds', () => {
  const many = Array.from({ length: 1000 }, (_, n) => [(n + 1) * 250, n * 1000] as const);
  expect(after(many).seen.length).toBeLessThan(25);
});
