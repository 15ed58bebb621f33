/** What is selected, as values: what a click, a key or a disappearing row makes of it. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** The row that has the keyboard. */
  readonly focus: string | null;
}

export const noSelection: Selection = { ids: new Set(), anchor: null, focus: null };

/** A plain click or arrow: this row and no other. */
export function selectOnly(id: string): Selection {
  return { ids: new Set([id]), anchor: id, focus: id };
}

/** Several that belong together; the keyboard goes to the first of them. */
export function selectSome(selection: Selection, ids: readonly string[]): Selection {
  const [first] = ids;
  return first === undefined ? selection : { ids: new Set(ids), anchor: first, focus: first };
}

/** Mod click or a check box: this row is added or taken out; the others stay. */
export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, focus: id };
}

/** Shift click: from the anchor to this row. Without an anchor in the list it is a plain click. */
export function selectTo(selection: Selection, visible: readonly string[], id: string): Selection {
  const to = visible.indexOf(id);
  const from = selection.anchor === null ? -1 : visible.indexOf(selection.anchor);
  if (to < 0) return selection;
  if (from < 0) return selectOnly(id);
  const ids = new Set(visible.slice(Math.min(from, to), Math.max(from, to) + 1));
  return { ids, anchor: selection.anchor, focus: id };
}

/** All rows that the list shows; the keyboard stays where it is. */
export function selectAll(selection: Selection, visible: readonly string[]): Selection {
  const focus = selection.focus ?? visible[0] ?? null;
  return { ids: new Set(visible), anchor: visible[0] ?? null, focus };
}

/** Nothing selected; the keyboard stays where it is. */
export function selectNone(selection: Selection): Selection {
  return { ids: new Set(), anchor: null, focus: selection.focus };
}

export type Move = 'up' | 'down' | 'home' | 'end' | 'page_up' | 'page_down';

/**
 * Arrow keys, Home, End and the page keys. With nothing focused the first row is taken, or the last one by Up and End.
 * `page` is how many rows are in view.
 */
export function moveFocus(
  selection: Selection,
  visible: readonly string[],
  move: Move,
  page: number,
  extend: boolean,
): Selection {
  const at = selection.focus === null ? -1 : visible.indexOf(selection.focus);
  const id = visible[destination(move, at, visible.length, Math.max(1, page - 1))];
  if (id === undefined) return selection;
  return extend ? selectTo(selection, visible, id) : selectOnly(id);
}

function destination(move: Move, at: number, count: number, page: number): number {
  const last = count - 1;
  switch (move) {
    case 'up':
      return at < 0 ? last : Math.max(0, at - 1);
    case 'down':
      return Math.min(last, at + 1);
    case 'home':
      return 0;
    case 'end':
      return last;
    case 'page_up':
      return Math.max(0, at - page);
    case 'page_down':
      return Math.min(last, Math.max(0, at) + page);
  }
}

/**
 * What is left when the list shows other lines than before. A focused row that went passes the keyboard on to the next
 * one that stayed, or the last one; when nothing stays selected that was, the row with the keyboard is selected.
 * `lines` may hold heads of batches among the rows, and rows may be folded away: `rows` are those that can be selected.
 */
export function afterChange(
  selection: Selection,
  before: readonly string[],
  lines: readonly string[],
  rows: readonly string[] = lines,
): Selection {
  if (before === lines || (selection.ids.size === 0 && selection.focus === null)) return selection;
  const selectable = new Set(rows);
  const shown = lines === rows ? selectable : new Set(lines);
  const ids = [...selection.ids].filter((id) => selectable.has(id));
  const focusStays = selection.focus === null || shown.has(selection.focus);
  if (ids.length === selection.ids.size && focusStays) return selection;
  const isShownRow = (id: string): boolean => selectable.has(id) && shown.has(id);
  const focus = focusStays ? selection.focus : heir(selection.focus, before, lines, isShownRow);
  if (ids.length === 0 && selection.ids.size > 0 && focus !== null && selectable.has(focus))
    return selectOnly(focus);
  const anchor = selection.anchor !== null && shown.has(selection.anchor) ? selection.anchor : focus;
  return { ids: new Set(ids), anchor, focus };
}

/** Who takes the keyboard over: a row if there is one, because a head would stand for all of its rows. */
function heir(
  gone: string | null,
  before: readonly string[],
  lines: readonly string[],
  isShownRow: (id: string) => boolean,
): string | null {
  const at = gone === null ? -1 : before.indexOf(gone);
  const next = at < 0 ? undefined : before.slice(at).find(isShownRow);
  return next ?? lines.findLast(isShownRow) ?? lines.at(-1) ?? null;
}
