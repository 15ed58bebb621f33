import { Switch } from 'radix-ui';
import { useId } from 'react';
import { useWords } from '../words/words.tsx';
import { classes } from './classes.ts';
import { useControlLink } from './field-context.ts';
import s from './switch-field.module.css';

export interface SwitchFieldProps {
  readonly checked: boolean | 'mixed';
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  /** The label is only read aloud. */
  readonly hideLabel?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** On or off, at once. Inside a `Field` of the same label only the switch shows; else its label stands beside it. */
export function SwitchField({
  checked,
  onChange,
  label,
  hideLabel = false,
  disabled,
  className,
}: SwitchFieldProps) {
  const own = useId();
  const words = useWords().app.ui;
  const link = useControlLink(undefined, label);
  const mixed = checked === 'mixed';
  // Without a name of its own here, the label of the field around names the switch.
  const labelledByField = link['aria-label'] === undefined;
  return (
    <span className={classes(s.row, className)}>
      <Switch.Root
        className={classes(s.switch, mixed && s.mixed)}
        id={link.id ?? own}
        aria-label={hideLabel ? label : undefined}
        aria-describedby={link['aria-describedby']}
        checked={checked === true}
        disabled={disabled ?? false}
        onCheckedChange={onChange}
      >
        <Switch.Thumb className={s.knob} />
      </Switch.Root>
      {!labelledByField && !hideLabel && (
        <label htmlFor={link.id ?? own} className={s.label}>
          {label}
        </label>
      )}
      {mixed && <span className={s.mix}>{words.mixed}</span>}
    </span>
  );
}
