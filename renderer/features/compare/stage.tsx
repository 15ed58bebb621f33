import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { Comparison } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import { useApp } from '../../store/store.ts';
import { Icon } from '../../ui/icon.tsx';
import { percentText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './compare.module.css';
import type { ComparisonState } from './comparison.ts';
import {
  type Look,
  type Point,
  type Zoom,
  clampPan,
  originalPlacement,
  shownSize,
  splitAt,
  splitByKey,
} from './picture-view.ts';
import { Tags } from './tags.tsx';
import { useSize } from './use-size.ts';

export interface StageProps {
  readonly row: Row;
  readonly state: ComparisonState;
  readonly pictures: Pictures;
  readonly look: Look;
  readonly zoom: Zoom;
  readonly onlyOriginal: boolean;
}

/** What lies on the stage; `after` is null as long as the first result is being made. */
export type Pictures = Pick<Comparison, 'before'> & { readonly after: Comparison['after'] | null };

/** So near to the split, in CSS pixels, a pointer takes hold of it; elsewhere it moves the picture. */
const reach = 20;
/** How far an arrow key moves the picture, in CSS pixels. */
const panStep = 40;

/** The two pictures, one over the other or side by side. */
export function Stage({ row, state, pictures, look, zoom, onlyOriginal }: StageProps) {
  const app = useApp();
  const words = useWords().compare;
  const locale = useLocale();
  const stage = useRef<HTMLDivElement>(null);
  const whole = useSize(stage);
  const [split, setSplit] = useState(0.5);
  const [pan, setPan] = useState<Point>({ x: 0, y: 0 });
  useEffect(() => stage.current?.focus({ preventScroll: true }), []);

  const { before, after } = pictures;
  const original = onlyOriginal || after === null;
  const pane = look === 'side' ? { width: (whole.width - 2) / 2, height: whole.height } : whole;
  const size = shownSize(before, after ?? before, pane, zoom, window.devicePixelRatio);
  const at = clampPan(pan, size, pane);
  const placement = originalPlacement(state.options);
  const zoomed = zoom !== 'fit';
  const shownSplit = original && look === 'slider' ? 1 : split;

  const move = (by: Point) => setPan((now) => clampPan({ x: now.x + by.x, y: now.y + by.y }, size, pane));

  const press = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const nearSplit = Math.abs(event.clientX - box.left - box.width * split) <= reach;
    const drags = look === 'slider' && (nearSplit || !zoomed) ? 'split' : zoomed ? 'picture' : null;
    if (drags === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (drags === 'split') setSplit(splitAt(event.clientX, box));
    let last = { x: event.clientX, y: event.clientY };
    const target = event.currentTarget;
    const drag = (next: globalThis.PointerEvent) => {
      if (drags === 'split') setSplit(splitAt(next.clientX, box));
      else move({ x: next.clientX - last.x, y: next.clientY - last.y });
      last = { x: next.clientX, y: next.clientY };
    };
    const end = () => {
      target.removeEventListener('pointermove', drag);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
    };
    target.addEventListener('pointermove', drag);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  };

  const moveSplit = (event: KeyboardEvent): boolean => {
    const to = look === 'slider' ? splitByKey(event.key, event.shiftKey, split) : null;
    if (to !== null) setSplit(to);
    return to !== null;
  };
  const key = (event: KeyboardEvent) => {
    const by = panByKey(event.key);
    if (zoomed && by !== null) move(by);
    else if (!moveSplit(event)) return;
    event.preventDefault();
  };

  const vars = {
    '--w': `${size.width}px`,
    '--h': `${size.height}px`,
    '--x': `${at.x}px`,
    '--y': `${at.y}px`,
    '--split': `${shownSplit * 100}%`,
    '--fit': placement.fit,
    '--at': placement.position,
  } as CSSProperties;
  const first = (
    <img
      className={s.original}
      src={app.bridge.mediaUrl({ what: 'compare', key: before.key })}
      alt={words.original}
      draggable={false}
    />
  );
  const second = after !== null && (
    <img
      className={s.result}
      src={app.bridge.mediaUrl({ what: 'compare', key: after.key })}
      alt={words.result}
      draggable={false}
    />
  );

  return (
    <div
      ref={stage}
      className={s.stage}
      style={vars}
      data-look={look}
      data-zoomed={zoomed}
      role="group"
      aria-label={words.stage}
      tabIndex={0}
      onKeyDown={key}
      onPointerDown={press}
      onWheel={(event) => {
        if (zoomed) move({ x: -event.deltaX, y: -event.deltaY });
      }}
    >
      {look === 'side' ? (
        <>
          <div className={s.pane}>{first}</div>
          <div className={s.pane}>{onlyOriginal ? first : second}</div>
        </>
      ) : (
        <>
          <div className={look === 'difference' && !original ? s.difference : s.layer}>
            {first}
            {look === 'difference' && !original && second}
          </div>
          {look === 'slider' && <div className={s.clipped}>{second}</div>}
        </>
      )}
      {look === 'slider' && !original && (
        <>
          <div className={s.split} />
          <div
            className={s.grip}
            role="slider"
            tabIndex={0}
            aria-label={words.split}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(split * 100)}
            aria-valuetext={words.splitText(percentText(split, locale))}
            onKeyDown={(event) => {
              if (!moveSplit(event)) return;
              event.preventDefault();
              event.stopPropagation();
            }}
          >
            <Icon name="drag" />
          </div>
        </>
      )}
      <Tags row={row} state={state} look={look} onlyOriginal={onlyOriginal} />
    </div>
  );
}

function panByKey(key: string): Point | null {
  switch (key) {
    case 'ArrowLeft':
      return { x: panStep, y: 0 };
    case 'ArrowRight':
      return { x: -panStep, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: panStep };
    case 'ArrowDown':
      return { x: 0, y: -panStep };
    default:
      return null;
  }
}
