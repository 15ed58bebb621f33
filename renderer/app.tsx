import { ComparePage } from './features/compare/index.ts';
import { BrowseDialog } from './features/drop/index.ts';
import { Frame } from './features/frame/index.ts';
import { BatchUndoneDialog, HistoryPage, UndoBatchDialog } from './features/history/index.ts';
import { Inspector } from './features/inspector/index.ts';
import { PresetsDialog, SavePresetDialog } from './features/presets/index.ts';
import { PreviewDialog } from './features/preview/index.ts';
import { JobsRefusedDialog, QueuePage } from './features/queue/index.ts';
import { SettingsPage } from './features/settings/index.ts';
import { RuleEditor, WatchPage } from './features/watch/index.ts';
import { Mishap } from './mishap.tsx';
import { type App, AppContext, useAppState } from './store/store.ts';
import { localeOf } from './words/locale-of.ts';
import { WordsProvider } from './words/words.tsx';

export interface ConvoyProps {
  readonly app: App;
  /** True to show the pseudo-locale. */
  readonly pseudo?: boolean;
}

/** The window. */
export function Convoy({ app, pseudo = false }: ConvoyProps) {
  return (
    <Mishap>
      <AppContext value={app}>
        <Spoken pseudo={pseudo} />
      </AppContext>
    </Mishap>
  );
}

function Spoken({ pseudo }: { readonly pseudo: boolean }) {
  const locale = useAppState(localeOf);
  return (
    <WordsProvider locale={locale} pseudo={pseudo}>
      <Frame
        inspector={<Side />}
        dialogs={
          <>
            <PresetsDialog />
            <SavePresetDialog />
            <BrowseDialog />
            <PreviewDialog />
            <UndoBatchDialog />
            <BatchUndoneDialog />
            <JobsRefusedDialog />
          </>
        }
      >
        <Page />
      </Frame>
    </WordsProvider>
  );
}

/** What stands beside the page. */
function Side() {
  const watching = useAppState((state) => state.place.name === 'watch');
  return watching ? <RuleEditor /> : <Inspector />;
}

function Page() {
  const place = useAppState((state) => state.place.name);
  switch (place) {
    case 'queue':
      return <QueuePage />;
    case 'compare':
      return <ComparePage />;
    case 'watch':
      return <WatchPage />;
    case 'history':
      return <HistoryPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
