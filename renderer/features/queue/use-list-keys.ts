import type { KeyboardEvent, RefObject } from 'react';
import { isMac } from '../../keyboard/shortcuts.ts';
import { headAbove, headsAsRows } from '../../store/batch-selection.ts';
import { type Move, moveFocus, selectOnly } from '../../store/selection.ts';
import { useApp } from '../../store/store.ts';
import { fold, select } from '../../store/view-actions.ts';
import { linesOf } from '../../store/list-lines.ts';

/** Keys that move in a list of rows, and where to. */
export const moves: Readonly<Partial<Record<string, Move>>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'page_up',
  PageDown: 'page_down',
};

/**
 * Keys that move in the list. Left folds the batch or goes to its head, Right unfolds it. `onKey` is told of every key
 * that did something, before it does.
 */
export function useListKeys(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  onKey: () => void,
): (event: KeyboardEvent) => void {
  const app = useApp();

  const sideways = (key: string): boolean => {
    const { rows, view, selection } = app.store.getState();
    const list = linesOf(rows, view);
    const { focus } = selection;
    if (focus === null || list.batches.size === 0) return false;
    const isHead = list.batches.has(focus);
    if (key === 'ArrowRight') {
      if (isHead) fold(app, focus, false);
      return isHead;
    }
    const head = isHead ? null : headAbove(focus, list);
    if (isHead) fold(app, focus, true);
    else if (head !== null) select(app, (_, __, now) => headsAsRows(selectOnly(head), now));
    return true;
  };

  return (event) => {
    if (event.altKey || event.target !== event.currentTarget) return;
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    if (mod) return;
    const move = moves[event.key];
    if (move !== undefined) {
      const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight);
      onKey();
      select(app, (selection, _, list) =>
        headsAsRows(moveFocus(selection, list.lines, move, page, event.shiftKey), list),
      );
    } else if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    else if (!sideways(event.key)) return;
    else onKey();
    event.preventDefault();
  };
}
