import type { Row } from '../../../shared/ipc/row.ts';
import { keysOf } from '../../keyboard/shortcuts.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { useAppState } from '../../store/store.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { CommandId } from '../../keyboard/shortcuts.ts';
import { useWords } from '../../words/words.tsx';
import { batchToUndo } from './batch-to-undo.ts';
import { useFileActions } from './file-actions.ts';
import { otherPriorities, priorityIcons } from './other-priorities.ts';
import { selectedIds } from '../../store/view-actions.ts';

/** What can be done to the selected files. What none of them can is left out. */
export function RowMenu() {
  const actions = useFileActions();
  const w = useWords().queue.actions;
  const undoWord = useWords().history.actions.undoBatch;
  const rows = useAppState((state) => state.rows);
  const selection = useAppState((state) => state.selection);
  const canShow = useAppState((state) => state.hello?.abilities.show === true);
  const orderly = useAppState(({ view }) => view.sort === 'queue');
  const ids = selectedIds(rows, selection);
  const selected = ids.flatMap((id) => rows.byId.get(id) ?? []);
  const can = (what: keyof ReturnType<typeof abilitiesOf>): boolean =>
    selected.some((row) => abilitiesOf(row)[what]);
  const [only] = selected.length === 1 ? selected : [];
  if (selected.length === 0) return null;
  const item = (label: string, icon: IconName, run: () => void, command?: CommandId) => (
    <MenuItem
      key={label}
      icon={<Icon name={icon} />}
      keys={command === undefined ? undefined : keysOf(command)}
      onSelect={run}
    >
      {label}
    </MenuItem>
  );
  const first = [
    only !== undefined && item(w.preview, 'image', () => actions.preview(only.id), 'preview'),
    only !== undefined &&
      can('compare') &&
      item(w.compare, 'compare', () => actions.compare(only.id), 'compare'),
    can('start') && item(w.start, 'play', () => actions.start(ids)),
    can('move') && orderly && item(w.next, 'top', () => actions.step(ids, 'next'), 'move_next'),
    ...otherPriorities(selected).map((one) =>
      item(w.priorities[one], priorityIcons[one], () => actions.prioritize(ids, one)),
    ),
    can('hold') && item(w.hold, 'held', () => actions.hold(ids), 'hold'),
    can('release') && item(w.release, 'play', () => actions.release(ids), 'hold'),
    can('retry') && item(againWord(only, w), 'retry', () => actions.retry(ids), 'retry'),
    can('cancel') &&
      !selected.every((row) => row.status === 'queued') &&
      item(w.cancel, 'cancel', () => actions.cancel(ids)),
  ].filter((one) => one !== false);
  const batch = batchToUndo(selected);
  const hasResult = only !== undefined && abilitiesOf(only).openResult;
  const canOpen = only !== undefined && (hasResult || abilitiesOf(only).openOriginal);
  return (
    <>
      {first}
      {first.length > 0 && <MenuSeparator />}
      {canOpen &&
        item(
          hasResult ? w.open : w.openOriginal,
          'open',
          () => actions.open(only.id),
          hasResult ? 'open_result' : undefined,
        )}
      {canOpen &&
        canShow &&
        item(hasResult ? w.show : w.showOriginal, 'show', () => actions.show(only.id), 'show')}
      {only !== undefined && can('link') && item(w.link, 'chain', () => actions.copyLink(only.id))}
      {only !== undefined && can('link') && item(w.openLink, 'open', () => actions.openLink(only.id))}
      {item(w.json, 'copy', () => actions.copyJson(ids), 'copy_json')}
      {item(w.command, 'copy', () => actions.copyCommand(ids), 'copy_command')}
      <MenuSeparator />
      {batch !== null && item(undoWord, 'undo', () => actions.undoBatch(batch))}
      {item(w.remove, 'x', () => actions.remove(ids), 'remove')}
    </>
  );
}

function againWord(
  only: Row | undefined,
  w: { readonly retry: string; readonly again: string; readonly anyway: string },
) {
  if (only?.status === 'skipped') return w.anyway;
  return only?.status === 'succeeded' || only?.status === 'cancelled' ? w.again : w.retry;
}
