import type { CSSProperties } from 'react';
import { useAppState } from '../../store/store.ts';
import { dayText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './history.module.css';

/** Height of `history.module.css`, as the list has to know it to place what is not drawn. */
export const dayHeight = 34;

/** The day whose head an element is in, as `lineKey` names it; null elsewhere. */
export function dayAt(target: EventTarget): string | null {
  return target instanceof Element
    ? (target.closest<HTMLElement>('[data-day]')?.dataset['day'] ?? null)
    : null;
}

export interface DayHeadProps {
  /** As `lineKey` names it. */
  readonly id: string;
  /** Its midnight, Unix milliseconds. */
  readonly day: number;
  /** Place among the lines of the list, from 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
}

/** Stands above the files that ended on a day. */
export function DayHead({ id, day, index, top }: DayHeadProps) {
  const words = useWords().history.days;
  const now = useAppState(({ history }) => history.at);
  const text = dayText(day, now, useLocale(), words);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={s.day}
      data-day={id}
      style={{ '--top': `${top}px` } as CSSProperties}
    >
      <span role="rowheader">{text}</span>
    </div>
  );
}
