import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JobRecord, takenBackKind } from '../../../electron/engine/job-record.ts';
import type { Store } from '../../../electron/engine/ports.ts';
import { changedRecord } from '../../../electron/engine/queue/record-changes.ts';
import { openStore, openStoreInMemory } from '../../../electron/engine/store/open-store.ts';
import type { JobState } from '../../../shared/model/job-state.ts';
import { jobRecord } from '../../support/job-records.ts';
import { tempDir } from '../../support/media.ts';

type Opened = (t: Parameters<typeof tempDir>[0]) => Store;
const stores: readonly (readonly [string, Opened])[] = [
  ['in memory', () => openStoreInMemory()],
  ['in a file', (t) => openStore(path.join(tempDir(t), 'queue.db'), () => undefined)],
];
const everything = { text: '', kinds: null, states: null, from: null, to: null };
const at = 1_700_000_000_000;

/** A job that ended so many milliseconds after the first. */
function ended(input: string, after: number, state: JobState, more: Partial<JobRecord> = {}): JobRecord {
  const file = {
    url: 'file:///o',
    path: '/o',
    bytes: 300,
    mime: 'video/mp4',
    width: 1,
    height: 1,
    duration: null,
  };
  return changedRecord(
    jobRecord({ inputs: [input], ...more }),
    state,
    {
      ...(state === 'succeeded' ? { files: [file, { ...file, bytes: 100 }] } : {}),
      tasks: { probe: { status: 'succeeded', output: { bytes: 1000, duration: 60 } } },
    },
    at + after,
  );
}

describe.each(stores)('the history of a store %s', (_name, open) => {
  function stage(t: Parameters<typeof tempDir>[0]) {
    const store = open(t);
    const jobs = [
      ended('/media/Urlaub/MÄRZ 100%.mov', 1, 'succeeded'),
      ended('/media/b_c.mov', 2, 'failed', { kind: 'audio' }),
      // The same moment: the greater id is the newer job.
      ended('/media/d.mov', 2, 'succeeded'),
      ended('/media/e.mov', 3, 'cancelled'),
      ended('/other/f.mov', 4, 'succeeded'),
      jobRecord({ inputs: ['/media/waiting.mov'] }),
    ] as const;
    store.insert(jobs);
    const names = new Map(jobs.map(({ id, inputs }) => [id, path.basename(inputs[0] ?? '')]));
    const found = (query: Partial<typeof everything> | Record<string, unknown>): readonly string[] =>
      store.history.page({ ...everything, ...query }, null, 100).map(({ id }) => names.get(id) ?? 'unknown');
    return { store, jobs, found };
  }

  it('has what ended, the last first, page by page', (t) => {
    const { store, jobs, found } = stage(t);
    const all = ['f.mov', 'e.mov', 'd.mov', 'b_c.mov', 'MÄRZ 100%.mov'];
    expect(found({})).toEqual(all);
    const seen: string[] = [];
    for (let after: { finishedAt: number; id: string } | null = null; ;) {
      const page = store.history.page(everything, after, 2);
      seen.push(...page.map(({ id }) => path.basename(store.get(id)?.inputs[0] ?? '')));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { id: last.id, finishedAt: store.get(last.id)?.finishedAt ?? 0 };
    }
    expect(seen).toEqual(all);
    expect(store.history.page(everything, null, 1)).toEqual([{ id: jobs[4].id, mediaSeconds: 60 }]);
    store.close();
  });

  it.each([
    [{ text: 'märz' }, ['MÄRZ 100%.mov']],
    [{ text: 'MA\u0308RZ urlaub' }, ['MÄRZ 100%.mov']],
    [{ text: '%' }, ['MÄRZ 100%.mov']],
    [{ text: '_' }, ['b_c.mov']],
    [{ text: "'; drop table jobs; --" }, []],
    [{ text: ' other  F ' }, ['f.mov']],
    [{ kinds: ['audio'] }, ['b_c.mov']],
    [{ states: ['failed', 'cancelled'] }, ['e.mov', 'b_c.mov']],
    [{ states: [] }, []],
    [{ from: at + 2, to: at + 4 }, ['e.mov', 'd.mov', 'b_c.mov']],
    [{ text: 'mov', kinds: ['video'], states: ['succeeded'], from: at + 2 }, ['f.mov', 'd.mov']],
  ])('finds %o', (query, names) => {
    const leave: (() => void)[] = [];
    const { store, found } = stage({ onTestFinished: (done: () => void) => leave.push(done) });
    expect(found(query)).toEqual(names);
    store.close();
    for (const done of leave) done();
  });

  it('leaves results out of the sums that were taken back', (t) => {
    const store = open(t);
    const made = ended('/media/a.mov', 1, 'succeeded');
    store.insert([made]);
    expect(store.history.sums(everything)).toMatchObject({ jobs: 1, succeeded: 1, bytesOut: 400 });
    const warning = { kind: takenBackKind, message: 'It was taken back.' };
    store.update({ ...made, warnings: [warning], results: [{ path: '/out/b.webp', files: [] }] });
    expect(store.history.sums(everything)).toMatchObject({ succeeded: 1, bytesOut: 400 });
    store.update({ ...made, warnings: [warning], results: [] });
    expect(store.history.sums(everything)).toMatchObject({ jobs: 1, succeeded: 0, bytesOut: 0, saved: 0 });
    store.close();
  });

  it('sums up what succeeded', (t) => {
    const { store } = stage(t);
    expect(store.history.sums(everything)).toEqual({
      ...{ jobs: 5, succeeded: 3, mediaSeconds: 180, bytesIn: 3000, bytesOut: 1200, saved: 1800 },
    });
    expect(store.history.sums({ ...everything, text: 'nothing' })).toEqual({
      ...{ jobs: 0, succeeded: 0, mediaSeconds: 0, bytesIn: 0, bytesOut: 0, saved: 0 },
    });
    store.close();
  });

  it('keeps what was taken out of the queue, until it is too old', (t) => {
    const { store, jobs, found } = stage(t);
    const [first, second, third] = jobs;
    store.archive([first.id, second.id], true);
    expect(store.places().map(({ id }) => id)).not.toContain(first.id);
    expect(store.places()).toHaveLength(4);
    expect(found({})).toHaveLength(5);
    expect(store.get(first.id)).toEqual({ ...first, archived: true });
    expect(store.history.archivedBefore(at + 2, 10)).toEqual([first.id]);
    expect(store.history.archivedBefore(at + 3, 1)).toHaveLength(1);
    expect(store.history.archivedBefore(at + 3, 10)).not.toContain(third.id);
    store.archive([first.id], false);
    expect(store.places()).toHaveLength(5);
    expect(store.get(first.id)).toEqual(first);
    store.close();
  });

  it('has no job that runs once more, and knows the jobs of a batch', (t) => {
    const { store, jobs, found } = stage(t);
    const [first] = jobs;
    store.update({ ...first, state: 'queued', finishedAt: null });
    expect(found({ text: 'märz' })).toEqual([]);
    expect(store.history.ofBatch(first.batchId)).toEqual([first.id]);
    store.close();
  });
});
