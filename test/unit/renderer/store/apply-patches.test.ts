import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Row, RowPatch } from '../../../../shared/ipc/row.ts';
import { applyPatches, tableOf } from '../../../../renderer/store/apply-patches.ts';
import type { RowTable } from '../../../../renderer/store/app-state.ts';
import { aRow, jobId, running } from '../rows.ts';

const batch = (revision: number, ...patches: RowPatch[]) => ({ revision, patches });

function applied(table: RowTable, ...patches: RowPatch[]): RowTable {
  const next = applyPatches(table, batch(table.revision + 1, ...patches));
  if (next === 'gap') throw new Error('a gap where none was made');
  return next;
}

describe('applyPatches', () => {
  const [a, b, c] = [aRow(1), running(2), aRow(3)];
  const table = tableOf([c, a, b], 7);

  it('makes a table of rows in queue order', () => {
    expect(table).toEqual({
      byId: new Map([
        [c.id, c],
        [a.id, a],
        [b.id, b],
      ]),
      order: [a.id, b.id, c.id],
      revision: 7,
    });
  });

  it('changes progress of one row and leaves all else the same objects', () => {
    const next = applied(table, {
      op: 'progress',
      id: b.id,
      progress: 0.7,
      speed: 2,
      eta: 90,
      transfer: null,
    });
    expect(next.byId.get(b.id)).toEqual({ ...b, progress: 0.7, speed: 2, eta: 90, transfer: null });
    expect(next.byId.get(a.id)).toBe(a);
    expect(next.order).toBe(table.order);
    expect(next.revision).toBe(8);
    expect(table.byId.get(b.id)).toBe(b);
  });

  it('keeps the map when a patch says nothing new', () => {
    const same = applied(table, {
      op: 'progress',
      id: b.id,
      progress: b.progress,
      speed: b.speed,
      eta: b.eta,
      transfer: b.transfer,
    });
    expect(same.byId).toBe(table.byId);
    expect(same.revision).toBe(8);
    const unknown = applied(table, { op: 'rank', id: jobId(99), rank: 0 }, { op: 'removed', id: jobId(98) });
    expect(unknown.byId).toBe(table.byId);
  });

  it('puts new rows where their rank says, moves and removes', () => {
    const between = aRow(9, { rank: 1.5 });
    expect(applied(table, { op: 'put', row: between }).order).toEqual([a.id, between.id, b.id, c.id]);
    expect(applied(table, { op: 'rank', id: c.id, rank: 0 }).order).toEqual([c.id, a.id, b.id]);
    expect(applied(table, { op: 'removed', id: b.id }).order).toEqual([a.id, c.id]);
  });

  it('breaks ties of rank by id', () => {
    const tie = aRow(0, { rank: 2 });
    expect(applied(table, { op: 'put', row: tie }).order).toEqual([a.id, tie.id, b.id, c.id]);
  });

  it('takes the later of two patches of one row', () => {
    const next = applied(
      table,
      { op: 'removed', id: a.id },
      { op: 'put', row: { ...a, rank: 5 } },
      { op: 'rank', id: a.id, rank: 2.5 },
    );
    expect(next.order).toEqual([b.id, a.id, c.id]);
  });

  it.each([6, 7, 9])('calls revision %i after 7 a gap', (revision) => {
    expect(applyPatches(table, batch(revision))).toBe('gap');
  });

  it('is the same as applying every patch plainly and sorting, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyPatch, { maxLength: 12 }), { maxLength: 8 }), (batches) => {
        let now = tableOf(
          [1, 2, 3, 4, 5].map((n) => aRow(n)),
          0,
        );
        let plain: readonly Row[] = now.order.map((id) => now.byId.get(id) as Row);
        for (const patches of batches) {
          const before = now;
          now = applied(now, ...patches);
          plain = patches.reduce(plainly, plain);
          expect(now.order.map((id) => now.byId.get(id))).toEqual(plain);
          expect(now.byId.size).toBe(plain.length);
          const touched = new Set(patches.map((p) => (p.op === 'put' ? p.row.id : p.id)));
          for (const id of before.order)
            if (!touched.has(id)) expect(now.byId.get(id)).toBe(before.byId.get(id));
        }
      }),
    );
  });

  it('is made of patches that the contract allows', () => {
    fc.assert(fc.property(anyPatch, (patch) => RowPatch.safeParse(patch).success));
  });
});

const someId = fc.integer({ min: 1, max: 8 }).map(jobId);
const someRank = fc.integer({ min: 0, max: 6 });
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
const anyPatch: fc.Arbitrary<RowPatch> = fc.oneof(
  fc.record({ op: fc.constant('removed' as const), id: someId }),
  fc.record({ op: fc.constant('rank' as const), id: someId, rank: someRank }),
  fc.record({
    op: fc.constant('progress' as const),
    id: someId,
    progress: share,
    speed: share,
    eta: share,
    transfer: fc.constant(null),
  }),
  fc.record({
    op: fc.constant('put' as const),
    row: fc.tuple(fc.integer({ min: 1, max: 8 }), someRank).map(([n, rank]) => aRow(n, { rank })),
  }),
);

function plainly(rows: readonly Row[], patch: RowPatch): readonly Row[] {
  const id = patch.op === 'put' ? patch.row.id : patch.id;
  const others = rows.filter((row) => row.id !== id);
  const old = rows.find((row) => row.id === id);
  const next = ((): Row | undefined => {
    if (patch.op === 'put') return patch.row;
    if (patch.op === 'removed' || old === undefined) return undefined;
    return Row.parse({ ...old, ...patch });
  })();
  return [...others, ...(next === undefined ? [] : [next])].sort(
    (x, y) => x.rank - y.rank || (x.id < y.id ? -1 : 1),
  );
}
