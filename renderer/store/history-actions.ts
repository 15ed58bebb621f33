import type { Output } from '../../shared/ipc/contract.ts';
import type { BatchFacts, HistoryRow, UndoneBatch } from '../../shared/ipc/history-calls.ts';
import { refreshHistory, setHistory } from './history-feed.ts';
import { historyIds, lastFirst } from './history-lines.ts';
import type { Removed } from './queue-actions.ts';
import type { App } from './store.ts';
import type { AppState } from './app-state.ts';
import type { Selection } from './selection.ts';
import { remember } from './undo.ts';

/** What a person does in the history. All that ask the engine reject with a `CallFailed` when it refuses. */

type Ids = readonly string[];

/** Sets the selection to what the present one becomes; the ids are those of the list. */
export function selectHistory(app: App, change: (selection: Selection, ids: Ids) => Selection): void {
  setHistory(app, ({ selection, rows }) => ({ selection: change(selection, historyIds(rows)) }));
}

/** Selected rows, from top to bottom. */
export function selectedHistory({ history }: Pick<AppState, 'history'>): readonly HistoryRow[] {
  const { ids } = history.selection;
  return ids.size === 0 ? [] : history.rows.filter((row) => ids.has(row.id));
}

/** Shows what happened to the selected file beside the list, or no more. */
export function showDetails(app: App, change: (shown: boolean) => boolean): void {
  setHistory(app, ({ details }) => ({ details: change(details) }));
}

/** The file whose details are beside the list; null while there are none. */
export function detailedHistory(state: Pick<AppState, 'history' | 'place'>): HistoryRow | null {
  if (state.place.name !== 'history' || !state.history.details) return null;
  const [only, ...others] = selectedHistory(state);
  return others.length > 0 ? null : (only ?? null);
}

/** Forgets files; what they were converted from and into stays. */
export async function forgetEntries(app: App, ids: Ids): Promise<Removed> {
  const gone = new Set(ids);
  const { removed, token } = await app.bridge.call('history:remove', { ids: [...ids] });
  const rows = app.store.getState().history.rows.filter((row) => gone.has(row.id));
  takeOut(app, gone);
  if (token === null) return { count: removed, undo: null };
  const undo = remember(app, async () => {
    await app.bridge.call('jobs:restore', { token });
    // Those far below are in no page that is asked for again.
    setHistory(app, (history) => ({ rows: [...without(history.rows, gone), ...rows].sort(lastFirst) }));
    await refreshHistory(app);
  });
  return { count: removed, undo };
}

/** Queues files once more; those that cannot be are named. */
export async function runAgain(app: App, ids: Ids): Promise<Output<'history:run_again'>> {
  const answer = await app.bridge.call('history:run_again', { ids: [...ids] });
  const refused = new Set(answer.refused.map(({ id }) => id));
  takeOut(app, new Set(ids.filter((id) => !refused.has(id))));
  return answer;
}

const without = (rows: readonly HistoryRow[], ids: ReadonlySet<string>): readonly HistoryRow[] =>
  rows.filter((row) => !ids.has(row.id));

function takeOut(app: App, ids: ReadonlySet<string>): void {
  setHistory(app, ({ rows }) => ({ rows: without(rows, ids) }));
}

/** Writes jobs to a file that the person names. False when they closed the dialog. */
export async function exportEntries(app: App, ids: Ids, name: string): Promise<boolean> {
  const { text } = await app.bridge.call('jobs:export', { ids: [...ids] });
  const { saved } = await app.bridge.call('shell:save_text', { name, text });
  return saved;
}

/** Takes a batch back: its results go to the trash, its originals come back. */
export async function undoBatch(app: App, batchId: string): Promise<UndoneBatch> {
  return app.bridge.call('batches:undo', { batchId });
}

/** What taking a batch back would be about. */
export async function lookAtBatch(app: App, batchId: string): Promise<BatchFacts> {
  return app.bridge.call('batches:look', { batchId });
}
