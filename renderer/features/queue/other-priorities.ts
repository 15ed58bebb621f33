import type { Row } from '../../../shared/ipc/row.ts';
import { type Priority, priorities, priorityOfRank } from '../../../shared/model/priority.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import type { IconName } from '../../ui/icon.tsx';

/** Priorities that files which wait do not all have yet. */
export function otherPriorities(selected: readonly Row[]): readonly Priority[] {
  const theirs = selected.filter((row) => abilitiesOf(row).move).map(({ rank }) => priorityOfRank(rank));
  if (theirs.length === 0) return [];
  return priorities.filter((one) => theirs.some((other) => other !== one));
}

export const priorityIcons = { high: 'up', normal: 'minus', low: 'down' } as const satisfies Record<
  Priority,
  IconName
>;
