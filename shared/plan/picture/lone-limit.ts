import type { MediaFacts } from '../../model/media.ts';
import type { KindOptions } from '../../model/options.ts';
import type { Size } from '../plan.ts';
import { displayedSize, exifTurn } from './geometry.ts';

/**
 * A preset that comes with Convoy says one side as a limit for pictures that lie: "up to 1080p", "up to 1600 px". For
 * one that stands, the same limit is meant for the other side: a phone's upright 1080 × 1920 is 1080p already.
 */
export function turnedLimit<T extends KindOptions>(chosen: T, facts: MediaFacts): T {
  if (chosen.kind === 'audio') return chosen;
  const { width, height, ...others } = chosen.options;
  if ((width === undefined) === (height === undefined)) return chosen;
  const shown = shownSize(facts, chosen.options.auto_orient !== false);
  if (shown === null || shown.height <= shown.width) return chosen;
  const turned = width === undefined ? { width: height } : { height: width };
  return { ...chosen, options: { ...others, ...turned } };
}

/** Size of the picture that the plan is about; null when there is none. */
function shownSize({ still, video: [video] }: MediaFacts, upright: boolean): Size | null {
  if (still !== null) return displayedSize(still, upright ? exifTurn(still.orientation).rotation : 0, 1);
  if (video === undefined) return null;
  return displayedSize(video, upright ? video.rotation : 0, video.sar);
}
