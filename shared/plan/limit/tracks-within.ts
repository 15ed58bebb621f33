import type { Warning } from '../../model/error.ts';
import type { AudioStream } from '../../model/media.ts';
import type { StreamDecision } from '../plan.ts';
import type { VideoAttempt } from './attempt.ts';

/** The sound tracks that a size limit has room for: all of them, or the one that a player begins with. */
export function tracksWithin(
  tracks: readonly AudioStream[],
  attempt: VideoAttempt | null,
): { readonly kept: readonly AudioStream[]; readonly left: readonly StreamDecision[] } {
  const first = tracks.find((track) => track.isDefault) ?? tracks[0];
  if (first === undefined || attempt === null || attempt.sound === null || attempt.sound.all) {
    return { kept: tracks, left: [] };
  }
  const left = tracks.filter((track) => track !== first);
  return {
    kept: [first],
    left: left.map(({ index, codec }) => ({
      ...{ type: 'audio', index, action: 'drop', from: codec, to: null },
      reason: 'the size limit has no room for it',
    })),
  };
}

export const tracksLeftOut = (count: number): Warning => ({
  kind: 'tracks_dropped',
  message: `Left out for the size limit: ${count === 1 ? '1 more sound track' : `${count} more sound tracks`}.`,
});
