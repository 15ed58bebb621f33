import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useWords } from '../../../words/words.tsx';
import s from '../inspector.module.css';
import { commonFps, fpsText, readFps } from './option-values.ts';
import { useSession } from '../session.ts';
import { TextOption } from './text-option.tsx';
import { useNotes } from '../use-notes.ts';
import { useOption } from './use-option.ts';

const asInFile = 'file';
const another = 'other';

/** As in the file, one of the usual rates, or any other that is typed. */
export function FrameRateRow() {
  const w = useWords().inspector;
  const { fieldId } = useSession();
  const fps = useOption('fps');
  const notes = useNotes();
  const [typing, setTyping] = useState(false);
  const value = typeof fps.value === 'number' ? fps.value : null;
  const usual = value === null || commonFps.includes(value);
  const nameOf = (one: unknown): string => (typeof one === 'number' ? fpsText(one) : w.values.asInFile);
  const asText = typing || !usual || fps.problem !== undefined;
  return (
    <Field label={w.options.fps} htmlFor={fieldId('fps')} error={notes.problem('fps')} hint={fps.mix(nameOf)}>
      {asText ? (
        <div className={s.withButton}>
          <TextOption
            option="fps"
            show={(one) => (typeof one === 'number' ? fpsText(one) : '')}
            read={readFps}
            placeholder={w.values.asInFile}
            unit={w.values.fps}
            ariaLabel={w.options.fps}
            inputMode="decimal"
          />
          {!fps.disabled && (
            <button
              type="button"
              className={s.link}
              onClick={() => {
                setTyping(false);
                fps.set(null);
              }}
            >
              {w.values.asInFile}
            </button>
          )}
        </div>
      ) : (
        <SelectField
          value={fps.mixed ? null : value === null ? asInFile : String(value)}
          options={[
            { value: asInFile, label: w.values.asInFile },
            ...commonFps.map((one) => ({ value: String(one), label: `${fpsText(one)} ${w.values.fps}` })),
            { value: another, label: w.values.otherFps },
          ]}
          onChange={(chosen) => {
            if (chosen === another) setTyping(true);
            else fps.set(chosen === asInFile ? null : Number(chosen));
          }}
          mixed={fps.mixed}
          disabled={fps.disabled}
          ariaLabel={w.options.fps}
          id={fieldId('fps')}
        />
      )}
    </Field>
  );
}
