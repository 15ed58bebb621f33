import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../shared/model/settings.ts';
import { type Scheduler, createScheduler } from '../../../electron/engine/scheduler.ts';

/** A scheduler whose jobs run until the test ends them, so that nothing depends on time. */
function stage(
  options: { lanes?: Partial<Record<Lane, number>>; parallel?: number; planned?: Record<string, Lane> } = {},
) {
  const running = new Map<string, { end: () => void; signal: AbortSignal }>();
  const preparing: string[] = [];
  const log: string[] = [];
  let most = 0;
  const scheduler: Scheduler = createScheduler({
    lanes: { video: 1, still: 1, audio: 1, copy: 2, ...options.lanes },
    parallel: options.parallel ?? Infinity,
    prepare: (id, signal) => {
      preparing.push(id);
      return Promise.resolve({
        lane: options.planned?.[id] ?? (id.replace(/\d+$/, '') as Lane),
        run: () =>
          new Promise<void>((settle) => {
            if (signal.aborted) {
              log.push(`${id} aborted`);
              settle();
              return;
            }
            log.push(`${id} began`);
            const end = (): void => {
              log.push(`${id} ended`);
              running.delete(id);
              settle();
            };
            running.set(id, { end, signal });
            most = Math.max(most, running.size);
          }),
      });
    },
  });
  return {
    scheduler,
    running: () => [...running.keys()].sort(),
    preparing,
    log,
    most: () => most,
    async end(id: string) {
      running.get(id)?.end();
      await settled();
    },
    signal: (id: string) => running.get(id)?.signal,
  };
}

/** Lets all promises that can settle do so: a macrotask comes after every microtask. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const jobs = (...ids: string[]) => ids.map((id) => ({ id, guess: id.replace(/\d+$/, '') as Lane }));

describe('lanes', () => {
  it('runs one video and fills up with stills and audio', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2', 'still1', 'still2', 'still3', 'audio1', 'audio2'));
    await settled();
    expect(s.running()).toEqual(['audio1', 'still1', 'video1']);
    await s.end('video1');
    expect(s.running()).toEqual(['audio1', 'still1', 'video2']);
  });

  it('gives the light lanes one more slot when no video encode fills the cores', async () => {
    const s = stage();
    s.scheduler.add(jobs('still1', 'still2', 'still3', 'still4'));
    await settled();
    expect(s.running()).toEqual(['still1', 'still2']);
  });

  it('puts a job into the lane that its plan says', async () => {
    const s = stage({ planned: { video1: 'copy', video2: 'copy' } });
    s.scheduler.add(jobs('video1', 'video2', 'video3'));
    await settled();
    expect(s.running()).toEqual(['video1', 'video2', 'video3']);
  });

  it('never runs more than was allowed in all', async () => {
    const s = stage({ parallel: 1 });
    s.scheduler.add(jobs('video1', 'still1', 'audio1'));
    await settled();
    for (const id of ['video1', 'still1', 'audio1']) {
      expect(s.running()).toEqual([id]);
      await s.end(id);
    }
    expect(s.most()).toBe(1);
  });

  it('does not prepare 10 000 jobs up front', async () => {
    const s = stage();
    s.scheduler.add(jobs(...Array.from({ length: 10_000 }, (_, n) => `still${n}`)));
    await settled();
    expect(s.preparing.length).toBeLessThan(8);
  });
});

describe('stopping', () => {
  it('frees the slot when the work has ended, not when it was told to stop', async () => {
    const s = stage({ lanes: { video: 1 } });
    s.scheduler.add(jobs('video1', 'video2'));
    await settled();
    let stopped = false;
    const stop = s.scheduler.stop('video1').then(() => (stopped = true));
    await settled();
    expect({ stopped, running: s.running(), aborted: s.signal('video1')?.aborted }).toEqual({
      stopped: false,
      running: ['video1'],
      aborted: true,
    });
    await s.end('video1');
    await stop;
    expect(s.running()).toEqual(['video2']);
  });

  it('takes a waiting job out without running it', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2', 'video3', 'video4', 'video5'));
    await settled();
    expect(s.scheduler.remove('video5')).toBe(true);
    expect(s.scheduler.remove('video5')).toBe(false);
    for (const id of ['video1', 'video2', 'video3', 'video4']) await s.end(id);
    await s.scheduler.idle();
    expect(s.log.filter((line) => line.startsWith('video5'))).toEqual([]);
  });

  it('ends a job that was ready and had no slot', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2'));
    await settled();
    await s.scheduler.stop('video2');
    expect(s.log).toEqual(['video1 began', 'video2 aborted']);
    await s.end('video1');
    await s.scheduler.idle();
  });
});

it('is idle when it has nothing', async () => {
  await stage().scheduler.idle();
});
