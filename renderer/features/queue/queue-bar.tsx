import { type KeyboardEvent, useRef } from 'react';
import { commandsOf } from '../../keyboard/commands.ts';
import { keysOf } from '../../keyboard/shortcuts.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { type Filter, filters, sortKeys } from '../../store/app-state.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { selectAll } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select, setGrouped, setView } from '../../store/view-actions.ts';
import { Button, IconButton, SplitButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { stepFrom } from '../../ui/roving.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { useFileActions } from './file-actions.ts';
import { listId } from './queue-list.tsx';
import { OptionsButton } from './options-button.tsx';
import s from './queue-bar.module.css';

/** The bar over the list: adding, filtering, searching, and what concerns the list as a whole. */
export function QueueBar() {
  const app = useApp();
  const w = useWords().queue.bar;
  const search = useAppState((state) => state.view.search);
  const field = useRef<HTMLInputElement>(null);
  useCommand('search', () => {
    field.current?.focus();
    field.current?.select();
  });
  const run = (id: 'add_files' | 'add_folder') => () => void commandsOf(app).run(id);
  return (
    <div role="toolbar" aria-label={w.label} className={s.bar}>
      <SplitButton
        icon={<Icon name="plus" />}
        onClick={run('add_files')}
        menuLabel={w.addMore}
        menu={
          <>
            <MenuItem icon={<Icon name="plus" />} keys={keysOf('add_files')} onSelect={run('add_files')}>
              {w.addFiles}
            </MenuItem>
            <MenuItem icon={<Icon name="show" />} keys={keysOf('add_folder')} onSelect={run('add_folder')}>
              {w.addFolder}
            </MenuItem>
          </>
        }
      >
        {w.add}
      </SplitButton>
      <FilterTabs />
      <FilterMenu />
      <span className={s.grow} />
      <SearchField
        inputRef={field}
        className={s.search}
        label={w.search}
        value={search}
        onChange={(text) => setView(app, { search: text })}
      />
      <ListMenu />
      <OptionsButton />
    </div>
  );
}

const useCounts = () => useAppState((state) => summaryOf(state.rows).counts);

function FilterTabs() {
  const app = useApp();
  const locale = useLocale();
  const w = useWords().queue.bar;
  const current = useAppState((state) => state.view.filter);
  const counts = useCounts();
  const tabs = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent): void => {
    const next = stepFrom(event, filters.indexOf(current), filters.length, 'row');
    const filter = filters[next];
    if (filter === undefined) return;
    event.preventDefault();
    setView(app, { filter });
    tabs.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={tabs} role="tablist" aria-label={w.filters} className={s.filters} onKeyDown={press}>
      {filters.map((filter) => (
        <button
          key={filter}
          type="button"
          role="tab"
          aria-selected={filter === current}
          aria-controls={listId}
          tabIndex={filter === current ? 0 : -1}
          className={classes(s.filter, needsLook(filter, counts[filter]) && s.look)}
          onClick={() => setView(app, { filter })}
        >
          {w.filter[filter]} <span className={s.count}>{countText(counts[filter], locale)}</span>
        </button>
      ))}
    </div>
  );
}

const needsLook = (filter: Filter, count: number): boolean => filter === 'attention' && count > 0;

/** The filters where there is no room for all of them side by side. */
function FilterMenu() {
  const app = useApp();
  const locale = useLocale();
  const w = useWords().queue.bar;
  const current = useAppState((state) => state.view.filter);
  const counts = useCounts();
  return (
    <Menu
      trigger={
        <Button className={s.filterMenu}>
          {w.filter[current]} <span className={s.count}>{countText(counts[current], locale)}</span>
          <Icon name="down" size="s" />
        </Button>
      }
    >
      {filters.map((filter) => (
        <MenuCheck
          key={filter}
          checked={filter === current}
          hint={countText(counts[filter], locale)}
          onSelect={() => setView(app, { filter })}
        >
          {w.filter[filter]}
        </MenuCheck>
      ))}
    </Menu>
  );
}

function ListMenu() {
  const app = useApp();
  const actions = useFileActions();
  const locale = useLocale();
  const w = useWords().queue.bar;
  const importItem = useWords().history.import.item;
  const { sort, descending, grouped } = useAppState((state) => state.view);
  const compact = useAppState((state) => state.settings.compactRows);
  const open = useAppState((state) => state.inspector.open);
  const { finished } = useCounts();
  const failed = useAppState((state) => summaryOf(state.rows).states.failed);
  return (
    <Menu align="end" trigger={<IconButton label={w.options} icon={<Icon name="more" />} />}>
      <MenuLabel>{w.sort}</MenuLabel>
      {sortKeys.map((key) => (
        <MenuCheck key={key} checked={key === sort} onSelect={() => setView(app, { sort: key })}>
          {w.sorts[key]}
        </MenuCheck>
      ))}
      <MenuCheck checked={descending} onSelect={() => setView(app, { descending: !descending })}>
        {w.descending}
      </MenuCheck>
      <MenuSeparator />
      <MenuCheck checked={grouped} onSelect={() => setGrouped(app, !grouped)}>
        {w.grouped}
      </MenuCheck>
      <MenuCheck checked={compact} onSelect={() => actions.setCompact(!compact)}>
        {w.compact}
      </MenuCheck>
      <MenuCheck
        checked={open}
        hint={keysOf('inspector')}
        onSelect={() => void commandsOf(app).run('inspector')}
      >
        {w.showOptions}
      </MenuCheck>
      <MenuSeparator />
      <MenuItem keys={keysOf('select_all')} onSelect={() => select(app, selectAll)}>
        {w.selectAll}
      </MenuItem>
      <MenuItem icon={<Icon name="plus" />} onSelect={() => actions.importJobs()}>
        {importItem}
      </MenuItem>
      {failed > 0 && (
        <MenuItem icon={<Icon name="retry" />} onSelect={() => actions.retryFailed()}>
          {w.retryFailed(failed, countText(failed, locale))}
        </MenuItem>
      )}
      <MenuItem
        icon={<Icon name="trash" />}
        disabled={finished === 0}
        reason={w.nothingFinished}
        onSelect={() => actions.clearFinished(false)}
      >
        {w.clear}
      </MenuItem>
      {failed > 0 && <MenuItem onSelect={() => actions.clearFinished(true)}>{w.clearAll}</MenuItem>}
    </Menu>
  );
}
