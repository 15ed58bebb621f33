import type { Row } from '../../../shared/ipc/row.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { useAppState } from '../../store/store.ts';
import type { FirstAction, RowWords } from '../../words/row-words.ts';
import { useWords } from '../../words/words.tsx';
import { ActionButtons, type Offer } from './action-buttons.tsx';
import { type FileActions, useFileActions } from './file-actions.ts';
import { actionIcons } from './row-icon.ts';

export interface RowActionsProps {
  readonly row: Row;
  readonly words: RowWords;
  /** True when the row has the keyboard: then its buttons are stops of Tab. */
  readonly lit: boolean;
}

/** The buttons of a row: what the state asks for first. */
export function RowActions({ row, words, lit }: RowActionsProps) {
  const actions = useFileActions();
  const canShow = useAppState((state) => state.hello?.abilities.show === true);
  const w = useWords().queue.actions;
  const { id } = row;
  const can = abilitiesOf(row);
  const ended = row.status !== 'queued' && row.status !== 'processing';
  const firstId = words.first;
  const first: Offer | null =
    firstId === null
      ? null
      : {
          label: w[firstId],
          icon: actionIcons[firstId],
          run: () => runFirst[firstId](id, actions),
        };
  const others: readonly (Offer | false)[] = [
    firstId === 'details' &&
      can.compare && { label: w.compare, icon: 'compare', run: () => actions.compare(id) },
    can.link && firstId !== 'link' && { label: w.link, icon: 'chain', run: () => actions.copyLink(id) },
    can.hold && { label: w.hold, icon: 'held', run: () => actions.hold([id]) },
    ended &&
      canShow &&
      (can.openResult || (can.openOriginal && !can.link)) && {
        label: w.show,
        icon: 'show',
        run: () => actions.show(id),
      },
    // Two crosses side by side would be told apart by nobody.
    firstId !== 'cancel' &&
      (row.status === 'queued' || (ended && row.status !== 'succeeded')) && {
        label: w.remove,
        icon: 'x',
        run: () => actions.remove([id]),
      },
  ];
  const offers = [first, ...others].filter((one) => one !== null && one !== false);
  return <ActionButtons name={row.name} offers={offers} lit={lit} />;
}

const runFirst: Readonly<Record<FirstAction, (id: string, actions: FileActions) => void>> = {
  start: (id, actions) => actions.start([id]),
  next: (id, actions) => actions.step([id], 'next'),
  cancel: (id, actions) => actions.cancel([id]),
  compare: (id, actions) => actions.compare(id),
  open: (id, actions) => actions.open(id),
  link: (id, actions) => actions.copyLink(id),
  details: (id, actions) => actions.inspect('details', id),
  options: (id, actions) => actions.inspect('options', id),
  anyway: (id, actions) => actions.retry([id]),
  retry: (id, actions) => actions.retry([id]),
  again: (id, actions) => actions.retry([id]),
  release: (id, actions) => actions.release([id]),
};
