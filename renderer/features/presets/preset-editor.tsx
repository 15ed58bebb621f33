import { useState } from 'react';
import { type PresetDraft, presetOptions } from '../../../shared/model/preset.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Pill } from '../../ui/pill.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useWords } from '../../words/words.tsx';
import { OptionsForm } from '../inspector/options/options-form.tsx';
import { savePreset } from './preset-actions.ts';
import { savedToast, tryOrSay } from './say.ts';
import s from './presets-dialog.module.css';

/** A preset while it is changed: what it is now, and what it was. */
export interface PresetDraftState extends PresetDraft {
  readonly before: PresetDraft;
}

/** A draft of a preset as it is; of a new one when it has no id. */
export function draftOf(preset: PresetDraft): PresetDraftState {
  const { id, name, kind, options, output } = preset;
  const before = { id, name, kind, options, output };
  return { ...before, before };
}

/** Whether saving would change anything; a new preset is worth keeping once something was set. */
export function isDirty({ before, name, options, output }: PresetDraftState): boolean {
  return name !== before.name || output !== before.output || !sameOptions(options, before.options);
}

function sameOptions(a: PresetDraft['options'], b: PresetDraft['options']): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

export interface PresetEditorProps {
  readonly draft: PresetDraftState;
  readonly onChange: (draft: PresetDraftState) => void;
  /** It was saved; its id. */
  readonly onSaved: (id: string) => void;
  readonly onCancel: () => void;
}

/** The right side of the dialog while one's own preset is changed. Nothing is kept before Save. */
export function PresetEditor({ draft, onChange, onSaved, onCancel }: PresetEditorProps) {
  const app = useApp();
  const words = useWords().presets;
  const w = words.dialog;
  const tools = useAppState((state) => state.tools);
  const choosesFolders = useAppState((state) => state.hello?.abilities.choose ?? false);
  const [error, setError] = useState<string | null>(null);
  const checked = presetOptions(draft);

  const change = (part: Partial<PresetDraft>) => {
    setError(null);
    onChange({ ...draft, ...part });
  };
  const save = async () => {
    const { id, name, kind, options, output } = draft;
    if (name.trim() === '') {
      setError(words.saving.nameNeeded);
      return;
    }
    try {
      const saved = await savePreset(app, { id, name: name.trim(), kind, options, output });
      onSaved(saved.id);
      savedToast(app, w.saved(saved.name));
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      setError(failure.error.message);
    }
  };
  const chooseFolder = async () => {
    const { paths } = await app.bridge.call('shell:choose', { what: 'output_folder' });
    const [folder] = paths;
    // A folder ends in a slash; without it the last part would be a name.
    if (folder !== undefined) change({ output: /[\\/]$/.test(folder) ? folder : `${folder}/` });
  };

  return (
    <section className={s.right} aria-label={draft.name}>
      <div className={s.scroll}>
        <div className={s.fields}>
          <Field label={w.name} error={error}>
            <TextField value={draft.name} onChange={(name) => change({ name: name.slice(0, 80) })} />
          </Field>
          <div className={s.kind}>
            <Pill>{words.kinds[draft.kind]}</Pill>
          </div>
        </div>
        <OptionsForm
          kind={draft.kind}
          options={draft.options}
          onChange={(options) => change({ options })}
          tools={tools}
        />
        <Field label={w.output}>
          <div className={s.output}>
            <TextField
              value={draft.output ?? ''}
              placeholder={w.outputAsSettings}
              onChange={(output) => change({ output: output === '' ? null : output })}
            />
            {choosesFolders && <Button onClick={() => void tryOrSay(chooseFolder)}>{w.choose}</Button>}
          </div>
        </Field>
      </div>
      <div className={s.foot}>
        <Button size="small" onClick={onCancel} className={s.end}>
          {w.cancel}
        </Button>
        <Button size="small" variant="primary" disabled={!checked.ok} onClick={() => void save()}>
          {w.save}
        </Button>
      </div>
    </section>
  );
}
