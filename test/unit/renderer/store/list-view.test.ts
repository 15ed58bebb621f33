import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Row } from '../../../../shared/ipc/row.ts';
import { type ListView, type RowTable, filters } from '../../../../renderer/store/app-state.ts';
import { applyPatches, tableOf } from '../../../../renderer/store/apply-patches.ts';
import { emptyState } from '../../../../renderer/store/store.ts';
import { visibleIds } from '../../../../renderer/store/list-view.ts';
import { summaryOf } from '../../../../renderer/store/list-summary.ts';
import { secondsLeft, secondsWorked } from '../../../../renderer/store/time-left.ts';
import { aRow, done, failed, jobId, photo, running, toWebp } from '../rows.ts';

const plain: ListView = emptyState.view;
const lanes = { video: 1, still: 3, audio: 3, copy: 2, transfer: 3 };
const warning = { kind: 'subtitles_dropped', message: '1 picture subtitle is left out.' };

const rows: readonly Row[] = [
  done(1, { name: 'Épreuve finale.mov', warnings: [warning] }),
  failed(2, { name: 'b10.mov' }),
  running(3, { name: 'b9.mov', folder: '/media/GoPro' }),
  aRow(4, { hold: null, name: 'c.mov', bytesIn: 1 }),
  aRow(5, { hold: null, name: 'd.mov' }),
  aRow(6, { hold: 'user', name: 'e.mov' }),
  aRow(7, { name: 'f.mov' }),
  aRow(8, { name: 'g.mov', plan: null, error: { kind: 'invalid_option', message: 'no' } }),
  done(9, { name: 'h.mov', status: 'cancelled', bytesOut: null }),
];
const table = tableOf(rows, 1);
const shown = (view: Partial<ListView>, of: RowTable = table): (string | undefined)[] =>
  visibleIds(of, { ...plain, ...view }).map((id) => of.byId.get(id)?.name);

describe('visibleIds', () => {
  it('shows all in queue order, and both ways round', () => {
    expect(visibleIds(table, plain)).toBe(table.order);
    expect(shown({ descending: true })).toEqual(rows.map((row) => row.name).reverse());
  });

  it('filters', () => {
    expect(shown({ filter: 'active' })).toEqual(['b9.mov']);
    expect(shown({ filter: 'waiting' })).toEqual(['c.mov', 'd.mov', 'e.mov', 'f.mov']);
    expect(shown({ filter: 'finished' })).toEqual(['Épreuve finale.mov', 'h.mov']);
    expect(shown({ filter: 'attention' })).toEqual(['Épreuve finale.mov', 'b10.mov', 'g.mov']);
  });

  it('finds every word in name or folder, whatever the case and the accents', () => {
    expect(shown({ search: 'EPREUVE' })).toEqual(['Épreuve finale.mov']);
    expect(shown({ search: ' gopro  B9 ' })).toEqual(['b9.mov']);
    expect(shown({ search: 'gopro finale' })).toEqual([]);
    expect(shown({ search: 'mov', filter: 'active' })).toEqual(['b9.mov']);
  });

  it('sorts by name with numbers as numbers, by size and by state', () => {
    expect(shown({ sort: 'name' }).slice(0, 2)).toEqual(['b9.mov', 'b10.mov']);
    expect(shown({ sort: 'size' })[0]).toBe('c.mov');
    expect(shown({ sort: 'size', descending: true }).at(-1)).toBe('c.mov');
    expect(shown({ sort: 'state' })[0]).toBe('b9.mov');
  });

  it('is the same array while the same rows are shown', () => {
    const view: ListView = { ...plain, filter: 'active', sort: 'name' };
    const before = visibleIds(table, view);
    const next = applyPatches(table, {
      revision: 2,
      patches: [{ op: 'progress', id: jobId(3), progress: 0.9, speed: 1, eta: 1, transfer: null }],
    }) as RowTable;
    expect(visibleIds(next, view)).toBe(before);
  });

  it('repairs a sorted list as if it had been sorted anew', () => {
    const some = fc.integer({ min: 0, max: 40 });
    const size = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(some, size), { maxLength: 30 }), fc.boolean(), (puts, descending) => {
        const view: ListView = { ...plain, sort: 'size', descending };
        let now = tableOf(
          Array.from({ length: 40 }, (_, n) => aRow(n, { bytesIn: n % 7 })),
          0,
        );
        visibleIds(now, view);
        for (const [n, bytesIn] of puts) {
          const patches = [{ op: 'put' as const, row: aRow(n, { bytesIn }) }];
          now = applyPatches(now, { revision: now.revision + 1, patches }) as RowTable;
          const repaired = visibleIds(now, view);
          const anew = [...now.byId.values()].sort(
            (a, b) => (descending ? -1 : 1) * ((a.bytesIn ?? 0) - (b.bytesIn ?? 0)) || a.rank - b.rank,
          );
          expect(repaired).toEqual(anew.map((row) => row.id));
        }
      }),
    );
  });
});

