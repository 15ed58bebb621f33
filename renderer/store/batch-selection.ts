import type { Selection } from './selection.ts';
import type { ListLines } from './list-lines.ts';

/** Selecting heads of batches: a head has the keyboard as a row has, but what is selected is always rows. */

/**
 * Puts rows in place of selected heads. A head that is all that was selected, or is folded, stands for its rows; of an
 * open one in a range the rows are in the range themselves.
 */
export function headsAsRows(selection: Selection, { batches, folded }: ListLines): Selection {
  const heads = [...selection.ids].filter((id) => batches.has(id));
  if (heads.length === 0) return selection;
  const ids = new Set(selection.ids);
  for (const head of heads) {
    ids.delete(head);
    if (selection.ids.size > 1 && !folded.has(head)) continue;
    for (const id of batches.get(head) ?? []) ids.add(id);
  }
  return { ...selection, ids };
}

/** Mod click on a head: its rows are added, or taken out when all of them are selected. */
export function toggleHead(selection: Selection, head: string, { batches }: ListLines): Selection {
  const rows = batches.get(head) ?? [];
  const ids = new Set(selection.ids);
  const all = rows.every((id) => ids.has(id));
  for (const id of rows) {
    if (all) ids.delete(id);
    else ids.add(id);
  }
  return { ids, anchor: head, focus: head };
}

/** The head above a row; null when the list is not grouped. */
export function headAbove(id: string, { batches, lines }: ListLines): string | null {
  for (let at = batches.size === 0 ? -1 : lines.indexOf(id); at >= 0; at -= 1) {
    const line = lines[at];
    if (line !== undefined && batches.has(line)) return line;
  }
  return null;
}
