import { classes } from './classes.ts';
import { cutName } from './cut-name.ts';
import s from './middle-cut.module.css';

export interface MiddleCutProps {
  readonly text: string;
  readonly strong?: boolean | undefined;
  readonly className?: string | undefined;
}

/**
 * A file name or a path in one line. When there is no room the middle gives way, so that the last word and the
 * extension stay; the whole text is what is read aloud and what the tooltip shows.
 */
export function MiddleCut({ text, strong = false, className }: MiddleCutProps) {
  const { head, tail, whole } = cutName(text);
  return (
    <span className={classes(s.line, strong && s.strong, className)} title={whole} dir="auto">
      <span className={s.whole}>{whole}</span>
      <span className={s.head} aria-hidden="true">
        {head}
      </span>
      {tail !== '' && (
        <span className={s.tail} aria-hidden="true">
          {tail}
        </span>
      )}
    </span>
  );
}
