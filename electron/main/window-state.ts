/** Where the window was, and where it is put when it opens: pure, so that all arrangements of displays are tested. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Box;
  readonly maximised: boolean;
}

/** Smallest size of the window that the layout holds, in CSS pixels. */
export const smallest = { width: 900, height: 600 } as const;
const first = { width: 1280, height: 800 } as const;

/** So much of the window's top edge must lie on a display that a person can take hold of it. */
const grip = { width: 120, height: 32 } as const;

/**
 * Reads what was stored; null when it is absent or makes no sense. By hand, because the window opens before anything
 * heavier is loaded.
 */
export function readWindowState(text: string | null): WindowState | null {
  if (text === null) return null;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(stored) || !isRecord(stored['bounds'])) return null;
  const { x, y, width, height } = stored['bounds'];
  const { maximised } = stored;
  if (!isPixel(x) || !isPixel(y) || !isPixel(width) || !isPixel(height)) return null;
  return typeof maximised === 'boolean' ? { bounds: { x, y, width, height }, maximised } : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A whole number that a display can have. */
const isPixel = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 100_000;

/**
 * The place for the window: as it was if that can still be reached, else the usual size in the middle of the primary
 * display. `areas` are the displays' areas without task bars, the primary one first.
 */
export function placeWindow(state: WindowState | null, areas: readonly Box[]): Box {
  const primary = areas[0] ?? { x: 0, y: 0, ...first };
  if (state !== null) {
    const { x, y } = state.bounds;
    const area = areas.find((one) => reachable(state.bounds, one));
    if (area !== undefined) {
      const width = within(state.bounds.width, smallest.width, area.width);
      return { x, y, width, height: within(state.bounds.height, smallest.height, area.height) };
    }
  }
  const width = within(state?.bounds.width ?? first.width, smallest.width, primary.width);
  const height = within(state?.bounds.height ?? first.height, smallest.height, primary.height);
  return {
    x: primary.x + Math.max(0, Math.round((primary.width - width) / 2)),
    y: primary.y + Math.max(0, Math.round((primary.height - height) / 2)),
    width,
    height,
  };
}

function reachable(bounds: Box, area: Box): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const down = Math.min(bounds.y + grip.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return across >= grip.width && down >= grip.height;
}

function within(size: number, low: number, high: number): number {
  return Math.max(low, Math.min(size, high));
}
