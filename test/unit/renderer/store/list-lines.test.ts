import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { ListView, RowTable } from '../../../../renderer/store/app-state.ts';
import { applyPatches, tableOf } from '../../../../renderer/store/apply-patches.ts';
import { headAbove, headsAsRows, toggleHead } from '../../../../renderer/store/batch-selection.ts';
import { inBatches, linesOf, singles } from '../../../../renderer/store/list-lines.ts';
import { noSelection, selectOnly, selectTo } from '../../../../renderer/store/selection.ts';
import { createApp, emptyState } from '../../../../renderer/store/store.ts';
import { fold, selectRow, setView } from '../../../../renderer/store/view-actions.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';
import { aRow, done, jobId, running } from '../rows.ts';

const [trip, club] = ['batch_trip', 'batch_club'];
const rows: readonly Row[] = [
  done(1, { batchId: trip }),
  aRow(2, { batchId: 'batch_one' }),
  running(3, { batchId: trip }),
  aRow(4, { batchId: club }),
  aRow(5, { batchId: club }),
  aRow(6, { batchId: null }),
];
const table = tableOf(rows, 1);
const view = (change: Partial<ListView> = {}): ListView => ({ ...emptyState.view, grouped: true, ...change });
const ids = (...of: number[]): string[] => of.map(jobId);
const [one, two, three, four, five, six] = ids(1, 2, 3, 4, 5, 6) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

describe('linesOf', () => {
  it('is the rows and nothing else as long as nothing is grouped', () => {
    const list = linesOf(table, emptyState.view);
    expect(list).toEqual({ ids: table.order, lines: table.order, batches: new Map(), folded: new Set() });
    expect(list.lines).toBe(list.ids);
  });

  it('puts a head above each drop, where its first row is, and one above those that came alone', () => {
    expect(linesOf(table, view())).toEqual({
      ids: [one, three, two, six, four, five],
      lines: [trip, one, three, singles, two, six, club, four, five],
      batches: new Map([
        [trip, [one, three]],
        [singles, [two, six]],
        [club, [four, five]],
      ]),
      folded: new Set(),
    });
  });

  it('folds rows away, and they still belong to the list', () => {
    const list = linesOf(table, view({ folded: new Set([trip, 'batch_gone']) }));
    expect(list.lines).toEqual([trip, singles, two, six, club, four, five]);
    expect(list.ids).toEqual([one, three, two, six, four, five]);
  });

  it('keeps a row below its head when the filter hides the others, and follows the way of sorting', () => {
    expect(linesOf(table, view({ filter: 'active' })).lines).toEqual([trip, three]);
    expect(linesOf(table, view({ descending: true })).lines).toEqual([
      ...[singles, six, two],
      ...[club, five, four],
      ...[trip, three, one],
    ]);
  });

  it('is the same object while progress is all that changes', () => {
    const grouped = view();
    const before = linesOf(table, grouped);
    const patches = [{ op: 'progress' as const, id: three, progress: 0.9, speed: 1, eta: 1, transfer: null }];
    const next = applyPatches(table, { revision: 2, patches }) as RowTable;
    expect(linesOf(next, grouped)).toBe(before);
  });

  it('shows every row once, whatever the batches and the folds', () => {
    const some = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(some, fc.uniqueArray(fc.integer({ min: 0, max: 4 })), (heads, shut) => {
        const all = heads.map((_, n) => jobId(n));
        const headOf = (id: string): string => `batch_${heads[all.indexOf(id)] ?? 0}`;
        const folded = new Set(shut.map((n) => `batch_${n}`));
        const list = inBatches(all, headOf, folded);
        expect(list.ids.toSorted()).toEqual(all.toSorted());
        expect([...list.batches.values()].flat()).toEqual(list.ids);
        expect(list.lines.filter((line) => !list.batches.has(line))).toEqual(
          list.ids.filter((id) => !folded.has(headOf(id))),
        );
        expect(new Set(list.lines).size).toBe(list.lines.length);
      }),
    );
  });
});

describe('selecting heads', () => {
  const open = linesOf(table, view());
  const shut = linesOf(table, view({ folded: new Set([club]) }));

  it('selects the rows of the head', () => {
    expect(headsAsRows(selectOnly(trip), open)).toEqual({
      ids: new Set([one, three]),
      anchor: trip,
      focus: trip,
    });
    expect(headsAsRows(selectOnly(one), open)).toEqual(selectOnly(one));
  });

  it('takes of a range what is in it: of an open batch its rows, of a folded one all of them', () => {
    const range = (list: typeof open, from: string, to: string): ReadonlySet<string> =>
      headsAsRows(selectTo(selectOnly(from), list.lines, to), list).ids;
    expect(range(open, six, four)).toEqual(new Set([six, four]));
    expect(range(shut, six, club)).toEqual(new Set([six, four, five]));
    expect(range(open, three, trip)).toEqual(new Set([one, three]));
  });

  it('adds and takes out a whole batch', () => {
    const added = toggleHead(selectOnly(two), trip, open);
    expect(added).toEqual({ ids: new Set([two, one, three]), anchor: trip, focus: trip });
    expect(toggleHead(added, trip, open).ids).toEqual(new Set([two]));
  });

  it('finds the head above a row', () => {
    expect([three, six, trip].map((id) => headAbove(id, open))).toEqual([trip, singles, trip]);
    expect(headAbove(one, linesOf(table, emptyState.view))).toBeNull();
  });
});

describe('folding', () => {
  const app = (selection = noSelection) =>
    createApp(fakeBridge(), { rows: table, view: view(), selection, loaded: true });

  it('leaves the keyboard to the head, and the rows selected', () => {
    const window = app(selectOnly(three));
    fold(window, trip, true);
    expect(window.store.getState().selection).toEqual({ ids: new Set([three]), anchor: trip, focus: trip });
    fold(window, trip, false);
    expect(window.store.getState().view.folded).toEqual(new Set());
  });

  it('ends for a row that is asked for by name', () => {
    const window = app();
    fold(window, trip, true);
    selectRow(window, three);
    const { view: now, selection } = window.store.getState();
    expect(now.folded).toEqual(new Set());
    expect(selection).toEqual(selectOnly(three));
  });

  it('never leaves the keyboard on a head because a row went, as long as there are rows', () => {
    const window = app(selectOnly(three));
    setView(window, { filter: 'waiting' });
    expect(window.store.getState().selection).toEqual(selectOnly(two));
  });
});
