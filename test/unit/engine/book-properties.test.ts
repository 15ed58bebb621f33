import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Book, createBook } from '../../../electron/engine/queue/book.ts';
import type { JobRecord } from '../../../electron/engine/job-record.ts';
import { openStoreInMemory } from '../../../electron/engine/store/open-store.ts';
import {
  type JobEvent,
  type JobState,
  isTerminal,
  jobEvents,
  nextState,
} from '../../../shared/model/job-state.ts';
import { newJob } from '../../support/job-records.ts';

/** What may happen to a queue; jobs are meant by a number that is wrapped around those there are. */
type Step =
  | { readonly do: 'accept'; readonly jobs: number }
  | { readonly do: 'apply'; readonly job: number; readonly event: JobEvent }
  | { readonly do: 'move'; readonly jobs: readonly number[]; readonly before: number | null }
  | { readonly do: 'hold'; readonly jobs: readonly number[]; readonly held: boolean }
  | { readonly do: 'takeOut' | 'remove' | 'bringBack'; readonly jobs: readonly number[] }
  | { readonly do: 'restore' };

const some = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('accept' as const), jobs: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      job: fc.nat(40),
      event: fc.constantFrom(...jobEvents),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      jobs: some,
      before: fc.option(fc.nat(40)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), jobs: some, held: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('takeOut', 'remove', 'bringBack'), jobs: some }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const) }) },
);

/** What must be true of a queue, kept beside it in the simplest form. */
interface Model {
  readonly queue: Map<string, JobState>;
  readonly history: Map<string, JobState>;
  removed: readonly JobRecord[];
}

function carryOut(book: Book, model: Model, one: Step): void {
  const all = [...model.queue.keys(), ...model.history.keys()].toSorted();
  const idOf = (n: number): string => all[n % Math.max(1, all.length)] ?? 'job_none';
  const idsOf = (jobs: readonly number[]): string[] => [...new Set(jobs.map(idOf))];
  switch (one.do) {
    case 'accept':
      for (const { id } of book.accept(Array.from({ length: one.jobs }, () => newJob())))
        model.queue.set(id, 'queued');
      break;
    case 'apply': {
      const id = idOf(one.job);
      const state = model.queue.get(id);
      const next = state === undefined ? null : nextState(state, one.event);
      // Changed exactly when the table says so, and never in the history.
      expect(book.apply(id, one.event)?.state ?? null).toBe(next);
      if (next !== null) model.queue.set(id, next);
      break;
    }
    case 'move':
      book.move(idsOf(one.jobs), one.before === null ? null : idOf(one.before));
      break;
    case 'hold':
      for (const { id } of book.hold(idsOf(one.jobs), one.held ? 'user' : null))
        expect(model.queue.get(id)).toBe('queued');
      break;
    case 'takeOut':
      for (const { id, state, archived } of book.takeOut(idsOf(one.jobs))) {
        expect(archived).toBe(isTerminal(state));
        if (archived) model.history.set(id, state);
        model.queue.delete(id);
      }
      break;
    case 'bringBack':
      for (const { id, state } of book.bringBack(idsOf(one.jobs), 'at_the_end')) {
        expect(model.history.get(id)).toBe(state);
        model.history.delete(id);
        model.queue.set(id, state);
      }
      break;
    case 'remove':
      model.removed = book.remove(idsOf(one.jobs));
      for (const { id } of model.removed) {
        model.queue.delete(id);
        model.history.delete(id);
      }
      break;
    case 'restore':
      for (const { id, state, archived } of book.restore(model.removed))
        (archived ? model.history : model.queue).set(id, state);
      break;
  }
}

function check(book: Book, { queue, history }: Model): void {
  const page = book.page(null, 1000);
  expect(new Map(page.map(({ id, state }) => [id, state]))).toEqual(queue);
  expect(book.count()).toBe(queue.size);
  // A total order: no two jobs have one place.
  for (const [n, { id, rank }] of page.entries()) {
    const before = page[n - 1];
    if (before !== undefined)
      expect(before.rank < rank || (before.rank === rank && before.id < id)).toBe(true);
  }
  for (const job of page) {
    expect(job.archived).toBe(false);
    expect(job.finishedAt !== null).toBe(isTerminal(job.state));
    if (job.state !== 'queued') expect(job.hold).toBeNull();
  }
  for (const [id, state] of history) {
    expect(book.get(id)).toBeNull();
    expect(book.find(id)).toMatchObject({ state, archived: true });
  }
}

describe('whatever happens to a queue', () => {
  it('no job is lost, none is in a state that cannot be, and it is the same after a restart', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = openStoreInMemory();
        let clock = 1_700_000_000_000;
        const open = (): Book => createBook({ store, now: () => clock++, changed: () => undefined });
        const book = open();
        const model: Model = { queue: new Map(), history: new Map(), removed: [] };
        for (const one of steps) {
          carryOut(book, model, one);
          check(book, model);
        }
        const again = open();
        check(again, model);
        // A hold is written without the text of its job, and the time of the last change is in there.
        const untimed = (one: Book): readonly JobRecord[] =>
          one.page(null, 1000).map((job) => ({ ...job, updatedAt: 0 }));
        expect(untimed(again)).toEqual(untimed(book));
        const ended = store.history.page(
          { text: '', kinds: null, states: null, from: null, to: null },
          null,
          1000,
        );
        const isEnded = [...model.queue].flatMap(([id, state]) => (isTerminal(state) ? [id] : []));
        expect(ended.map(({ id }) => id).toSorted()).toEqual(
          [...isEnded, ...model.history.keys()].toSorted(),
        );
        store.close();
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