describe('summaryOf', () => {
  it('counts what was taken back among the finished, and as nothing saved', () => {
    const warnings = [{ kind: 'taken_back', message: 'The result is in the trash.' }];
    const back = tableOf([done(1), done(2, { warnings })], 1);
    const { counts, saved } = summaryOf(back);
    expect(counts.finished).toBe(visibleIds(back, { ...plain, filter: 'finished' }).length);
    expect([counts.finished, saved]).toEqual([2, summaryOf(tableOf([done(1)], 1)).saved]);
  });

  it('counts what each filter shows and adds up', () => {
    const { states, line, ...rest } = summaryOf(table);
    for (const filter of filters)
      expect(rest.counts[filter]).toBe(visibleIds(table, { ...plain, filter }).length);
    expect(rest).toEqual({
      counts: { all: 9, active: 1, waiting: 4, finished: 2, attention: 3 },
      total: 9,
      done: 1,
      running: 1,
      ready: 1,
      unread: 0,
      readyBytes: { before: 4_820_000_000, low: 580_000_000, high: 640_000_000 },
      saved: 4_820_000_000 - 610_000_000,
    });
    expect(Object.entries(states).filter(([, n]) => n > 0)).toEqual([
      ['ready', 1],
      ['waiting', 2],
      ['held', 1],
      ['refused', 1],
      ['converting', 1],
      ['warned', 1],
      ['failed', 1],
      ['cancelled', 1],
    ]);
    expect([...line]).toEqual([
      [jobId(4), 1],
      [jobId(5), 2],
    ]);
  });

  it('keeps the line while nobody moves up in it', () => {
    const { line } = summaryOf(table);
    const patches = [
      { op: 'progress' as const, id: jobId(3), progress: 0.9, speed: 1, eta: 1, transfer: null },
    ];
    const next = applyPatches(table, { revision: 2, patches }) as RowTable;
    expect(summaryOf(next).line).toBe(line);
  });
});

