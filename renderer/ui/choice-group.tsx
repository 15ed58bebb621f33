import { type KeyboardEvent, type ReactNode, useContext, useId, useRef } from 'react';
import s from './choice-group.module.css';
import { classes } from './classes.ts';
import { FieldContext } from './field-context.ts';
import { stepFrom } from './roving.ts';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean | undefined;
  /** Why it cannot be chosen; stands below the group. */
  readonly reason?: string | undefined;
}

export interface ChoiceGroupProps<T extends string> {
  /** Null when nothing is chosen, or when several files differ. */
  readonly value: T | null;
  readonly options: readonly ChoiceOption<T>[];
  readonly onChange: (value: T) => void;
  readonly label: string;
  /** Words side by side, or marks over words. */
  readonly look?: 'segments' | 'tiles' | undefined;
  readonly className?: string | undefined;
}

/** One of a few, all of them in sight: one tab stop, arrows choose. */
export function ChoiceGroup<T extends string>({
  value,
  options,
  onChange,
  label,
  look = 'segments',
  className,
}: ChoiceGroupProps<T>) {
  const id = useId();
  const field = useContext(FieldContext);
  const buttons = useRef(new Map<T, HTMLButtonElement>());
  const open = options.filter((option) => option.disabled !== true);
  const stop = open.some((option) => option.value === value) ? value : (open[0]?.value ?? null);
  const reasons = [
    ...new Set(options.flatMap((option) => (option.disabled === true ? [option.reason] : []))),
  ].filter((reason) => reason !== undefined);

  const key = (event: KeyboardEvent) => {
    const at = open.findIndex((option) => option.value === stop);
    const next = open[stepFrom(event, at, open.length, 'both')];
    if (next === undefined) return;
    event.preventDefault();
    buttons.current.get(next.value)?.focus();
    if (next.value !== value) onChange(next.value);
  };

  return (
    <div className={className}>
      <div
        role="radiogroup"
        aria-label={label}
        aria-describedby={reasons.length > 0 ? `${id}why` : field?.describedBy}
        className={look === 'tiles' ? s.tiles : s.segments}
        onKeyDown={key}
      >
        {options.map((option) => (
          <button
            key={option.value}
            ref={(element) => {
              if (element === null) buttons.current.delete(option.value);
              else buttons.current.set(option.value, element);
            }}
            type="button"
            role="radio"
            aria-checked={option.value === value}
            disabled={option.disabled}
            tabIndex={option.value === stop ? 0 : -1}
            className={classes(s.option, option.value === value && s.on)}
            onClick={() => onChange(option.value)}
          >
            {option.icon}
            <span>{option.label}</span>
          </button>
        ))}
      </div>
      {reasons.length > 0 && (
        <div id={`${id}why`} className={s.reasons}>
          {reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </div>
      )}
    </div>
  );
}
