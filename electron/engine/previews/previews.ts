import type { PreviewDoor } from '../doors/queue-door.ts';
import { createComparisons } from './comparisons.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { createThumbnails } from './thumbnails.ts';

/** Pictures of what is converted: small ones for the list, and one before and after through the real settings. */

export type { PreviewDeps };

export interface Previews extends PreviewDoor {
  /** Stops what runs and takes the compared pictures away; small pictures stay for the next start. */
  close(): Promise<void>;
}

/** Makes the previews of an engine. Nothing is started, made or swept before the first picture is asked for. */
export function createPreviews(deps: PreviewDeps): Previews {
  const thumbnails = createThumbnails(deps);
  const comparisons = createComparisons(deps);
  return {
    thumbnail: thumbnails.thumbnail,
    compare: comparisons.compare,
    original: comparisons.original,
    cancelCompare: comparisons.cancel,
    picture: comparisons.picture,
    async close() {
      await Promise.all([thumbnails.close(), comparisons.close()]);
    },
  };
}
