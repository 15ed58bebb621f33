import { useState } from 'react';
import type { Connection } from '../../../shared/model/connection.ts';
import { shownFolder, typedFolder } from '../../store/bucket-place.ts';
import { openConnection } from '../../store/connections-actions.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { usualConnection } from '../../store/usual-target.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useWords } from '../../words/words.tsx';
import { folderProblem } from '../inspector/save/save-place.ts';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

const here = 'here';
const make = 'new';

/** Where files that are added go when nobody says: this computer, or one of the connections. */
export function TargetSetting() {
  const app = useApp();
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const views = useAppState(({ connections }) => connections.views);
  const { outputConnection: set } = settings;
  const found = usualConnection(settings, views);
  const isGone = found === undefined;
  return (
    <Field label={w.target} className={s.field} hint={w.targetHint} error={isGone ? w.targetGoneWhy : null}>
      <SelectField
        ariaLabel={w.target}
        className={s.select}
        value={set === null ? here : isGone ? null : set.id}
        placeholder={isGone ? w.targetGone : undefined}
        options={[
          { value: here, label: w.targetHere },
          ...(views ?? []).map(({ connection: { id, name } }) => ({ value: id, label: name })),
          { value: make, label: w.targetNew },
        ]}
        onChange={(value) => {
          if (value === make) openConnection(app, null);
          // A folder in one bucket says nothing of another one.
          else change({ outputConnection: value === here ? null : { id: value, folder: null } });
        }}
      />
    </Field>
  );
}

/** The folder in the bucket; there is none on this computer. */
export function TargetFolderSetting() {
  const [settings] = useSettings();
  const views = useAppState(({ connections }) => connections.views);
  const found = usualConnection(settings, views);
  return found === undefined || found === null ? null : <FolderField key={found.id} connection={found} />;
}

function FolderField({ connection: { id, prefix } }: { readonly connection: Connection }) {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const [typed, setTyped] = useState<string | null>(null);
  const folder = settings.outputConnection?.folder ?? null;
  const text = typed ?? shownFolder(folder);
  const wrong = folderProblem(text);
  return (
    <Field
      label={w.targetFolder}
      className={s.field}
      error={wrong?.problem === 'unknown_token' ? w.targetFolderWrong(wrong.token) : null}
    >
      <TextField
        ariaLabel={w.targetFolder}
        value={text}
        placeholder={prefix === '' ? w.targetTop : prefix}
        invalid={wrong !== null}
        onChange={(value) => setTyped(value.slice(0, 900))}
        onCommit={(value) => {
          if (folderProblem(value) !== null) return;
          setTyped(null);
          const next = typedFolder(value);
          if (next !== folder) change({ outputConnection: { id, folder: next } });
        }}
      />
    </Field>
  );
}
