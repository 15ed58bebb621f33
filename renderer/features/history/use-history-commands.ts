import type { HistoryRow } from '../../../shared/ipc/history-calls.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { selectHistory } from '../../store/history-actions.ts';
import { setHistoryView } from '../../store/history-feed.ts';
import { selectNone } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { useHistoryActions } from './use-history-actions.ts';

/** What keys and menus do to the selected files while the history is shown. */
export function useHistoryCommands(): void {
  const app = useApp();
  const actions = useHistoryActions();
  const some = useAppState(({ history }) => history.selection.ids.size > 0);
  const onFocused = (run: (row: HistoryRow) => void) => (): void => {
    const { rows, selection } = app.store.getState().history;
    const id = selection.focus ?? [...selection.ids][0];
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) run(row);
  };
  useCommand('open_result', onFocused(actions.enter));
  useCommand('preview', onFocused(actions.preview));
  useCommand('show', onFocused(actions.show), some);
  useCommand('retry', () => actions.runAgain(actions.selected()), some);
  useCommand('remove', () => actions.remove(actions.selected()), some);
  useCommand('copy_json', () => actions.copyJson(actions.selected()), some);
  useCommand('select_all', actions.selectAll);
  useCommand('undo', actions.undo);
  useCommand('escape', () => {
    if (app.store.getState().history.view.search !== '') setHistoryView(app, { search: '' });
    else selectHistory(app, selectNone);
  });
}
