/**
 * Looks for the best step of a quality ladder whose bytes fit, with few encodes. Sizes fall along a ladder nearly
 * exponentially, so a line through the logarithms of two measured sizes says where to look next.
 */

/** Bytes of the steps that were measured, by their place on the ladder. */
export type Sizes = ReadonlyMap<number, number>;

/** A result that fills so much of its limit needs no other. */
const enough = 0.93;
/** How many times smaller the last step of a ladder is than the first, as long as nothing was measured. */
const usualFall = 2.6;

/**
 * The step to measure next; null when the best that fits is known, or that none does.
 *
 * @param count steps of the ladder, the first is the largest
 * @param limit bytes
 */
export function nextStep(count: number, limit: number, sizes: Sizes): number | null {
  const first = sizes.get(0);
  if (first === undefined && sizes.size === 0) return 0;
  const fit = bestStep(limit, sizes);
  if (fit === 0) return null;
  if (fit !== null && (sizes.get(fit) ?? 0) >= enough * limit) return null;
  const last = count - 1;
  const lastBytes = sizes.get(last);
  if (fit === null && lastBytes !== undefined) return null;
  // The nearest below what fits, and above it what does not.
  const above = Math.max(-1, ...[...sizes.keys()].filter((step) => fit === null || step < fit));
  const below = fit ?? last;
  if (fit !== null && fit - above <= 1) return null;
  const from = above >= 0 ? { step: above, bytes: sizes.get(above) ?? limit } : null;
  const slope =
    from !== null && fit !== null
      ? Math.log(from.bytes / Math.max(1, sizes.get(fit) ?? 1)) / (fit - from.step)
      : Math.log(usualFall) / Math.max(1, last);
  if (from === null || !(slope > 0)) return Math.floor((above + below) / 2);
  const guess = from.step + Math.log(from.bytes / (limit * 0.97)) / slope;
  const next = Math.min(fit === null ? last : below - 1, Math.max(above + 1, Math.ceil(guess)));
  // A guess that creeps along one side is no search: every other one halves what is left.
  return sizes.size >= 4 && fit !== null ? Math.floor((above + below) / 2) : next;
}

/** The largest of the measured steps that fit; null when none does. */
export function bestStep(limit: number, sizes: Sizes): number | null {
  const fitting = [...sizes].filter(([, bytes]) => bytes <= limit).sort(([, a], [, b]) => b - a);
  return fitting[0]?.[0] ?? null;
}

/** Frames that are tried at most, the whole one included. */
export const mostFrames = 6;
/** The longer side that a picture keeps at least, in pixels. */
const leastSide = 48;

/**
 * How much smaller the frame has to be when not even the last step fits: so that a step from the middle of the ladder
 * would. Null when that would leave no picture.
 *
 * @param longest longer side of the whole frame, in pixels
 * @param factor of the frame that was tried, 1 = whole
 * @param bytes of its last step
 */
export function nextFactor(longest: number, factor: number, bytes: number, limit: number): number | null {
  const shrink = Math.sqrt((0.9 * limit) / (bytes * 1.25));
  const next = factor * Math.min(0.92, shrink);
  return longest * next < Math.min(leastSide, longest) ? null : next;
}
