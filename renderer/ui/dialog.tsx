import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { Button, IconButton } from './button.tsx';
import { classes } from './classes.ts';
import s from './dialog.module.css';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** `small` is 420 wide, `wide` 720 × 520. */
  readonly size?: 'small' | 'wide' | undefined;
  readonly children: ReactNode;
  /** Buttons at the bottom. */
  readonly foot?: ReactNode;
  /** `alert` for what must be answered. */
  readonly role?: 'dialog' | 'alertdialog' | undefined;
  readonly className?: string | undefined;
}

/** A dialog over the window. Focus goes back to where it was when it closes. */
export function Dialog({
  open,
  onClose,
  title,
  size = 'small',
  children,
  foot,
  role = 'dialog',
  className,
}: DialogProps) {
  const words = useWords().app.ui;
  const before = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className={s.scrim} />
        <Radix.Content
          role={role}
          data-modal=""
          className={classes(s.dialog, size === 'wide' ? s.wide : s.small, className)}
          aria-describedby={undefined}
          onInteractOutside={(event) => {
            // A toast stands above the dialog: pressing its Undo does not close what it is about.
            if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]') !== null)
              event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) firstStop(event.currentTarget).focus();
          }}
          onCloseAutoFocus={(event) => {
            // Dialogs of the window open from its state, not from a button that Radix knows.
            event.preventDefault();
            if (before.current?.isConnected === true) before.current.focus();
          }}
        >
          <header className={s.head}>
            <Radix.Title className={s.title}>{title}</Radix.Title>
            <IconButton label={words.close} icon={<Icon name="x" />} onClick={onClose} />
          </header>
          <div className={s.body}>{children}</div>
          {foot !== undefined && <footer className={s.foot}>{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Where the keyboard begins: the first control of the content, else the button that is marked for it, never Close. */
function firstStop(dialog: HTMLElement): HTMLElement {
  const stops = [...dialog.querySelectorAll<HTMLElement>(`.${s.body} :is(${tabbable}), [data-first-stop]`)];
  return stops.find((stop) => stop.tabIndex >= 0) ?? dialog;
}

const tabbable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly children: ReactNode;
  /** The active verb that does it. */
  readonly confirm: string;
  /** "Cancel" unless another word says better what stays. */
  readonly cancel?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const words = useWords().app.ui;
  const danger = props.danger === true;
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      role="alertdialog"
      foot={
        <>
          <Button onClick={props.onClose} data-first-stop={danger ? '' : undefined}>
            {props.cancel ?? words.cancel}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            onClick={props.onConfirm}
            data-first-stop={danger ? undefined : ''}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
