import type { ReactNode } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { MediaPicture } from '../../ui/media-picture.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { pictureSide } from '../../store/row-state.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { selectReady } from '../../store/view-actions.ts';
import { Icon } from '../../ui/icon.tsx';
import { kindIcon } from '../../ui/kind-icon.ts';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { type HeadLines, headLines, manyLines } from './head-facts.ts';
import s from './inspector.module.css';
import { manyFacts, type Subject } from './subject.ts';

/** What the inspector is about. */
export function InspectorHead({ subject }: { readonly subject: Subject }) {
  switch (subject.about) {
    case 'next':
      return <NextHead />;
    case 'one':
      return <OneHead row={subject.row} />;
    case 'many':
      return <ManyHead rows={subject.rows} />;
  }
}

function NextHead() {
  const w = useWords().inspector.head;
  const app = useApp();
  const locale = useLocale();
  const next = useAppState((state) => state.next);
  const ready = useAppState((state) => summaryOf(state.rows).ready);
  return (
    <div className={s.head}>
      <span className={s.mark}>
        <Icon name={next === null ? 'plus' : kindIcon(next.kind)} />
      </span>
      <div className={s.headWords}>
        <h2 className={s.headName}>{w.next}</h2>
        <p className={s.headNote}>{next === null ? w.nextDefaults : w.nextFacts}</p>
        {ready > 0 && (
          <button
            type="button"
            className={s.link}
            onClick={(event) => {
              // The button goes; the keyboard stays in the panel.
              event.currentTarget.closest('aside')?.focus();
              selectReady(app);
            }}
          >
            {w.changeReady(ready, countText(ready, locale))}
          </button>
        )}
      </div>
    </div>
  );
}

function OneHead({ row }: { readonly row: Row }) {
  const {
    inspector: { head: w },
    units,
  } = useWords();
  const locale = useLocale();
  return (
    <Head
      picture={<Picture row={row} />}
      title={<MiddleCut text={row.name} />}
      lines={headLines(row, w, locale, units)}
    />
  );
}

function ManyHead({ rows }: { readonly rows: readonly Row[] }) {
  const {
    inspector: { head: w },
    units,
  } = useWords();
  const locale = useLocale();
  const { title, ...lines } = manyLines(rows.length, manyFacts(rows), w, locale, units);
  const [top] = rows;
  return (
    <Head
      picture={<span className={s.stack}>{top !== undefined && <Picture row={top} />}</span>}
      title={title}
      lines={lines}
    />
  );
}

function Picture({ row }: { readonly row: Row }) {
  const side = pictureSide(row, 'input');
  return (
    <MediaPicture
      size="head"
      kind={row.media?.class ?? row.kind}
      place={side === null ? null : { what: 'thumb', id: row.id, of: side, version: row.pictureVersion }}
    />
  );
}

interface HeadProps {
  readonly picture: ReactNode;
  readonly title: ReactNode;
  readonly lines: HeadLines;
}

/** A picture, a name and two lines of facts. */
function Head({ picture, title, lines: { first, second } }: HeadProps) {
  return (
    <div className={s.head}>
      {picture}
      <div className={s.headWords}>
        <h2 className={s.headName}>{title}</h2>
        <p className={s.headLine} title={first}>
          {first}
        </p>
        <p className={s.headLine} title={second}>
          {second}
        </p>
      </div>
    </div>
  );
}
