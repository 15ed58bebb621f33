import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { headsAsRows, toggleHead } from '../../store/batch-selection.ts';
import { linesOf } from '../../store/list-lines.ts';
import { selectOnly, selectTo, toggle } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select } from '../../store/view-actions.ts';
import { isMac } from '../../keyboard/shortcuts.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { BatchHead } from './batch-head.tsx';
import { useFileActions } from './file-actions.ts';
import { rowElementId } from './file-row.tsx';
import { QueueRow } from './queue-row.tsx';
import { onControl, rowIdAt } from './row-at.ts';
import { RowMenu } from './row-menu.tsx';
import { useKeyboardUsed } from './use-keyboard-used.ts';
import { useListKeys } from './use-list-keys.ts';
import { useRowDrag } from './use-row-drag.ts';
import s from './queue-list.module.css';

/** Heights of `tokens.css`, as the list has to know them to place rows that are not drawn. */
const rowHeight = 48;
const compactHeight = 34;
const headHeight = 30;
const padding = 4;

/** Id of the list, for what controls it. */
export const listId = 'queue-list';

/** The files, as many of them as fit. One stop of Tab; the arrow keys move in it. */
export function QueueList() {
  const app = useApp();
  const actions = useFileActions();
  const label = useWords().queue.label;
  const { lines, batches, folded } = useAppState((state) => linesOf(state.rows, state.view));
  const compact = useAppState((state) => state.settings.compactRows);
  const several = useAppState((state) => state.selection.ids.size > 1);
  const focus = useAppState((state) => state.selection.focus);
  const loaded = useAppState((state) => state.loaded);
  const scroller = useRef<HTMLDivElement>(null);
  const keyboardUsed = useKeyboardUsed();
  const [keyboard, setKeyboard] = useState(false);
  const height = compact ? compactHeight : rowHeight;
  // The same function while the lines are the same: with another one all of them are measured again, at every scroll.
  const keyOf = useCallback((index: number) => lines[index] ?? index, [lines]);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here, which the rule is about
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (batches.has(lines[index] ?? '') ? headHeight : height),
    getItemKey: keyOf,
    overscan: 6,
    paddingStart: padding,
    paddingEnd: padding * 2,
  });
  const drag = useRowDrag({ scroller, list: { lines, batches }, virtual });

  useLayoutEffect(() => virtual.measure(), [virtual, height]);

  // What has the keyboard is in view: after a key, and when one comes back from another page.
  const shown = useRef(false);
  useEffect(() => {
    const box = scroller.current;
    const index = focus === null ? -1 : lines.indexOf(focus);
    if (index >= 0 && box !== null) {
      const below = (virtual.measurementsCache[index]?.end ?? 0) > box.clientHeight;
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

  const press = useListKeys(scroller, height, () => setKeyboard(true));

  const click = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    if (id === null || onControl(event.target)) return;
    setKeyboard(false);
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    select(app, (selection, _, list) => {
      if (event.shiftKey) return headsAsRows(selectTo(selection, list.lines, id), list);
      if (mod) return list.batches.has(id) ? toggleHead(selection, id, list) : toggle(selection, id);
      return headsAsRows(selectOnly(id), list);
    });
  };

  const openMenu = (event: MouseEvent): void => {
    const id = rowIdAt(event.target);
    if (id === null) {
      // Nothing can be done to nothing.
      if (app.store.getState().selection.ids.size === 0) event.preventDefault();
      return;
    }
    select(app, (selection, _, list) => {
      const mine = list.batches.get(id) ?? [id];
      return mine.every((one) => selection.ids.has(one))
        ? { ...selection, focus: id }
        : headsAsRows(selectOnly(id), list);
    });
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
          aria-rowcount={lines.length}
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
              select(app, (selection, _, list) => ({ ...selection, focus: list.lines[0] ?? null }));
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
              const id = lines[item.index];
              if (id === undefined) return null;
              const place = { id, index: item.index, top: item.start, lit: keyboard && id === focus };
              if (batches.has(id)) return <BatchHead key={id} {...place} folded={folded.has(id)} />;
              return (
                <QueueRow
                  key={id}
                  {...place}
                  first={item.index === 0 || batches.has(lines[item.index - 1] ?? '')}
                  compact={compact}
                  several={several}
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
