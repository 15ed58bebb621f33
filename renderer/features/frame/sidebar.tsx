import type { AppState } from '../../store/app-state.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { activeRules } from '../../store/watch-state.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { dropWatch } from '../drop/index.ts';
import { Mark } from './mark.tsx';
import { goToConnections, goToHistory, goToQueue, goToSettings, goToWatch } from './places.ts';
import s from './sidebar.module.css';
import { useMedia } from './use-media.ts';

/** Files that are not through yet: they run, wait, or have to be changed first. */
export function unfinishedCount({ rows }: Pick<AppState, 'rows'>): number {
  const { total, done, states } = summaryOf(rows);
  return total - done - states.failed - states.cancelled;
}

/** The places of the window. Narrow windows show only their marks. */
export function Sidebar({ inert = false }: { readonly inert?: boolean }) {
  const app = useApp();
  const all = useWords();
  const words = all.app;
  const locale = useLocale();
  const place = useAppState((state) => state.place.name);
  const unfinished = useAppState(unfinishedCount);
  const active = useAppState((state) => activeRules(state.watch));
  return (
    <nav className={s.nav} aria-label={words.places} inert={inert}>
      <div className={s.chrome} />
      <div className={s.brand}>
        <Mark />
        <span className={s.word}>{words.name}</span>
      </div>
      <PlaceButton
        icon="queue"
        label={words.queue}
        current={place === 'queue' || place === 'compare'}
        count={unfinished > 0 ? countText(unfinished, locale) : null}
        countText={words.unfinished(unfinished, countText(unfinished, locale))}
        onClick={() => goToQueue(app)}
      />
      <PlaceButton
        icon="watch"
        label={all.watch.title}
        current={place === 'watch'}
        count={active > 0 ? countText(active, locale) : null}
        countText={all.watch.active(active, countText(active, locale))}
        takesFolders
        onClick={() => goToWatch(app)}
      />
      <PlaceButton
        icon="history"
        label={all.history.title}
        current={place === 'history'}
        onClick={() => goToHistory(app)}
      />
      <PlaceButton
        icon="link"
        label={all.connections.title}
        current={place === 'connections'}
        onClick={() => goToConnections(app)}
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
  /** A folder that is dropped on it begins a watch rule. */
  readonly takesFolders?: boolean;
  readonly onClick: () => void;
}

function PlaceButton({
  icon,
  label,
  current,
  count = null,
  countText: spoken,
  takesFolders = false,
  onClick,
}: PlaceButtonProps) {
  const rail = useMedia('(max-width: 1099px)');
  const button = (
    <button
      {...(takesFolders ? { [dropWatch]: '' } : {})}
      type="button"
      className={s.place}
      aria-current={current ? 'page' : undefined}
      onClick={onClick}
    >
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
