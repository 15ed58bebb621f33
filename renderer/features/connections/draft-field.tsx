import type { ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface DraftFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
  readonly placeholder?: string | undefined;
  readonly inputMode?: 'text' | 'url' | undefined;
}

/** A line of text of a connection, taken over with every key: nothing of it holds before it is saved. */
export function DraftField({ label, value, onValue, error, hint, placeholder, inputMode }: DraftFieldProps) {
  return (
    <Field label={label} error={error} hint={hint}>
      <TextField
        value={value}
        onChange={onValue}
        placeholder={placeholder}
        inputMode={inputMode}
        invalid={error !== undefined}
        ariaLabel={label}
      />
    </Field>
  );
}
