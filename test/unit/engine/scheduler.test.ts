import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../shared/model/settings.ts';
import {
  type Scheduler,
  type WorkEnd,
  createScheduler,
  interruption,
} from '../../../electron/engine/queue/scheduler.ts';

/** A scheduler whose jobs run until the test ends them, so that nothing depends on time. */
function stage(
  options: {
    lanes?: Partial<Record<Lane, number>>;
    parallel?: number;
    planned?: Record<string, Lane>;
    /** Jobs for whose results there is no room. */
    noRoom?: Set<string>;
    reading?: (id: string) => Promise<void>;
  } = {},
) {
  const running = new Map<string, { end: () => void; signal: AbortSignal }>();
  const preparing: string[] = [];
  const givenBack: string[] = [];
  const parked: string[] = [];
  const log: string[] = [];
  let most = 0;
  const scheduler: Scheduler = createScheduler({
    lanes: { video: 1, still: 1, audio: 1, copy: 2, transfer: 3, ...options.lanes },
    parallel: options.parallel ?? Infinity,
    givenBack: (id) => givenBack.push(id),
    parkedChanged: (id) => parked.push(id),
    prepare: async (id, signal) => {
      preparing.push(id);
      await options.reading?.(id);
      if (signal.reason === interruption) return 'interrupted';
      return {
        lane: options.planned?.[id] ?? (id.replace(/\d+$/, '') as Lane),
        run: () =>
          new Promise<WorkEnd>((settle) => {
            if (options.noRoom?.has(id) === true) {
              settle('no_room');
              return;
            }
            if (signal.aborted) {
              log.push(`${id} aborted`);
              settle('over');
              return;
            }
            log.push(`${id} began`);
            const end = (): void => {
              log.push(`${id} ended`);
              running.delete(id);
              settle(signal.reason === interruption ? 'interrupted' : 'over');
            };
            running.set(id, { end, signal });
            most = Math.max(most, running.size);
          }),
      };
    },
  });
  return {
    scheduler,
    running: () => [...running.keys()].sort(),
    preparing,
    givenBack,
    parked,
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

const jobs = (...ids: string[]) =>
  ids.map((id, n) => ({ id, rank: (n + 1) * 1024, guess: id.replace(/\d+$/, '') as Lane }));

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
    expect([...s.scheduler.withdraw(['video5', 'video9'])]).toEqual(['video5']);
    expect([...s.scheduler.withdraw(['video5'])]).toEqual([]);
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

describe('order', () => {
  it('takes jobs by their rank, whenever they came', async () => {
    const s = stage();
    s.scheduler.pause();
    s.scheduler.add(jobs('video1', 'video2', 'video3'));
    s.scheduler.add([{ id: 'video0', rank: 1, guess: 'video' }]);
    s.scheduler.resume();
    for (const id of ['video0', 'video1', 'video2', 'video3']) {
      await settled();
      expect(s.running()).toEqual([id]);
      await s.end(id);
    }
  });

  it('gives back what was read ahead when another job is moved before it', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2', 'video3', 'video4'));
    await settled();
    s.scheduler.place(new Map([['video4', 1500]]));
    await settled();
    expect(s.givenBack).toEqual(['video2', 'video3']);
    for (const id of ['video1', 'video4', 'video2', 'video3']) {
      expect(s.running()).toEqual([id]);
      await s.end(id);
    }
  });

  it('moves one of 10 000 and takes them out at no price', async () => {
    const s = stage();
    const all = jobs(...Array.from({ length: 10_000 }, (_, n) => `video${n}`));
    s.scheduler.add(all);
    await settled();
    const started = performance.now();
    s.scheduler.place(new Map([['video9999', 1500]]));
    expect(performance.now() - started).toBeLessThan(200);
    await settled();
    expect(s.scheduler.withdraw(all.map(({ id }) => id)).size).toBe(9_999);
    await settled();
    expect(s.preparing.length).toBeLessThan(8);
    expect(s.running()).toEqual(['video0']);
  });
});

describe('pause', () => {
  it('takes nothing new, gives back what was read ahead, and lets run what runs', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2', 'video3'));
    await settled();
    s.scheduler.pause();
    expect(s.givenBack).toEqual(['video2', 'video3']);
    await s.end('video1');
    expect({ running: s.running(), waits: s.scheduler.waits }).toEqual({ running: [], waits: true });
    s.scheduler.resume();
    await settled();
    expect(s.running()).toEqual(['video2']);
  });

  it('gives back what is being read when it has been read', async () => {
    let read: () => void = () => undefined;
    const s = stage({ reading: () => new Promise((resolve) => (read = resolve)) });
    s.scheduler.add(jobs('video1'));
    s.scheduler.pause();
    read();
    await settled();
    expect({ running: s.running(), back: s.givenBack }).toEqual({ running: [], back: ['video1'] });
  });

  it('interrupts everything, and what was interrupted waits again', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2'));
    await settled();
    s.scheduler.pause();
    let over = false;
    const interrupted = s.scheduler.interrupt().then(() => (over = true));
    await settled();
    expect({ over, reason: s.signal('video1')?.reason as unknown }).toEqual({
      over: false,
      reason: interruption,
    });
    await s.end('video1');
    await interrupted;
    expect({ running: s.scheduler.running, waits: s.scheduler.waits }).toEqual({ running: 0, waits: true });
    s.scheduler.resume();
    await settled();
    expect(s.running()).toEqual(['video1']);
  });
});

