import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { whenDoneChoices } from '../../../shared/model/app-settings.ts';
import { qualityWords } from '../../../shared/model/options.ts';
import { useAppState } from '../../store/store.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import { localeChoices, sampleNumber } from './locales.ts';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

function Appearance() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.appearance} className={s.field}>
      <ChoiceGroup
        label={w.appearance}
        className={s.choice}
        value={settings.appearance}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: w.appearances[value],
        }))}
        onChange={(appearance) => change({ appearance })}
      />
    </Field>
  );
}

function CompactRows() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.compactRows} hint={w.compactRowsHint} className={s.field}>
      <SwitchField
        label={w.compactRows}
        checked={settings.compactRows}
        onChange={(compactRows) => change({ compactRows })}
      />
    </Field>
  );
}

function StartByItself() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.startByItself} hint={w.startByItselfHint} className={s.field}>
      <SwitchField
        label={w.startByItself}
        checked={settings.startByItself}
        onChange={(startByItself) => change({ startByItself })}
      />
    </Field>
  );
}

function Quality() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.quality} hint={w.qualityHint} className={s.field}>
      <ChoiceGroup
        label={w.quality}
        className={s.choice}
        value={settings.quality}
        options={qualityWords.map((value) => ({ value, label: w.qualities[value] }))}
        onChange={(quality) => change({ quality })}
      />
    </Field>
  );
}

function Locale() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const system = useAppState((state) => state.hello?.locale ?? 'en');
  // A tag is never empty, so an empty value is the system's.
  const options = [
    { value: '', label: w.localeSystem(sampleNumber(system)) },
    ...localeChoices(settings.locale).map(({ tag, label }) => ({ value: tag, label })),
  ];
  return (
    <Field label={w.locale} className={s.field}>
      <SelectField
        ariaLabel={w.locale}
        className={s.select}
        value={settings.locale ?? ''}
        options={options}
        onChange={(tag) => change({ locale: tag === '' ? null : tag })}
      />
    </Field>
  );
}

function WhenDone() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const abilities = useAppState((state) => state.hello?.abilities);
  const can: Readonly<Record<AppSettings['whenDone'], boolean>> = {
    nothing: true,
    quit: abilities?.quit ?? false,
    sleep: abilities?.sleep ?? false,
    shut_down: abilities?.shutDown ?? false,
  };
  return (
    <Field label={w.whenDone} hint={w.whenDoneHint} className={s.field}>
      <SelectField
        ariaLabel={w.whenDone}
        className={s.select}
        value={settings.whenDone}
        options={whenDoneChoices.map((value) => ({
          value,
          label: w.whenDones[value],
          ...(can[value] ? {} : { disabled: true, reason: w.whenDoneCannot }),
        }))}
        onChange={(value) => {
          const chosen = whenDoneChoices.find((one) => one === value);
          if (chosen !== undefined) change({ whenDone: chosen });
        }}
      />
    </Field>
  );
}

/** Days of the choices; null = for ever. */
const keptDays: readonly (number | null)[] = [30, 90, 365, null];
const forEver = 'for_ever';

function HistoryDays() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const { historyDays } = settings;
  // Another number can be set from outside: it is shown as what it is.
  const days = keptDays.includes(historyDays) ? keptDays : [historyDays, ...keptDays];
  return (
    <Field label={w.historyDays} hint={w.historyDaysHint} className={s.field}>
      <SelectField
        ariaLabel={w.historyDays}
        className={s.select}
        value={historyDays === null ? forEver : String(historyDays)}
        options={days.map((value) => ({
          value: value === null ? forEver : String(value),
          label: w.historyDaysOf(value),
        }))}
        onChange={(value) => change({ historyDays: value === forEver ? null : Number(value) })}
      />
    </Field>
  );
}

export const generalEntries: readonly SettingEntry[] = [
  {
    id: 'appearance',
    page: 'general',
    label: (w) => w.appearance,
    also: (w) => Object.values(w.appearances),
    Control: Appearance,
  },
  { id: 'compactRows', page: 'general', label: (w) => w.compactRows, Control: CompactRows },
  { id: 'startByItself', page: 'general', label: (w) => w.startByItself, Control: StartByItself },
  { id: 'quality', page: 'general', label: (w) => w.quality, Control: Quality },
  { id: 'locale', page: 'general', label: (w) => w.locale, Control: Locale },
  {
    id: 'whenDone',
    page: 'general',
    label: (w) => w.whenDone,
    also: (w) => Object.values(w.whenDones),
    Control: WhenDone,
  },
  { id: 'historyDays', page: 'general', label: (w) => w.historyDays, Control: HistoryDays },
];
