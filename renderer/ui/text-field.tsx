import { type KeyboardEvent, type Ref, useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { classes } from './classes.ts';
import { useControlLink } from './field-context.ts';
import s from './text-field.module.css';

/** A value that stands this long is meant. */
const commitAfterMs = 600;

export interface TextFieldProps {
  readonly value: string;
  /** Every keystroke. */
  readonly onChange: (value: string) => void;
  /** The value is meant: on leaving the field, on Enter, or after 600 ms without a key. Never twice for the same value. */
  readonly onCommit?: ((value: string) => void) | undefined;
  /** Escape was pressed: the value from before is back. A mixed field goes back to its mix here. */
  readonly onRevert?: (() => void) | undefined;
  readonly placeholder?: string | undefined;
  readonly unit?: string | undefined;
  readonly mixed?: boolean | undefined;
  readonly invalid?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'search' | 'url' | undefined;
  readonly id?: string | undefined;
  readonly ariaLabel?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly className?: string | undefined;
}

/** One line of text, with its unit at the right. */
export function TextField({
  value,
  onChange,
  onCommit,
  onRevert,
  placeholder,
  unit,
  mixed = false,
  disabled,
  inputMode,
  id,
  ariaLabel,
  inputRef,
  className,
  ...rest
}: TextFieldProps) {
  const words = useWords().app.ui;
  const link = useControlLink(id, ariaLabel);
  const invalid = rest.invalid ?? link.invalid;
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; value: string } | null>(null);
  const before = useRef(value);
  const commit = useRef(onCommit);
  useEffect(() => {
    commit.current = onCommit;
  });
  useEffect(() => () => clearTimeout(pending.current?.timer), []);

  const settle = () => {
    const due = pending.current;
    if (due === null) return;
    clearTimeout(due.timer);
    pending.current = null;
    commit.current?.(due.value);
  };

  const change = (next: string) => {
    if (pending.current !== null) clearTimeout(pending.current.timer);
    pending.current = { value: next, timer: setTimeout(settle, commitAfterMs) };
    onChange(next);
  };

  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') settle();
    if (event.key !== 'Escape') return;
    if (value === before.current && pending.current === null) return;
    event.stopPropagation();
    if (pending.current !== null) clearTimeout(pending.current.timer);
    pending.current = null;
    onChange(before.current);
    if (onRevert !== undefined) onRevert();
    else onCommit?.(before.current);
  };

  return (
    <span
      className={classes(
        s.field,
        mixed && value === '' && s.mixed,
        invalid && s.invalid,
        disabled === true && s.off,
        className,
      )}
    >
      <input
        ref={inputRef}
        className={s.input}
        type="text"
        id={link.id}
        aria-label={link['aria-label']}
        aria-describedby={link['aria-describedby']}
        aria-invalid={invalid || undefined}
        value={value}
        placeholder={mixed ? words.mixed : placeholder}
        disabled={disabled}
        inputMode={inputMode}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => {
          before.current = value;
        }}
        onChange={(event) => change(event.target.value)}
        onBlur={settle}
        onKeyDown={key}
      />
      {unit !== undefined && (
        <span className={s.unit} aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  );
}
