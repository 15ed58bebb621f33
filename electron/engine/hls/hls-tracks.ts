import { fail } from '../../../shared/model/error.ts';
import type { PlaylistSegment } from '../../../shared/plan/hls/hls-playlist.ts';
import { type Segment, cutSegments } from '../../../shared/plan/hls/hls-segments.ts';
import { systemCode } from '../publish/file-errors.ts';
import { BoxError } from './mp4-boxes.ts';
import { type FragmentIndex, indexFragments } from './mp4-fragments.ts';

/** One fragmented MP4 of the run, and where it is cut. Nothing is written here. */
export interface CutTrack {
  readonly file: string;
  readonly index: FragmentIndex;
  readonly segments: readonly Segment[];
  /** Seconds. */
  readonly duration: number;
  /** Bytes of its init segment and all segments. */
  readonly bytes: number;
}

/**
 * Reads the structure of a file and decides its segments.
 *
 * @param name what the file is, for messages: `1080p`
 * @param seconds length that a segment aims at
 * @throws ConvoyFailure `encode_failed` when the file is missing or not a whole fragmented MP4 of one track,
 * `cancelled`
 */
export async function cutTrack(
  file: string,
  name: string,
  seconds: number,
  signal?: AbortSignal,
): Promise<CutTrack> {
  const index = await readIndex(file, name, signal);
  const { timescale, fragments, head } = index;
  const origin = fragments[0]?.start ?? 0;
  const pieces = fragments.map(({ start, duration, bytes, sync }) => ({
    start: (start - origin) / timescale,
    duration: duration / timescale,
    bytes,
    sync,
  }));
  const segments = cutSegments(pieces, seconds);
  return {
    file,
    index,
    segments,
    duration: segments.reduce((sum, segment) => sum + segment.duration, 0),
    bytes: [...head, ...fragments].reduce((sum, range) => sum + range.bytes, 0),
  };
}

async function readIndex(file: string, name: string, signal?: AbortSignal): Promise<FragmentIndex> {
  try {
    return await indexFragments(file, signal);
  } catch (error) {
    if (signal?.aborted === true) throw fail('cancelled');
    if (error instanceof BoxError) {
      throw fail('encode_failed', {
        reason: `the ${name} that ffmpeg wrote cannot be cut into segments`,
        detail: `${name}: ${error.message}`,
      });
    }
    if (systemCode(error) === 'ENOENT') {
      throw fail('encode_failed', { reason: `ffmpeg wrote no ${name}` });
    }
    throw error;
  }
}

/** Seconds that two cuts may be apart and still be at the same frame. */
const sameTime = 0.001;

/** True when a player may go from any of the tracks to any other at each segment. */
export function sameCuts(tracks: readonly CutTrack[]): boolean {
  const [first] = tracks;
  return tracks.every(
    ({ segments }) =>
      segments.length === first?.segments.length &&
      segments.every(
        ({ duration }, n) => Math.abs(duration - (first.segments[n]?.duration ?? 0)) <= sameTime,
      ),
  );
}

/** Name of the n-th segment, from 0. */
export const segmentName = (n: number): string => `segment-${String(n + 1).padStart(5, '0')}.m4s`;

export interface IFrame extends PlaylistSegment {
  readonly range: { readonly bytes: number; readonly offset: number };
}

/**
 * The frames that can be shown alone: of each fragment that begins with a key frame the bytes up to that frame's end.
 * Each lasts until the next one.
 */
export function iFrameList({ index, segments }: CutTrack): readonly IFrame[] {
  const { fragments, timescale } = index;
  const frames: IFrame[] = [];
  segments.forEach(({ from, to }, n) => {
    let offset = 0;
    for (const fragment of fragments.slice(from, to)) {
      const seconds = fragment.duration / timescale;
      const before = frames.at(-1);
      if (fragment.sync) {
        const range = { bytes: fragment.firstSampleEnd, offset };
        frames.push({ uri: segmentName(n), duration: seconds, range });
      } else if (before !== undefined) {
        frames[frames.length - 1] = { ...before, duration: before.duration + seconds };
      }
      offset += fragment.bytes;
    }
  });
  return frames;
}
