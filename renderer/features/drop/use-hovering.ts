import { useEffect, useState } from 'react';
import { useApp } from '../../store/store.ts';
import { type Hovering, listenToDrops } from './listen-to-drops.ts';

/** Makes the window take dropped and pasted files; gives what hangs over it. Once in the window. */
export function useHovering(): Hovering | null {
  const app = useApp();
  const [hovering, setHovering] = useState<Hovering | null>(null);
  useEffect(
    () =>
      listenToDrops(app, (next) => {
        // The pointer tells where it is fifty times a second; only news make the window render.
        setHovering((before) => (before !== null && next !== null && same(before, next) ? before : next));
      }),
    [app],
  );
  return hovering;
}

const same = (a: Hovering, b: Hovering): boolean =>
  a.presetId === b.presetId &&
  a.onto === b.onto &&
  a.dragged.count === b.dragged.count &&
  a.dragged.kind === b.dragged.kind;
