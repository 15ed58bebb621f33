import { expect, it } from 'vitest';
import { lanesOf } from '../../../electron/engine/queue/lanes.ts';
import { type Scheduler, createScheduler } from '../../../electron/engine/queue/scheduler.ts';
import { defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { type PlanLane, lanesFor } from '../../../shared/model/settings.ts';

/** Jobs named after the lane that their plan says, all of a kind that usually needs the lane of videos. */
function stage(lanes = lanesOf(defaultAppSettings, 4), parallel = Infinity) {
  const ends = new Map<string, () => void>();
  const scheduler: Scheduler = createScheduler({
    ...{ lanes, parallel, givenBack: () => undefined },
    prepare: (id) =>
      Promise.resolve({
        lane: id.replace(/\d+$/, '') as PlanLane,
        run: () => new Promise((settle) => ends.set(id, () => settle('over'))),
      }),
  });
  const add = (...ids: readonly string[]): void =>
    scheduler.add(ids.map((id, rank) => ({ id, rank, guess: 'video' as const })));
  return {
    scheduler,
    add,
    running: () => [...ends.keys()].toSorted(),
    end: (id: string) => ends.get(id)?.(),
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('has two places beside that of software videos', async () => {
  const { add, running } = stage();
  add('hardware1', 'hardware2', 'hardware3', 'video1');
  await settled();
  expect(running()).toEqual(['hardware1', 'hardware2', 'video1']);
});

it('lets a software video run while the chip is busy, and the next one when it is free', async () => {
  const { add, running, end } = stage();
  add('hardware1', 'video1', 'hardware2', 'hardware3');
  await settled();
  expect(running()).toEqual(['hardware1', 'hardware2', 'video1']);
  end('hardware1');
  await settled();
  expect(running()).toContain('hardware3');
});

it('counts for --parallel, and has one place on a computer that is to stay free', async () => {
  const one = stage(lanesOf(defaultAppSettings, 4), 1);
  one.add('hardware1', 'hardware2');
  const gentle = stage(lanesOf({ ...defaultAppSettings, gentle: true }, 4));
  gentle.add('hardware1', 'hardware2');
  await settled();
  expect([one.running(), gentle.running()]).toEqual([['hardware1'], ['hardware1']]);
});

it('is no lane that a person sets', () => {
  expect(Object.keys(lanesFor(8))).not.toContain('hardware');
});
