import type { ToolView } from '../../../shared/ipc/contract.ts';

/** Which tool is used first is all that is kept of an order: the others follow as they were found. */
type Placed = Pick<ToolView, 'path' | 'place'>;

/**
 * What putting a tool before the one at `to` changes: the path to use first, null for the order in which they were
 * found, undefined when the first one stays the first. `tools` are the usable ones in order of use.
 */
export function firstAfterMove(
  tools: readonly Placed[],
  from: number,
  to: number,
): string | null | undefined {
  const moved = tools[from];
  const [first, second] = tools;
  if (moved === undefined || first === undefined) return undefined;
  if (from > 0) return to === 0 ? moved.path : undefined;
  if (second === undefined || to < 2) return undefined;
  // One that was chosen goes back to where it was found; one that was found first makes room for the second.
  return first.place === 'setting' ? null : second.path;
}
