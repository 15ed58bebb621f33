import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { roughSizeText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { Api } from './api-part.tsx';
import type { SettingEntry } from './entry.ts';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

/** Bytes that are offered; another limit that was set elsewhere is offered too. */
const limits = [1e9, 5e9, 10e9, 50e9, 100e9, 500e9];

function DownloadLimit() {
  const w = useWords().settings;
  const locale = useLocale();
  const [settings, change] = useSettings();
  const set = settings.downloadLimit;
  const offered = [...new Set([...limits, ...(set === null ? [] : [set])])].sort((a, b) => a - b);
  return (
    <Field label={w.downloadLimit} hint={w.downloadLimitHint} className={s.field}>
      <SelectField
        ariaLabel={w.downloadLimit}
        className={s.select}
        value={set === null ? '' : String(set)}
        options={[
          ...offered.map((bytes) => ({ value: String(bytes), label: roughSizeText(bytes, locale) })),
          { value: '', label: w.downloadLimitNone },
        ]}
        onChange={(value) => change({ downloadLimit: value === '' ? null : Number(value) })}
      />
    </Field>
  );
}

function PrivateAddresses() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.privateAddresses} hint={w.privateAddressesHint} className={s.field}>
      <SwitchField
        label={w.privateAddresses}
        checked={settings.allowPrivateAddresses}
        onChange={(allowPrivateAddresses) => change({ allowPrivateAddresses })}
      />
    </Field>
  );
}

/** What is fetched, and the job API. */
export const networkEntries: readonly SettingEntry[] = [
  {
    id: 'downloadLimit',
    page: 'network',
    label: (w) => w.downloadLimit,
    also: (w) => [w.downloads],
    Control: DownloadLimit,
  },
  {
    id: 'privateAddresses',
    page: 'network',
    label: (w) => w.privateAddresses,
    also: (w) => [w.downloads],
    Control: PrivateAddresses,
  },
  {
    id: 'api',
    page: 'network',
    label: (w) => w.api.on,
    also: (w) => [w.api.address, w.api.port, w.api.token, w.api.folders],
    Control: Api,
  },
];
