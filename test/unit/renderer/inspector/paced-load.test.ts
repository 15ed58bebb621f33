import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPacedLoad } from '../../../../renderer/features/inspector/paced-load.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Loads that take a second each. */
function slowLoads() {
  const seen = { begun: 0, told: [] as number[] };
  const paced = createPacedLoad(async (isOld) => {
    const mine = ++seen.begun;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!isOld()) seen.told.push(mine);
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { ...paced, seen, pass };
}

describe('createPacedLoad', () => {
  it('asks one at a time, and rests in between, however often it is asked for', async () => {
    const { ask, seen, pass } = slowLoads();
    for (let n = 0; n < 39; n++) {
      void ask();
      await pass(500);
    }
    // Nearly twenty seconds: one to answer, three to rest.
    expect(seen.begun).toBe(5);
    expect(seen.told).toEqual([1, 2, 3, 4, 5]);
    await pass(60_000);
    expect(seen.begun).toBe(6);
    await pass(60_000);
    expect(seen.begun).toBe(6);
  });

  it('asks anew right after an answer that is too old, and does not tell that one', async () => {
    const { ask, askAnew, seen, pass } = slowLoads();
    void ask();
    await pass(500);
    void askAnew();
    await pass(1500);
    expect(seen).toEqual({ begun: 2, told: [2] });
  });

  it('does not rest before it asks anew', async () => {
    const { ask, askAnew, seen, pass } = slowLoads();
    void ask();
    void ask();
    await pass(1500);
    expect(seen.begun).toBe(1);
    void askAnew();
    await pass(1000);
    expect(seen).toEqual({ begun: 2, told: [1, 2] });
  });

  it('goes on when it was stopped and is asked again', async () => {
    const { ask, stop, seen, pass } = slowLoads();
    void ask();
    void ask();
    await pass(500);
    stop();
    await pass(10_000);
    expect(seen).toEqual({ begun: 1, told: [1] });
    void ask();
    await pass(1000);
    expect(seen).toEqual({ begun: 2, told: [1, 2] });
  });
});
