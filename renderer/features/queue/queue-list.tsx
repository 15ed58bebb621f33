import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { visibleIds } from '../../store/list-view.ts';
import { type Move, moveFocus, selectOnly, selectTo, toggle } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select } from '../../store/view-actions.ts';
import { isMac } from '../../keyboard/shortcuts.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { useFileActions } from './file-actions.ts';
import { QueueRow, rowElementId } from './queue-row.tsx';
import { RowMenu } from './row-menu.tsx';
import { useKeyboardUsed } from './use-keyboard-used.ts';
import { useRowDrag } from './use-row-drag.ts';
import s from './queue-list.module.css';

/** Heights of `tokens.css`, as the list has to know them to place rows that are not drawn. */
const rowHeight = 48;
const compactHeight = 34;
const padding = 4;

/** Id of the list, for what controls it. */
export const listId = 'queue-list';

/** The files, as many of them as fit. One stop of Tab; the arrow keys move in it. */
export function QueueList() {
  const app = useApp();
  const actions = useFileActions();
  const label = useWords().queue.label;
  const ids = useAppState((state) => visibleIds(state.rows, state.view));
  const compact = useAppState((state) => state.settings.compactRows);
  const several = useAppState((state) => state.selection.ids.size > 1);
  const focus = useAppState((state) => state.selection.focus);
  const loaded = useAppState((state) => state.loaded);
  const scroller = useRef<HTMLDivElement>(null);
  const keyboardUsed = useKeyboardUsed();
  const [keyboard, setKeyboard] = useState(false);
  const height = compact ? compactHeight : rowHeight;
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here, which the rule is about
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    paddingStart: padding,
    paddingEnd: padding * 2,
  });
  const drag = useRowDrag({ scroller, ids, height, padding });

  useLayoutEffect(() => virtual.measure(), [virtual, height]);

  // What has the keyboard is in view: after a key, and when one comes back from another page.
  const shown = useRef(false);
  useEffect(() => {
    const box = scroller.current;
    const index = focus === null ? -1 : ids.indexOf(focus);
    if (index >= 0 && box !== null) {
      const below = padding + (index + 1) * height > box.clientHeight;
      virtual.scrollToIndex(index, { align: !shown.current && below ? 'center' : 'auto' });
      if (!shown.current && document.activeElement === document.body) box.focus({ preventScroll: true });
    }
    shown.current = true;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a move of the keyboard scrolls, not rows that come and go
  }, [focus]);

  // A button that had the keyboard goes with its row; the list takes the keyboard back.
  const within = useRef(false);
  useLayoutEffect(() => {
    if (within.current && document.activeElement === document.body)
      scroller.current?.focus({ preventScroll: true });
  });

  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.target !== event.currentTarget) return;
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    const move = mod ? undefined : moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    setKeyboard(true);
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / height);
    select(app, (selection, visible) => moveFocus(selection, visible, move, page, event.shiftKey));
  };

  const click = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    if (id === null || onControl(event.target)) return;
    setKeyboard(false);
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    select(app, (selection, visible) => {
      if (event.shiftKey) return selectTo(selection, visible, id);
      return mod ? toggle(selection, id) : selectOnly(id);
    });
  };

  const openMenu = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    if (id !== null)
      select(app, (selection) => (selection.ids.has(id) ? { ...selection, focus: id } : selectOnly(id)));
  };

  const items = virtual.getVirtualItems();
  const focusShown = focus !== null && items.some((item) => item.key === focus);
  return (
    <div className={s.box}>
      <ContextMenu menu={<RowMenu />}>
        <div
          ref={scroller}
          id={listId}
          role="grid"
          className={s.list}
          tabIndex={0}
          aria-label={label}
          aria-rowcount={ids.length}
          aria-multiselectable
          aria-busy={!loaded}
          aria-activedescendant={focusShown ? rowElementId(focus) : undefined}
          onKeyDown={press}
          onClick={click}
          onDoubleClick={(event) => {
            const id = rowIdAt(event.target);
            if (id !== null && !onControl(event.target)) actions.enter(id);
          }}
          onContextMenu={openMenu}
          onFocus={() => {
            within.current = true;
            setKeyboard(keyboardUsed.current);
            if (focus === null)
              select(app, (selection, visible) => ({ ...selection, focus: visible[0] ?? null }));
          }}
          onBlur={(event) => {
            if (event.currentTarget.contains(event.relatedTarget)) return;
            within.current = false;
            setKeyboard(false);
          }}
          {...drag.handlers}
        >
          <div role="presentation" className={s.rows} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const id = ids[item.index];
              return id === undefined ? null : (
                <QueueRow
                  key={id}
                  id={id}
                  index={item.index}
                  top={item.start}
                  compact={compact}
                  several={several}
                  lit={keyboard && id === focus}
                  draggable={drag.can}
                />
              );
            })}
            {drag.line !== null && <div className={s.drop} style={{ top: drag.line }} />}
          </div>
        </div>
      </ContextMenu>
    </div>
  );
}

const moves: Readonly<Partial<Record<string, Move>>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'page_up',
  PageDown: 'page_down',
};

/** The row that an element is in; null between rows. */
export function rowIdAt(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? null) : null;
}

function onControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, [role="checkbox"], [data-check]') !== null;
}
