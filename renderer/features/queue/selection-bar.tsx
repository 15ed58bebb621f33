import type { ReactNode } from 'react';
import { visibleIds } from '../../store/list-view.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { selectAll, selectNone } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select, selectedIds } from '../../store/view-actions.ts';
import { keysOf } from '../../keyboard/shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { useFileActions } from './file-actions.ts';
import s from './queue-bar.module.css';

/** Takes the place of the bar while several files are selected. */
export function SelectionBar() {
  const app = useApp();
  const actions = useFileActions();
  const locale = useLocale();
  const w = useWords().queue.selection;
  const rows = useAppState((state) => state.rows);
  const selection = useAppState((state) => state.selection);
  const shown = useAppState((state) => visibleIds(state.rows, state.view).length);
  const orderly = useAppState(({ view }) => view.sort === 'queue');
  const ids = selectedIds(rows, selection);
  const can = (what: keyof ReturnType<typeof abilitiesOf>): boolean =>
    ids.some((id) => {
      const row = rows.byId.get(id);
      return row !== undefined && abilitiesOf(row)[what];
    });
  const allRun = ids.every((id) => rows.byId.get(id)?.status !== 'queued');
  const count = w.label(countText(ids.length, locale));
  const all = ids.length >= shown;
  const clear = (): void => {
    select(app, selectNone);
  };
  return (
    <div role="toolbar" aria-label={count} className={classes(s.bar, s.selection)}>
      <Checkbox
        checked={all ? true : 'mixed'}
        onChange={(checked) => select(app, checked ? selectAll : selectNone)}
        label={all ? w.unselect : w.selectAll(countText(shown, locale))}
        hideLabel
      />
      <h2 className={s.selected}>{count}</h2>
      {!all && (
        <Button variant="plain" size="small" onClick={() => select(app, selectAll)}>
          {w.selectAll(countText(shown, locale))}
        </Button>
      )}
      <span className={s.grow} />
      {can('move') && orderly && <Tool icon="top" word={w.next} run={() => actions.step(ids, 'next')} />}
      {can('hold') && <Tool icon="held" word={w.hold} run={() => actions.hold(ids)} />}
      {can('release') && !can('hold') && (
        <Tool icon="play" word={w.release} run={() => actions.release(ids)} />
      )}
      {can('retry') && <Tool icon="retry" word={w.retry} run={() => actions.retry(ids)} />}
      {can('cancel') && allRun && <Tool icon="cancel" word={w.cancel} run={() => actions.cancel(ids)} />}
      <Menu
        align="end"
        trigger={
          <Button size="small" icon={<Icon name="copy" size="s" />} className={s.tool}>
            <span className={s.word}>{w.copyAs}</span>
          </Button>
        }
      >
        <MenuItem keys={keysOf('copy_json')} onSelect={() => actions.copyJson(ids)}>
          {w.copyJson}
        </MenuItem>
        <MenuItem keys={keysOf('copy_command')} onSelect={() => actions.copyCommand(ids)}>
          {w.copyCommand}
        </MenuItem>
      </Menu>
      <Tool icon="trash" word={w.remove} run={() => actions.remove(ids)} />
      <IconButton label={w.clear} icon={<Icon name="x" />} onClick={clear} />
    </div>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly word: string;
  readonly run: () => void;
}

/** A button of the bar; only its mark where there is little room. */
function Tool({ icon, word, run }: ToolProps): ReactNode {
  return (
    <Button size="small" icon={<Icon name={icon} size="s" />} className={s.tool} title={word} onClick={run}>
      <span className={s.word}>{word}</span>
    </Button>
  );
}
