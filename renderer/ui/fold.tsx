import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import s from './fold.module.css';
import { Icon } from './icon.tsx';

export interface FoldProps {
  readonly title: string;
  /** What the group holds, shown at the right while it is folded. */
  readonly summary?: ReactNode;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A group that folds. */
export function Fold({ title, summary, open, onToggle, children, className }: FoldProps) {
  const id = useId();
  return (
    <section className={classes(s.fold, open ? s.open : s.shut, className)}>
      <h3 className={s.head}>
        <button
          type="button"
          className={s.button}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => onToggle(!open)}
        >
          {!open && <Icon name="right" />}
          {title}
          {!open && <span className={s.summary}>{summary}</span>}
          {open && <Icon name="down" className={s.close} />}
        </button>
      </h3>
      {open && (
        <div id={id} className={s.body}>
          {children}
        </div>
      )}
    </section>
  );
}
