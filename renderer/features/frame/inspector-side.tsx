import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import s from './frame.module.css';
import type { InspectorLayout } from './use-inspector-layout.ts';

interface InspectorSideProps {
  readonly layout: InspectorLayout;
  readonly children: ReactNode;
}

/** The right side of the window; in a browser under 900 px it is a sheet over the list. */
export function InspectorSide({ layout, children }: InspectorSideProps) {
  const { sheet, kept, side } = layout;
  if (!sheet)
    return (
      <div
        ref={side}
        className={s.side}
        style={kept === null ? undefined : ({ '--kept': `${kept}px` } as CSSProperties)}
      >
        {children}
      </div>
    );
  return <Sheet layout={layout}>{children}</Sheet>;
}

/** Over the list, which waits below: the keyboard is in the sheet and goes back to where it was. */
function Sheet({ layout: { side, close }, children }: InspectorSideProps) {
  const words = useWords().app;
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    // Not a button in it: its tooltip would take the first Esc.
    side.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [side, before]);
  return (
    <>
      <div className={s.scrim} onClick={close} />
      <div ref={side} tabIndex={-1} className={s.sheet}>
        <IconButton
          label={words.closeInspector}
          icon={<Icon name="x" />}
          className={s.closeSheet}
          onClick={close}
        />
        {children}
      </div>
    </>
  );
}
