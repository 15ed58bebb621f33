import type { ReactNode } from 'react';
import { useCommand } from '../../keyboard/use-command.ts';
import { useAppState } from '../../store/store.ts';
import { LiveRegion } from '../../ui/live-region.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
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

/** Everything around a page: places, inspector, dialogs, messages, and taking what is dropped. */
export function Frame({ children, inspector, dialogs }: FrameProps) {
  useDocumentLook();
  useFrameCommands();
  useEngineNews();
  useLiveMessages();
  const words = useWords().app;
  const hovering = useHovering();
  const place = useAppState((state) => state.place.name);
  const empty = useAppState((state) => state.loaded && state.rows.order.length === 0);
  const layout = useInspectorLayout();
  const beside = place === 'queue' && !empty && layout.open;
  useCommand('escape', layout.close, beside && layout.sheet);
  return (
    <HoveringContext value={hovering}>
      <div className={s.frame} data-beside={beside && !layout.sheet ? '' : undefined}>
        <Sidebar />
        <main className={s.main}>
          <div className={s.dragStrip} />
          <Banner />
          {place === 'queue' && !empty && <h1 className={s.title}>{words.queue}</h1>}
          {children}
          {hovering !== null && !(place === 'queue' && empty) && <DropPanel hovering={hovering} />}
          <SendingPanel />
          <Toasts />
          {beside && !layout.sheet && <Resizer layout={layout} />}
        </main>
        {beside && <InspectorSide layout={layout}>{inspector}</InspectorSide>}
      </div>
      {dialogs}
      <WhenDoneDialog />
      <LiveRegion />
    </HoveringContext>
  );
}
