import type { CSSProperties, ReactNode } from 'react';
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
  const words = useWords().app;
  const { sheet, kept, side, close } = layout;
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
  return (
    <>
      <div className={s.scrim} onClick={close} />
      <div ref={side} className={s.sheet}>
        <IconButton
          label={words.closeInspector}
          icon={<Icon name="x" />}
          className={s.closeSheet}
          autoFocus
          onClick={close}
        />
        {children}
      </div>
    </>
  );
}
