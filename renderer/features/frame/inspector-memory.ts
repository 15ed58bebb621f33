import { z } from 'zod';

const key = 'convoy.inspector';
/** Limits of the width in CSS pixels. */
export const narrowest = 304;
export const widest = 480;

const Stored = z.object({ open: z.boolean(), width: z.number().nullable() });
/** Null as width: as wide as the window suggests. */
export type InspectorMemory = z.infer<typeof Stored>;

/** Whether the inspector was open, and how wide the person made it. */
export function readInspector(storage: Pick<Storage, 'getItem'> = localStorage): InspectorMemory {
  try {
    const stored = Stored.parse(JSON.parse(storage.getItem(key) ?? 'null'));
    return { open: stored.open, width: stored.width === null ? null : clampWidth(stored.width) };
  } catch {
    return { open: true, width: null };
  }
}

export function keepInspector(
  memory: InspectorMemory,
  storage: Pick<Storage, 'setItem'> = localStorage,
): void {
  try {
    storage.setItem(key, JSON.stringify(memory));
  } catch {
    // A browser that keeps nothing forgets the width, nothing more.
  }
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}
