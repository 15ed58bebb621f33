import { ContextMenu as RadixContext, DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, useContext } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { MenuWay, menuParts } from './menu-parts.ts';
import s from './menu.module.css';

export interface MenuProps {
  /** One element that opens the menu; it takes a ref and the props of a button. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end' | undefined;
  readonly side?: 'top' | 'bottom' | undefined;
  readonly className?: string | undefined;
}

/** A menu that opens from a button. */
export function Menu({ trigger, children, align = 'start', side = 'bottom', className }: MenuProps) {
  return (
    <MenuWay value="dropdown">
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className={classes(s.menu, className)}
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            loop
          >
            {children}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </MenuWay>
  );
}

export interface ContextMenuProps {
  /** What the menu belongs to: one element that takes a ref. */
  readonly children: ReactElement;
  /** Items of the menu. */
  readonly menu: ReactNode;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

/** A menu that opens where the pointer is, or with the menu key. */
export function ContextMenu({ children, menu, onOpenChange }: ContextMenuProps) {
  return (
    <MenuWay value="context">
      <RadixContext.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
        <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
        <RadixContext.Portal>
          <RadixContext.Content className={s.menu} collisionPadding={8} loop>
            {menu}
          </RadixContext.Content>
        </RadixContext.Portal>
      </RadixContext.Root>
    </MenuWay>
  );
}

export interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  /** Keys that do the same: `keysOf(id)`. */
  readonly keys?: string | undefined;
  /** A word at the right: what a preset makes. */
  readonly hint?: ReactNode;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Why it is disabled; stands below its words. */
  readonly reason?: string | undefined;
}

export function MenuItem({ children, onSelect, icon, keys, hint, danger, disabled, reason }: MenuItemProps) {
  const { Item } = menuParts[useContext(MenuWay)];
  return (
    <Item
      className={classes(s.item, danger === true && s.danger)}
      disabled={disabled ?? false}
      onSelect={onSelect}
    >
      <span className={s.icon}>{icon}</span>
      <ItemWords reason={disabled === true ? reason : undefined}>{children}</ItemWords>
      <Aside keys={keys} hint={hint} />
    </Item>
  );
}

export interface MenuCheckProps {
  readonly children: ReactNode;
  readonly checked: boolean;
  readonly onSelect: () => void;
  readonly keys?: string | undefined;
  readonly hint?: ReactNode;
  readonly disabled?: boolean | undefined;
  readonly reason?: string | undefined;
}

/** An item that is on or off, or one of several. */
export function MenuCheck({ children, checked, onSelect, keys, hint, disabled, reason }: MenuCheckProps) {
  const { CheckboxItem, ItemIndicator } = menuParts[useContext(MenuWay)];
  return (
    <CheckboxItem className={s.item} checked={checked} disabled={disabled ?? false} onSelect={onSelect}>
      <span className={s.icon}>
        <ItemIndicator>
          <Icon name="check" />
        </ItemIndicator>
      </span>
      <ItemWords reason={disabled === true ? reason : undefined}>{children}</ItemWords>
      <Aside keys={keys} hint={hint} />
    </CheckboxItem>
  );
}

/** A heading of the items below it. */
export function MenuLabel({ children }: { readonly children: ReactNode }) {
  const { Label } = menuParts[useContext(MenuWay)];
  return <Label className={s.label}>{children}</Label>;
}

export function MenuSeparator() {
  const { Separator } = menuParts[useContext(MenuWay)];
  return <Separator className={s.separator} />;
}

function ItemWords({
  children,
  reason,
}: {
  readonly children: ReactNode;
  readonly reason: string | undefined;
}) {
  return (
    <span className={s.words}>
      {children}
      {reason !== undefined && <span className={s.reason}>{reason}</span>}
    </span>
  );
}

function Aside({ keys, hint }: { readonly keys: string | undefined; readonly hint: ReactNode }) {
  return (
    <>
      {hint !== undefined && <span className={s.aside}>{hint}</span>}
      {keys !== undefined && <kbd className={s.keys}>{keys}</kbd>}
    </>
  );
}
