import type { AnimationFormat } from '../../model/options.ts';
import type { Quality } from '../quality.ts';
import { type AnimationAttempt, type MeasuredAttempt, aim, mostAttempts } from './attempt.ts';

/**
 * Decides how an animation is made to fit. How large one becomes depends on its content by a factor of six, so the
 * first attempt has everything, and its size says what has to go: quality first, then frames a second, then pixels.
 */

export interface AnimationRoom {
  /** Bytes that the result may have. */
  readonly target: number;
  readonly format: AnimationFormat;
  /** Frames per second without a limit. */
  readonly fps: number;
}

/** What is given up, and the share of the size that is left by it (measured on clips of several kinds). */
interface Step {
  readonly quality: Quality;
  /** Part of the frames a second. */
  readonly frames: number;
  readonly leaves: number;
}

/** The first has everything; later ones are taken when pixels alone would cost too much. */
const steps: Readonly<Record<AnimationFormat, readonly Step[]>> = {
  gif: [
    { quality: 'high', frames: 1, leaves: 1 },
    { quality: 'medium', frames: 1, leaves: 0.75 },
    { quality: 'low', frames: 2 / 3, leaves: 0.45 },
    { quality: 'low', frames: 1 / 2, leaves: 0.36 },
  ],
  webp: [
    { quality: 'high', frames: 1, leaves: 1 },
    { quality: 'medium', frames: 1, leaves: 0.75 },
    { quality: 'low', frames: 1, leaves: 0.55 },
    { quality: 'low', frames: 2 / 3, leaves: 0.4 },
    { quality: 'very_low', frames: 1 / 2, leaves: 0.25 },
  ],
  apng: [
    { quality: 'very_high', frames: 1, leaves: 1 },
    { quality: 'high', frames: 1, leaves: 0.45 },
    { quality: 'low', frames: 2 / 3, leaves: 0.22 },
    { quality: 'low', frames: 1 / 2, leaves: 0.17 },
  ],
};

/** A step is enough when it leaves so many of the pixels: both sides at least 0.7 times as long. */
const enoughPixels = 0.5;
/** Fewer frames a second than this are slides. */
const leastFps = 5;
/** Fewer pixels than this share are not tried. */
const leastPixels = 0.01;

/** The first attempt, or the next; null when nothing smaller is worth it. */
export function animationAttempt(
  room: AnimationRoom,
  made: readonly MeasuredAttempt[],
): AnimationAttempt | null {
  const tries = made.flatMap(({ attempt, bytes }) =>
    attempt.way === 'animation' ? [{ attempt, bytes }] : [],
  );
  const last = tries.at(-1);
  const ladder = steps[room.format];
  if (last === undefined) {
    return { way: 'animation', quality: ladder[0]?.quality ?? 'high', fps: null, pixels: 1, expected: 1 };
  }
  if (tries.length >= mostAttempts) return null;
  const wanted = (aim * room.target) / Math.max(1, last.bytes);
  if (tries.length > 1) {
    if (last.attempt.pixels <= leastPixels && last.bytes > room.target) return null;
    return withPixels(
      last.attempt,
      betweenPixels(tries.slice(1), room.target) ?? last.attempt.pixels * wanted,
    );
  }
  const fitting = ladder.filter(({ frames }) => frames === 1 || room.fps * frames >= leastFps);
  const step =
    fitting.slice(1).find(({ leaves }) => wanted / leaves >= enoughPixels) ?? fitting.at(-1) ?? ladder[0];
  if (step === undefined) return null;
  const fps = step.frames === 1 ? null : Number((room.fps * step.frames).toFixed(3));
  const pixels = wanted / step.leaves;
  return withPixels({ way: 'animation', quality: step.quality, fps, pixels, expected: step.leaves }, pixels);
}

function withPixels(attempt: AnimationAttempt, asked: number): AnimationAttempt {
  return { ...attempt, pixels: Math.min(1, Math.max(leastPixels, asked)) };
}

interface Tried {
  readonly attempt: AnimationAttempt;
  readonly bytes: number;
}

/** Between one that fits and one that does not, on the line through both; null when there are not both. */
function betweenPixels(tries: readonly Tried[], target: number): number | null {
  const fits = tries.filter(({ bytes }) => bytes <= target).sort((a, b) => b.bytes - a.bytes)[0];
  const above = tries.filter(({ bytes }) => bytes > target).sort((a, b) => a.bytes - b.bytes)[0];
  if (fits === undefined || above === undefined || above.attempt.pixels <= fits.attempt.pixels) return null;
  const along = Math.log((aim * target) / fits.bytes) / Math.log(above.bytes / fits.bytes);
  return fits.attempt.pixels * Math.pow(above.attempt.pixels / fits.attempt.pixels, Math.min(1, along));
}
