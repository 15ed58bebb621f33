import { useEffect } from 'react';
import { useCommand } from '../../keyboard/use-command.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { askActivity, loadRules } from '../../store/watch-feed.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { ConvoyBar } from '../queue/index.ts';
import { ActivityPart } from './activity-part.tsx';
import { EmptyWatch } from './empty-watch.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { useRuleActions } from './rule-actions.ts';
import { RuleCards } from './rule-cards.tsx';
import s from './watch-page.module.css';

/** Folders that convert by themselves: the rules, and what they saw. */
export function WatchPage() {
  const app = useApp();
  const actions = useRuleActions();
  const none = useAppState(({ watch }) => watch.rules?.length === 0);
  const asked = useAppState(({ watch }) => watch.rules !== null);
  useEffect(() => {
    void askActivity(app);
  }, [app]);
  const queued = useAppState(({ rows }) => rows.order.length > 0);
  const editing = useAppState(({ watch }) => watch.editor !== null);
  useCommand('escape', () => actions.chooseNone(), editing);
  useCommand('undo', () => actions.undo());
  return (
    <div className={s.page}>
      <WatchBar empty={none} />
      <main className={s.main}>
        {none ? (
          <EmptyWatch />
        ) : asked ? (
          <>
            <RuleCards />
            <ActivityPart />
          </>
        ) : (
          <NotThere onAgain={() => void loadRules(app)} />
        )}
      </main>
      {queued && <ConvoyBar />}
      <LeaveDialog />
    </div>
  );
}

function WatchBar({ empty }: { readonly empty: boolean }) {
  const actions = useRuleActions();
  const w = useWords().watch;
  const some = useAppState(({ watch }) => (watch.rules ?? []).some(({ rule }) => rule.on));
  return (
    <div role="toolbar" aria-label={w.title} className={s.bar}>
      <h1 className={s.title}>{w.title}</h1>
      {!empty && (
        <>
          <Button icon={<Icon name={some ? 'pause' : 'play'} />} onClick={() => actions.switchAll(!some)}>
            {some ? w.pauseAll : w.watchAll}
          </Button>
          <Button variant="primary" icon={<Icon name="plus" />} onClick={() => actions.make()}>
            {w.newRule}
          </Button>
        </>
      )}
    </div>
  );
}

function NotThere({ onAgain }: { readonly onAgain: () => void }) {
  const w = useWords().watch;
  const problem = useAppState(({ watch }) => watch.problem);
  return (
    <div className={s.notThere}>
      {problem === null ? (
        <p>{w.loading}</p>
      ) : (
        <>
          <p role="alert">
            {w.notShown} {problem}
          </p>
          <Button onClick={onAgain}>{w.tryAgain}</Button>
        </>
      )}
    </div>
  );
}
