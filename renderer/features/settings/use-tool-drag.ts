import { type DragEvent, type DragEventHandler, useState } from 'react';
import type { ToolView } from '../../../shared/ipc/contract.ts';
import { firstAfterMove } from './tool-order.ts';

/** Marks a drag as one of tools, so that what takes files leaves it alone. */
const toolType = 'application/x-convoy-tool';

export interface ToolDrag {
  /** Where a line shows that the dragged tool would be put down: before this row; null where that changes nothing. */
  readonly line: number | null;
  /** For the row of each tool. */
  readonly rowAt: (at: number) => {
    readonly draggable: true;
    readonly onDragStart: DragEventHandler;
    readonly onDragOver: DragEventHandler;
    readonly onDrop: DragEventHandler;
    readonly onDragEnd: DragEventHandler;
  };
}

/** Dragging a tool to the front of the line, or the first one away from it. */
export function useToolDrag(tools: readonly ToolView[], onFirst: (path: string | null) => void): ToolDrag {
  const [from, setFrom] = useState<number | null>(null);
  const [line, setLine] = useState<number | null>(null);
  const end = (): void => {
    setFrom(null);
    setLine(null);
  };
  const target = (event: DragEvent, at: number): number => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY > top + height / 2 ? at + 1 : at;
  };
  return {
    line,
    rowAt: (at) => ({
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData(toolType, '');
        setFrom(at);
      },
      onDragOver: (event) => {
        if (from === null) return;
        const to = target(event, at);
        const changes = firstAfterMove(tools, from, to) !== undefined;
        if (changes) event.preventDefault();
        setLine(changes ? to : null);
      },
      onDrop: (event) => {
        if (from === null) return;
        event.preventDefault();
        const first = firstAfterMove(tools, from, target(event, at));
        if (first !== undefined) onFirst(first);
        end();
      },
      onDragEnd: end,
    }),
  };
}
