import { useState } from 'react';
import { windowEndChoices } from '../../../shared/model/app-settings.ts';
import {
  type RunWindow as Hours,
  TimeOfDay,
  type Weekday,
  weekdays,
} from '../../../shared/model/run-window.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { percentText } from '../../words/numbers.ts';
import { weekdayText } from '../../words/schedule-times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import schedule from './schedule.module.css';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

/** What is offered first: the night. */
const night: Hours = { from: '22:00', to: '07:00', days: [...weekdays] };

/** The week as it is written in most calendars of the world: from Monday on. */
const week: readonly Weekday[] = [...weekdays.slice(1), 'sunday'];

function RunWindow() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const { runWindow } = settings;
  return (
    <Field label={w.runWindow} hint={w.runWindowHint} className={s.field}>
      <SwitchField
        label={w.runWindowSwitch}
        checked={runWindow !== null}
        onChange={(on) => change({ runWindow: on ? night : null })}
      />
      {runWindow !== null && <Times hours={runWindow} onChange={(next) => change({ runWindow: next })} />}
    </Field>
  );
}

function Times({ hours, onChange }: { readonly hours: Hours; readonly onChange: (next: Hours) => void }) {
  const w = useWords().settings;
  const locale = useLocale();
  const [draft, setDraft] = useState<Partial<Record<'from' | 'to', string>>>({});
  const [noDay, setNoDay] = useState(false);
  const isWrong = Object.values(draft).some((time) => !TimeOfDay.safeParse(time).success);
  const commit = (end: 'from' | 'to', text: string): void => {
    const time = TimeOfDay.safeParse(text.trim().padStart(5, '0'));
    if (!time.success) return;
    setDraft((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== end)));
    if (time.data !== hours[end]) onChange({ ...hours, [end]: time.data });
  };
  const toggle = (day: Weekday, on: boolean): void => {
    const days = weekdays.filter((one) => (one === day ? on : hours.days.includes(one)));
    setNoDay(days.length === 0);
    if (days.length > 0) onChange({ ...hours, days });
  };
  const field = (end: 'from' | 'to', label: string) => (
    <label className={schedule.time}>
      <span>{label}</span>
      <TextField
        ariaLabel={label}
        className={schedule.clock}
        value={draft[end] ?? hours[end]}
        invalid={draft[end] !== undefined && !TimeOfDay.safeParse(draft[end]).success}
        onChange={(text) => setDraft((before) => ({ ...before, [end]: text.slice(0, 5) }))}
        onCommit={(text) => commit(end, text)}
      />
    </label>
  );
  return (
    <>
      <div className={schedule.line}>
        {field('from', w.runWindowFrom)}
        {field('to', w.runWindowTo)}
      </div>
      {isWrong && <p className={schedule.wrong}>{w.runWindowTimeWrong}</p>}
      <div role="group" aria-label={w.runWindowDays} className={schedule.line}>
        {week.map((day) => (
          <Checkbox
            key={day}
            label={weekdayText(weekdays.indexOf(day), locale)}
            checked={hours.days.includes(day)}
            onChange={(on) => toggle(day, on)}
          />
        ))}
      </div>
      {noDay && <p className={schedule.wrong}>{w.runWindowNoDay}</p>}
    </>
  );
}

function AtWindowEnd() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const off = settings.runWindow === null;
  return (
    <Field label={w.atWindowEnd} reason={off ? w.atWindowEndOnly : null} className={s.field}>
      <SelectField
        ariaLabel={w.atWindowEnd}
        className={s.select}
        disabled={off}
        value={settings.atWindowEnd}
        options={windowEndChoices.map((value) => ({ value, label: w.atWindowEnds[value] }))}
        onChange={(value) => {
          const chosen = windowEndChoices.find((one) => one === value);
          if (chosen !== undefined) change({ atWindowEnd: chosen });
        }}
      />
    </Field>
  );
}

const charges = [10, 15, 20, 30, 50, 80];

function Battery() {
  const w = useWords().settings;
  const locale = useLocale();
  const [settings, change] = useSettings();
  const set = settings.pauseBelowBattery;
  const offered = [...new Set([...charges, ...(set === null ? [] : [set])])].sort((a, b) => a - b);
  return (
    <Field label={w.battery} hint={w.batteryHint} className={s.field}>
      <SelectField
        ariaLabel={w.battery}
        className={s.select}
        value={set === null ? '' : String(set)}
        options={[
          { value: '', label: w.batteryNever },
          ...offered.map((percent) => ({
            value: String(percent),
            label: w.batteryBelow(percentText(percent / 100, locale)),
          })),
        ]}
        onChange={(value) => change({ pauseBelowBattery: value === '' ? null : Number(value) })}
      />
    </Field>
  );
}

/** When files are converted. */
export const scheduleEntries: readonly SettingEntry[] = [
  {
    id: 'runWindow',
    page: 'lanes',
    label: (w) => w.runWindow,
    also: (w) => [w.runWindowSwitch, w.runWindowDays],
    Control: RunWindow,
  },
  {
    id: 'atWindowEnd',
    page: 'lanes',
    label: (w) => w.atWindowEnd,
    also: (w) => Object.values(w.atWindowEnds),
    Control: AtWindowEnd,
  },
  { id: 'battery', page: 'lanes', label: (w) => w.battery, Control: Battery },
];
