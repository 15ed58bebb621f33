import type { ComponentType } from 'react';
import type { Lane } from '../../../shared/model/settings.ts';
import { useAppState } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { plainNumber } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import { scheduleEntries } from './schedule-entries.tsx';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

const lanes = ['video', 'still', 'audio', 'copy', 'transfer'] as const satisfies readonly Lane[];

/** Numbers that are offered; a larger one that was set elsewhere is offered too. */
const offered = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16];

function laneControl(lane: Lane): ComponentType {
  return function LaneField() {
    const w = useWords().settings;
    const locale = useLocale();
    const [settings, change] = useSettings();
    const now = useAppState((state) => state.queue.lanes[lane]);
    const set = settings.lanes[lane];
    const { gentle } = settings;
    const numbers = [...new Set([...offered, ...(set === null ? [] : [set])])].sort((a, b) => a - b);
    return (
      <Field
        label={w.lanes[lane]}
        hint={w.laneHints[lane]}
        reason={gentle ? w.lanesGentle : null}
        className={s.field}
      >
        <SelectField
          ariaLabel={w.lanes[lane]}
          className={s.select}
          disabled={gentle}
          value={set === null ? '' : String(set)}
          options={[
            { value: '', label: set === null ? w.laneAutoNow(now) : w.laneAuto },
            ...numbers.map((n) => ({ value: String(n), label: plainNumber(n, locale, 0) })),
          ]}
          onChange={(value) => change({ lanes: { [lane]: value === '' ? null : Number(value) } })}
        />
      </Field>
    );
  };
}

function Gentle() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.gentle} hint={w.gentleHint} className={s.field}>
      <SwitchField label={w.gentle} checked={settings.gentle} onChange={(gentle) => change({ gentle })} />
    </Field>
  );
}

export const lanesEntries: readonly SettingEntry[] = [
  ...lanes.map((lane): SettingEntry => ({
    id: `lane_${lane}`,
    page: 'lanes',
    label: (w) => w.lanes[lane],
    Control: laneControl(lane),
  })),
  { id: 'gentle', page: 'lanes', label: (w) => w.gentle, Control: Gentle },
  ...scheduleEntries,
];
