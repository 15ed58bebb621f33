import { memo } from 'react';
import type { HistoryRow } from '../../../shared/ipc/history-calls.ts';
import { selectHistory } from '../../store/history-actions.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { toggle } from '../../store/selection.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { rowWords } from '../../words/row-words.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { ActionButtons, type Offer } from '../queue/action-buttons.tsx';
import { FileRow, type RowPlace } from '../queue/file-row.tsx';
import { useHistoryActions } from './use-history-actions.ts';

export interface HistoryFileProps extends RowPlace {
  readonly row: HistoryRow;
  readonly selected: boolean;
}

/** One file that has ended, as the queue shows it. */
export const HistoryFile = memo(function HistoryFile({ row, ...props }: HistoryFileProps) {
  const app = useApp();
  const locale = useLocale();
  const words = useWords();
  const home = useAppState((state) => state.hello?.home ?? null);
  return (
    <FileRow
      {...props}
      row={row}
      words={rowWords(row, { locale, words, home, place: null, compact: props.compact })}
      draggable={false}
      onToggle={() => selectHistory(app, (selection) => toggle(selection, row.id))}
      actions={() => <Actions row={row} lit={props.lit} />}
    />
  );
});

function Actions({ row, lit }: { readonly row: HistoryRow; readonly lit: boolean }) {
  const actions = useHistoryActions();
  const words = useWords();
  const canShow = useAppState((state) => state.hello?.abilities.show === true);
  const inQueue = useAppState((state) => state.rows.byId.has(row.id));
  const w = words.queue.actions;
  const offers: readonly (Offer | false)[] = [
    abilitiesOf(row).openResult && { label: w.open, icon: 'open', run: () => actions.open(row) },
    !abilitiesOf(row).openResult && { label: w.details, icon: 'info', run: () => actions.details(row) },
    canShow &&
      (abilitiesOf(row).openResult || abilitiesOf(row).openOriginal) && {
        label: abilitiesOf(row).openResult ? w.show : w.showOriginal,
        icon: 'show',
        run: () => actions.show(row),
      },
    { label: words.history.actions.again, icon: 'retry', run: () => actions.runAgain([row.id]) },
    inQueue && {
      label: words.history.actions.toQueue,
      icon: 'queue',
      run: () => actions.showInQueue(row.id),
    },
  ];
  return <ActionButtons name={row.name} offers={offers.filter((one) => one !== false)} lit={lit} />;
}
