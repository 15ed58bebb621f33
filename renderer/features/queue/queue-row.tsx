import { type CSSProperties, memo, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { toggle } from '../../store/selection.ts';
import { select } from '../../store/view-actions.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import { rowWords } from '../../words/row-words.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { RowActions } from './row-actions.tsx';
import { Brief, Mark, Size, State, What, past } from './row-cells.tsx';
import { RowPicture } from './row-picture.tsx';
import s from './queue-row.module.css';

export interface QueueRowProps {
  readonly id: string;
  /** Place in the list as it is shown, from 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly compact: boolean;
  /** Several rows are selected: each has a check box. */
  readonly several: boolean;
  /** This row has the keyboard, and that is to be seen. */
  readonly lit: boolean;
  /** It may be dragged: to another place, or its result out of the window. */
  readonly draggable: boolean;
}

/** Id of the element of a row, for `aria-activedescendant`. */
export const rowElementId = (id: string): string => `row-${id}`;

/** One file. It renders again when its own row changes, and for no other. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { id } = props;
  const row = useAppState((state) => state.rows.byId.get(id));
  return row === undefined ? null : <ShownRow {...props} row={row} />;
});

function ShownRow({
  row,
  index,
  top,
  compact,
  several,
  lit,
  draggable,
}: QueueRowProps & { readonly row: Row }) {
  const app = useApp();
  const locale = useLocale();
  const all = useWords();
  const home = useAppState((state) => state.hello?.home ?? null);
  const place = useAppState((state) => summaryOf(state.rows).line.get(row.id) ?? null);
  const selected = useAppState((state) => state.selection.ids.has(row.id));
  const [hovered, setHovered] = useState(false);
  const words = rowWords(row, { locale, words: all, home, place, compact });
  return (
    <div
      id={rowElementId(row.id)}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-label={words.aloud}
      data-id={row.id}
      data-state={words.state}
      data-tone={words.tone}
      data-several={several || undefined}
      data-lit={lit || undefined}
      data-open={past.has(words.state) ? undefined : true}
      className={classes(s.row, compact && s.compact, index === 0 && s.first)}
      style={{ '--top': `${top}px` } as CSSProperties}
      draggable={draggable}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {several && (
        <span role="gridcell" className={s.check} data-check="">
          <Checkbox
            checked={selected}
            onChange={() => select(app, (selection) => toggle(selection, row.id))}
            label={all.queue.row.select(row.name)}
            hideLabel
            tabIndex={-1}
          />
        </span>
      )}
      <RowPicture row={row} compact={compact} />
      <What words={words} />
      {compact ? (
        <Mark words={words} />
      ) : (
        <State words={words} name={row.name} label={all.queue.row.progressOf(row.name)} />
      )}
      <span role="gridcell" className={s.last}>
        {hovered || lit ? (
          <RowActions row={row} words={words} lit={lit} />
        ) : compact ? (
          <Brief words={words} />
        ) : (
          <Size words={words} />
        )}
      </span>
    </div>
  );
}
