import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useWords } from '../../words/words.tsx';
import s from './frame.module.css';
import { clampWidth, narrowest, widest } from './inspector-memory.ts';
import type { InspectorLayout } from './use-inspector-layout.ts';

/** How far an arrow key moves it, in CSS pixels. */
const step = 16;

/** The edge between list and inspector: dragged, or moved by the arrow keys. */
export function Resizer({ layout }: { readonly layout: InspectorLayout }) {
  const words = useWords().app;
  const { width, side, resize } = layout;
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    from.current = { x: event.clientX, width: side.current?.offsetWidth ?? width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent) => {
    if (from.current !== null) resize(clampWidth(from.current.width + from.current.x - event.clientX));
  };
  const end = () => {
    from.current = null;
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(clampWidth(width + by));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={words.inspectorWidth}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={Math.round(width)}
      tabIndex={0}
      className={s.resizer}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={key}
    />
  );
}
