import type { ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';
import { useControlLink } from '../../ui/field-context.ts';
import s from './connection-editor.module.css';

export interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
}

/** A line that nobody reads over a shoulder. No browser offers to keep it. */
export function SecretField({ label, value, onValue, error, hint }: SecretFieldProps) {
  return (
    <Field label={label} error={error} hint={hint}>
      <Input label={label} value={value} onValue={onValue} />
    </Field>
  );
}

function Input({ label, value, onValue }: Pick<SecretFieldProps, 'label' | 'value' | 'onValue'>) {
  const link = useControlLink(undefined, label);
  return (
    <input
      className={s.secret}
      type="password"
      id={link.id}
      aria-label={link['aria-label']}
      aria-describedby={link['aria-describedby']}
      aria-invalid={link.invalid || undefined}
      value={value}
      spellCheck={false}
      autoComplete="new-password"
      onChange={(event) => onValue(event.target.value)}
    />
  );
}
