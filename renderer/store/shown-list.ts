import type { Row } from '../../shared/ipc/row.ts';
import type { AppState } from './app-state.ts';
import { selectHistory } from './history-actions.ts';
import { historyIds } from './history-lines.ts';
import { visibleIds } from './list-view.ts';
import { selectOnly } from './selection.ts';
import type { App } from './store.ts';
import { select } from './view-actions.ts';

/** The list that a person looks at: the history while that is open, else the queue. */

/** Ids of its files, from top to bottom. */
export function shownIds({ place, history, rows, view }: AppState): readonly string[] {
  return place.name === 'history' ? historyIds(history.rows) : visibleIds(rows, view);
}

/** A file of it, also when a filter hides it; undefined when it is gone. */
export function shownRow({ place, history, rows }: AppState, id: string): Row | undefined {
  return place.name === 'history' ? history.rows.find((row) => row.id === id) : rows.byId.get(id);
}

/** Selects one file of it. */
export function selectShown(app: App, id: string): void {
  if (app.store.getState().place.name === 'history') selectHistory(app, () => selectOnly(id));
  else select(app, () => selectOnly(id));
}
