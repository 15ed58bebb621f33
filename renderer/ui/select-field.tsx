import { Select } from 'radix-ui';
import { useWords } from '../words/words.tsx';
import { classes } from './classes.ts';
import { useControlLink } from './field-context.ts';
import { Icon } from './icon.tsx';
import s from './select-field.module.css';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** Why it cannot be chosen; stands below its name. */
  readonly reason?: string | undefined;
}

export interface SelectFieldProps {
  /** Null shows the placeholder. */
  readonly value: string | null;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly mixed?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly ariaLabel: string;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
}

// Radix takes an empty string for "nothing is chosen", so values travel behind a letter.
const outward = (value: string | null): string => (value === null ? '' : `v${value}`);

/** One of several, in a list that opens. */
export function SelectField(props: SelectFieldProps) {
  const { value, options, onChange, placeholder, disabled, ariaLabel, className } = props;
  const words = useWords().app.ui;
  const link = useControlLink(props.id, ariaLabel);
  const mixed = props.mixed === true;
  return (
    <Select.Root
      value={mixed ? '' : outward(value)}
      onValueChange={(chosen) => {
        if (chosen !== '') onChange(chosen.slice(1));
      }}
      disabled={disabled ?? false}
    >
      <Select.Trigger
        className={classes(s.trigger, mixed && s.mixed, link.invalid && s.invalid, className)}
        id={link.id}
        aria-label={link['aria-label']}
        aria-describedby={link['aria-describedby']}
        aria-invalid={link.invalid || undefined}
      >
        <span className={s.value}>
          <Select.Value placeholder={mixed ? words.mixed : (placeholder ?? '')} />
        </span>
        <Icon name="down" size="s" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content className={s.list} position="popper" sideOffset={4} collisionPadding={8}>
          <Select.Viewport className={s.viewport}>
            {options.map((option) => (
              <Select.Item
                key={option.value}
                value={outward(option.value)}
                disabled={option.disabled ?? false}
                textValue={option.label}
                className={s.item}
              >
                <Select.ItemIndicator className={s.mark}>
                  <Icon name="check" />
                </Select.ItemIndicator>
                <span>
                  <Select.ItemText>{option.label}</Select.ItemText>
                  {option.reason !== undefined && <span className={s.reason}>{option.reason}</span>}
                </span>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
