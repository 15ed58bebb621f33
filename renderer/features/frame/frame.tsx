import type { ReactNode } from 'react';
import { useCommand } from '../../keyboard/use-command.ts';
import { useAppState } from '../../store/store.ts';
import { LiveRegion } from '../../ui/live-region.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { DropPanel, HoveringContext, SendingPanel, useHovering } from '../drop/index.ts';
import { useLiveMessages } from '../live/index.ts';
import { Banner, useEngineNews } from './banner.tsx';
import s from './frame.module.css';
import { InspectorSide } from './inspector-side.tsx';
import { Resizer } from './resizer.tsx';
import { Sidebar } from './sidebar.tsx';
import { useDocumentLook } from './use-document-look.ts';
import { useFrameCommands } from './use-frame-commands.ts';
import { useInspectorLayout } from './use-inspector-layout.ts';
import { WhenDoneDialog } from './when-done-dialog.tsx';

export interface FrameProps {
  /** The page of the place. */
  readonly children: ReactNode;
  readonly inspector: ReactNode;
  readonly dialogs: ReactNode;
}

/** Pages that have bars beside their list, and say themselves what is the main part. */
const hasMain: ReadonlySet<string> = new Set(['queue', 'watch', 'history']);

/** Everything around a page: places, inspector, dialogs, messages, and taking what is dropped. */
export function Frame({ children, inspector, dialogs }: FrameProps) {
  useDocumentLook();
  useFrameCommands();
  useEngineNews();
  useLiveMessages();
  const hovering = useHovering();
  const place = useAppState((state) => state.place.name);
  const empty = useAppState((state) => state.loaded && state.rows.order.length === 0);
  const layout = useInspectorLayout();
  const editing = useAppState(({ watch }) => watch.editor !== null);
  const beside = layout.open && ((place === 'queue' && !empty) || (place === 'watch' && editing));
  useCommand('escape', layout.close, beside && layout.sheet);
  return (
    <HoveringContext value={hovering}>
      <div className={s.frame} data-beside={beside && !layout.sheet ? '' : undefined}>
        <Sidebar inert={beside && layout.sheet} />
        <div className={s.ground} inert={beside && layout.sheet}>
          <div className={s.dragStrip} />
          <Banner />
          {hasMain.has(place) ? children : <main className={s.main}>{children}</main>}
          {hovering !== null && !(place === 'queue' && empty) && <DropPanel hovering={hovering} />}
          <SendingPanel />
          <Toasts />
          {beside && !layout.sheet && <Resizer layout={layout} />}
        </div>
        {beside && <InspectorSide layout={layout}>{inspector}</InspectorSide>}
      </div>
      {dialogs}
      <WhenDoneDialog />
      <LiveRegion />
    </HoveringContext>
  );
}
