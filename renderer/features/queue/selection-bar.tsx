import { visibleIds } from '../../store/list-view.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { selectAll, selectNone } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select, selectedIds } from '../../store/view-actions.ts';
import { keysOf } from '../../keyboard/shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { BarTool } from './bar-tool.tsx';
import { useFileActions } from './file-actions.ts';
import { OptionsButton } from './options-button.tsx';
import { otherPriorities, priorityIcons } from './other-priorities.ts';
import s from './queue-bar.module.css';

/** Takes the place of the bar while several files are selected. */
export function SelectionBar() {
  const app = useApp();
  const actions = useFileActions();
  const locale = useLocale();
  const { selection: w, actions: actionWords } = useWords().queue;
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
  const turns = otherPriorities(ids.flatMap((id) => rows.byId.get(id) ?? []));
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
      {can('move') && orderly && <BarTool icon="top" word={w.next} run={() => actions.step(ids, 'next')} />}
      {turns.length > 0 && (
        <Menu
          align="end"
          trigger={
            <Button size="small" icon={<Icon name="updown" size="s" />} className={s.tool} title={w.turn}>
              <span className={s.word}>{w.turn}</span>
            </Button>
          }
        >
          {turns.map((one) => (
            <MenuItem
              key={one}
              icon={<Icon name={priorityIcons[one]} />}
              onSelect={() => actions.prioritize(ids, one)}
            >
              {actionWords.priorities[one]}
            </MenuItem>
          ))}
        </Menu>
      )}
      {can('hold') && <BarTool icon="held" word={w.hold} run={() => actions.hold(ids)} />}
      {can('release') && !can('hold') && (
        <BarTool icon="play" word={w.release} run={() => actions.release(ids)} />
      )}
      {can('retry') && <BarTool icon="retry" word={w.retry} run={() => actions.retry(ids)} />}
      {can('cancel') && allRun && <BarTool icon="cancel" word={w.cancel} run={() => actions.cancel(ids)} />}
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
      <BarTool icon="trash" word={w.remove} run={() => actions.remove(ids)} />
      <OptionsButton />
      <IconButton label={w.clear} icon={<Icon name="x" />} onClick={clear} />
    </div>
  );
}
