import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isMac } from '../../keyboard/shortcuts.ts';
import { selectHistory } from '../../store/history-actions.ts';
import { askOlderHistory } from '../../store/history-feed.ts';
import { historyLines, idsOfDay, lineKey } from '../../store/history-lines.ts';
import { moveFocus, selectOnly, selectSome, selectTo, toggle } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { rowElementId } from '../queue/file-row.tsx';
import { onControl, rowIdAt } from '../queue/row-at.ts';
import { useKeyboardUsed } from '../queue/use-keyboard-used.ts';
import { moves } from '../queue/use-list-keys.ts';
import { DayHead, dayAt, dayHeight } from './day-head.tsx';
import { HistoryFile } from './history-row.tsx';
import { HistoryMenu } from './history-menu.tsx';
import { useHistoryActions } from './use-history-actions.ts';
import s from './history.module.css';

/** Heights of `tokens.css`, as the list has to know them to place rows that are not drawn. */
const rowHeight = 48;
const compactHeight = 34;
/** So many lines before the end the next page is asked for. */
const ahead = 60;

/** The files by day, as many of them as fit. One stop of Tab; the arrow keys move in it. */
export function HistoryList() {
  const app = useApp();
  const actions = useHistoryActions();
  const label = useWords().history.label;
  const rows = useAppState(({ history }) => history.rows);
  const more = useAppState(({ history }) => history.more);
  const loading = useAppState(({ history }) => history.loading);
  const selection = useAppState(({ history }) => history.selection);
  const compact = useAppState(({ settings }) => settings.compactRows);
  const lines = historyLines(rows);
  const { focus } = selection;
  const several = selection.ids.size > 1;
  const height = compact ? compactHeight : rowHeight;
  const scroller = useRef<HTMLDivElement>(null);
  const keyboardUsed = useKeyboardUsed();
  const [keyboard, setKeyboard] = useState(false);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here, which the rule is about
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.what === 'day' ? dayHeight : height),
    getItemKey: (index) => {
      const line = lines[index];
      return line === undefined ? index : lineKey(line);
    },
    overscan: 6,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // Heads and rows differ in height, so what an index measures changes with the lines above it.
  useLayoutEffect(() => virtual.measure(), [virtual, height, lines]);

  useEffect(() => {
    if (more && loading === 'no' && last >= lines.length - ahead) void askOlderHistory(app);
  }, [app, more, loading, last, lines.length]);

  // A button that had the keyboard goes with its row; the list takes the keyboard back.
  const within = useRef(false);
  useLayoutEffect(() => {
    if (within.current && document.activeElement === document.body)
      scroller.current?.focus({ preventScroll: true });
  });

  const press = (event: KeyboardEvent): void => {
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    const move = moves[event.key];
    if (event.altKey || mod || move === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    setKeyboard(true);
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / height);
    selectHistory(app, (now, ids) => moveFocus(now, ids, move, page, event.shiftKey));
    const { history } = app.store.getState();
    const to = historyLines(history.rows).findIndex((line) => lineKey(line) === history.selection.focus);
    // The head of its day comes into view with the first file below it.
    if (to >= 0) virtual.scrollToIndex(lines[to - 1]?.what === 'day' && move !== 'down' ? to - 1 : to);
  };
  const click = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    if (id === null || onControl(event.target)) return;
    setKeyboard(false);
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    selectHistory(app, (now, ids) =>
      event.shiftKey ? selectTo(now, ids, id) : mod ? toggle(now, id) : selectOnly(id),
    );
  };
  const openMenu = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    const mine = dayAt(event.target);
    if (id !== null) selectHistory(app, (now) => (now.ids.has(id) ? { ...now, focus: id } : selectOnly(id)));
    else if (mine !== null) selectHistory(app, (now) => selectSome(now, idsOfDay(rows, mine)));
    // Nothing can be done to nothing.
    if (app.store.getState().history.selection.ids.size === 0) event.preventDefault();
  };

  const focusShown = focus !== null && items.some((item) => item.key === focus);
  return (
    <ContextMenu menu={<HistoryMenu />}>
      <div
        ref={scroller}
        role="grid"
        className={s.list}
        tabIndex={0}
        aria-label={label}
        aria-rowcount={more ? -1 : lines.length}
        aria-multiselectable
        aria-busy={loading !== 'no'}
        aria-activedescendant={focusShown ? rowElementId(focus) : undefined}
        onKeyDown={press}
        onClick={click}
        onDoubleClick={(event) => {
          const id = rowIdAt(event.target);
          const row = id === null || onControl(event.target) ? undefined : rows.find((one) => one.id === id);
          if (row !== undefined) actions.enter(row);
        }}
        onContextMenu={openMenu}
        onFocus={() => {
          within.current = true;
          setKeyboard(keyboardUsed.current);
          if (focus === null) selectHistory(app, (now, ids) => ({ ...now, focus: ids[0] ?? null }));
        }}
        onBlur={(event) => {
          if (event.currentTarget.contains(event.relatedTarget)) return;
          within.current = false;
          setKeyboard(false);
        }}
      >
        <div role="presentation" className={s.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            if (line.what === 'day')
              return (
                <DayHead
                  key={item.key}
                  id={lineKey(line)}
                  day={line.day}
                  index={item.index}
                  top={item.start}
                />
              );
            const { row } = line;
            return (
              <HistoryFile
                key={row.id}
                row={row}
                index={item.index}
                top={item.start}
                compact={compact}
                first={lines[item.index - 1]?.what === 'day'}
                several={several}
                selected={selection.ids.has(row.id)}
                lit={keyboard && row.id === focus}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}
