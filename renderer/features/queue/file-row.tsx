import { type CSSProperties, type ReactNode, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import type { RowWords } from '../../words/row-words.ts';
import { useWords } from '../../words/words.tsx';
import { Brief, Mark, Size, State, What, past } from './row-cells.tsx';
import { RowPicture } from './row-picture.tsx';
import s from './queue-row.module.css';

/** Where a row stands in its list and how it is shown there. */
export interface RowPlace {
  /** Place in the list as it is shown, from 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly compact: boolean;
  /** Nothing stands above it that a line would divide it from. */
  readonly first: boolean;
  /** Several rows are selected: each has a check box. */
  readonly several: boolean;
  /** This row has the keyboard, and that is to be seen. */
  readonly lit: boolean;
}

export interface FileRowProps extends RowPlace {
  readonly row: Row;
  readonly words: RowWords;
  readonly selected: boolean;
  readonly draggable: boolean;
  /** The check box was pressed. */
  readonly onToggle: () => void;
  /** Buttons that take the place of the sizes while the row is pointed at or has the keyboard. */
  readonly actions: () => ReactNode;
}

/** Id of the element of a row, for `aria-activedescendant`. */
export const rowElementId = (id: string): string => `row-${id}`;

/** One file in a list: its picture, what it is, what it does, how large it is. The queue and the history show it. */
export function FileRow({
  row,
  words,
  selected,
  draggable,
  onToggle,
  actions,
  index,
  top,
  compact,
  first,
  several,
  lit,
}: FileRowProps) {
  const w = useWords().queue.row;
  const [hovered, setHovered] = useState(false);
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
      className={classes(s.row, compact && s.compact, first && s.first)}
      style={{ '--top': `${top}px` } as CSSProperties}
      draggable={draggable}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {several && (
        <span role="gridcell" className={s.check} data-check="">
          <Checkbox
            checked={selected}
            onChange={onToggle}
            label={w.select(row.name)}
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
        <State words={words} name={row.name} label={w.progressOf(row.name)} />
      )}
      <span role="gridcell" className={s.last}>
        {hovered || lit ? actions() : compact ? <Brief words={words} /> : <Size words={words} />}
      </span>
    </div>
  );
}
