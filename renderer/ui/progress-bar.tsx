import type { CSSProperties } from 'react';
import { classes } from './classes.ts';
import s from './progress-bar.module.css';

export interface ProgressBarProps {
  /** 0 to 1; null while it cannot be known. */
  readonly value: number | null;
  readonly label: string;
  /** "62 percent, about 2 minutes left" */
  readonly valueText: string;
  readonly tone?: 'accent' | 'past' | 'warn' | 'bad' | undefined;
  readonly className?: string | undefined;
}

/** How far something is. It is never live: the live region says what matters. */
export function ProgressBar({ value, label, valueText, tone = 'accent', className }: ProgressBarProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={valueText}
      className={classes(s.bar, s[tone], share === null && s.unknown, className)}
    >
      {share !== null && <span className={s.fill} style={{ '--share': share } as CSSProperties} />}
    </div>
  );
}
