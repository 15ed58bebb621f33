import { useEffect } from 'react';
import { askHistory, followHistory, setHistoryView } from '../../store/history-feed.ts';
import { allHistory } from '../../store/history-state.ts';
import { isNarrowed } from '../../store/history-view.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { totalsText } from '../../words/history-totals.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { ConvoyBar } from '../queue/index.ts';
import { HistoryBar } from './history-bar.tsx';
import { HistoryList } from './history-list.tsx';
import { HistorySelectionBar } from './history-selection-bar.tsx';
import { useHistoryCommands } from './use-history-commands.ts';
import s from './history.module.css';

/** What was converted, the last first. */
export function HistoryPage() {
  const app = useApp();
  useEffect(() => followHistory(app), [app]);
  useHistoryCommands();
  const several = useAppState(({ history }) => history.selection.ids.size > 1);
  const empty = useAppState(
    ({ history }) => history.asked && history.rows.length === 0 && !isNarrowed(history.view),
  );
  const queued = useAppState(({ rows }) => rows.order.length > 0);
  return (
    <div className={s.page}>
      {several ? <HistorySelectionBar /> : <HistoryBar empty={empty} />}
      <main className={s.main}>
        <Content />
      </main>
      {queued && <ConvoyBar />}
    </div>
  );
}

function Content() {
  const app = useApp();
  const w = useWords().history;
  const none = useAppState(({ history }) => history.rows.length === 0);
  const asked = useAppState(({ history }) => history.asked);
  const problem = useAppState(({ history }) => history.problem);
  const narrowed = useAppState(({ history }) => isNarrowed(history.view));
  if (problem !== null)
    return (
      <div className={s.nothing}>
        <p role="alert">
          {w.notShown} {problem}
        </p>
        <Button onClick={() => void askHistory(app)}>{w.tryAgain}</Button>
      </div>
    );
  if (!asked)
    return (
      <div className={s.nothing}>
        <p>{w.loading}</p>
      </div>
    );
  if (none) return narrowed ? <NothingFits /> : <EmptyHistory />;
  return (
    <>
      <Totals />
      <HistoryList />
    </>
  );
}

/** The sums over all files that the list shows, also those that were not scrolled to. */
function Totals() {
  const words = useWords();
  const locale = useLocale();
  const totals = useAppState(({ history }) => history.totals);
  return <p className={s.totals}>{totals === null ? '' : totalsText(totals, locale, words)}</p>;
}

function NothingFits() {
  const app = useApp();
  const w = useWords().history.none;
  const view = useAppState(({ history }) => history.view);
  const search = view.search.trim();
  const why = isNarrowed({ ...view, search: '' }) ? w.searchLeft : w.search;
  return (
    <div className={s.nothing}>
      <h2 className={s.nothingTitle}>{w.title}</h2>
      {search !== '' && <p className={s.why}>{why(search)}</p>}
      <Button size="small" onClick={() => setHistoryView(app, allHistory)}>
        {w.showAll}
      </Button>
    </div>
  );
}

function EmptyHistory() {
  const app = useApp();
  const w = useWords().history.empty;
  return (
    <section className={s.nothing} aria-label={w.title}>
      <span className={s.mark}>
        <Icon name="history" />
      </span>
      <h2 className={s.emptyTitle}>{w.title}</h2>
      <p className={s.why}>{w.text}</p>
      <Button onClick={() => app.store.setState({ place: { name: 'queue' } })}>{w.toQueue}</Button>
    </section>
  );
}
