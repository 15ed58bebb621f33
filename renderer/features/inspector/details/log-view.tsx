import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useWords } from '../../../words/words.tsx';
import s from './details.module.css';

/** What stands out: the words that tools use when something is wrong. */
const bad = /\b(error|invalid|failed|cannot|could not|no such|denied|not found|truncat)/i;

/** The log of the tools. It follows its end until somebody looks further up. */
export function LogView({ lines }: { readonly lines: readonly string[] | null }) {
  const w = useWords().inspector.details;
  const [wrap, setWrap] = useState(false);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (follow && element !== null) element.scrollTop = element.scrollHeight;
  }, [lines, follow]);
  return (
    <section className={s.part} aria-label={w.log}>
      <h3 className={s.sub}>
        {w.log}
        <span className={s.subEnd}>
          <Button variant="plain" size="small" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
            {w.wrap}
          </Button>
          {!follow && (
            <Button variant="plain" size="small" onClick={() => setFollow(true)}>
              {w.follow}
            </Button>
          )}
          <CopyButton label={w.copyLog} text={(lines ?? []).join('\n')}>
            {w.copyLog}
          </CopyButton>
        </span>
      </h3>
      <div
        ref={box}
        className={classes(s.log, wrap && s.wrap)}
        role="log"
        aria-live="off"
        aria-label={w.logLabel}
        tabIndex={0}
        onScroll={({ currentTarget: at }) => {
          const atEnd = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
          if (atEnd !== follow) setFollow(atEnd);
        }}
      >
        {lines === null ? null : lines.length === 0 ? (
          <span className={s.quiet}>{w.logEmpty}</span>
        ) : (
          lines.map((line, n) => (
            <div key={n} className={bad.test(line) ? s.logBad : undefined}>
              {line}
            </div>
          ))
        )}
      </div>
    </section>
  );
}
