import type { Quality } from '../quality.ts';

/**
 * What is tried so that a result stays below its size limit, as plain data. A planner decides one attempt from those
 * that were made before and what they came to; the engine runs it and measures.
 */

/** The streams are copied: the input is small enough as it is. */
export interface CopyAttempt {
  readonly way: 'copy';
}

/** The still worker looks for the right quality and size by itself. */
export interface StillAttempt {
  readonly way: 'still';
}

/**
 * A video. `quality`: constant quality under a cap, one pass, where the limit allows more than that needs. `two_pass`
 * and `one_pass`: so many bits a second, for encoders that can measure the whole picture first and for those that cannot.
 */
export interface VideoAttempt {
  readonly way: 'quality' | 'two_pass' | 'one_pass';
  /** Pixels of the result. */
  readonly width: number;
  readonly height: number;
  /** Frames per second that are made; null = those of the source. */
  readonly fps: number | null;
  /** Bits per second of the picture. */
  readonly rate: number;
  /** Null = there is none. */
  readonly sound: SoundShare | null;
  /** Bytes that sound and container take whatever the picture takes. */
  readonly fixed: number;
}

/** What the sound beside a picture gets. */
export interface SoundShare {
  /** Bits per second of one track. */
  readonly rate: number;
  readonly channels: number;
  /** Hz that a track may have at most; null = what the codec takes. */
  readonly sampleRate: number | null;
  /** False = only the first of several tracks fits. */
  readonly all: boolean;
  /** The cover of a sound file has room, too. */
  readonly cover?: boolean;
}

/** Sound alone. */
export interface SoundAttempt {
  readonly way: 'sound';
  readonly sound: SoundShare;
  /** Bytes of tags, cover and container. */
  readonly fixed: number;
}

/** An animation. */
export interface AnimationAttempt {
  readonly way: 'animation';
  readonly quality: Quality;
  /** Frames per second that are made; null = as without a limit. */
  readonly fps: number | null;
  /** Share of the pixels that it would have without a limit, up to 1. */
  readonly pixels: number;
  /** Part of the size of the first attempt that this one is expected to have. */
  readonly expected: number;
}

export type SizeAttempt = CopyAttempt | StillAttempt | VideoAttempt | SoundAttempt | AnimationAttempt;

/** An attempt that was made. */
export interface MeasuredAttempt {
  readonly attempt: SizeAttempt;
  readonly bytes: number;
}

/** The limit of a plan, with the attempt that the plan is. */
export interface SizeLimit {
  /** Bytes that the result may have. */
  readonly bytes: number;
  readonly attempt: SizeAttempt;
}

/** Share of the limit that is aimed at: encoders hit what they are told within two or three percent. */
export const aim = 0.97;

/** A result that fills so much of its limit is not tried again. */
const enough = 0.9;
/** One that fills less than this has hit what the encoder can use at all, and another attempt would find the same. */
const exhausted = 0.5;
/** Attempts of an animation after which one that fits is good enough. */
const mostOfAnimation = 5;
/** Attempts that may be made in all. */
export const mostAttempts = 7;

/**
 * True when the best of the attempts can be the result: it is below the limit, and more of the limit could only be used
 * at the price of another encode that is not worth it.
 */
export function isSettled(limit: SizeLimit, attempts: readonly MeasuredAttempt[]): boolean {
  const last = attempts.at(-1);
  if (last === undefined) return false;
  const fitted = attempts.filter(({ bytes }) => bytes <= limit.bytes);
  if (fitted.length === 0) return false;
  if (attempts.length >= mostAttempts) return true;
  const best = Math.max(...fitted.map(({ bytes }) => bytes));
  if (best >= enough * limit.bytes) return true;
  if (last.attempt.way === 'animation') {
    // Pixels can be set as finely as one likes, and the first attempt has everything that `high` gives.
    const full = fitted.some(({ attempt }) => attempt.way === 'animation' && attempt.pixels >= 1);
    return full || attempts.length >= mostOfAnimation;
  }
  // One look upwards, whatever it came to.
  if (fitted.length > 1 || last.bytes > limit.bytes) return true;
  return !mayGrow(limit, last);
}

/** A rate that came out below what was told can be told again, higher; constant quality and copies cannot. */
function mayGrow({ bytes: most }: SizeLimit, { attempt, bytes }: MeasuredAttempt): boolean {
  switch (attempt.way) {
    case 'copy':
    case 'still':
    case 'quality':
    case 'animation':
      return false;
    case 'two_pass':
    case 'one_pass':
      return bytes > exhausted * most;
    case 'sound':
      return bytes > exhausted * most && !isFullSound(attempt);
  }
}

/** More than this nobody hears. */
const fullStereo = 192_000;
const isFullSound = ({ sound }: SoundAttempt): boolean =>
  sound.rate >= fullStereo * Math.max(0.6, sound.channels / 2);
