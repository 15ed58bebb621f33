import type { AppState } from '../../store/app-state.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { Mark } from './mark.tsx';
import { goToQueue, goToSettings } from './places.ts';
import s from './sidebar.module.css';
import { useMedia } from './use-media.ts';

/** Files that are not through yet: they run, wait, or have to be changed first. */
export function unfinishedCount({ rows }: Pick<AppState, 'rows'>): number {
  const { total, done, states } = summaryOf(rows);
  return total - done - states.failed - states.cancelled;
}

/** The places of the window. Narrow windows show only their marks. */
export function Sidebar() {
  const app = useApp();
  const words = useWords().app;
  const locale = useLocale();
  const place = useAppState((state) => state.place.name);
  const unfinished = useAppState(unfinishedCount);
  return (
    <nav className={s.nav} aria-label={words.places}>
      <div className={s.chrome} />
      <div className={s.brand}>
        <Mark />
        <span className={s.word}>{words.name}</span>
      </div>
      <PlaceButton
        icon="queue"
        label={words.queue}
        current={place !== 'settings'}
        count={unfinished > 0 ? countText(unfinished, locale) : null}
        countText={words.unfinished(unfinished, countText(unfinished, locale))}
        onClick={() => goToQueue(app)}
      />
      <div className={s.grow} />
      <PlaceButton
        icon="gear"
        label={words.settings}
        current={place === 'settings'}
        onClick={() => goToSettings(app)}
      />
    </nav>
  );
}

interface PlaceButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly current: boolean;
  readonly count?: string | null;
  readonly countText?: string;
  readonly onClick: () => void;
}

function PlaceButton({ icon, label, current, count = null, countText: spoken, onClick }: PlaceButtonProps) {
  const rail = useMedia('(max-width: 1099px)');
  const button = (
    <button type="button" className={s.place} aria-current={current ? 'page' : undefined} onClick={onClick}>
      <Icon name={icon} />
      <span className={s.word}>{label}</span>
      {count !== null && (
        <>
          <span className={s.count} aria-hidden="true">
            {count}
          </span>
          <span className={s.spoken}>{`, ${spoken ?? count}`}</span>
        </>
      )}
    </button>
  );
  return rail ? (
    <Tooltip text={label} naming>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
