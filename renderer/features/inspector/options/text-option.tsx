import { useState } from 'react';
import { TextField } from '../../../ui/text-field.tsx';
import type { OptionName } from './option-groups.ts';
import type { Read } from './option-values.ts';
import { useSession } from '../session.ts';
import { useOption } from './use-option.ts';

export interface TextOptionProps {
  readonly option: OptionName;
  /** The value as text; empty when it is not set. */
  readonly show: (value: unknown) => string;
  readonly read: (text: string) => Read<unknown>;
  readonly placeholder?: string | undefined;
  readonly unit?: string | undefined;
  readonly ariaLabel: string;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | undefined;
}

/**
 * An option that is typed. Text that means nothing stays in the field with what is wrong about it; a value takes its
 * usual form when the field is left.
 */
export function TextOption({ option, show, read, placeholder, unit, ariaLabel, inputMode }: TextOptionProps) {
  const control = useOption(option);
  const { fieldId } = useSession();
  const [typed, setTyped] = useState<string | null>(null);
  const { problem } = control;
  const kept = problem?.problem === 'unreadable' ? problem.text : show(control.value);

  const commit = (text: string) => {
    const value = read(text);
    if (value === undefined) control.unreadable(text);
    else control.set(value, { hold: true });
  };
  const { restore } = control;
  return (
    <div
      onBlur={() => {
        setTyped(null);
        control.flush();
      }}
      onKeyDown={({ key }) => {
        // The field has made its text a value by now.
        if (key === 'Enter') control.flush();
      }}
    >
      <TextField
        value={typed ?? kept}
        onChange={setTyped}
        onCommit={commit}
        onRevert={
          restore === undefined
            ? undefined
            : () => {
                setTyped(null);
                restore();
              }
        }
        placeholder={placeholder}
        unit={unit}
        mixed={control.mixed && typed === null}
        invalid={problem !== undefined}
        disabled={control.disabled}
        inputMode={inputMode}
        ariaLabel={ariaLabel}
        id={fieldId(option)}
      />
    </div>
  );
}
