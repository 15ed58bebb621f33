import type { CSSProperties, MouseEvent } from 'react';
import { rowsInOrder } from '../../store/rows-in-order.ts';
import { standsStill } from '../../store/stands-still.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { selectRow, setView } from '../../store/view-actions.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { keysOf } from '../../keyboard/shortcuts.ts';
import { countText } from '../../words/numbers.ts';
import { stateText } from '../../words/row-words.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { type ConvoyWords, convoyWords } from './convoy-words.ts';
import { useFileActions } from './file-actions.ts';
import { useStartPause } from './use-start-pause.ts';
import { type Vehicle, vehiclesOf } from './vehicles.ts';
import s from './convoy-bar.module.css';

/** All files at a glance: the one button that starts or pauses them, a sentence, and a vehicle for each. */
export function ConvoyBar() {
  const app = useApp();
  const locale = useLocale();
  const words = useWords();
  const actions = useFileActions();
  const w = words.queue.convoy;
  useStartPause();
  const rows = useAppState((state) => state.rows);
  const queue = useAppState((state) => state.queue);
  const canShow = useAppState((state) => state.hello?.abilities.show === true);
  const clearable = canShow && queue.waits?.why === 'disk';
  const said = convoyWords({ rows, queue }, locale, words);
  // Uploads leave the lanes free.
  const lanes = Object.entries(queue.lanes).reduce(
    (sum, [lane, n]) => (lane === 'transfer' ? sum : sum + n),
    0,
  );
  const lanesText = w.lanes(lanes, countText(lanes, locale));
  return (
    <footer role="contentinfo" aria-label={w.label} className={s.convoy}>
      <Go said={said} />
      <div className={s.right}>
        <div className={s.say}>
          <div className={s.parts}>
            <b className={s.head}>{said.head}</b>
            {said.time !== null && <span className={s.part}>{said.time}</span>}
            {said.attention !== null && (
              <button
                type="button"
                className={s.link}
                onClick={() => {
                  setView(app, { filter: 'attention', search: '' });
                  app.store.setState({ place: { name: 'queue' } });
                }}
              >
                {said.attention}
              </button>
            )}
            {said.bytes !== null && <span className={classes(s.part, s.mayGo)}>{said.bytes}</span>}
          </div>
          {clearable && (
            <Button variant="plain" size="small" className={s.more} onClick={() => actions.showFullDisk()}>
              {w.showWhatToClear}
            </Button>
          )}
          {said.ready > 0 && said.stage !== 'start' && (
            <Button variant="plain" size="small" className={s.more} onClick={() => actions.start(null)}>
              {w.convertMore(countText(said.ready, locale))}
            </Button>
          )}
          <button
            type="button"
            className={s.lanes}
            aria-label={w.lanesLabel(lanesText)}
            onClick={() => app.store.setState({ place: { name: 'settings', page: 'lanes' } })}
          >
            {lanesText}
            <Icon name="down" size="s" />
          </button>
        </div>
        <Vehicles sentence={said.sentence} />
      </div>
    </footer>
  );
}

/** Convert, pause or go on: the primary button of the window. */
function Go({ said: { stage, ready } }: { readonly said: ConvoyWords }) {
  const locale = useLocale();
  const w = useWords().queue.convoy;
  const actions = useFileActions();
  // What has no room is let go file by file.
  const overridable = useAppState(({ queue }) => queue.waits !== null && queue.waits.why !== 'disk');
  switch (stage) {
    case 'start':
      return (
        <Button
          variant="primary"
          icon={<Icon name="play" />}
          className={s.convert}
          title={keysOf('start_pause')}
          onClick={() => actions.start(null)}
        >
          {w.convert(countText(ready, locale))}
        </Button>
      );
    case 'run':
      return (
        <Menu
          side="top"
          trigger={
            <button type="button" className={s.go} aria-label={w.pauseMenu}>
              <Icon name="pause" />
            </button>
          }
        >
          {overridable && (
            <MenuItem icon={<Icon name="play" />} onSelect={() => actions.resume()}>
              {w.convertAnyway}
            </MenuItem>
          )}
          <MenuItem
            icon={<Icon name="pause" />}
            keys={keysOf('start_pause')}
            onSelect={() => actions.pause('now')}
          >
            {w.pauseNow}
          </MenuItem>
          <MenuItem icon={<Icon name="fin" />} onSelect={() => actions.pause('after')}>
            {w.pauseAfter}
          </MenuItem>
        </Menu>
      );
    case 'paused':
      return (
        <IconButton
          label={w.resume}
          icon={<Icon name="play" />}
          className={s.go}
          onClick={() => actions.resume()}
        />
      );
    case 'drained':
      return (
        <span className={classes(s.go, s.idle)} aria-hidden="true">
          <Icon name="check" />
        </span>
      );
  }
}

/** One vehicle a file. For those who see it; the sentence says the same. */
function Vehicles({ sentence }: { readonly sentence: string }) {
  const app = useApp();
  const all = useWords();
  const words = all.queue;
  const rows = useAppState((state) => state.rows);
  const waits = useAppState(({ queue }) => (queue.waits?.why === 'disk' ? null : queue.waits));
  const still = useAppState(standsStill);
  const vehicles = vehiclesOf(rowsInOrder(rows));
  const titleOf = (vehicle: Vehicle): string => {
    const row = rows.byId.get(vehicle.id);
    if (row === undefined) return '';
    if (vehicle.count > 1) return words.convoy.vehicles(vehicle.count, row.name);
    return words.convoy.vehicle(row.name, stateText(row, { words: all, waits, still }));
  };
  const click = (event: MouseEvent): void => {
    const id =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('[data-file]')?.dataset['file']
        : undefined;
    if (id === undefined) return;
    selectRow(app, id);
    app.store.setState({ place: { name: 'queue' } });
  };
  return (
    // Clicking is a shortcut to a row that the list reaches by keyboard.
    <div
      role="img"
      aria-label={sentence}
      className={s.cars}
      data-many={vehicles.length > 40 || undefined}
      onClick={click}
    >
      {vehicles.map((vehicle) => (
        <span
          key={vehicle.id}
          data-file={vehicle.id}
          title={titleOf(vehicle)}
          className={classes(s.car, vehicle.failed && s.failed)}
          data-tone={vehicle.tone}
          style={{ '--weight': vehicle.weight, '--fill': vehicle.fill } as CSSProperties}
        >
          {vehicle.fill > 0 && <span className={s.fill} />}
        </span>
      ))}
    </div>
  );
}
