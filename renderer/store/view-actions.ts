import type { ListView, RowTable, Selection } from './app-state.ts';
import { visibleIds } from './list-view.ts';
import { afterChange } from './selection.ts';
import type { App } from './store.ts';

/** What the list shows and what is selected in it. Rows that are not shown are never selected. */

/** Takes over a new table; the selection follows what went. */
export function showRows(app: App, rows: RowTable): void {
  app.store.setState((state) => {
    if (rows === state.rows) return state;
    const before = visibleIds(state.rows, state.view);
    const visible = visibleIds(rows, state.view);
    return { rows, selection: afterChange(state.selection, before, visible) };
  });
}

/** Changes the filter, the search or the way of sorting. */
export function setView(app: App, change: Partial<ListView>): void {
  app.store.setState((state) => {
    const view = { ...state.view, ...change };
    const before = visibleIds(state.rows, state.view);
    return { view, selection: afterChange(state.selection, before, visibleIds(state.rows, view)) };
  });
}

/** Sets the selection to what the present one becomes. */
export function select(
  app: App,
  change: (selection: Selection, visible: readonly string[]) => Selection,
): void {
  app.store.setState((state) => ({
    selection: change(state.selection, visibleIds(state.rows, state.view)),
  }));
}

/** Selected rows in queue order. */
export function selectedIds(rows: RowTable, selection: Selection): readonly string[] {
  if (selection.ids.size < 2) return [...selection.ids].filter((id) => rows.byId.has(id));
  return rows.order.filter((id) => selection.ids.has(id));
}
