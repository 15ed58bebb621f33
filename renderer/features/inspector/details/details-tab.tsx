import { type ReactNode, type RefObject, useRef, useState } from 'react';
import type { Output, PlanView } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { ConvoyError } from '../../../../shared/model/error.ts';
import { useAppState } from '../../../store/store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { homePath } from '../../../words/home-path.ts';
import { formatWord } from '../../../words/media-words.ts';
import { dateText } from '../../../words/times.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import { CommandPart } from '../plan/command-part.tsx';
import s from './details.module.css';
import { factTable } from './fact-table.ts';
import panel from '../inspector.module.css';
import { LogView } from './log-view.tsx';
import type { RemedyPlaces } from '../failure/remedy-action.ts';
import { isRunning } from '../subject.ts';
import { isUploadError, taskLines } from './task-lines.ts';
import { useLog } from './use-log.ts';

export interface DetailsTabProps {
  readonly row: Row;
  /** Null until it is known. */
  readonly job: Output<'jobs:get'> | null;
  /** Why it cannot be known. */
  readonly problem: ConvoyError | null;
  readonly plan: PlanView | null;
  /** What stands above all else when the file has an error. */
  readonly failure: (places: DetailsPlaces) => ReactNode;
}

/** Brings a part of the details into view. */
export type DetailsPlaces = Pick<RemedyPlaces, 'showFacts' | 'showLog'>;

/** What happened to one file: its failure, its steps, its facts, the log and the command. */
export function DetailsTab({ row, job, problem, plan, failure }: DetailsTabProps) {
  const w = useWords().inspector;
  const facts = useRef<HTMLElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const lines = useLog(row.id, isRunning(row), row.attempt);
  return (
    <div className={s.details}>
      {row.error !== null && (
        <FailurePlace
          failure={failure}
          places={{
            showFacts: () => facts.current?.scrollIntoView({ block: 'start' }),
            showLog: () => log.current?.scrollIntoView({ block: 'start' }),
          }}
        />
      )}
      {job === null ? (
        <p className={panel.quiet}>{problem === null ? w.details.loading : problem.message}</p>
      ) : (
        <>
          <Happened job={job} row={row} />
          <Warnings warnings={warningsOf(row, plan)} />
          <Facts job={job} row={row} place={facts} />
        </>
      )}
      <div ref={log}>
        <LogView lines={lines} />
      </div>
      <CommandPart row={row} plan={plan} />
    </div>
  );
}

/** A component, because only one may be given what reads a ref. */
function FailurePlace({
  failure,
  places,
}: Pick<DetailsTabProps, 'failure'> & { readonly places: DetailsPlaces }) {
  return failure(places);
}

/** What the plan says is lost is not lost in an original that was kept. */
function warningsOf(row: Row, plan: PlanView | null): Row['warnings'] {
  if (row.warnings.length > 0 || row.kept !== null) return row.warnings;
  return plan?.brief.warnings ?? [];
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={s.part} aria-label={title}>
      <h3 className={s.sub}>{title}</h3>
      {children}
    </section>
  );
}

function Happened({ job, row }: { readonly job: Output<'jobs:get'>; readonly row: Row }) {
  const w = useWords().inspector.details;
  const units = useWords().units;
  const locale = useLocale();
  // A moment is told as it is when this is opened; it need not tick.
  const [now] = useState(() => Date.now());
  const at = row.startedAt ?? row.finishedAt;
  const ended = row.status === 'failed' || row.status === 'cancelled';
  const staged = row.status === 'failed' && row.error !== null && isUploadError(row.error.kind);
  // The third interruption ends the job; each earlier one began it once more.
  const byItself = (row.interrupted ?? 0) - (row.error?.kind === 'interrupted' ? 1 : 0);
  const converted = job.job.tasks.some(({ kind, started_at: from }) => kind === row.kind && from !== null);
  return (
    <Part title={w.happened}>
      <ol className={s.tasks}>
        {taskLines(job.job, w, locale, units, row.upload).map((task) => (
          <li key={task.id} className={s.task}>
            <Icon name={task.icon} size="s" className={task.failed ? s.badMark : undefined} />
            <b>{task.name}</b>
            <span className={s.taskText}>{task.text}</span>
            <time className={s.taskTime}>{task.time}</time>
          </li>
        ))}
      </ol>
      {row.kept !== null && (
        <p className={panel.quiet}>{w.kept[row.kept](formatWord(row.plan?.format ?? ''))}</p>
      )}
      {(at !== null || row.interrupted !== undefined) && (
        <dl className={s.factsIn}>
          {ended && (
            <>
              <dt>{w.leftBehind}</dt>
              <dd>{staged ? w.resultLeft : converted ? w.nothingLeft : w.nothingBegun}</dd>
            </>
          )}
          {at !== null && (
            <>
              <dt>{w.tried}</dt>
              <dd>{w.triedTimes(row.attempt + byItself, dateText(at, now, locale, units))}</dd>
            </>
          )}
          {row.interrupted !== undefined && (
            <>
              <dt>{w.cutOff}</dt>
              <dd>{w.cutOffTimes(row.interrupted, row.error?.kind !== 'interrupted')}</dd>
            </>
          )}
        </dl>
      )}
    </Part>
  );
}

function Warnings({ warnings }: { readonly warnings: Row['warnings'] }) {
  const w = useWords().inspector.details;
  if (warnings.length === 0) return null;
  return (
    <Part title={w.warnings}>
      <ul className={s.warnings}>
        {warnings.map((warning) => (
          <li key={`${warning.kind} ${warning.message}`}>
            <Icon name="warn" size="s" className={s.warnMark} />
            <span>{warning.message}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Facts({
  job,
  row,
  place,
}: {
  readonly job: Output<'jobs:get'>;
  readonly row: Row;
  readonly place: RefObject<HTMLElement | null>;
}) {
  const words = useWords();
  const locale = useLocale();
  const home = useAppState((state) => state.hello?.home ?? null);
  if (job.facts === null) return null;
  const w = words.inspector.details;
  const folder = row.folder === '' ? w.sent : homePath(row.folder, home);
  return (
    <section ref={place} className={s.part} aria-label={w.facts}>
      <h3 className={s.sub}>{w.facts}</h3>
      <dl className={s.facts}>
        {factTable(job.facts, folder, words, locale).map(({ name, text }, n) => (
          <div key={n} className={s.fact}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
