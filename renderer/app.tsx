import { Frame } from './features/frame/index.ts';
import { QueuePage } from './features/queue/index.ts';
import { lazyPart } from './lazy-parts.tsx';
import { Mishap } from './mishap.tsx';
import { type App, AppContext, useAppState } from './store/store.ts';
import { localeOf } from './words/locale-of.ts';
import { WordsProvider } from './words/words.tsx';

const ComparePage = lazyPart('ComparePage');
const ConnectionSide = lazyPart('ConnectionSide');
const ConnectionsPage = lazyPart('ConnectionsPage');
const Dialogs = lazyPart('Dialogs');
const HistoryDetails = lazyPart('HistoryDetails');
const HistoryPage = lazyPart('HistoryPage');
const Inspector = lazyPart('Inspector');
const RuleEditor = lazyPart('RuleEditor');
const SettingsPage = lazyPart('SettingsPage');
const WatchPage = lazyPart('WatchPage');

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
  const asks = useAppState(({ dialog }) => dialog !== null);
  return (
    <WordsProvider locale={locale} pseudo={pseudo}>
      <Frame inspector={<Side />} dialogs={asks && <Dialogs />}>
        <Page />
      </Frame>
    </WordsProvider>
  );
}

/** What stands beside the page. */
function Side() {
  const place = useAppState((state) => state.place.name);
  if (place === 'connections') return <ConnectionSide />;
  if (place === 'history') return <HistoryDetails />;
  return place === 'watch' ? <RuleEditor /> : <Inspector />;
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
    case 'connections':
      return <ConnectionsPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