describe('time left', () => {
  it('runs lanes beside each other and shares the slots of one', () => {
    const photos = Array.from({ length: 30 }, (_, n) =>
      aRow(100 + n, { kind: 'image', media: photo, plan: { ...toWebp, seconds: 2 }, hold: null }),
    );
    const both = tableOf([running(1, { eta: 15 }), ...photos], 1);
    expect(secondsLeft(both, lanes, () => true)).toBe(20);
    expect(secondsLeft(both, { ...lanes, still: 60 }, () => true)).toBe(15);
  });

  it('takes unknown files to be as long as the others of their lane', () => {
    const plan = { ...aRow(0).plan, seconds: null } as Row['plan'];
    const some = tableOf([aRow(1), aRow(2), aRow(3, { plan })], 1);
    expect(secondsLeft(some, lanes, () => true)).toBe(540);
    expect(
      secondsLeft(tableOf([aRow(1), aRow(2, { plan }), aRow(3, { plan })], 1), lanes, () => true),
    ).toBeNull();
    expect(secondsLeft(tableOf([], 1), lanes, () => true)).toBeNull();
  });

  it('goes by what the last minute took, where it was many files: a plan knows nothing of a busy computer', () => {
    const plan = { ...toWebp, seconds: 0.3 };
    const ready = Array.from({ length: 30 }, (_, n) =>
      aRow(1000 + n, { kind: 'image', media: photo, plan, hold: null }),
    );
    // Three at a time, each planned with 0.3 s; one of them was done each 0.2 s, which is twice as long.
    const past = (count: number): Row[] =>
      Array.from({ length: count }, (_, n) =>
        done(n, { kind: 'image', media: photo, plan, startedAt: n * 200, finishedAt: (n + 1) * 200 }),
      );
    const left = (before: readonly Row[]): number | null =>
      secondsLeft(tableOf([...before, ...ready], 1), lanes, (row) => row.status === 'queued');
    expect(left([])).toBeCloseTo(3);
    expect(left(past(19))).toBeCloseTo(3);
    expect(left(past(40))).toBeCloseTo(6);
    // An hour of pause, and what was slow before it, says nothing.
    const slow = past(40).map((row, n) => ({
      ...row,
      id: jobId(500 + n),
      startedAt: -4_000_000 + n * 9000,
      finishedAt: -4_000_000 + (n + 1) * 9000,
    }));
    expect(left([...slow, ...past(40)])).toBeCloseTo(6);
  });

  it('counts time in which something ran once, and pauses not at all', () => {
    const span = (n: number, from: number, to: number): Row =>
      done(n, { startedAt: from * 1000, finishedAt: to * 1000 });
    expect(secondsWorked(tableOf([span(1, 0, 10), span(2, 5, 12), span(3, 100, 101)], 1))).toBe(13);
    expect(secondsWorked(tableOf([aRow(1)], 1))).toBeNull();
  });
});

describe('10 000 rows', () => {
  /** How often rows, and what is known of them, were looked at while something was done. */
  function looksDuring(run: () => void): number {
    const spies = [vi.spyOn(Map.prototype, 'get'), vi.spyOn(Map.prototype, 'has')];
    const weak = vi.spyOn(WeakMap.prototype, 'get');
    const before = reads;
    run();
    const lookups = [...spies, weak].reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const spy of [...spies, weak]) spy.mockRestore();
    return reads - before + lookups;
  }
  let reads = 0;
  /** The row, counting every look at one of its facts. */
  const counted = (row: Row): Row =>
    new Proxy(row, {
      get: (target, fact) => {
        reads += 1;
        return Reflect.get(target, fact) as unknown;
      },
    });

  it.each<Partial<ListView>>([
    {},
    { sort: 'name' },
    { sort: 'state', filter: 'waiting' },
    { search: 'clip 9' },
  ])('take a patch of progress with a look at few of them: %o', (change) => {
    const view = { ...plain, ...change };
    const many = Array.from({ length: 10_000 }, (_, n) => (n === 0 ? running(n) : aRow(n, { hold: null })));
    let now: RowTable = tableOf(many.map(counted), 0);
    const look = (): void => {
      visibleIds(now, view);
      summaryOf(now);
    };
    // The first time everything is looked at.
    expect(looksDuring(look)).toBeGreaterThan(10_000);
    for (let i = 1; i <= 5; i += 1) {
      const patches = [
        { op: 'progress' as const, id: jobId(0), progress: i / 100, speed: 1, eta: 9, transfer: null },
      ];
      const looks = looksDuring(() => {
        now = applyPatches(now, { revision: now.revision + 1, patches }) as RowTable;
        look();
      });
      // A place is found by halving; looking every row up once would be 10 000.
      expect(looks).toBeLessThan(300);
    }
    expect(now.byId.get(jobId(0))?.progress).toBe(0.05);
  });
});
