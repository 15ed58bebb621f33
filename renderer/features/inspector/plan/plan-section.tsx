import type { ReactNode } from 'react';
import type { Row } from '../../../../shared/ipc/row.ts';
import { isRemote } from '../../../store/row-state.ts';
import { useApp, useAppState } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
import { Icon } from '../../../ui/icon.tsx';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { homePath } from '../../../words/home-path.ts';
import { channelsText, formatWord, pixelsText, resultCodecWord } from '../../../words/media-words.ts';
import { useWords } from '../../../words/words.tsx';
import { withoutScheme } from '../../../store/bucket-place.ts';
import { fieldOf } from '../options/option-errors.ts';
import { Command } from './plan-command.tsx';
import { Figures, ResultFigures } from './plan-figures.tsx';
import s from './plan.module.css';
import { type KnownPlan, type PlanLine, type PlanWords, planLines } from './plan-lines.ts';
import { withLabel } from '../failure/problem-text.ts';
import type { PlanState } from './use-plan.ts';

/** What will happen to one file; below the options all the time. */
export function PlanSection({
  row,
  known,
  resultPath,
  onFix,
}: {
  readonly row: Row;
  readonly known: PlanState;
  /** Where the result is, once there is one. */
  readonly resultPath: string | null;
  /** Leads to the option that planning complained about. */
  readonly onFix: (option: string) => void;
}) {
  const w = useWords().inspector;
  const done = row.status === 'succeeded';
  const brief = known.plan?.brief ?? row.plan;
  if (brief === null && hasEndedUnplanned(row)) return null;
  return (
    <section className={s.plan} aria-label={w.plan.label} aria-busy={known.stale}>
      <h3 className={s.title}>
        {done ? w.plan.result : w.plan.title}
        {row.media !== null && row.media.class !== 'audio' && !isRemote(row) && known.error === null && (
          <CompareButton id={row.id} />
        )}
      </h3>
      {isToBeFetched(row, known) ? (
        <p className={s.sentence}>{w.plan.afterDownload}</p>
      ) : known.error !== null ? (
        <PlanError error={known.error} onFix={onFix} />
      ) : (
        <div>
          {done ? <ResultFigures row={row} /> : <Figures row={row} brief={brief} />}
          {brief !== null && (
            <Lines
              row={row}
              plan={{
                brief: done ? { ...brief, warnings: row.warnings } : brief,
                streams: known.plan?.streams ?? [],
                hardware: done ? undefined : known.plan?.hardware,
                // Once it is being made nobody is asked for the plan; the name that was promised stays.
                path: known.plan?.path ?? resultPath ?? row.resultName,
              }}
            />
          )}
          {known.plan !== null && <Command commands={known.plan.commands} groups={known.plan.groups} />}
        </div>
      )}
    </section>
  );
}

/** What ended before it could be planned has no plan to show, and never gets one; why stands above. */
const hasEndedUnplanned = ({ status }: Row): boolean =>
  status === 'failed' || status === 'cancelled' || status === 'skipped';

/** There is nothing wrong with what only has to be downloaded first. */
const isToBeFetched = (row: Row, { error }: PlanState): boolean =>
  isRemote(row) && row.media === null && error?.kind === 'conflict';

export function CompareButton({ id }: { readonly id: string }) {
  const app = useApp();
  const w = useWords().inspector;
  return (
    <Button
      variant="plain"
      size="small"
      className={s.compare}
      icon={<Icon name="compare" size="s" />}
      onClick={() => app.store.setState({ place: { name: 'compare', id } })}
    >
      {w.plan.compare}
    </Button>
  );
}

function PlanError({
  error,
  onFix,
}: {
  readonly error: NonNullable<PlanState['error']>;
  readonly onFix: (option: string) => void;
}) {
  const w = useWords().inspector;
  const field = fieldOf(error);
  return (
    <div className={s.error}>
      <p className={s.sentence}>
        <Icon name="warn" size="s" className={s.badMark} />
        <span>{field === null ? error.message : withLabel(error.message, field, w.options[field])}</span>
      </p>
      {/* The button says what the hint of an option says. */}
      {field === null && error.hint !== '' && <p className={s.hint}>{error.hint}</p>}
      {field !== null && (
        <Button size="small" onClick={() => onFix(field)}>
          {w.plan.fixOption}
        </Button>
      )}
    </div>
  );
}

function Lines({ row, plan }: { readonly row: Row; readonly plan: KnownPlan }) {
  const w = useWords().inspector;
  const home = useAppState((state) => state.hello?.home ?? null);
  const words: PlanWords = {
    ...w.plan,
    codec: resultCodecWord,
    format: formatWord,
    size: pixelsText,
    channels: channelsText,
  };
  const lines = planLines(plan, { media: row.media, inputName: row.name }, words);
  return (
    <dl className={s.lines}>
      {lines.map((line) => (
        <PlanRow
          key={line.id}
          label={w.plan.lines[line.id]}
          soft={line.id !== 'saves_to' && !line.items.some((item) => item.loss)}
        >
          {line.items.map((item) => (
            <Item
              key={item.text}
              item={item}
              path={
                line.id === 'saves_to'
                  ? homePath(withoutScheme(item.text), home)
                  : line.id === 'names'
                    ? item.text
                    : null
              }
            />
          ))}
        </PlanRow>
      ))}
    </dl>
  );
}

/** A label with one or more lines. */
export function PlanRow({
  label,
  soft = false,
  children,
}: {
  readonly label: string;
  /** Gives way in a short window. */
  readonly soft?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt className={classes(s.label, soft && s.soft)}>{label}</dt>
      <dd className={classes(s.value, soft && s.soft)}>{children}</dd>
    </>
  );
}

/** @param path stands in one line and is cut in its middle; null = the text of the item, as many lines as it takes */
function Item({ item, path }: { readonly item: PlanLine['items'][number]; readonly path: string | null }) {
  const w = useWords().inspector;
  return (
    <span className={s.item}>
      {item.loss && (
        <>
          <Icon name="warn" size="s" className={s.warnMark} />
          <span className={s.aloud}>{w.plan.lost}</span>
        </>
      )}
      {path === null ? <span>{item.text}</span> : <MiddleCut text={path} />}
    </span>
  );
}
