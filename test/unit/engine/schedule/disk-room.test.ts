import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DiskRoom, createDiskRoom } from '../../../../electron/engine/schedule/disk-room.ts';

/** Room on one volume of 100 MB whose free space the test sets, and a parking place that the test keeps. */
function stage(free: number) {
  const volume = { free };
  let parked: string[] = [];
  const going: string[][] = [];
  const room: DiskRoom = createDiskRoom({
    parked: () => parked,
    unpark: (ids) => {
      going.push([...ids]);
      parked = parked.filter((id) => !ids.includes(id));
    },
    changed: () => undefined,
    look: (folder) =>
      Promise.resolve({ id: folder.slice(0, 2), folder: '/media', free: volume.free, total: 100_000_000 }),
    everyMs: 3000,
  });
  const job = (id: string, bytes: number | null) => ({ id, bytes, folder: '/v/out', parts: [] });
  return {
    ...{ room, volume, job, going },
    park: (...ids: string[]) => {
      parked.push(...ids);
      room.follow();
    },
    parked: () => parked,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('room for results', () => {
  it('is not promised twice', async () => {
    const { room, job } = stage(30_000_000);
    const answers = await Promise.all([room.enter(job('a', 20_000_000)), room.enter(job('b', 20_000_000))]);
    expect(answers).toEqual([true, false]);
    room.leave('a');
    expect(await room.enter(job('b', 20_000_000))).toBe(true);
  });

  it('is looked for every few seconds while a job waits', async () => {
    const { room, job, volume, park, going } = stage(10_000_000);
    expect(await room.enter(job('a', 20_000_000))).toBe(false);
    park('a');
    expect(room.wait()).toEqual({ why: 'disk', folder: '/media', needs: 25_000_000, free: 10_000_000 });
    await vi.advanceTimersByTimeAsync(9000);
    expect(going).toEqual([]);
    volume.free = 26_000_000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(going).toEqual([['a']]);
    expect(room.wait()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that ran out stops the whole volume until there is more than before', async () => {
    const { room, job, volume, park, going } = stage(30_000_000);
    expect(await room.enter(job('a', 10_000_000))).toBe(true);
    volume.free = 2_000_000;
    room.leave('a');
    await room.ranOut(job('a', 10_000_000), 4_000_000);
    expect(await room.isFull('b', '/v/other')).toBe(true);
    expect(await room.isFull('c', '/w/other')).toBe(false);
    expect(await room.enter(job('c', null))).toBe(false);
    park('a', 'b', 'c');
    volume.free = 14_000_000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(going).toEqual([]);
    volume.free = 40_000_000;
    await vi.advanceTimersByTimeAsync(3000);
    expect(going).toEqual([['a', 'b', 'c']]);
  });

  it('does not hold back what a person lets go', async () => {
    const { room, job } = stage(1_000_000);
    await room.ranOut(job('a', 10_000_000), 0);
    expect(await room.enter(job('a', 10_000_000))).toBe(false);
    room.allow('a');
    expect(await room.isFull('a', '/v/out')).toBe(false);
    expect(await room.enter(job('a', 10_000_000))).toBe(true);
    room.leave('a');
    // Once.
    expect(await room.enter(job('a', 10_000_000))).toBe(false);
  });

  it('is not looked for after the end', async () => {
    const { room, job, park } = stage(0);
    await room.enter(job('a', 1));
    park('a');
    room.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
