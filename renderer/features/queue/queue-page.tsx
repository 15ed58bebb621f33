import { visibleIds } from '../../store/list-view.ts';
import { useAppState } from '../../store/store.ts';
import { EmptyQueue } from '../empty/index.ts';
import { ConvoyBar } from './convoy-bar.tsx';
import { NothingShown } from './nothing-shown.tsx';
import { QueueBar } from './queue-bar.tsx';
import { QueueList } from './queue-list.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useQueueCommands } from './use-queue-commands.ts';
import s from './queue-page.module.css';

/** The queue: bar, list and convoy. Before the first file there is only the invitation to drop some. */
export function QueuePage() {
  useQueueCommands();
  const empty = useAppState((state) => state.loaded && state.rows.order.length === 0);
  const several = useAppState((state) => state.selection.ids.size > 1);
  const nothing = useAppState((state) => state.loaded && visibleIds(state.rows, state.view).length === 0);
  if (empty) return <EmptyQueue />;
  return (
    <div className={s.page}>
      {several ? <SelectionBar /> : <QueueBar />}
      {nothing ? <NothingShown /> : <QueueList />}
      <ConvoyBar />
    </div>
  );
}
