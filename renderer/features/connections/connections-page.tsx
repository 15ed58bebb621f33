import { useEffect } from 'react';
import { useCommand } from '../../keyboard/use-command.ts';
import { answerLeavingConnection, loadConnections } from '../../store/connections-actions.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { ConvoyBar } from '../queue/index.ts';
import { useConnectionActions } from './connection-actions.ts';
import { ConnectionCards } from './connection-cards.tsx';
import s from './connections-page.module.css';

/** Where results can be sent. */
export function ConnectionsPage() {
  const app = useApp();
  const actions = useConnectionActions();
  const views = useAppState(({ connections }) => connections.views);
  const editing = useAppState(({ connections }) => connections.editor !== null);
  const queued = useAppState(({ rows }) => rows.order.length > 0);
  const isEmpty = views !== null && views.length === 0;
  useEffect(() => {
    void loadConnections(app);
  }, [app]);
  useCommand('escape', () => actions.chooseNone(), editing);
  return (
    <div className={s.page}>
      <Bar empty={isEmpty} />
      <main className={s.main}>
        {views === null ? <NotThere /> : isEmpty ? <Empty making={editing} /> : <ConnectionCards />}
      </main>
      {queued && <ConvoyBar />}
      <LeaveDialog />
    </div>
  );
}

function Bar({ empty }: { readonly empty: boolean }) {
  const actions = useConnectionActions();
  const w = useWords().connections;
  return (
    <div role="toolbar" aria-label={w.title} className={s.bar}>
      <h1 className={s.title}>{w.title}</h1>
      {!empty && (
        <Button variant="primary" icon={<Icon name="plus" />} onClick={() => actions.make()}>
          {w.make}
        </Button>
      )}
    </div>
  );
}

function Empty({ making }: { readonly making: boolean }) {
  const actions = useConnectionActions();
  const w = useWords().connections;
  return (
    <section className={s.empty} aria-label={w.empty.title}>
      <span className={s.emptyMark}>
        <Icon name="link" />
      </span>
      <h2 className={s.emptyTitle}>{w.empty.title}</h2>
      <p className={s.emptyLine}>{w.empty.first}</p>
      <p className={s.emptyLine}>{w.empty.second}</p>
      <Button
        // Beside the editor, Save is what is to be pressed.
        variant={making ? 'default' : 'primary'}
        icon={<Icon name="plus" />}
        className={s.emptyButton}
        onClick={() => actions.make()}
      >
        {w.make}
      </Button>
    </section>
  );
}

function NotThere() {
  const app = useApp();
  const w = useWords().connections;
  const problem = useAppState(({ connections }) => connections.problem);
  return (
    <div className={s.nothing}>
      {problem === null ? (
        <p>{w.loading}</p>
      ) : (
        <>
          <p role="alert">
            {w.notShown} {problem}
          </p>
          <Button onClick={() => void loadConnections(app)}>{w.tryAgain}</Button>
        </>
      )}
    </div>
  );
}

/** Asks what becomes of changes that are not saved, before the editor shows another connection. */
function LeaveDialog() {
  const app = useApp();
  const w = useWords().connections.leave;
  const leaving = useAppState(({ connections }) => connections.leaving);
  const name = useAppState(({ connections }) => connections.editor?.draft.name.trim() ?? null);
  if (leaving === null || name === null) return null;
  const answer = (what: 'save' | 'discard' | 'stay') => () => void answerLeavingConnection(app, what);
  return (
    <Dialog
      open
      role="alertdialog"
      title={w.title(name)}
      onClose={answer('stay')}
      foot={
        <>
          <Button variant="plain" onClick={answer('stay')}>
            {w.stay}
          </Button>
          <Button onClick={answer('discard')}>{w.discard}</Button>
          <Button variant="primary" data-first-stop="" onClick={answer('save')}>
            {w.save}
          </Button>
        </>
      }
    >
      <p>{w.text}</p>
    </Dialog>
  );
}
