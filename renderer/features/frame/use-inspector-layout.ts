import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { keepInspector, narrowest, readInspector } from './inspector-memory.ts';
import { useMedia } from './use-media.ts';

export interface InspectorLayout {
  /** True in a browser under 900 px, where it lies over the list. */
  readonly sheet: boolean;
  readonly open: boolean;
  /** The width that was chosen by hand; null = as wide as the window suggests. */
  readonly kept: number | null;
  /** The width that it has. */
  readonly width: number;
  readonly side: RefObject<HTMLDivElement | null>;
  readonly resize: (width: number) => void;
  readonly close: () => void;
}

/** Where the inspector is and how wide; remembered on this computer. */
export function useInspectorLayout(): InspectorLayout {
  const app = useApp();
  const open = useAppState((state) => state.inspector.open);
  const width = useAppState((state) => state.inspector.width);
  const sheet = useMedia('(max-width: 899px)');
  const [kept, setKept] = useState(() => readInspector().width);
  const side = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // A sheet that nobody asked for would hide the list.
    if (sheet) app.store.setState((state) => ({ inspector: { ...state.inspector, open: false } }));
  }, [app, sheet]);
  useEffect(() => {
    // Nor is what a sheet does remembered.
    if (!sheet) keepInspector({ open, width: kept });
  }, [sheet, open, kept]);
  useLayoutEffect(() => {
    const now = kept ?? Math.max(narrowest, side.current?.offsetWidth ?? narrowest);
    app.store.setState((state) =>
      state.inspector.width === now ? state : { inspector: { ...state.inspector, width: now } },
    );
  }, [app, kept, open, sheet]);

  const close = () => app.store.setState((state) => ({ inspector: { ...state.inspector, open: false } }));
  return { sheet, open, kept, width, side, resize: setKept, close };
}
