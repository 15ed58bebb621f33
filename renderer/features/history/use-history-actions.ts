import { useMemo } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import * as history from '../../store/history-actions.ts';
import { askAllHistory } from '../../store/history-feed.ts';
import { visibleIds } from '../../store/list-view.ts';
import { copyAsJson, openFile, showFile } from '../../store/queue-actions.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { selectAll, selectOnly } from '../../store/selection.ts';
import { type App, useApp } from '../../store/store.ts';
import { type Undo, undo as takeBack } from '../../store/undo.ts';
import { selectRow, setView } from '../../store/view-actions.ts';
import { announce } from '../../ui/live-region.tsx';
import { dismissToast, toast } from '../../ui/toast.tsx';
import type { Words } from '../../words/en/index.ts';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { sayRefusal } from '../drop/report.ts';

/** What rows, bars, menus and keys do to files of the history; what came of it is said where it is not seen. */
export type HistoryActions = ReturnType<typeof historyActions>;

/** The actions of the window; the same object as long as the language is. */
export function useHistoryActions(): HistoryActions {
  const app = useApp();
  const words = useWords();
  const locale = useLocale();
  return useMemo(() => historyActions(app, words, locale), [app, words, locale]);
}

type Ids = readonly string[];

function historyActions(app: App, words: Words, locale: string) {
  const w = words.history;
  const told = (work: Promise<unknown>): void => {
    work.catch((reason: unknown) => sayRefusal(reason, w.said.notDone));
  };
  const undo = (what: Undo | null = null): void =>
    told(
      takeBack(app, what).then((done) => {
        if (done) dismissToast();
        announce(done ? w.said.undone : w.said.nothingToUndo, 'polite');
      }),
    );
  const count = (n: number): string => countText(n, locale);

  const actions = {
    /** Ids of the selected files, from top to bottom. */
    selected: (): Ids => history.selectedHistory(app.store.getState()).map((row) => row.id),
    runAgain: (ids: Ids): void => {
      if (ids.length === 0) return;
      told(
        history.runAgain(app, ids).then(({ queued, refused }) => {
          const [first] = refused;
          const refusedIds = new Set(refused.map(({ id }) => id));
          const back = ids.find((id) => !refusedIds.has(id));
          if (first !== undefined)
            toast({
              text: w.said.notAgain(refused.length, count(refused.length)),
              second: first.error.message,
              tone: 'bad',
            });
          if (back === undefined) return;
          const text = w.said.again(queued, count(queued));
          if (first === undefined)
            toast({
              text,
              tone: 'good',
              action: { label: w.said.show, run: () => actions.showInQueue(back) },
            });
          announce(`${text}.`, 'polite');
        }),
      );
    },
    /** The file in the queue, selected and in view. */
    showInQueue: (id: string): void => {
      const { rows, view } = app.store.getState();
      if (rows.byId.has(id)) {
        if (!visibleIds(rows, view).includes(id)) setView(app, { filter: 'all', search: '' });
        selectRow(app, id);
      }
      app.store.setState({ place: { name: 'queue' } });
    },
    copyJson: (ids: Ids): void => {
      if (ids.length > 0)
        told(copyAsJson(app, ids).then(() => toast({ text: w.said.copied(ids.length), tone: 'good' })));
    },
    saveJson: (ids: Ids): void => {
      if (ids.length > 0)
        told(
          history.exportEntries(app, ids, w.fileName).then((saved) => {
            if (saved) toast({ text: w.said.saved(ids.length, count(ids.length)), tone: 'good' });
          }),
        );
    },
    remove: (ids: Ids): void => {
      if (ids.length === 0) return;
      told(
        history.forgetEntries(app, ids).then(({ count: n, undo: way }) => {
          if (n === 0) return;
          const text = w.said.removed(n, count(n));
          toast({
            text,
            second: w.said.removedWhy,
            icon: 'trash',
            ...(way === null ? {} : { action: { label: w.said.undo, run: () => undo(way) } }),
          });
          announce(`${text}.`, 'polite');
        }),
      );
    },
    undo: (): void => undo(),
    /** Asks before the batch is taken back. */
    undoBatch: (batchId: string): void => app.store.setState({ dialog: { name: 'undo_batch', batchId } }),
    open: (row: Row): void => told(openFile(app, row)),
    show: (row: Row): void => told(showFile(app, row)),
    preview: (row: Row): void => app.store.setState({ dialog: { name: 'preview', id: row.id } }),
    /** What happened to the file, beside the list. */
    details: (row: Row): void => {
      history.selectHistory(app, () => selectOnly(row.id));
      history.showDetails(app, () => true);
    },
    /** Enter: the result; of what has none, the details say why. */
    enter: (row: Row): void => {
      if (abilitiesOf(row).openResult) actions.open(row);
      else actions.details(row);
    },
    /** All files of the view, also those that were not scrolled to yet. */
    selectAll: (): void =>
      told(
        askAllHistory(app).then((all) => {
          if (all) history.selectHistory(app, selectAll);
        }),
      ),
  };
  return actions;
}
