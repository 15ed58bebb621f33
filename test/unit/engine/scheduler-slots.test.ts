import { expect, it } from 'vitest';
import { type Slot, type WorkEnd, createScheduler } from '../../../electron/engine/queue/scheduler.ts';
import type { Lane } from '../../../shared/model/settings.ts';

/** Jobs that leave their lane for another one while they run. */
function slots(parallel = Infinity) {
  const log: string[] = [];
  const jobs = new Map<string, { convert: () => void; arrive: Promise<void>; end: () => void }>();
  const scheduler = createScheduler({
    lanes: { video: 1, still: 1, audio: 1, copy: 1, transfer: 1, hardware: 1 },
    parallel,
    givenBack: () => undefined,
    prepare: (id, signal) =>
      Promise.resolve({
        lane: id.replace(/\d+$/, '') as Lane,
        run: async (slot: Slot): Promise<WorkEnd> => {
          log.push(`${id} converts`);
          const converted = waiting();
          const ended = waiting();
          jobs.set(id, { convert: converted.settle, arrive: converted.done, end: ended.settle });
          await converted.done;
          await slot.move('transfer');
          if (signal.aborted) {
            log.push(`${id} stopped`);
            return 'over';
          }
          log.push(`${id} uploads`);
          await ended.done;
          log.push(`${id} is over`);
          return 'over';
        },
      }),
  });
  return {
    scheduler,
    log,
    async add(...ids: string[]) {
      scheduler.add(ids.map((id, rank) => ({ id, rank, guess: id.replace(/\d+$/, '') as Lane })));
      await settled();
    },
    async convert(id: string) {
      jobs.get(id)?.convert();
      await settled();
    },
    async end(id: string) {
      jobs.get(id)?.end();
      await settled();
    },
  };
}

function waiting(): { done: Promise<void>; settle: () => void } {
  let settle = (): void => undefined;
  const done = new Promise<void>((resolve) => (settle = resolve));
  return { done, settle: () => settle() };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('frees the lane of a job that uploads, and lets one upload at a time', async () => {
  const s = slots();
  await s.add('video1', 'video2');
  await s.convert('video1');
  expect(s.log).toEqual(['video1 converts', 'video2 converts', 'video1 uploads']);
  await s.convert('video2');
  expect(s.log).toHaveLength(3);
  await s.end('video1');
  expect(s.log.slice(3)).toEqual(['video1 is over', 'video2 uploads']);
  await s.end('video2');
  await s.scheduler.idle();
  expect(s.scheduler.running).toBe(0);
});

it('counts uploads not among the jobs that run at once', async () => {
  const s = slots(1);
  await s.add('video1', 'video2');
  await s.convert('video1');
  expect(s.log).toContain('video2 converts');
});

it('stops a job that waits for its upload, and keeps no place for it', async () => {
  const s = slots();
  await s.add('video1', 'video2', 'video3');
  await s.convert('video1');
  await s.convert('video2');
  await s.scheduler.stop('video2');
  expect(s.log.at(-1)).toBe('video2 stopped');
  await s.convert('video3');
  await s.end('video1');
  expect(s.log.slice(-2)).toEqual(['video1 is over', 'video3 uploads']);
  await s.end('video3');
  await s.scheduler.idle();
});

it('lets an upload go on while the queue is paused', async () => {
  const s = slots();
  await s.add('video1', 'video2');
  s.scheduler.pause();
  await s.convert('video1');
  expect(s.log).toEqual(['video1 converts', 'video1 uploads']);
  s.scheduler.resume();
  await settled();
  expect(s.log.at(-1)).toBe('video2 converts');
});
