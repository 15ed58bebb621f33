import { type Ref, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import s from './search-field.module.css';

export interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Name and placeholder. */
  readonly label: string;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly className?: string | undefined;
}

/** Filters as one types. Escape clears it first, and leaves it when it is empty. */
export function SearchField({ value, onChange, label, inputRef, className }: SearchFieldProps) {
  const words = useWords().app.ui;
  const box = useRef<HTMLSpanElement>(null);
  return (
    <span ref={box} role="search" className={classes(s.field, className)}>
      <Icon name="search" />
      <input
        ref={inputRef}
        className={s.input}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
      />
      {value !== '' && (
        <IconButton
          label={words.clearSearch}
          size="small"
          icon={<Icon name="x" size="s" />}
          onClick={() => {
            onChange('');
            box.current?.querySelector('input')?.focus();
          }}
        />
      )}
    </span>
  );
}