describe('taking a job back', () => {
  it('takes one that waits or was read ahead, and leaves one that runs', async () => {
    const s = stage();
    s.scheduler.add(jobs('video1', 'video2', 'video3', 'video4'));
    await settled();
    expect(await s.scheduler.takeBack('video4')).toBe(true);
    expect(await s.scheduler.takeBack('video3')).toBe(true);
    expect(await s.scheduler.takeBack('video2')).toBe(true);
    expect(await s.scheduler.takeBack('video1')).toBe(false);
    expect(s.givenBack).toEqual(['video3', 'video2']);
    await s.end('video1');
    await s.scheduler.idle();
    expect(s.log).toEqual(['video1 began', 'video1 ended']);
  });

  it('breaks off reading', async () => {
    let read: () => void = () => undefined;
    const s = stage({ reading: () => new Promise((resolve) => (read = resolve)) });
    s.scheduler.add(jobs('video1'));
    const back = s.scheduler.takeBack('video1');
    read();
    expect(await back).toBe(true);
    await s.scheduler.idle();
    expect(s.log).toEqual([]);
  });

  it('is not idle while somebody works on a job that he has taken out', async () => {
    const s = stage();
    const free = s.scheduler.occupy();
    let idle = false;
    const waited = s.scheduler.idle().then(() => (idle = true));
    await settled();
    expect({ idle, waits: s.scheduler.waits }).toEqual({ idle: false, waits: true });
    free();
    await waited;
  });
});

it('lets more run as soon as the lanes are wider', async () => {
  const s = stage();
  s.scheduler.add(jobs('video1', 'video2', 'video3'));
  await settled();
  s.scheduler.setLanes({ video: 2, still: 1, audio: 1, copy: 1, transfer: 3 });
  await settled();
  expect(s.running()).toEqual(['video1', 'video2']);
});

describe('jobs without room', () => {
  it('are parked while others go on, and run when they are let go', async () => {
    const noRoom = new Set(['video1', 'video3']);
    const s = stage({ noRoom });
    s.scheduler.add(jobs('video1', 'video2', 'video3', 'video4'));
    await settled();
    expect(s.running()).toEqual(['video2']);
    await s.end('video2');
    expect(s.running()).toEqual(['video4']);
    expect(s.scheduler.parked()).toEqual(['video1', 'video3']);
    expect([s.scheduler.isParked('video3'), s.scheduler.isParked('video4')]).toEqual([true, false]);
    s.scheduler.place(new Map([['video3', 1]]));
    expect(s.scheduler.parked()).toEqual(['video3', 'video1']);
    await s.end('video4');
    expect({ running: s.scheduler.running, waits: s.scheduler.waits }).toEqual({ running: 0, waits: true });
    noRoom.clear();
    s.scheduler.unpark(['video3', 'video9']);
    await settled();
    expect(s.running()).toEqual(['video3']);
    expect(s.parked).toEqual(['video1', 'video3', 'video3']);
  });

  it('can be taken out, and then nothing waits any more', async () => {
    const s = stage({ noRoom: new Set(['video1', 'video2']) });
    s.scheduler.add(jobs('video1', 'video2'));
    await settled();
    expect(await s.scheduler.takeBack('video1')).toBe(true);
    expect([...s.scheduler.withdraw(['video2'])]).toEqual(['video2']);
    await s.scheduler.idle();
    expect(s.scheduler.parked()).toEqual([]);
  });
});
