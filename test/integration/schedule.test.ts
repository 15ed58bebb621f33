import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunWindow, weekdays } from '../../shared/model/run-window.ts';
import { longClip } from '../support/long-clip.ts';
import { clip, tempDir } from '../support/media.ts';
import { childProcesses, watchedEngine } from '../support/watched-engine.ts';

/** Hours over real conversions; the clock is the real one, so the window lies around it. */

const time = (hoursFromNow: number): string => {
  const then = new Date(Date.now() + hoursFromNow * 3_600_000);
  return `${String(then.getHours()).padStart(2, '0')}:${String(then.getMinutes()).padStart(2, '0')}`;
};
const hours = (from: number, to: number): RunWindow => ({
  from: time(from),
  to: time(to),
  days: [...weekdays],
});

async function photo(folder: string): Promise<string> {
  const file = path.join(folder, 'photo.jpg');
  copyFileSync(await clip('jpeg'), file);
  return file;
}

describe('the run window', () => {
  it('keeps files from being begun, until it opens or a person says so', async (t) => {
    const input = await photo(tempDir(t));
    const { engine, add, ended, events } = watchedEngine(t, { waits: true });
    await engine.library.changeSettings({ runWindow: hours(3, 5) });
    const request = { input, kind: 'image', options: { format: 'png' } } as const;
    const first = await add(request);
    expect(engine.queue.state()).toMatchObject({ paused: 'no', active: true, waits: { why: 'window' } });
    const { waits } = engine.queue.state();
    const until = waits?.why === 'window' ? (waits.until ?? 0) : 0;
    expect(Math.abs(until - Date.now() - 3 * 3_600_000)).toBeLessThan(120_000);
    expect(engine.job(first.id)?.status).toBe('queued');
    engine.queue.resume();
    expect((await ended(first.id)).job.status).toBe('succeeded');
    // Overridden until it opens next.
    const second = await add(request);
    expect((await ended(second.id)).job.status).toBe('succeeded');
    await engine.idle();
    expect(engine.queue.state()).toMatchObject({ active: false, waits: null });
    expect(events.some((event) => event.type === 'queue' && event.queue.waits?.why === 'window')).toBe(true);
  });

  it('opens with the settings', async (t) => {
    const input = await photo(tempDir(t));
    const { engine, add, ended } = watchedEngine(t, { waits: true });
    await engine.library.changeSettings({ runWindow: hours(3, 5) });
    const job = await add({ input, kind: 'image', options: { format: 'png' } });
    expect(engine.queue.state().waits?.why).toBe('window');
    await engine.library.changeSettings({ runWindow: hours(-1, 5) });
    expect((await ended(job.id)).job.status).toBe('succeeded');
  });

  it.runIf(process.platform === 'linux')('ends with what runs, or makes it stand still', async (t) => {
    const folder = tempDir(t);
    const { engine, add, ended, reached } = watchedEngine(t, { waits: true });
    const job = await add({
      ...{ input: await longClip(folder, 6), kind: 'video' },
      options: { quality: 'high', codec: 'h264', width: 480 },
    });
    await reached(job.id, 0.02);
    const states = (): string =>
      childProcesses()
        .filter(({ command }) => command.includes('long.mp4'))
        .map(({ state }) => state)
        .join('');
    await engine.library.changeSettings({ runWindow: hours(3, 5), atWindowEnd: 'stand_still' });
    expect(engine.queue.state().waits?.why).toBe('window');
    await expect.poll(states, { timeout: 20_000 }).toBe('T');
    await engine.library.changeSettings({ atWindowEnd: 'finish' });
    await expect.poll(states, { timeout: 20_000 }).not.toBe('T');
    expect(engine.queue.state().waits?.why).toBe('window');
    expect((await ended(job.id)).job.status).toBe('succeeded');
  });
});

describe('priority', () => {
  it('is the order of the queue, and outlives the engine', async (t) => {
    const folder = tempDir(t);
    const input = await photo(folder);
    const stateFile = path.join(folder, 'queue.db');
    const request = { input, kind: 'image', options: { format: 'png' } } as const;
    const { engine } = watchedEngine(t, { stateFile });
    await engine.queue.pause('after');
    const added = await engine.add([
      { request, priority: 'low' },
      { request },
      { request, priority: 'high' },
      { request },
    ]);
    const [low, first, high, second] = added.map(({ id }) => id) as [string, string, string, string];
    const order = (one = engine): unknown =>
      one.queue.page({ after: null, limit: 9 }).map(({ job, priority }) => [job.id, priority]);
    expect(order()).toEqual([
      [high, 'high'],
      [first, 'normal'],
      [second, 'normal'],
      [low, 'low'],
    ]);
    engine.queue.prioritize([first], 'low');
    engine.queue.move([second], high);
    const later = [
      [second, 'high'],
      [high, 'high'],
      [low, 'low'],
      [first, 'low'],
    ];
    expect(order()).toEqual(later);
    await engine.close();
    const again = watchedEngine(t, { stateFile, work: false }).engine;
    await again.idle();
    expect(order(again)).toEqual(later);
  });
});
