import type { Row } from '../../../shared/ipc/row.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { FirstAction, RowWords } from '../../words/row-words.ts';
import { useWords } from '../../words/words.tsx';
import { type FileActions, useFileActions } from './file-actions.ts';
import { actionIcons } from './row-icon.ts';
import s from './queue-row.module.css';

export interface RowActionsProps {
  readonly row: Row;
  readonly words: RowWords;
  /** True when the row has the keyboard: then its buttons are stops of Tab. */
  readonly lit: boolean;
}

interface Offer {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** At most four buttons that stand in place of the sizes: what the state asks for first, More last. */
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
    can.hold && { label: w.hold, icon: 'held', run: () => actions.hold([id]) },
    ended && canShow && { label: w.show, icon: 'show', run: () => actions.show(id) },
    (row.status === 'queued' || (ended && row.status !== 'succeeded')) && {
      label: w.remove,
      icon: 'x',
      run: () => actions.remove([id]),
    },
  ];
  const offers = [first, ...others].filter((one) => one !== null && one !== false).slice(0, 3);
  const tabIndex = lit ? 0 : -1;
  return (
    // A click leaves the keyboard where it is: the buttons go when the pointer does.
    <div className={s.actions} onMouseDown={(event) => event.preventDefault()}>
      {offers.map((offer) => (
        <IconButton
          key={offer.icon}
          label={offer.label}
          icon={<Icon name={offer.icon} />}
          tabIndex={tabIndex}
          className={s.action}
          onClick={(event) => {
            event.stopPropagation();
            offer.run();
          }}
        />
      ))}
      <IconButton
        label={w.moreOf(row.name)}
        icon={<Icon name="more" />}
        tabIndex={tabIndex}
        className={s.action}
        aria-haspopup="menu"
        onClick={(event) => {
          event.stopPropagation();
          openMenuAt(event.currentTarget);
        }}
      />
    </div>
  );
}

/** The menu of a row is the one that a right click opens: one menu, one list of what can be done. */
function openMenuAt(button: HTMLElement): void {
  // Where the keyboard goes back to when the menu closes.
  button.closest<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  const { left, bottom } = button.getBoundingClientRect();
  button.dispatchEvent(
    new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom + 2 }),
  );
}

const runFirst: Readonly<Record<FirstAction, (id: string, actions: FileActions) => void>> = {
  start: (id, actions) => actions.start([id]),
  next: (id, actions) => actions.step([id], 'next'),
  cancel: (id, actions) => actions.cancel([id]),
  compare: (id, actions) => actions.compare(id),
  open: (id, actions) => actions.open(id),
  details: (id, actions) => actions.inspect('details', id),
  options: (id, actions) => actions.inspect('options', id),
  anyway: (id, actions) => actions.retry([id]),
  retry: (id, actions) => actions.retry([id]),
  again: (id, actions) => actions.retry([id]),
  release: (id, actions) => actions.release([id]),
};
