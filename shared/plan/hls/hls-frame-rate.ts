import type { VideoStream } from '../../model/media.ts';

/** The one constant rate of all rungs. Key frames lie on a two-second grid only where frames lie on a grid, too. */
export interface FrameRate {
  /** Frames per second. */
  readonly value: number;
  /** The same as ffmpeg reads it, exact: `30000/1001`. */
  readonly text: string;
  /** True when frames have to be made up or left out to get it. */
  readonly convert: boolean;
}

/** Rates that a variable one is taken for, per second: film, PAL, NTSC and their doubles. */
const usual: readonly (readonly [number, number])[] = [
  [24_000, 1001],
  [24, 1],
  [25, 1],
  [30_000, 1001],
  [30, 1],
  [48, 1],
  [50, 1],
  [60_000, 1001],
  [60, 1],
];

/** Share within which two rates are one. */
const sameRate = 0.0015;

/** More than this, Apple's authoring specification does not allow. */
const highest = 60;

/**
 * Decides the rate: the source's own when it is constant, halved until it is at most 60; for a variable one the usual
 * rate that is nearest, and 30 for what is slower than film or unknown, because frames that are repeated cost next to
 * nothing and motion that is lost does not come back.
 *
 * @param startsLate the picture begins after the sound: frames must be made up in front
 */
export function frameRate(stream: VideoStream, startsLate: boolean): FrameRate {
  const own = stream.constantRate ? parseRate(stream.fpsFraction, stream.fps) : null;
  if (own === null) return { ...written(usualRate(stream.fps ?? 0)), convert: true };
  let [frames, seconds] = own;
  while (frames / seconds > highest * (1 + sameRate)) {
    if (frames % 2 === 0) frames /= 2;
    else seconds *= 2;
  }
  // Less than one frame a second would make segments of any length.
  if (frames < seconds) [frames, seconds] = [1, 1];
  // The average of a short clip is a little beside what it means.
  const near = usualRate(frames / seconds);
  if (ratio(near, frames / seconds) < sameRate) [frames, seconds] = near;
  const changed = frames * own[1] !== own[0] * seconds;
  return { ...written([frames, seconds]), convert: changed || startsLate };
}

/** `30000/1001` as whole numbers, or the decimal value in thousandths; null when neither is usable. */
function parseRate(fraction: string | null, fps: number | null): readonly [number, number] | null {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(fraction ?? '');
  const [frames, seconds] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (frames > 0 && seconds > 0) return [frames, seconds];
  return fps !== null && Number.isFinite(fps) && fps >= 0.001 ? [Math.round(fps * 1000), 1000] : null;
}

/** How far a rate is from another, as a share. */
const ratio = ([frames, seconds]: readonly [number, number], fps: number): number =>
  Math.abs(frames / seconds / fps - 1);

function usualRate(fps: number): readonly [number, number] {
  if (fps < 23) return [30, 1];
  return usual.reduce((best, rate) => (ratio(rate, fps) < ratio(best, fps) ? rate : best));
}

function written([frames, seconds]: readonly [number, number]): { value: number; text: string } {
  return { value: frames / seconds, text: seconds === 1 ? String(frames) : `${frames}/${seconds}` };
}
