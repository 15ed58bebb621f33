import type { ListView, RowTable } from './app-state.ts';
import type { Selection } from './selection.ts';
import { type ListLines, linesOf } from './list-lines.ts';
import { waitsForStart } from './list-summary.ts';
import { afterChange, selectOnly } from './selection.ts';
import type { App } from './store.ts';
import { keepGrouped } from './view-memory.ts';

/** What the list shows and what is selected in it. Rows that are not shown are never selected. */

/** Takes over a new table; the selection follows what went. */
export function showRows(app: App, rows: RowTable): void {
  app.store.setState((state) => {
    if (rows === state.rows) return state;
    const before = linesOf(state.rows, state.view);
    const now = linesOf(rows, state.view);
    return { rows, selection: afterChange(state.selection, before.lines, now.lines, now.ids) };
  });
}

/** Changes the filter, the search, the way of sorting or of grouping. */
export function setView(app: App, change: Partial<ListView>): void {
  app.store.setState((state) => {
    const view = { ...state.view, ...change };
    const before = linesOf(state.rows, state.view);
    const now = linesOf(state.rows, view);
    return { view, selection: afterChange(state.selection, before.lines, now.lines, now.ids) };
  });
}

/** Puts the rows of each drop together or takes them apart again; the next window of this computer does as this one. */
export function setGrouped(app: App, grouped: boolean): void {
  setView(app, { grouped });
  keepGrouped(grouped);
}

/** Folds the rows of a batch away or shows them again. A row that had the keyboard leaves it to the head. */
export function fold(app: App, head: string, folded: boolean): void {
  const { rows, view, selection } = app.store.getState();
  const members = linesOf(rows, view).batches.get(head);
  if (folded && selection.focus !== null && members?.includes(selection.focus) === true)
    app.store.setState({ selection: { ...selection, anchor: head, focus: head } });
  const next = new Set(view.folded);
  if (folded) next.add(head);
  else next.delete(head);
  setView(app, { folded: next });
}

/** Selects a row, and unfolds the batch that hides it. Nothing happens to a row that the filter or the search hides. */
export function selectRow(app: App, id: string): void {
  const { rows, view } = app.store.getState();
  const { ids, batches, folded } = linesOf(rows, view);
  if (!ids.includes(id)) return;
  for (const [head, members] of batches) if (folded.has(head) && members.includes(id)) fold(app, head, false);
  select(app, () => selectOnly(id));
}

/** Sets the selection to what the present one becomes. `visible` are the rows that may be selected. */
export function select(
  app: App,
  change: (selection: Selection, visible: readonly string[], list: ListLines) => Selection,
): void {
  app.store.setState(({ rows, view, selection }) => {
    const list = linesOf(rows, view);
    return { selection: change(selection, list.ids, list) };
  });
}

/** Selects what waits for the start, as far as the filter and the search show it. */
export function selectReady(app: App): void {
  const { byId } = app.store.getState().rows;
  select(app, (_, visible) => {
    const ids = visible.filter((id) => {
      const row = byId.get(id);
      return row !== undefined && waitsForStart(row);
    });
    return { ids: new Set(ids), anchor: ids[0] ?? null, focus: ids[0] ?? null };
  });
}

/** Selected rows in queue order. */
export function selectedIds(rows: RowTable, selection: Selection): readonly string[] {
  if (selection.ids.size < 2) return [...selection.ids].filter((id) => rows.byId.has(id));
  return rows.order.filter((id) => selection.ids.has(id));
}
