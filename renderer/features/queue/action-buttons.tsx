import { IconButton } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import s from './queue-row.module.css';

/** What a row offers by a button of its own. */
export interface Offer {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => void;
}

export interface ActionButtonsProps {
  /** Name of the file. */
  readonly name: string;
  /** The first three are shown. */
  readonly offers: readonly Offer[];
  /** True when the row has the keyboard: then its buttons are stops of Tab. */
  readonly lit: boolean;
}

/** At most four buttons that stand in place of the sizes, More last. */
export function ActionButtons({ name, offers, lit }: ActionButtonsProps) {
  const w = useWords().queue.actions;
  const tabIndex = lit ? 0 : -1;
  return (
    // A click leaves the keyboard where it is: the buttons go when the pointer does.
    <div className={s.actions} onMouseDown={(event) => event.preventDefault()}>
      {offers.slice(0, 3).map((offer) => (
        <IconButton
          // Two of them may have the same mark.
          key={offer.label}
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
        label={w.moreOf(name)}
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
