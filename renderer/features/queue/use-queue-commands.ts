import { useCommand } from '../../keyboard/use-command.ts';
import { selectAll, selectNone } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select, setView } from '../../store/view-actions.ts';
import { useFileActions } from './file-actions.ts';

/** What keys and menus do to the selected files while the queue is shown. */
export function useQueueCommands(): void {
  const app = useApp();
  const actions = useFileActions();
  const some = useAppState((state) => state.selection.ids.size > 0);
  const orderly = useAppState(({ view }) => view.sort === 'queue' && !view.descending);
  const focused = (): string | null => {
    const { focus, ids } = app.store.getState().selection;
    return focus ?? [...ids][0] ?? null;
  };
  const onFocused = (run: (id: string) => void) => (): void => {
    const id = focused();
    if (id !== null) run(id);
  };

  useCommand('open_result', onFocused(actions.enter));
  useCommand('preview', onFocused(actions.preview));
  useCommand('compare', onFocused(actions.compare), some);
  useCommand('hold', () => actions.toggleHold(actions.selected()), some);
  useCommand('retry', () => actions.retry(actions.selected()), some);
  useCommand('show', onFocused(actions.show), some);
  useCommand('next_up', () => actions.step(actions.selected(), 'next'), some && orderly);
  useCommand('move_next', () => actions.step(actions.selected(), 'next'), some && orderly);
  useCommand('move_up', () => actions.step(actions.selected(), 'up'), some && orderly);
  useCommand('move_down', () => actions.step(actions.selected(), 'down'), some && orderly);
  useCommand('remove', () => actions.remove(actions.selected()), some);
  useCommand('undo', actions.undo);
  useCommand('copy_json', () => actions.copyJson(actions.selected()), some);
  useCommand('copy_command', () => actions.copyCommand(actions.selected()), some);
  useCommand('select_all', () => select(app, selectAll));
  useCommand('escape', () => {
    if (app.store.getState().view.search !== '') setView(app, { search: '' });
    else select(app, selectNone);
  });
}
