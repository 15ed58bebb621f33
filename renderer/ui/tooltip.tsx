import { Tooltip as Radix } from 'radix-ui';
import type { FocusEvent, ReactElement } from 'react';
import s from './tooltip.module.css';

export interface TooltipProps {
  readonly text: string;
  /** One element that takes a ref and the props of a button. */
  readonly children: ReactElement;
  /** True when the text is already the name of the element, so it is not read twice. */
  readonly naming?: boolean | undefined;
}

/** Words on hover and on keyboard focus. It never holds the only copy of a reason. */
export function Tooltip({ text, children, naming = false }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={600} disableHoverableContent={naming}>
      <Radix.Root>
        <Radix.Trigger
          asChild
          onFocus={onlyByKeyboard}
          {...(naming ? { 'aria-describedby': undefined } : {})}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content className={s.tip} sideOffset={6} collisionPadding={8}>
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

/** A menu that closes gives the focus back to its button; nobody asked for the words of that button then. */
function onlyByKeyboard(event: FocusEvent<HTMLElement>): void {
  if (event.relatedTarget === null || !event.currentTarget.matches(':focus-visible')) event.preventDefault();
}
