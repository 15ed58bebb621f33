import { type ReactNode, useState } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { setUnread } from '../../store/watch-editor.ts';
import type { WatchField } from '../../store/watch-state.ts';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import s from './rule-editor.module.css';

/** What text means: a value, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly wrong: string };

export interface TypedFieldProps<T> {
  readonly field: WatchField;
  readonly label: string;
  readonly value: T;
  readonly show: (value: T) => string;
  readonly read: (text: string) => Read<T>;
  readonly onValue: (value: T) => void;
  readonly error: string | undefined;
  readonly hint?: ReactNode;
  readonly placeholder?: string | undefined;
  readonly unit?: string | undefined;
  readonly inputMode?: 'text' | 'decimal' | undefined;
  /** A button at the right of the field. */
  readonly button?: ReactNode;
}

/**
 * A field of a rule that is typed. Text that means nothing stays in the field with what is wrong about it; a value takes
 * its usual form when the field is left.
 */
export function TypedField<T>(props: TypedFieldProps<T>) {
  const { field, label, value, show, read, onValue, error, hint, placeholder, unit, inputMode, button } =
    props;
  const app = useApp();
  const unread = useAppState(({ watch }) => watch.editor?.unread[field] !== undefined);
  const [typed, setTyped] = useState<string | null>(null);
  const [within, setWithin] = useState(false);

  const commit = (text: string) => {
    const meant = read(text);
    setUnread(app, field, 'wrong' in meant ? meant.wrong : null);
    if ('value' in meant) onValue(meant.value);
  };
  // Cancel puts values back while nobody is in the field.
  const text = typed !== null && (within || unread) ? typed : show(value);
  return (
    <Field label={label} error={error} hint={hint}>
      <div
        className={button === undefined ? undefined : s.withButton}
        onFocus={() => {
          if (!within && !unread) setTyped(null);
          setWithin(true);
        }}
        onBlur={() => setWithin(false)}
      >
        <TextField
          value={text}
          onChange={setTyped}
          onCommit={commit}
          placeholder={placeholder}
          unit={unit}
          inputMode={inputMode}
          invalid={error !== undefined}
          ariaLabel={label}
        />
        {button}
      </div>
    </Field>
  );
}
