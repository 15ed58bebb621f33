import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../../words/words.tsx';
import s from './preview.module.css';

export const zooms = ['fit', 'full'] as const;
export type Zoom = (typeof zooms)[number];

export interface PictureProps {
  readonly url: string;
  readonly label: string;
  readonly zoom: Zoom;
  readonly onRefused: () => void;
}

/**
 * A picture, still or moving. `fit` never enlarges it; at `full` one of its pixels is one pixel of the screen, and what
 * does not fit is reached by dragging, the wheel, or the keys.
 */
export function Picture({ url, label, zoom, onRefused }: PictureProps) {
  const stageWords = useWords().preview.stage;
  const stage = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<number | null>(null);
  const full = zoom === 'full';

  // The middle is what people look at first.
  useLayoutEffect(() => {
    const box = stage.current;
    if (box === null || !full) return;
    box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
    box.scrollTop = (box.scrollHeight - box.clientHeight) / 2;
  }, [full, own]);

  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget;
    if (!box.hasPointerCapture(event.pointerId)) return;
    box.scrollLeft -= event.movementX;
    box.scrollTop -= event.movementY;
  };

  return (
    <div
      ref={stage}
      className={s.picture}
      data-zoom={zoom}
      {...(full ? { tabIndex: 0, role: 'group', 'aria-label': stageWords } : {})}
      onPointerDown={(event) => {
        if (full && event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    >
      <img
        src={url}
        alt={label}
        draggable={false}
        style={full && own !== null ? { width: own / window.devicePixelRatio } : undefined}
        onLoad={(event) => setOwn(event.currentTarget.naturalWidth)}
        onError={onRefused}
      />
    </div>
  );
}
