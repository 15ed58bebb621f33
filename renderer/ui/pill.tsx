import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import s from './pill.module.css';

export interface PillProps {
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad' | 'plain' | undefined;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A short word about a thing: "Changed". */
export function Pill({ tone = 'plain', children, className }: PillProps) {
  return <span className={classes(s.pill, s[tone], className)}>{children}</span>;
}
