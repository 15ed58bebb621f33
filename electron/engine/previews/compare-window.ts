import type { VideoCodec } from '../../../shared/model/options.ts';

/** Which part of a job is encoded to show one frame of it, and which frame is shown. Times are seconds. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Share of the converted part at which a frame is looked at when nobody says where. */
const usualPlace = 0.3;

/** The place to look at, inside the part that is converted and never on its very end. */
export function placeIn(part: Span, asked: number | null, frame: number): number {
  const at = asked ?? part.start + (part.end - part.start) * usualPlace;
  return Math.max(part.start, Math.min(at, part.end - frame));
}

/**
 * Pixels that an encoder gets done in about a second on two slow cores (measured with the planner's presets on 1080p
 * footage). More cores get more of the same second.
 */
const pixelsInTime: Readonly<Record<VideoCodec, number>> = {
  h264: 18e6,
  h265: 7e6,
  vp9: 12e6,
  av1: 12e6,
};

/** Frames that an encoder must see: fewer, and the one that is shown is none like those in the middle of a film. */
const leastFrames = 8;

/**
 * Seconds to encode: one, or less where that would take long, so that a change of a setting is seen in about two
 * seconds. A slow codec on a large picture takes longer all the same: it must see some frames.
 */
export function windowSeconds(codec: VideoCodec, pixels: number, fps: number, cores: number): number {
  const affordable = (pixelsInTime[codec] * Math.max(1, cores / 2)) / Math.max(1, pixels);
  const frames = Math.max(leastFrames, Math.min(fps, affordable));
  return frames / fps;
}

/** Share of the window that lies before the frame: it must not be the first one, which is a key frame. */
const before = 0.6;

/** A part that is hardly longer than the window is encoded whole, and then its size is exact. */
const hardlyLonger = 1.3;

/**
 * The part to encode around a place.
 *
 * @param grid frames a second of the result when its frames lie on a grid that begins with the part, else null: the
 * window begins on it, so that it holds the frames of the real result
 */
export function windowAround(at: number, part: Span, seconds: number, grid: number | null): Span {
  if (part.end - part.start <= seconds * hardlyLonger) return part;
  const wished = Math.max(part.start, Math.min(at - seconds * before, part.end - seconds));
  const start = grid === null ? wished : part.start + Math.floor((wished - part.start) * grid + 1e-6) / grid;
  return { start: micro(start), end: micro(Math.min(part.end, start + seconds)) };
}

/** Share of the converted part that is not looked at by ourselves: films begin in black. */
const opening = 0.05;

/**
 * When nobody says where to look, a place that is seen soon: from a key frame on nothing has to be decoded that is not
 * shown, which on 1080p is more than half of the work. Null when the usual place is as good.
 *
 * @param keyFrame seconds of the key frame from which the window is decoded; null when it is not known
 */
export function placeAfterKeyFrame(
  { window, whole }: { readonly window: Span; readonly whole: Span },
  keyFrame: number | null,
): number | null {
  if (keyFrame === null || keyFrame >= window.start) return null;
  if (keyFrame < whole.start + (whole.end - whole.start) * opening) return null;
  return keyFrame + (window.end - window.start) * before;
}

/**
 * The window, beginning with a frame of the source: from a start between two frames, a constant rate makes a frame more
 * or one less in front, and nobody could tell which is which.
 */
export function onFrame(window: Span, times: readonly number[]): Span {
  const first = times.findLast((time) => time <= window.start + tick) ?? window.start;
  // Rounded down to what ffmpeg reads, so that the frame itself is never cut off.
  return { ...window, start: Math.max(0, Math.floor(first * 1e6) / 1e6) };
}

/** What ffmpeg reads. */
const micro = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The frame of the source that is shown, and when the frame of the result that is made of it stands. */
export interface MatchedFrames {
  /** Index in the source's times. */
  readonly source: number;
  /** Place of it in the result: number of frames and seconds from the first one. */
  readonly index: number;
  readonly seconds: number;
}

/**
 * Finds the frame of the source that is nearest to a place, of those that are in the result: when it has a rate of its
 * own, that is the last one of all frames that fall on one place of its grid.
 *
 * @param times of the source's frames, ascending, on the clock of `at`
 * @param window what is encoded; frames before its start are not in the result
 * @param fps the result's own rate, or null when it keeps the frames of the source
 */
export function matchFrames(
  times: readonly number[],
  at: number,
  window: Span,
  fps: number | null,
): MatchedFrames | null {
  const from = times.findIndex((time) => time >= window.start - tick);
  const first = times[from];
  if (first === undefined) return null;
  const inside = times.slice(from).filter((time) => time < window.end - tick || time === first);
  if (fps === null) {
    const index = nearestIndex(inside, at);
    return { source: from + index, index, seconds: (inside[index] ?? first) - first };
  }
  const slot = (time: number): number => Math.round((time - window.start) * fps + 1e-6);
  // The last place of the grid may be cut off by the end of the window.
  const made = inside.filter((time) => time === first || slot(time) < slot(window.end));
  const shown = made.filter((time, n) => slot(made[n + 1] ?? Infinity) !== slot(time));
  const best = shown[nearestIndex(shown, at)] ?? first;
  const index = slot(best) - slot(first);
  return { source: times.indexOf(best), index, seconds: index / fps };
}

/** Containers and ffmpeg round times to microseconds, Matroska to milliseconds. */
const tick = 0.0006;

function nearestIndex(times: readonly number[], at: number): number {
  return times.reduce(
    (best, time, n) => (Math.abs(time - at) < Math.abs((times[best] ?? Infinity) - at) ? n : best),
    0,
  );
}

/**
 * Index of the matching frame in the result: by its number when it stands about where it should (old Matroska muxers
 * shift all frames but the first), else by time (GIF leaves out frames that change nothing).
 *
 * @param times of the result's frames, ascending
 */
export function findMatch(times: readonly number[], { index, seconds }: MatchedFrames): number {
  const first = times[0] ?? 0;
  const gap = ((times.at(-1) ?? 0) - first) / Math.max(1, times.length - 1);
  const counted = times[index];
  if (counted !== undefined && Math.abs(counted - first - seconds) <= gap * 0.75) return index;
  const slack = Math.min(0.01, gap * 0.4);
  return Math.max(
    0,
    times.findLastIndex((start) => start - first <= seconds + slack),
  );
}

/** A time between a frame and the one before it: a seek there finds this frame, however times were rounded. */
export function seekTo(times: readonly number[], index: number): number {
  const [before, here] = [times[index - 1], times[index] ?? 0];
  return before === undefined ? Math.max(0, here - 0.001) : (before + here) / 2;
}
