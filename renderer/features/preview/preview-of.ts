import type { Row } from '../../../shared/ipc/row.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import { isHere, isRemote, rowState } from '../../store/row-state.ts';

/** Which file of a job is looked at. */
export const sides = ['input', 'result'] as const;
export type Side = (typeof sides)[number];

/**
 * How a file is shown. `picture`: by the browser, as it is, moving if it moves · `made`: as a picture that the engine
 * makes of it, because no browser reads it · `film`, `sound`: by the browser's player · `stream`: HLS · `reading`,
 * `unread`: not at all (yet) · `elsewhere`: not at all, because it lies on another computer.
 */
export type Showing = 'picture' | 'made' | 'film' | 'sound' | 'stream' | 'reading' | 'unread' | 'elsewhere';

/** Formats that Chromium shows by itself, by the words and extensions that they go by. */
const shownByBrowsers: ReadonlySet<string> = new Set([
  ...['jpeg', 'jpg', 'png', 'apng', 'webp', 'avif', 'gif', 'svg', 'bmp', 'ico'],
]);

export const hasResult = (row: Row): boolean => row.status === 'succeeded' && isHere(row);

/** The result once there is one, unless the original was asked for. */
export function sideOf(row: Row, wanted: Side | null): Side {
  return hasResult(row) && (wanted !== 'input' || isRemote(row)) ? 'result' : 'input';
}

/** True when both sides can be looked at. */
export const hasBoth = (row: Row): boolean => hasResult(row) && !isRemote(row);

/** How one side of a job is shown. */
export function showingOf(row: Row, side: Side): Showing {
  return side === 'result' ? resultShowing(row) : inputShowing(row);
}

function inputShowing(row: Row): Showing {
  const { media, status, error } = row;
  if (isRemote(row)) return 'elsewhere';
  if (media === null)
    return error === null && (status === 'queued' || status === 'processing') ? 'reading' : 'unread';
  switch (media.class) {
    case 'video':
      return 'film';
    case 'audio':
      return 'sound';
    case 'image':
    case 'animation':
      return pictureShowing(media.format);
  }
}

function resultShowing(row: Row): Showing {
  switch (row.kind) {
    case 'adaptive_video':
      return 'stream';
    case 'video':
      return 'film';
    case 'audio':
      return 'sound';
    case 'image':
    case 'animation':
      return pictureShowing(resultFormat(row));
  }
}

const pictureShowing = (format: string): Showing =>
  shownByBrowsers.has(format.toLowerCase()) ? 'picture' : 'made';

/** What the result calls itself; the plan may be gone, and it may be a copy of the original. */
export function resultFormat({ resultName, plan }: Row): string {
  const { ext } = splitExtension(resultName ?? '');
  return ext === '' ? (plan?.format ?? '') : ext;
}

/** Which picture of a comparison shows a side: the result is the original where that was kept. */
export function comparedSide(row: Row, side: Side): 'before' | 'after' {
  return side === 'input' || rowState(row) === 'kept' ? 'before' : 'after';
}
