import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { countText } from '../../../words/numbers.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import { forgetNext } from '../actions.ts';
import s from '../inspector.module.css';
import { KindSwitch } from './kind-switch.tsx';
import { OptionGroups } from './option-groups-view.tsx';
import { PresetRow } from './preset-row.tsx';
import { useSession } from '../session.ts';
import { editable } from '../subject.ts';

export interface OptionsTabProps {
  /** Path that the plan gives, for the example; null while it is not known. */
  readonly example: string | null;
  /** An option that somebody was led to; null when nobody was. */
  readonly asked: string | null;
  /** Unlocks files that have ended. */
  readonly onAgain: () => void;
}

/** Kind, preset and the groups of options. */
export function OptionsTab({ example, asked, onAgain }: OptionsTabProps) {
  const { view, kind, state, subject, locked } = useSession();
  const w = useWords().inspector;
  const app = useApp();
  const next = useAppState((one) => one.next);
  if (state.failed !== null && view === null) return <p className={s.bad}>{state.failed.message}</p>;
  if (view === null) return <p className={s.quiet}>{w.state.loading}</p>;
  return (
    <>
      <KindSwitch />
      {subject.about === 'next' && next === null && <p className={s.quiet}>{w.state.defaults}</p>}
      {subject.about === 'many' && kind === null && (
        <>
          <p className={s.quiet}>
            {view.kinds.map((one) => w.preset.count(w.kind.names[one.kind], one.count)).join(w.values.join)}
          </p>
          <p className={s.quiet}>{w.kind.mixed}</p>
        </>
      )}
      {kind !== null && (
        <fieldset className={s.bare} disabled={locked}>
          <PresetRow />
        </fieldset>
      )}
      <StateNotes onAgain={onAgain} />
      <OptionGroups example={example} asked={asked} />
      {subject.about === 'next' && next !== null && (
        <Button variant="plain" size="small" className={s.ownKind} onClick={() => forgetNext(app)}>
          {w.kind.ownDefaults}
        </Button>
      )}
    </>
  );
}

/** What cannot be changed, and what was refused. */
function StateNotes({ onAgain }: { readonly onAgain: () => void }) {
  const { mode, rows, state } = useSession();
  const w = useWords().inspector.state;
  const locale = useLocale();
  const notes: ReactNode[] = [];
  const { running, ended } = editable(rows);
  const many = rows.length > 1;
  const [first] = rows;
  if (mode === 'running' && !many) notes.push(w.running);
  if (many && running > 0) notes.push(w.runningMany(running, countText(running, locale)));
  if (mode === 'edit' && ended.length > 0)
    notes.push(w.someEnded(ended.length, countText(ended.length, locale)));
  if (mode === 'ended')
    notes.push(many ? w.endedMany : first?.status === 'succeeded' ? w.ended : w.endedFailed);
  const [refusal] = state.refusals;
  return (
    <>
      {notes.map((note, n) => (
        <p key={n} className={s.quiet}>
          {note}
        </p>
      ))}
      {mode === 'ended' && (
        <Button size="small" className={s.unlock} icon={<Icon name="retry" size="s" />} onClick={onAgain}>
          {w.other}
        </Button>
      )}
      {refusal !== undefined && (
        <p className={s.bad} role="alert">
          {many
            ? w.refusedMany(state.refusals.length, countText(state.refusals.length, locale), refusal.message)
            : w.refusedOne(refusal.message)}
        </p>
      )}
    </>
  );
}
