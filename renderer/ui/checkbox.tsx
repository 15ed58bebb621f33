import { Checkbox as Radix } from 'radix-ui';
import { useId } from 'react';
import s from './checkbox.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export interface CheckboxProps {
  readonly checked: boolean | 'mixed';
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  /** The label is only read aloud. */
  readonly hideLabel?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly tabIndex?: number | undefined;
  readonly className?: string | undefined;
}

/** A check box; mixed when it stands for several that differ. */
export function Checkbox({
  checked,
  onChange,
  label,
  hideLabel = false,
  disabled,
  tabIndex,
  className,
}: CheckboxProps) {
  const id = useId();
  return (
    <span className={classes(s.row, className)}>
      <Radix.Root
        id={id}
        className={s.box}
        tabIndex={tabIndex}
        aria-label={hideLabel ? label : undefined}
        disabled={disabled ?? false}
        checked={checked === 'mixed' ? 'indeterminate' : checked}
        onCheckedChange={(next) => onChange(next === true)}
      >
        <Radix.Indicator className={s.mark}>
          <Icon name={checked === 'mixed' ? 'minus' : 'check'} />
        </Radix.Indicator>
      </Radix.Root>
      {!hideLabel && <label htmlFor={id}>{label}</label>}
    </span>
  );
}
