import { visibleIds } from '../../store/list-view.ts';
import { useAppState } from '../../store/store.ts';
import { EmptyQueue } from '../empty/index.ts';
import { useWords } from '../../words/words.tsx';
import { ConvoyBar } from './convoy-bar.tsx';
import { NothingShown } from './nothing-shown.tsx';
import { QueueBar } from './queue-bar.tsx';
import { QueueList } from './queue-list.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useQueueCommands } from './use-queue-commands.ts';
import s from './queue-page.module.css';

/**
 * The queue: bar, list and convoy. Before the first file there is only the invitation to drop some, and nothing until it
 * is known which of the two it is.
 */
export function QueuePage() {
  useQueueCommands();
  const known = useAppState((state) => state.loaded || state.rows.order.length > 0);
  return known ? <Known /> : <main className={s.page} />;
}

function Known() {
  const empty = useAppState((state) => state.loaded && state.rows.order.length === 0);
  const several = useAppState((state) => state.selection.ids.size > 1);
  const nothing = useAppState((state) => state.loaded && visibleIds(state.rows, state.view).length === 0);
  const title = useWords().app.queue;
  return (
    <div className={s.page}>
      {!empty && (several ? <SelectionBar /> : <QueueBar />)}
      <main className={s.main}>
        {empty ? (
          <EmptyQueue />
        ) : (
          <>
            <h1 className={s.spoken}>{title}</h1>
            {nothing ? <NothingShown /> : <QueueList />}
          </>
        )}
      </main>
      {!empty && <ConvoyBar />}
    </div>
  );
}
