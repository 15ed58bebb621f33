import { type KeyboardEvent, useRef } from 'react';
import type { Position } from '../../shared/model/options.ts';
import { useWords } from '../words/words.tsx';
import { classes } from './classes.ts';
import s from './position-grid.module.css';

export interface PositionGridProps {
  readonly value: Position | null;
  readonly onChange: (value: Position) => void;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** The nine places from left to right and from top to bottom, as they stand on the screen. */
const gridOfNine: readonly Position[] = [
  'top_left',
  'top',
  'top_right',
  'left',
  'center',
  'right',
  'bottom_left',
  'bottom',
  'bottom_right',
];

/** Which part is kept, or where something is put: one of nine places. */
export function PositionGrid({ value, onChange, label, disabled = false, className }: PositionGridProps) {
  const words = useWords().app.ui.positions;
  const cells = useRef<(HTMLButtonElement | null)[]>([]);
  const stop = Math.max(0, gridOfNine.indexOf(value ?? 'center'));

  const key = (event: KeyboardEvent) => {
    const next = nextCell(event.key, stop);
    const place = gridOfNine[next];
    if (place === undefined || disabled) return;
    event.preventDefault();
    cells.current[next]?.focus();
    if (place !== value) onChange(place);
  };

  return (
    <div role="radiogroup" aria-label={label} className={classes(s.grid, className)} onKeyDown={key}>
      {gridOfNine.map((place, at) => (
        <button
          key={place}
          ref={(element) => {
            cells.current[at] = element;
          }}
          type="button"
          role="radio"
          aria-checked={place === value}
          aria-label={words[place]}
          title={words[place]}
          disabled={disabled}
          tabIndex={at === stop ? 0 : -1}
          className={classes(s.cell, place === value && s.on)}
          onClick={() => onChange(place)}
        />
      ))}
    </div>
  );
}

/** Arrows stay inside the grid. */
function nextCell(key: string, at: number): number {
  const column = at % 3;
  switch (key) {
    case 'ArrowRight':
      return column < 2 ? at + 1 : -1;
    case 'ArrowLeft':
      return column > 0 ? at - 1 : -1;
    case 'ArrowDown':
      return at + 3;
    case 'ArrowUp':
      return at - 3;
    default:
      return -1;
  }
}
