import { selectHistory, selectedHistory } from '../../store/history-actions.ts';
import { selectAll, selectNone } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { BarTool } from '../queue/bar-tool.tsx';
import { batchToUndo } from '../queue/batch-to-undo.ts';
import bar from '../queue/queue-bar.module.css';
import { ExportItems } from './history-menu.tsx';
import { useHistoryActions } from './use-history-actions.ts';

/** Takes the place of the bar while several files are selected. */
export function HistorySelectionBar() {
  const app = useApp();
  const actions = useHistoryActions();
  const locale = useLocale();
  const words = useWords();
  const w = words.history.actions;
  const q = words.queue.selection;
  const history = useAppState((state) => state.history);
  const selected = selectedHistory({ history });
  const ids = selected.map((row) => row.id);
  // Files that were not scrolled to yet are counted by the sums.
  const total = history.more ? (history.totals?.jobs ?? history.rows.length) : history.rows.length;
  const all = !history.more && ids.length >= total;
  const batch = batchToUndo(selected);
  const count = q.label(countText(ids.length, locale));
  const selectEvery = q.selectAll(countText(total, locale));
  const clear = (): void => selectHistory(app, selectNone);
  return (
    <div role="toolbar" aria-label={count} className={classes(bar.bar, bar.selection)}>
      <Checkbox
        checked={all ? true : 'mixed'}
        onChange={(checked) => (checked ? actions.selectAll() : clear())}
        label={all ? q.unselect : selectEvery}
        hideLabel
      />
      <h1 className={bar.selected}>{count}</h1>
      {!all && (
        <Button
          variant="plain"
          size="small"
          onClick={() => (history.more ? actions.selectAll() : selectHistory(app, selectAll))}
        >
          {selectEvery}
        </Button>
      )}
      <span className={bar.grow} />
      <BarTool icon="retry" word={w.again} run={() => actions.runAgain(ids)} />
      {batch !== null && <BarTool icon="undo" word={w.undoBatch} run={() => actions.undoBatch(batch)} />}
      <Menu
        align="end"
        trigger={
          <Button size="small" icon={<Icon name="copy" size="s" />} className={bar.tool}>
            <span className={bar.word}>{w.export}</span>
          </Button>
        }
      >
        <ExportItems ids={ids} />
      </Menu>
      <BarTool icon="trash" word={w.removeShort} run={() => actions.remove(ids)} />
      <IconButton label={q.clear} icon={<Icon name="x" />} onClick={clear} />
    </div>
  );
}
