import type { ReactNode } from 'react';
import { useCommand } from '../../keyboard/use-command.ts';
import { detailedHistory, showDetails } from '../../store/history-actions.ts';
import { useApp, useAppState } from '../../store/store.ts';
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
  /** What stands beside the page. */
  readonly inspector: ReactNode;
  readonly dialogs: ReactNode;
}

/** Pages that have bars beside their list, and say themselves what is the main part. */
const hasMain: ReadonlySet<string> = new Set(['queue', 'watch', 'history', 'connections']);

/** Everything around a page: places, inspector, dialogs, messages, and taking what is dropped. */
export function Frame({ children, inspector, dialogs }: FrameProps) {
  const app = useApp();
  useDocumentLook();
  useFrameCommands();
  useEngineNews();
  useLiveMessages();
  const hovering = useHovering();
  const place = useAppState((state) => state.place.name);
  const empty = useAppState((state) => state.loaded && state.rows.order.length === 0);
  const listed = useAppState((state) => state.rows.order.length > 0);
  const usual = useInspectorLayout();
  const editing = useAppState(({ watch }) => watch.editor !== null);
  const connecting = useAppState(({ connections }) => connections.editor !== null);
  const detailed = useAppState((state) => detailedHistory(state) !== null);
  const layout = place === 'history' ? { ...usual, close: () => showDetails(app, () => false) } : usual;
  const beside =
    detailed ||
    (layout.open &&
      ((place === 'queue' && listed) ||
        (place === 'watch' && editing) ||
        (place === 'connections' && connecting)));
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
