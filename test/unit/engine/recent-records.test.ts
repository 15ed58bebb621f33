import { describe, expect, it } from 'vitest';
import type { JobRecord } from '../../../electron/engine/job-record.ts';
import { createRecentRecords } from '../../../electron/engine/queue/recent-records.ts';
import { openStoreInMemory } from '../../../electron/engine/store/open-store.ts';
import { jobRecord } from '../../support/job-records.ts';

describe('recent records', () => {
  /** A store that says what it was asked for. */
  function setup(count: number, most: number) {
    const store = openStoreInMemory();
    const jobs = Array.from({ length: count }, (_, n) => jobRecord({ rank: n }));
    store.insert(jobs);
    const asked: string[] = [];
    const recent = createRecentRecords(
      {
        get: (id) => (asked.push(id), store.get(id)),
        many: (ids) => (asked.push(...ids), store.many(ids)),
      },
      most,
    );
    const names = (ids: readonly string[]): number[] =>
      ids.map((id) => jobs.findIndex((one) => one.id === id));
    return {
      store,
      jobs,
      recent,
      asked: () => names(asked.splice(0)),
      ranks: (all: readonly JobRecord[]) => all.map(({ rank }) => rank),
    };
  }

  it('are not read back, and the one that was not used longest goes first', () => {
    const { jobs, recent, asked } = setup(4, 3);
    const [a, b, c, d] = jobs as [JobRecord, JobRecord, JobRecord, JobRecord];
    for (const job of [a, b, c]) recent.keep(job);
    expect(recent.get(a.id)).toBe(a);
    recent.keep(d);
    expect(asked()).toEqual([]);
    expect(recent.get(b.id)).toEqual(b);
    expect(asked()).toEqual([1]);
    expect(recent.get('job_none')).toBeNull();
  });

  it('come in the order that was asked for, only the unknown ones from the store, more of them than are kept', () => {
    const { jobs, recent, asked, ranks } = setup(6, 2);
    recent.keep(jobs[4] as JobRecord);
    const ids = [5, 4, 0, 3].map((n) => jobs[n]?.id ?? '');
    expect(ranks(recent.many([...ids, 'job_none']))).toEqual([5, 4, 0, 3]);
    expect(asked()).toEqual([5, 0, 3, -1]);
  });

  it('follow their places and go with their jobs', () => {
    const { store, jobs, recent } = setup(2, 2);
    const [a, b] = jobs as [JobRecord, JobRecord];
    recent.keep(a);
    const ranks = new Map([
      [a.id, 7],
      [b.id, 8],
    ]);
    store.place(ranks);
    recent.place(ranks);
    expect([recent.get(a.id)?.rank, recent.get(b.id)?.rank]).toEqual([7, 8]);
    store.remove([a.id]);
    recent.drop([a.id]);
    expect(recent.get(a.id)).toBeNull();
  });
});
