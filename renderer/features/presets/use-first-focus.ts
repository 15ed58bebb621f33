import { type RefObject, useEffect } from 'react';

/**
 * Gives the keyboard to what a dialog is about, where the dialog itself would give it to its first button. A frame
 * later, because the dialog notes first where the focus was; not when somebody has begun to type by then.
 *
 * @param inside a selector of what is meant inside the element
 */
export function useFirstFocus(element: RefObject<HTMLElement | null>, inside: string | null = null): void {
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement instanceof HTMLInputElement || element.current?.contains(activeElement)) return;
      const found = inside === null ? element.current : element.current?.querySelector<HTMLElement>(inside);
      found?.focus();
      if (found instanceof HTMLInputElement) found.select();
    });
    return () => cancelAnimationFrame(frame);
  }, [element, inside]);
}
