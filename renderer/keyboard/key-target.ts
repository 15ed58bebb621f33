import type { Scope } from './shortcuts.ts';

/** Where the keyboard is, as far as shortcuts care. */
export interface KeyTarget {
  /** Letters go into it. */
  readonly typing: boolean;
  /** Inside an open menu or list of choices, where letters find items. */
  readonly inMenu: boolean;
  readonly inDialog: boolean;
  /** On the list, or nowhere in particular. */
  readonly onList: boolean;
}

export function keyTarget(element: Element | null): KeyTarget {
  const within = (selector: string) => element?.closest(selector) !== null && element !== null;
  return {
    typing: within('input:not([type=range]), textarea, [contenteditable]'),
    inMenu: within('[role=menu], [role=listbox]'),
    inDialog: within('[role=dialog], [role=alertdialog]'),
    onList: element === null || element === document.body || isOnRow(element),
  };
}

/** On a row or the list itself, but not on a button inside a row, which has its own Enter and Space. */
function isOnRow(element: Element): boolean {
  return element.closest('[role=grid]') !== null && element.closest('button, a, [role=checkbox]') === null;
}

/** Whether a shortcut of the scope counts there. Enter and Space on a focused button stay the button's. */
export function counts(scope: Scope, target: KeyTarget): boolean {
  if (target.inDialog || target.inMenu) return false;
  switch (scope) {
    case 'window':
      return true;
    case 'page':
      return !target.typing;
    case 'list':
      return target.onList && !target.typing;
  }
}
