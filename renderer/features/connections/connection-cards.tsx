import { useState } from 'react';
import type { ConnectionView } from '../../../shared/model/connection.ts';
import { useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import card from '../../ui/cards.module.css';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { dateText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { useConnectionActions } from './connection-actions.ts';
import s from './connections-page.module.css';
import { RemoveDialog } from './remove-dialog.tsx';
import { shownEndpoint } from './services.ts';

/** All connections, by name. */
export function ConnectionCards() {
  const w = useWords().connections;
  const views = useAppState(({ connections }) => connections.views);
  const chosen = useAppState(({ connections }) => connections.editor?.draft.id ?? null);
  const [removing, setRemoving] = useState<ConnectionView | null>(null);
  return (
    <>
      <ul aria-label={w.list} className={s.cards}>
        {views?.map((view) => (
          <Card
            key={view.connection.id}
            view={view}
            chosen={view.connection.id === chosen}
            onRemove={() => setRemoving(view)}
          />
        ))}
      </ul>
      {removing !== null && <RemoveDialog view={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

interface CardProps {
  readonly view: ConnectionView;
  readonly chosen: boolean;
  readonly onRemove: () => void;
}

function Card({ view: { connection, kept }, chosen, onRemove }: CardProps) {
  const actions = useConnectionActions();
  const words = useWords();
  const w = words.connections;
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { id, name, endpoint, region, bucket, prefix, check } = connection;
  const service = endpoint === null ? w.card.aws(region) : shownEndpoint(endpoint);
  const place = w.card.place(bucket, prefix);
  const when = check === null ? '' : dateText(check.at, now, locale, words.units);
  const failed = check !== null && check.error !== null;
  const checked = check === null ? w.card.unchecked : failed ? w.card.failed(when) : w.card.works(when);
  const isBad = failed || kept === 'missing';
  return (
    <li className={classes(card.card, s.card, chosen && card.chosen)}>
      <span className={classes(card.mark, isBad && card.badMark)}>
        <Icon name={isBad ? 'warn' : 'link'} />
      </span>
      <span className={card.what}>
        <button
          type="button"
          className={card.choose}
          aria-current={chosen ? 'true' : undefined}
          aria-label={w.card.aloud([name, service, place, checked, w.card.kept[kept]])}
          onClick={() => actions.choose(id)}
        >
          <MiddleCut text={name} />
        </button>
        <span className={s.place} data-may-cut="">
          <MiddleCut text={service} />
          <span aria-hidden="true">·</span>
          <MiddleCut text={place} />
        </span>
      </span>
      <span className={classes(card.state, s.state)}>
        <span className={failed ? s.bad : undefined}>{checked}</span>
        <span className={kept === 'missing' || kept === 'plain' ? s.bad : undefined}>
          {w.card.kept[kept]}
        </span>
      </span>
      <span className={card.control}>
        <Menu align="end" trigger={<IconButton label={w.card.more(name)} icon={<Icon name="more" />} />}>
          <MenuItem icon={<Icon name="gear" />} onSelect={() => actions.choose(id)}>
            {w.menu.edit}
          </MenuItem>
          <MenuItem icon={<Icon name="retry" />} onSelect={() => actions.testOne(id)}>
            {w.menu.test}
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Icon name="trash" />} onSelect={onRemove}>
            {w.menu.remove}
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}
