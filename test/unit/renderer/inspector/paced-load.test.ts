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
      ask();
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
    ask();
    await pass(500);
    void askAnew();
    await pass(1500);
    expect(seen).toEqual({ begun: 2, told: [2] });
  });

  it('does not rest before it asks anew', async () => {
    const { ask, askAnew, seen, pass } = slowLoads();
    ask();
    ask();
    await pass(1500);
    expect(seen.begun).toBe(1);
    void askAnew();
    await pass(1000);
    expect(seen).toEqual({ begun: 2, told: [1, 2] });
  });

  it('has answered whoever asked anew, though others go on asking, and hears what that one asks next', async () => {
    const { ask, askAnew, seen, pass } = slowLoads();
    ask();
    await pass(500);
    let answered = 0;
    void askAnew().then(() => {
      answered = seen.begun;
      ask();
    });
    for (let n = 0; n < 3; n++) {
      ask();
      await pass(500);
    }
    expect(answered).toBe(2);
    await pass(60_000);
    // Once for those who asked meanwhile, and the one that was answered with them.
    expect(seen.begun).toBe(3);
    void askAnew().then(() => {
      ask();
    });
    await pass(60_000);
    expect(seen.begun).toBe(5);
  });

  it('lets nobody wait who asked anew when it is stopped', async () => {
    const { askAnew, stop, pass } = slowLoads();
    let answered = 0;
    void askAnew().then(() => answered++);
    void askAnew().then(() => answered++);
    await pass(500);
    stop();
    await pass(1000);
    expect(answered).toBe(2);
  });

  it('goes on when it was stopped and is asked again', async () => {
    const { ask, stop, seen, pass } = slowLoads();
    ask();
    ask();
    await pass(500);
    stop();
    await pass(10_000);
    expect(seen).toEqual({ begun: 1, told: [1] });
    ask();
    await pass(1000);
    expect(seen).toEqual({ begun: 2, told: [1, 2] });
  });
});
