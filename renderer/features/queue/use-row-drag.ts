import type { Virtualizer } from '@tanstack/react-virtual';
import { type DragEvent, type DragEventHandler, type RefObject, useRef, useState } from 'react';
import type { ListLines } from '../../store/list-lines.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { selectOnly } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { select, selectedIds } from '../../store/view-actions.ts';
import { useFileActions } from './file-actions.ts';

/** What of the list a drag has to know. */
export interface DragGround {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly list: Pick<ListLines, 'lines' | 'batches'>;
  /** Where the lines are, in pixels from the top. */
  readonly virtual: Pick<
    Virtualizer<HTMLDivElement, Element>,
    'getVirtualItemForOffset' | 'measurementsCache'
  >;
}

export interface RowDrag {
  /** Rows can be dragged at all. */
  readonly can: boolean;
  /** Pixels from the top at which the rows would be put down; null when none are dragged. */
  readonly line: number | null;
  readonly handlers: {
    readonly onDragStart: DragEventHandler;
    readonly onDragOver: DragEventHandler;
    readonly onDragLeave: DragEventHandler;
    readonly onDrop: DragEventHandler;
    readonly onDragEnd: DragEventHandler;
  };
}

/** Marks a drag as one of rows, so that what takes files leaves it alone. */
const rowsType = 'application/x-convoy-rows';

/** Queued rows are dragged to another place, while the list shows the queue as it is; results out of the window. */
export function useRowDrag({ scroller, list: { lines, batches }, virtual }: DragGround): RowDrag {
  const app = useApp();
  const actions = useFileActions();
  const canDragOut = useAppState((state) => state.hello?.abilities.drag === true);
  const orderly = useAppState(
    ({ view }) =>
      view.sort === 'queue' && !view.descending && view.filter === 'all' && view.search.trim() === '',
  );
  const moving = useRef<readonly string[]>([]);
  const [place, setPlace] = useState<number | null>(null);

  const placeAt = (event: DragEvent): number => {
    const box = scroller.current;
    if (box === null) return 0;
    const y = event.clientY - box.getBoundingClientRect().top + box.scrollTop;
    const line = virtual.getVirtualItemForOffset(y);
    if (line === undefined) return 0;
    return y > line.start + line.size / 2 ? line.index + 1 : line.index;
  };
  const topOf = (at: number): number =>
    virtual.measurementsCache[at]?.start ?? virtual.measurementsCache.at(-1)?.end ?? 0;
  const end = (): void => {
    moving.current = [];
    setPlace(null);
  };

  const start = (event: DragEvent): void => {
    const id =
      event.target instanceof Element
        ? (event.target.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? null)
        : null;
    const row = id === null ? undefined : app.store.getState().rows.byId.get(id);
    if (id === null || row === undefined) return;
    if (!app.store.getState().selection.ids.has(id)) select(app, () => selectOnly(id));
    const { rows, selection } = app.store.getState();
    const dragged = selectedIds(rows, selection);
    if (abilitiesOf(row).openResult && canDragOut) {
      // The shell takes over with a drag of files.
      event.preventDefault();
      actions.dragOut(dragged);
      return;
    }
    if (!orderly || !abilitiesOf(row).move) {
      event.preventDefault();
      return;
    }
    moving.current = dragged;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData(rowsType, dragged.join('\n'));
  };

  return {
    can: orderly || canDragOut,
    line: place === null ? null : topOf(place),
    handlers: {
      onDragStart: start,
      onDragOver: (event) => {
        if (moving.current.length === 0) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setPlace(placeAt(event));
      },
      onDragLeave: (event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setPlace(null);
      },
      onDrop: (event) => {
        if (moving.current.length === 0) return;
        event.preventDefault();
        const dragged = new Set(moving.current);
        const behind = lines.slice(placeAt(event));
        const before = behind.find((id) => !dragged.has(id) && !batches.has(id)) ?? null;
        actions.move(moving.current, before);
        end();
      },
      onDragEnd: end,
    },
  };
}
