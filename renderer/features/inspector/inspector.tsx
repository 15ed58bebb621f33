import { useId, useMemo, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { applyChange, focusField } from './actions.ts';
import { DetailsFoot } from './details/details-foot.tsx';
import { type DetailsPlaces, DetailsTab } from './details/details-tab.tsx';
import { FailedMany } from './failure/failed-many.tsx';
import { FailurePanel } from './failure/failure-panel.tsx';
import { InspectorHead } from './inspector-head.tsx';
import s from './inspector.module.css';
import { refusedProblem } from './options/option-errors.ts';
import { OptionsTab } from './options/options-tab.tsx';
import { PlanMany } from './plan/plan-many.tsx';
import { PlanSection } from './plan/plan-section.tsx';
import { copyReport } from './failure/report.ts';
import { type Session, SessionContext, inspectorField, useEditSession } from './session.ts';
import { type Subject, rowsOf, subjectSelector } from './subject.ts';
import { usePlan } from './plan/use-plan.ts';
import { useRun } from './details/use-run.ts';

/** Options, plan and details of what is selected, or of the files that come next. */
export function Inspector() {
  const [select] = useState(subjectSelector);
  const subject = useAppState(select);
  const w = useWords().inspector;
  const locale = useLocale();
  const rows = rowsOf(subject);
  const label =
    subject.about === 'next'
      ? w.optionsOfNext
      : subject.about === 'one'
        ? w.optionsOf(subject.row.name)
        : w.optionsOfMany(countText(rows.length, locale));
  return (
    <aside className={s.panel} aria-label={label} tabIndex={-1}>
      <InspectorHead subject={subject} />
      {/* Another selection is another subject: what was typed into the fields of the last one does not follow. */}
      <Body key={rows.length === 1 ? rows[0]?.id : subject.about} subject={subject} />
    </aside>
  );
}

function Body({ subject }: { readonly subject: Subject }) {
  const app = useApp();
  const w = useWords().inspector;
  const panelId = useId();
  const [again, setAgain] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const edited = useEditSession(subject, again);
  const wanted = useAppState((state) => state.inspector.tab);
  const row = subject.about === 'one' ? subject.row : null;
  const known = usePlan(row, edited.state.settled);
  const session = useMemo(() => withPlanProblem(edited, known.error), [edited, known.error]);
  const tab = row === null ? 'options' : wanted;
  const show = (next: 'options' | 'details') =>
    app.store.setState((state) => ({ inspector: { ...state.inspector, tab: next } }));
  const fix = (option: string) => {
    setAgain(true);
    setAsked(option);
    show('options');
    focusField(inspectorField(option));
  };
  const failureOf = (failed: Row, places: DetailsPlaces) =>
    failed.error !== null && (
      <FailurePanel
        row={{ ...failed, error: failed.error }}
        job={session.state.job}
        places={{
          ...places,
          edit: fix,
          report: () => copyReport(app, failed, session.state.job, w.reportTitle),
        }}
      />
    );
  return (
    <SessionContext value={session}>
      {row !== null && (
        <Tabs
          className={s.tabs}
          value={tab}
          tabs={[
            { value: 'options', label: w.tabs.options },
            { value: 'details', label: w.tabs.details },
          ]}
          onChange={show}
          label={w.tabs.label}
          panelId={panelId}
        />
      )}
      <div
        id={panelId}
        className={s.scroll}
        {...(row === null ? {} : { role: 'tabpanel', 'aria-label': w.tabs[tab] })}
      >
        {row !== null && tab === 'details' ? (
          <DetailsTab
            row={row}
            job={session.state.job}
            problem={session.state.failed}
            plan={known.plan}
            failure={(places) => failureOf(row, places)}
          />
        ) : (
          <>
            {subject.about === 'many' && <FailedMany rows={subject.rows} />}
            {row?.status === 'failed' &&
              !again &&
              failureOf(row, { showFacts: () => show('details'), showLog: () => show('details') })}
            <OptionsTab example={known.plan?.path ?? null} asked={asked} onAgain={() => setAgain(true)} />
          </>
        )}
      </div>
      {session.mode === 'again' && tab === 'options' && (
        <AgainFoot session={session} onCancel={() => setAgain(false)} />
      )}
      {row !== null && tab === 'details' ? (
        <DetailsFoot row={row} job={session.state.job} />
      ) : (
        session.mode !== 'again' && <PlanFoot session={session} known={known} row={row} onFix={fix} />
      )}
    </SessionContext>
  );
}

/** What planning complained about stands at its field, too. */
function withPlanProblem(session: Session, error: ConvoyError | null): Session {
  const refused = error === null ? null : refusedProblem(error);
  if (refused === null) return session;
  return { ...session, problems: { [refused.field]: refused.problem, ...session.problems } };
}

function PlanFoot({
  session,
  known,
  row,
  onFix,
}: {
  readonly session: Session;
  readonly known: ReturnType<typeof usePlan>;
  readonly row: Row | null;
  readonly onFix: (option: string) => void;
}) {
  const { state, subject } = session;
  if (subject.about === 'many') {
    return <PlanMany totals={state.totals} stale={state.sending !== null || state.draft !== null} />;
  }
  if (row === null) return null;
  const stale = known.stale || state.sending !== null || state.draft !== null;
  const resultPath = row.status === 'succeeded' ? (state.job?.job.output ?? null) : null;
  return <PlanSection row={row} known={{ ...known, stale }} resultPath={resultPath} onFix={onFix} />;
}

/** Converts ended files again, with what was changed. */
function AgainFoot({ session, onCancel }: { readonly session: Session; readonly onCancel: () => void }) {
  const app = useApp();
  const w = useWords().inspector;
  const locale = useLocale();
  const { editing, rows, ids, state } = session;
  const run = useRun();
  const convert = async () => {
    if (state.draft === null) await applyChange(app, rows, null);
    else if (!(await editing.submit())) return;
    onCancel();
  };
  return (
    <div className={s.foot}>
      <Button variant="primary" onClick={() => void run(convert)}>
        {ids.length > 1 ? w.state.againMany(countText(ids.length, locale)) : w.state.again}
      </Button>
      <Button variant="plain" onClick={onCancel}>
        {w.state.cancel}
      </Button>
    </div>
  );
}
