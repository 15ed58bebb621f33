import { describe, expect, it } from 'vitest';
import { createLedger, newEntry } from '../../../../electron/engine/watch/ledger.ts';
import { openStoreInMemory } from '../../../../electron/engine/store/open-store.ts';
import { newId } from '../../../../shared/model/id.ts';
import type { LedgerEntry } from '../../../../electron/engine/ports.ts';
import type { WatchedFile } from '../../../../shared/model/watch.ts';

/** The ledger and its store, in a real database. */

const ruleId = newId('watch');
const file = (path: string, at: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...newEntry(ruleId, { path, bytes: 10, mtime: 1.5 }, at, { state: 'settling', reason: 'still_written' }),
  ...more,
});

describe('the store of watched folders', () => {
  it('gives back what it was given, newest change first, page by page', () => {
    const store = openStoreInMemory().watch;
    const hostile = ['a', 'x/b', 'n\nl', 'q\'"', '文', '%_'].map((path, n) => file(path, n));
    store.put(hostile);
    store.put([file('a', 9, { state: 'done', reason: 'converted', jobId: newId('job'), movedTo: '/x' })]);
    expect(store.entries(ruleId, ['a', 'n\nl', 'none'])).toEqual(
      new Map([
        ['a', expect.objectContaining({ state: 'done', movedTo: '/x', mtime: 1.5 }) as LedgerEntry],
        ['n\nl', hostile[2]],
      ]),
    );
    const pages: string[][] = [];
    let after: WatchedFile | null = null;
    for (;;) {
      const page: readonly WatchedFile[] = store.files({ ruleIds: [ruleId], states: null, after, limit: 4 });
      if (page.length === 0) break;
      pages.push(page.map(({ path }) => path));
      after = page.at(-1) ?? null;
    }
    expect(pages).toEqual([
      ['a', '%_', '文', 'q\'"'],
      ['n\nl', 'x/b'],
    ]);
    expect(store.files({ ruleIds: [ruleId], states: ['done'], after: null, limit: 9 })).toHaveLength(1);
    expect(store.files({ ruleIds: [], states: null, after: null, limit: 9 })).toEqual([]);
    expect(store.counts(ruleId, 0)).toEqual({
      ...{ settling: 5, queued: 0, converting: 0, done: 1, doneToday: 1, failed: 0, leftAlone: 0 },
    });
    expect(store.counts(ruleId, 10).doneToday).toBe(0);
  });

  it('knows whether any file was ever given to a job', () => {
    const store = openStoreInMemory().watch;
    store.put([file('a', 1)]);
    expect(store.hasJobs()).toBe(false);
    const jobId = newId('job');
    store.put([file('b', 2, { state: 'left_alone', reason: 'cancelled', jobId })]);
    expect([store.hasJobs(), store.entryOfJob(jobId)?.path]).toEqual([true, 'b']);
  });

  it('knows its own results by name, size and time', () => {
    const store = openStoreInMemory().watch;
    store.addOwn([{ path: '/out/a.mp4', name: 'a.mp4', bytes: 5, mtime: 7.25 }]);
    store.addOwn([{ path: '/out/a.mp4', name: 'a.mp4', bytes: 6, mtime: 8 }]);
    expect([store.ownNamed('a.mp4', 5), store.ownNamed('a.mp4', 6)]).toEqual([
      [],
      [{ path: '/out/a.mp4', name: 'a.mp4', bytes: 6, mtime: 8 }],
    ]);
  });
});

describe('the ledger', () => {
  it('keeps what the disk does not take, tells it, and writes it with the next change', () => {
    const store = openStoreInMemory().watch;
    let full = false;
    const told: string[] = [];
    const lines: string[] = [];
    const ledger = createLedger({
      store: () => ({
        ...store,
        put(entries) {
          if (full) throw new Error('no space');
          store.put(entries);
        },
      }),
      now: () => 100,
      changed: (files) => void told.push(...files.map(({ path, state }) => `${path} ${state}`)),
      log: (line) => void lines.push(line),
    });
    ledger.put([file('a', 1)]);
    full = true;
    expect(() => ledger.put([file('b', 2)])).toThrow('no space');
    ledger.note([file('a', 3, { state: 'done', reason: 'converted' })]);
    ledger.note([file('c', 3)]);
    expect(ledger.entries(ruleId, ['a']).get('a')?.state).toBe('done');
    expect(store.entries(ruleId, ['a']).get('a')?.state).toBe('settling');
    full = false;
    ledger.note([file('d', 4)]);
    expect([...store.entries(ruleId, ['a', 'b', 'c', 'd']).keys()].sort()).toEqual(['a', 'c', 'd']);
    expect(store.entries(ruleId, ['a']).get('a')?.state).toBe('done');
    expect(told).toEqual(['a settling', 'a done', 'c settling', 'd settling']);
    expect(lines).toHaveLength(1);
    expect(ledger.counts(ruleId)).toMatchObject({ settling: 2, done: 1 });
  });
});
