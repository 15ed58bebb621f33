import { useId, useRef, useState } from 'react';
import type { Choice } from '../../../shared/ipc/contract.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import { presetFacts } from './preset-facts.ts';
import { freeName } from './preset-groups.ts';
import { adoptPreset, makeDefault, savePreset } from './preset-actions.ts';
import { presetName, useFactSpeech } from './speech.ts';
import { homePath } from '../../words/home-path.ts';
import { useFirstFocus } from './use-first-focus.ts';
import s from './save-preset-dialog.module.css';

/** Saves the options of a file, or of the next files, under a name. */
export function SavePresetDialog() {
  const app = useApp();
  const dialog = useAppState((state) => state.dialog);
  if (dialog?.name !== 'save_preset') return null;
  return <SaveForm choice={dialog.choice} onClose={() => app.store.setState({ dialog: null })} />;
}

function SaveForm({ choice, onClose }: { readonly choice: Choice; readonly onClose: () => void }) {
  const app = useApp();
  const words = useWords().presets;
  const w = words.saving;
  const speech = useFactSpeech();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  useFirstFocus(input);
  const home = useAppState((state) => state.hello?.home ?? '');
  const presets = useAppState((state) => state.presets);
  const base = presets.find(({ id }) => id === choice.presetId);
  const [name, setName] = useState(() =>
    freeName(
      base === undefined ? words.dialog.newName : presetName(base, words),
      presets.map((preset) => presetName(preset, words)),
    ),
  );
  const cut = choice.options['start'] !== undefined || choice.options['end'] !== undefined;
  const [withCut, setWithCut] = useState(false);
  const [withOutput, setWithOutput] = useState(false);
  const [asDefault, setAsDefault] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const wanted = name.trim();
  const same = presets.find(
    (preset) =>
      !preset.builtIn && preset.kind === choice.kind && preset.name.toLowerCase() === wanted.toLowerCase(),
  );
  const options = withCut ? choice.options : withoutCut(choice.options);

  const save = async () => {
    if (wanted === '') {
      setError(w.nameNeeded);
      return;
    }
    try {
      const { kind } = choice;
      const output = withOutput ? choice.output : null;
      const saved = await savePreset(app, { id: same?.id ?? null, name: wanted, kind, options, output });
      if (asDefault) await makeDefault(app, kind, saved.id);
      await adoptPreset(app, choice, saved.id);
      onClose();
      toast({ text: w.saved(saved.name), tone: 'good' });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      setError(failure.error.message);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={w.title}
      foot={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button variant="primary" type="submit" form={form}>
            {same === undefined ? w.save : w.replace}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label={w.name}
          layout="stack"
          error={error}
          hint={same === undefined ? null : w.replaces(same.name)}
        >
          <TextField
            value={name}
            onChange={(next) => {
              setName(next.slice(0, 80));
              setError(null);
            }}
            invalid={error !== null}
            inputRef={input}
          />
        </Field>
        <div>
          <div className={s.label}>{w.keeps}</div>
          <p>{presetFacts({ kind: choice.kind, options }, speech)}</p>
        </div>
        <div className={s.checks}>
          {cut && <Checkbox checked={withCut} onChange={setWithCut} label={w.withCut} />}
          {choice.output !== null && (
            <Checkbox
              checked={withOutput}
              onChange={setWithOutput}
              label={w.withOutput(homePath(choice.output, home))}
            />
          )}
          <Checkbox
            checked={asDefault}
            onChange={setAsDefault}
            label={w.makeDefault(words.kinds[choice.kind])}
          />
        </div>
      </form>
    </Dialog>
  );
}

/** Where a file begins and ends is about that file, so a preset holds it only when asked. */
function withoutCut(options: Choice['options']): Choice['options'] {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'start' && key !== 'end'));
}
