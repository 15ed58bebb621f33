import type { ComponentProps, MouseEventHandler, ReactNode } from 'react';
import s from './button.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'default' | 'primary' | 'plain' | 'danger';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly icon?: ReactNode;
}

const looks: Readonly<Record<ButtonVariant, string | undefined>> = {
  default: undefined,
  primary: s.primary,
  plain: s.plain,
  danger: s.danger,
};

/** A button with words. One primary button per screen. */
export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes(s.button, looks[variant], size === 'small' && s.small, className)}
    >
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does: read aloud and shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: 'normal' | 'small' | undefined;
  /** For a button that stays down. */
  readonly pressed?: boolean | undefined;
}

/** A button that is only a mark. */
export function IconButton({
  label,
  icon,
  size = 'normal',
  pressed,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} naming>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={classes(s.button, s.plain, s.icon, size === 'small' && s.small, className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

export interface SplitButtonProps {
  readonly children: ReactNode;
  readonly onClick: MouseEventHandler<HTMLButtonElement>;
  /** What the small part opens: "More ways to add". */
  readonly menuLabel: string;
  /** Items of the menu. */
  readonly menu: ReactNode;
  readonly icon?: ReactNode;
  readonly variant?: 'default' | 'primary' | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A button with a menu of its variations beside it. */
export function SplitButton({
  children,
  onClick,
  menuLabel,
  menu,
  icon,
  variant = 'default',
  disabled,
  className,
}: SplitButtonProps) {
  return (
    <span className={classes(s.split, variant === 'primary' && s.splitPrimary, className)}>
      <Button variant={variant} icon={icon} onClick={onClick} disabled={disabled} className={s.splitMain}>
        {children}
      </Button>
      <Menu
        align="end"
        trigger={
          <Button variant={variant} aria-label={menuLabel} disabled={disabled} className={s.splitMenu}>
            <Icon name="down" size="s" />
          </Button>
        }
      >
        {menu}
      </Menu>
    </span>
  );
}
