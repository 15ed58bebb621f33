import { type ReactNode, type RefObject, useRef, useState } from 'react';
import type { Output, PlanView } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Icon } from '../../ui/icon.tsx';
import { homePath } from '../../words/home-path.ts';
import { formatWord } from '../../words/media-words.ts';
import { dateText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { CommandPart } from './command-part.tsx';
import s from './details.module.css';
import { factTable } from './fact-table.ts';
import { FailurePanel } from './failure-panel.tsx';
import panel from './inspector.module.css';
import { LogView } from './log-view.tsx';
import { copyReport } from './report.ts';
import type { Session } from './session.ts';
import { isRunning } from './subject.ts';
import { taskLines } from './task-lines.ts';
import { useLog } from './use-log.ts';

export interface DetailsTabProps {
  readonly row: Row;
  readonly session: Session;
  readonly plan: PlanView | null;
  readonly onFix: (option: string) => void;
}

/** What happened to one file: its failure, its steps, its facts, the log and the command. */
export function DetailsTab({ row, session, plan, onFix }: DetailsTabProps) {
  const app = useApp();
  const w = useWords().inspector;
  const facts = useRef<HTMLElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const lines = useLog(row.id, isRunning(row), row.attempt);
  const { job, failed } = session.state;
  const { error } = row;
  return (
    <div className={s.details}>
      {error !== null && (
        <FailurePanel
          row={{ ...row, error }}
          job={job}
          places={{
            edit: onFix,
            showFacts: () => facts.current?.scrollIntoView({ block: 'start' }),
            showLog: () => log.current?.scrollIntoView({ block: 'start' }),
            report: () => copyReport(app, row, job, w.reportTitle),
          }}
        />
      )}
      {job === null ? (
        <p className={panel.quiet}>{failed === null ? w.details.loading : failed.message}</p>
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
  const converted = job.job.tasks.some(({ kind, started_at: from }) => kind === row.kind && from !== null);
  return (
    <Part title={w.happened}>
      <ol className={s.tasks}>
        {taskLines(job.job, w, locale).map((task) => (
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
      {at !== null && (
        <dl className={s.factsIn}>
          {ended && (
            <>
              <dt>{w.leftBehind}</dt>
              <dd>{converted ? w.nothingLeft : w.nothingBegun}</dd>
            </>
          )}
          <dt>{w.tried}</dt>
          <dd>{w.triedTimes(row.attempt, dateText(at, now, locale, units))}</dd>
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
  return (
    <section ref={place} className={s.part} aria-label={w.facts}>
      <h3 className={s.sub}>{w.facts}</h3>
      <dl className={s.facts}>
        {factTable(job.facts, homePath(row.folder, home), words, locale).map(({ name, text }, n) => (
          <div key={n} className={s.fact}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
