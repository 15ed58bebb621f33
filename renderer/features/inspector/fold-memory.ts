import type { Kind } from '../../../shared/model/options.ts';
import { type GroupId, groupIds, openAtFirst } from './options/option-groups.ts';

/** Which groups are open, kept for each kind on this computer. It is a convenience: without storage all is as at first. */

/** Groups that are kept together; `several` = of files that become several kinds. */
export type FoldsOf = Kind | 'several';

const keyOf = (kind: FoldsOf): string => `convoy.inspector.open.${kind}`;

export function openGroups(kind: FoldsOf, storage: Pick<Storage, 'getItem'> | null): ReadonlySet<GroupId> {
  let stored: string | null = null;
  try {
    stored = storage?.getItem(keyOf(kind)) ?? null;
  } catch {
    // Storage may be switched off for the page.
  }
  if (stored === null) return openAtFirst;
  const words = stored.split(' ');
  return new Set(groupIds.filter((id) => words.includes(id)));
}

export function keepOpenGroups(
  kind: FoldsOf,
  open: ReadonlySet<GroupId>,
  storage: Pick<Storage, 'setItem'> | null,
): void {
  try {
    storage?.setItem(keyOf(kind), groupIds.filter((id) => open.has(id)).join(' '));
  } catch {
    // Full or switched off: it is forgotten, nothing else.
  }
}

/** With one group opened or folded. */
export function toggled(open: ReadonlySet<GroupId>, id: GroupId): ReadonlySet<GroupId> {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
}
