import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
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
  const group = useRef<HTMLElement>(null);
  const pressed = useRef(false);
  // What somebody opens at the lower edge would open out of sight.
  useLayoutEffect(() => {
    if (open && pressed.current) group.current?.scrollIntoView({ block: 'nearest' });
    pressed.current = false;
  }, [open]);
  return (
    <section ref={group} className={classes(s.fold, open ? s.open : s.shut, className)}>
      <h3 className={s.head}>
        <button
          type="button"
          className={s.button}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => {
            pressed.current = true;
            onToggle(!open);
          }}
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
