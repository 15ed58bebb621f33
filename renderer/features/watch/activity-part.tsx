import { useMemo } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { askActivity, showStates } from '../../store/watch-feed.ts';
import { ruleOf, shownChoices } from '../../store/watch-state.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { ActivityList } from './activity-list.tsx';
import s from './activity.module.css';
import { useRuleActions } from './rule-actions.ts';
import { activityText } from './rule-words.ts';

/** What the chosen rule saw, or all of them: what came of each file, and why. */
export function ActivityPart() {
  const app = useApp();
  const actions = useRuleActions();
  const words = useWords();
  const locale = useLocale();
  const w = words.watch.activity;
  const rules = useAppState(({ watch }) => watch.rules);
  const chosen = useAppState(({ watch }) => watch.chosen);
  const shown = useAppState(({ watch }) => watch.shown);
  const view = ruleOf({ rules }, chosen);
  const counted = useMemo(() => (view === undefined ? (rules ?? []) : [view]), [view, rules]);
  return (
    <section className={s.part} aria-label={w.label}>
      <div className={s.head}>
        <h2 className={s.title}>{view?.rule.name ?? w.all}</h2>
        <span className={s.sum}>{activityText(counted, words, locale)}</span>
        {view !== undefined && (
          <button type="button" className={s.link} onClick={() => actions.chooseNone()}>
            {w.showAll}
          </button>
        )}
        <SelectField
          ariaLabel={w.shown}
          className={s.shown}
          value={shown}
          options={shownChoices.map((value) => ({ value, label: w.shownChoices[value] }))}
          onChange={(value) => {
            const choice = shownChoices.find((one) => one === value);
            if (choice !== undefined) void showStates(app, choice);
          }}
        />
      </div>
      <Shown />
    </section>
  );
}

/** The list, or why there is none. */
function Shown() {
  const app = useApp();
  const all = useWords().watch;
  const w = all.activity;
  const count = useAppState(({ watch }) => watch.activity.files.length);
  const loading = useAppState(({ watch }) => watch.activity.loading);
  const problem = useAppState(({ watch }) => watch.activity.problem);
  const shown = useAppState(({ watch }) => watch.shown);
  if (problem !== null)
    return (
      <div className={s.note}>
        <p role="alert">{problem}</p>
        <Button size="small" onClick={() => void askActivity(app)}>
          {all.tryAgain}
        </Button>
      </div>
    );
  if (count > 0) return <ActivityList />;
  return <p className={s.note}>{loading === 'first' ? w.loading : shown === 'all' ? w.none : w.noneShown}</p>;
}
