import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../shared/model/error.ts';
import { isTerminal, jobEvents, jobStates, nextState } from '../../../shared/model/job-state.ts';
import { createBook } from '../../../electron/engine/queue/book.ts';
import type { JobRecord } from '../../../electron/engine/job-record.ts';
import { openStoreInMemory } from '../../../electron/engine/store/open-store.ts';
import { jobRecord, newJob } from '../../support/job-records.ts';

function stage(...jobs: JobRecord[]) {
  const store = openStoreInMemory();
  store.insert(jobs);
  const told: JobRecord[] = [];
  let clock = 1_800_000_000_000;
  const book = createBook({ store, now: () => clock++, changed: (job) => told.push(job) });
  return { book, store, told };
}

const error = convoyError('encode_failed');

describe('every pair of state and event', () => {
  it.each(jobStates.flatMap((state) => jobEvents.map((event) => [state, event] as const)))(
    '%s, %s',
    (state, event) => {
      const job = jobRecord({
        ...{ state, attempt: 2, interrupted: 1, error: isTerminal(state) ? error : null },
        hold: state === 'queued' ? 'user' : null,
        warnings: [{ kind: 'k', message: 'm' }],
        startedAt: state === 'queued' ? null : 5,
        finishedAt: isTerminal(state) ? 6 : null,
        leftovers: { parts: ['p'], reserved: null, aside: null, placing: null },
      });
      const { book, told } = stage(job);
      const next = nextState(state, event);
      const changed = book.apply(job.id, event, { error });
      if (next === null) {
        expect({ changed, told, now: book.get(job.id) }).toEqual({ changed: null, told: [], now: job });
        return;
      }
      expect(changed?.state).toBe(next);
      expect(told).toEqual([changed]);
      expect(book.get(job.id)).toEqual(changed);
      const ended = isTerminal(next);
      expect(changed?.finishedAt === null).toBe(!ended);
      // Only a queued job is held, and only one that is at work has left anything.
      expect(changed?.hold).toBeNull();
      if (ended || next === 'queued') expect(changed?.leftovers.parts).toEqual([]);
      if (next !== 'queued') return;
      expect(changed).toMatchObject({
        attempt: event === 'retry' ? 3 : 2,
        interrupted: event === 'retry' ? 0 : 1,
        ...{ error: null, warnings: [], files: [], startedAt: null, stoppedAt: null },
      });
      expect(changed?.tasks.map(({ status, output }) => ({ status, output }))).toEqual(
        [1, 2, 3, 4].map(() => ({ status: 'waiting', output: null })),
      );
      const same = changed?.tasks.every((task, n) => task.id === job.tasks[n]?.id);
      expect(same).toBe(event === 'interrupt');
    },
  );
});

describe('what is asked of a queued job', () => {
  it.each(jobStates)('changes in %s only when that is queued', (state) => {
    const job = jobRecord({ state });
    const { book, told } = stage(job);
    const amended = book.amend(job.id, { kind: 'audio', options: { format: 'mp3' }, output: '/o/' });
    if (state !== 'queued') {
      expect({ amended, told }).toEqual({ amended: null, told: [] });
      return;
    }
    expect(amended).toMatchObject({ kind: 'audio', options: { format: 'mp3' }, output: '/o/', state });
    expect(amended?.tasks.map(({ kind }) => kind)).toEqual(['probe', 'import', 'audio', 'export']);
    expect(told).toEqual([amended]);
  });

  it('is held and let go, only where that changes something', () => {
    const [a, b, c] = [jobRecord(), jobRecord({ hold: 'ready' }), jobRecord({ state: 'running' })] as const;
    const { book } = stage(a, b, c);
    const ids = [a.id, b.id, c.id, 'job_gone'];
    expect(book.hold(ids, 'user').map(({ id, hold }) => [id, hold])).toEqual([
      [a.id, 'user'],
      [b.id, 'user'],
    ]);
    expect(book.hold(ids, 'user')).toEqual([]);
    expect(book.hold(ids, null)).toHaveLength(2);
    expect(book.get(b.id)?.hold).toBeNull();
  });
});

describe('the queue', () => {
  it('takes new jobs at its end and pages them in order', () => {
    const { book } = stage();
    const first = book.accept([newJob(), newJob()], 'ready');
    const [third] = book.accept([newJob()]);
    expect(first.map(({ hold }) => hold)).toEqual(['ready', 'ready']);
    expect(book.page(null, 10).map(({ rank }) => rank)).toEqual([1024, 2048, 3072]);
    expect(book.page(first[1]?.id ?? '', 10).map(({ id }) => id)).toEqual([third?.id]);
    expect(book.count()).toBe(3);
  });

  it('says every rank that a move changed, and tells those jobs', () => {
    const { book, told } = stage();
    const ids = book.accept([newJob(), newJob(), newJob()]).map(({ id }) => id);
    told.length = 0;
    const ranks = book.move([ids[2] ?? ''], ids[0] ?? '');
    expect([...ranks]).toEqual([[ids[2], 0]]);
    expect(told.map(({ id, rank }) => [id, rank])).toEqual([[ids[2], 0]]);
    expect(book.sorted(ids)).toEqual([ids[2], ids[0], ids[1]]);
  });

  it('gives out what it removes and takes it back to the same place', () => {
    const { book } = stage();
    const jobs = book.accept([newJob(), newJob(), newJob()]);
    const ids = jobs.map(({ id }) => id);
    const removed = book.remove([ids[1] ?? '', 'job_gone']);
    expect(removed).toEqual([jobs[1]]);
    expect(book.page(null, 9).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(book.restore(removed)).toEqual(removed);
    expect(book.restore(removed)).toEqual([]);
    expect(book.page(null, 9).map(({ id }) => id)).toEqual(ids);
  });

  it('warns of a job that has ended, and notes nothing more of its tasks', () => {
    const job = jobRecord({ state: 'succeeded', finishedAt: 9 });
    const { book } = stage(job);
    book.note(job.id, { warnings: [{ kind: 'late', message: 'm' }] });
    book.warn(job.id, [{ kind: 'original_kept', message: 'm' }]);
    book.warn(job.id, []);
    expect(book.get(job.id)).toMatchObject({
      state: 'succeeded',
      finishedAt: 9,
      warnings: [{ kind: 'original_kept', message: 'm' }],
    });
  });
});
