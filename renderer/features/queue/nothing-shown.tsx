import { useApp, useAppState } from '../../store/store.ts';
import { setView } from '../../store/view-actions.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/words.tsx';
import { listId } from './queue-list.tsx';
import s from './queue-page.module.css';

/** Files are there, but the filter or the search shows none of them. */
export function NothingShown() {
  const app = useApp();
  const w = useWords().queue.none;
  const { filter, search } = useAppState((state) => state.view);
  const words = search.trim();
  const [title, why] = filter === 'all' ? [w.title.all, w.search] : [w.titleLeft, w.searchLeft];
  return (
    <div id={listId} className={s.nothing}>
      <h2 className={s.title}>{words === '' ? w.title[filter] : title}</h2>
      {words !== '' && <p className={s.why}>{why(words)}</p>}
      <Button size="small" onClick={() => setView(app, { filter: 'all', search: '' })}>
        {w.showAll}
      </Button>
    </div>
  );
}
