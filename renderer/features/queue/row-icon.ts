import type { RowState } from '../../store/row-state.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { FirstAction } from '../../words/row-words.ts';

/** The mark of each state. It never stands alone for it: the word is beside it, or in its name. */
export const stateIcons: Readonly<Record<RowState, IconName>> = {
  ready: 'wait',
  waiting: 'wait',
  held: 'held',
  refused: 'warn',
  unreadable: 'warn',
  reading: 'read',
  // Turned round by the row: what comes is what goes, the other way.
  importing: 'up',
  measuring: 'run',
  converting: 'run',
  finishing: 'fin',
  uploading: 'up',
  stopping: 'cancel',
  done: 'check',
  warned: 'warn',
  kept: 'kept',
  taken_back: 'history',
  skipped: 'skip',
  failed: 'fail',
  cancelled: 'cancel',
};

export const actionIcons: Readonly<Record<FirstAction, IconName>> = {
  start: 'play',
  next: 'top',
  cancel: 'x',
  compare: 'compare',
  open: 'open',
  link: 'chain',
  details: 'info',
  anyway: 'play',
  retry: 'retry',
  again: 'retry',
  release: 'play',
  options: 'gear',
};
