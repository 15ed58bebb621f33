import { keysOf } from '../../keyboard/shortcuts.ts';
import { selectedHistory } from '../../store/history-actions.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { batchToUndo } from '../queue/batch-to-undo.ts';
import { useFileActions } from '../queue/file-actions.ts';
import { useHistoryActions } from './use-history-actions.ts';

/** What can be done to the selected files of the history. */
export function HistoryMenu() {
  const app = useApp();
  const actions = useHistoryActions();
  const links = useFileActions();
  const words = useWords();
  const w = words.history.actions;
  const canShow = useAppState((state) => state.hello?.abilities.show === true);
  // The selection decides; rows that come while the menu is open do not.
  useAppState(({ history }) => history.selection.ids);
  const selected = selectedHistory(app.store.getState());
  const ids = selected.map((row) => row.id);
  const [only] = selected.length === 1 ? selected : [];
  const inQueue = useAppState(({ rows }) => only !== undefined && rows.byId.has(only.id));
  if (selected.length === 0) return null;
  const hasResult = only !== undefined && abilitiesOf(only).openResult;
  const canOpen = only !== undefined && (hasResult || abilitiesOf(only).openOriginal);
  const batch = batchToUndo(selected);
  return (
    <>
      {only !== undefined && (
        <>
          <MenuItem
            icon={<Icon name="image" />}
            keys={keysOf('preview')}
            onSelect={() => actions.preview(only)}
          >
            {words.queue.actions.preview}
          </MenuItem>
          <MenuItem
            icon={<Icon name="info" />}
            keys={keysOf('details')}
            onSelect={() => actions.details(only)}
          >
            {words.queue.actions.details}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<Icon name="retry" />} keys={keysOf('retry')} onSelect={() => actions.runAgain(ids)}>
        {w.again}
      </MenuItem>
      {inQueue && only !== undefined && (
        <MenuItem icon={<Icon name="queue" />} onSelect={() => actions.showInQueue(only.id)}>
          {w.toQueue}
        </MenuItem>
      )}
      <MenuSeparator />
      {canOpen && (
        <MenuItem
          icon={<Icon name="open" />}
          keys={hasResult ? keysOf('open_result') : undefined}
          onSelect={() => actions.open(only)}
        >
          {hasResult ? words.queue.actions.open : words.queue.actions.openOriginal}
        </MenuItem>
      )}
      {canOpen && canShow && (
        <MenuItem icon={<Icon name="show" />} keys={keysOf('show')} onSelect={() => actions.show(only)}>
          {hasResult ? words.queue.actions.show : words.queue.actions.showOriginal}
        </MenuItem>
      )}
      {only !== undefined && abilitiesOf(only).link && (
        <>
          <MenuItem icon={<Icon name="chain" />} onSelect={() => links.copyLink(only.id)}>
            {words.queue.actions.link}
          </MenuItem>
          <MenuItem icon={<Icon name="open" />} onSelect={() => links.openLink(only.id)}>
            {words.queue.actions.openLink}
          </MenuItem>
        </>
      )}
      <ExportItems ids={ids} />
      <MenuSeparator />
      {batch !== null && (
        <MenuItem icon={<Icon name="undo" />} onSelect={() => actions.undoBatch(batch)}>
          {w.undoBatch}
        </MenuItem>
      )}
      <MenuItem icon={<Icon name="x" />} keys={keysOf('remove')} onSelect={() => actions.remove(ids)}>
        {w.remove}
      </MenuItem>
    </>
  );
}

/** The ways in which jobs leave the history as text. */
export function ExportItems({ ids }: { readonly ids: readonly string[] }) {
  const actions = useHistoryActions();
  const w = useWords().history.actions;
  return (
    <>
      <MenuItem icon={<Icon name="copy" />} keys={keysOf('copy_json')} onSelect={() => actions.copyJson(ids)}>
        {w.copyJson}
      </MenuItem>
      <MenuItem icon={<Icon name="up" />} onSelect={() => actions.saveJson(ids)}>
        {w.saveJson}
      </MenuItem>
    </>
  );
}
