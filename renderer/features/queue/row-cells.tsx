import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { RowWords } from '../../words/row-words.ts';
import { stateIcons } from './row-icon.ts';
import s from './queue-row.module.css';

/** The columns of a row: what it is, what it does, how large it is. */

/** States whose names are set in regular weight: nothing is expected of them any more. */
export const past: ReadonlySet<RowWords['state']> = new Set([
  'done',
  'warned',
  'kept',
  'taken_back',
  'skipped',
  'cancelled',
]);

export function What({ words: { name, what, folder, state } }: { readonly words: RowWords }) {
  return (
    <span role="gridcell" className={s.what}>
      <MiddleCut text={name} strong={!past.has(state)} className={s.name} />
      <span className={s.to} title={lineOf(what, folder)}>
        {folder ?? what.from}
        {what.to !== null && (
          <>
            <span className={s.arrow}>→</span>
            {what.to}
          </>
        )}
        {what.note !== null && <span className={s.quiet}>, {what.note}</span>}
      </span>
    </span>
  );
}

function lineOf({ from, to, note }: RowWords['what'], folder: string | null): string {
  const line = [folder ?? from, to].filter((part) => part !== null).join(' → ');
  return note === null ? line : `${line}, ${note}`;
}

function sizeLine({ sizes, saving }: RowWords): string | undefined {
  if (sizes === null) return undefined;
  const line = sizes.after === null ? sizes.before : `${sizes.before} → ${sizes.after}`;
  return saving === null ? line : `${line}, ${saving}`;
}

export function State({
  words,
  name,
  label,
}: {
  readonly words: RowWords;
  readonly name: string;
  readonly label: string;
}) {
  const { line, aside, speed, asideMayGo, second, bar, valueText, state } = words;
  const isTransfer = state === 'importing' || state === 'uploading';
  return (
    <span role="gridcell" className={s.state} title={second ?? sizeLine(words)} key={name}>
      <span className={s.line}>
        <Icon name={stateIcons[state]} className={s.mark} />
        <b className={s.word}>{line}</b>
        {(aside !== null || speed !== null) && (
          <span className={classes(s.aside, asideMayGo && s.mayGo)}>
            {speed !== null && <span className={classes(s.quiet, s.mayGo, s.speed)}>{speed}</span>}
            {isTransfer && speed !== null ? <span className={s.later}>{aside}</span> : aside}
          </span>
        )}
      </span>
      {second !== null && <span className={s.second}>{second}</span>}
      {second === null && bar !== null && (
        <ProgressBar
          className={s.bar}
          value={bar === 'unknown' ? null : bar}
          tone={state === 'held' ? 'past' : 'accent'}
          label={label}
          valueText={valueText ?? ''}
        />
      )}
    </span>
  );
}

export function Size({ words: { sizes, saving } }: { readonly words: RowWords }) {
  if (sizes === null) return null;
  return (
    <span className={s.size}>
      <Sizes sizes={sizes} />
      {saving !== null && <span className={s.saving}>{saving}</span>}
    </span>
  );
}

export function Sizes({ sizes: { before, after } }: { readonly sizes: NonNullable<RowWords['sizes']> }) {
  return (
    <span>
      {before}
      {after !== null && (
        <>
          {' '}
          <span className={s.quiet}>→</span> {after}
        </>
      )}
    </span>
  );
}

/** The state of a compact row: its mark, with the words as a tooltip. */
export function Mark({ words: { line, aside, second, state } }: { readonly words: RowWords }) {
  const text = [line, aside, second].filter((part) => part !== null).join(', ');
  return (
    <span role="gridcell" className={s.state} title={text} aria-label={text}>
      <Icon name={stateIcons[state]} className={s.mark} />
    </span>
  );
}

/** At the right of a compact row: how far it is while it runs, what went wrong, else the sizes. */
export function Brief({ words }: { readonly words: RowWords }) {
  const { bar, line, aside, tone, sizes } = words;
  if (bar !== null)
    return <span className={s.size}>{[line, aside].filter((part) => part !== null).slice(0, 1)}</span>;
  if (tone === 'bad') return <span className={classes(s.size, s.word)}>{line}</span>;
  return sizes === null ? null : (
    <span className={s.size}>
      <Sizes sizes={sizes} />
    </span>
  );
}
