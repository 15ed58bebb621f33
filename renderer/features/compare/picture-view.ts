import type { Fit, Position } from '../../../shared/model/options.ts';

/** Where the two pictures lie on the stage. All numbers are CSS pixels unless said otherwise. */

export const looks = ['slider', 'side', 'difference'] as const;
export type Look = (typeof looks)[number];

export const zooms = ['fit', 'full', 'double'] as const;
export type Zoom = (typeof zooms)[number];

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Size at which both pictures are shown. It has the shape of the result. At 100 % one pixel of the larger picture is
 * one pixel of the screen, so that neither side loses detail to the view.
 *
 * @param ratio pixels of the screen in one CSS pixel
 */
export function shownSize(before: Size, after: Size, stage: Size, zoom: Zoom, ratio: number): Size {
  if (zoom === 'fit') {
    const shape = after.width / after.height;
    return stage.width < stage.height * shape
      ? { width: stage.width, height: stage.width / shape }
      : { width: stage.height * shape, height: stage.height };
  }
  const longest = Math.max(before.width, before.height, after.width, after.height);
  const factor = ((longest / Math.max(after.width, after.height)) * (zoom === 'full' ? 1 : 2)) / ratio;
  return { width: after.width * factor, height: after.height * factor };
}

/** Keeps the picture on the stage: its edge never leaves the stage's, and one that is smaller stays in the middle. */
export function clampPan(pan: Point, shown: Size, stage: Size): Point {
  const room = {
    x: Math.max(0, (shown.width - stage.width) / 2),
    y: Math.max(0, (shown.height - stage.height) / 2),
  };
  const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value)) + 0;
  return { x: within(pan.x, room.x), y: within(pan.y, room.y) };
}

/** Share of the stage's width, 0 to 1, at which a pointer stands. */
export function splitAt(clientX: number, stage: { readonly left: number; readonly width: number }): number {
  return stage.width <= 0 ? 0.5 : Math.min(1, Math.max(0, (clientX - stage.left) / stage.width));
}

/** What a key does to the split, a step being 2 % and 10 % with Shift; null for keys that do nothing. */
export function splitByKey(key: string, large: boolean, split: number): number | null {
  const step = large ? 0.1 : 0.02;
  const to = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(split - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return to(split + step);
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

/** How the original lies under the result: as the result was made from it, so that both meet pixel on pixel. */
export function originalPlacement(options: Readonly<Record<string, unknown>>): {
  readonly fit: Fit;
  readonly position: string;
} {
  const { fit, position } = options;
  const known: Readonly<Record<string, string>> = places;
  return {
    fit: fit === 'cover' || fit === 'fill' ? fit : 'contain',
    position: (typeof position === 'string' ? known[position] : undefined) ?? 'center',
  };
}

const places: Readonly<Record<Position, string>> = {
  center: 'center',
  top: 'top',
  bottom: 'bottom',
  left: 'left',
  right: 'right',
  top_left: 'left top',
  top_right: 'right top',
  bottom_left: 'left bottom',
  bottom_right: 'right bottom',
};

/** Number of the frame at a time, from 0. */
export function frameAt(at: number, fps: number): number {
  return Math.round(at * fps);
}

/** Time of the frame `by` frames on, inside the file; the last frame begins one frame before the end. */
export function stepFrame(at: number, fps: number, by: number, duration: number): number {
  const last = Math.max(0, Math.ceil(duration * fps) - 1);
  const frame = Math.min(last, Math.max(0, frameAt(at, fps) + by));
  return Math.round((frame / fps) * 1000) / 1000;
}
