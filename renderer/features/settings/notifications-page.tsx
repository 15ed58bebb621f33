import type { ComponentType } from 'react';
import { useAppState } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

function notifyControl(key: 'notifyDone' | 'notifyFailed'): ComponentType {
  return function NotifyField() {
    const w = useWords().settings;
    const [settings, change] = useSettings();
    const can = useAppState((state) => state.hello?.abilities.notify ?? false);
    return (
      <Field label={w[key]} reason={can ? null : w.notifyCannot} className={s.field}>
        <SwitchField
          label={w[key]}
          checked={settings[key]}
          disabled={!can}
          onChange={(on) => change({ [key]: on })}
        />
      </Field>
    );
  };
}

export const notificationsEntries: readonly SettingEntry[] = (['notifyDone', 'notifyFailed'] as const).map(
  (key) => ({ id: key, page: 'notifications', label: (w) => w[key], Control: notifyControl(key) }),
);
