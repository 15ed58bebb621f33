import { useState } from 'react';
import { originalsChoices } from '../../../shared/model/app-settings.ts';
import { useAppState } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

function Originals() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const trash = useAppState((state) => state.hello?.abilities.trash ?? false);
  return (
    <Field
      label={w.originals}
      className={s.field}
      hint={w.originalsHints[settings.originals]}
      reason={trash ? null : w.trashCannot}
    >
      <SelectField
        ariaLabel={w.originals}
        className={s.select}
        value={settings.originals}
        options={originalsChoices.map((value) => ({
          value,
          label: w.originalsChoices[value],
          ...(value === 'trash' && !trash ? { disabled: true, reason: w.trashCannot } : {}),
        }))}
        onChange={(value) => {
          const chosen = originalsChoices.find((one) => one === value);
          if (chosen !== undefined) change({ originals: chosen });
        }}
      />
    </Field>
  );
}

function OriginalsFolder() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const [draft, setDraft] = useState<string | null>(null);
  const off = settings.originals !== 'move';
  const value = draft ?? settings.originalsFolder;
  return (
    <Field
      label={w.originalsFolder}
      className={s.field}
      error={value.trim() === '' ? w.originalsFolderNeeded : null}
      hint={off ? null : w.originalsFolderHint}
      reason={off ? w.originalsFolderOnly : null}
    >
      <TextField
        value={value}
        disabled={off}
        onChange={(next) => setDraft(next.slice(0, 4096))}
        onCommit={(next) => {
          if (next.trim() === '') return;
          if (next !== settings.originalsFolder) change({ originalsFolder: next });
          setDraft(null);
        }}
      />
    </Field>
  );
}

export const originalsEntries: readonly SettingEntry[] = [
  {
    id: 'originals',
    page: 'originals',
    label: (w) => w.originals,
    also: (w) => Object.values(w.originalsChoices),
    Control: Originals,
  },
  { id: 'originalsFolder', page: 'originals', label: (w) => w.originalsFolder, Control: OriginalsFolder },
];
