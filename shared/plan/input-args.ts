import { type Capabilities, isModern } from '../model/capabilities.ts';
import { type Result, type Warning, ok, refuse } from '../model/error.ts';
import { inputGuards } from './demuxers.ts';
import type { ArgGroup, Token } from './plan.ts';

/** Arguments that every run of ffmpeg starts with, and the cut of an input. */

/**
 * Flags of every run: nothing is read from standard input, only the temporary result is overwritten, errors go to
 * standard error and progress to standard output in a form that programs read.
 */
export function globalArgs(capabilities: Capabilities): readonly ArgGroup[] {
  return [
    ['-hide_banner', '-nostdin', '-y', '-v', 'warning', '-nostats'],
    // Builds before ffmpeg 4.4 do not know -stats_period and would exit.
    isModern(capabilities) ? ['-progress', 'pipe:1', '-stats_period', '0.5'] : ['-progress', 'pipe:1'],
  ];
}

/** Start and length of what is used of an input, in seconds; null = from the beginning, to the end. */
export interface Cut {
  readonly start: number | null;
  readonly length: number | null;
}

export const wholeInput: Cut = { start: null, length: null };

/** Seconds with at most six decimals and no exponent, as ffmpeg parses them. */
export function secondsText(seconds: number): string {
  return String(Math.round(seconds * 1e6) / 1e6);
}

/**
 * Opens an input: protocol and demuxer allow-lists (and, for a single picture, its demuxer by name), then the cut before `-i`, where it limits what filters that wait
 * for the end of their input (palettegen, reverse) have to hold.
 *
 * @param formats `MediaFacts.formats` of an input that is a single picture
 */
export function inputArgs(
  input: Token,
  cut: Cut,
  extra: ArgGroup = [],
  formats: readonly string[] = [],
): readonly ArgGroup[] {
  return [inputGuards(formats), ...(extra.length > 0 ? [extra] : []), [...cutArgs(cut), '-i', input]];
}

/**
 * The same with the seek behind the input: everything before the start is decoded and thrown away. Slow, and right
 * for streams whose decoder needs their first packets.
 */
export function slowSeekArgs(input: Token, cut: Cut, extra: ArgGroup = []): readonly ArgGroup[] {
  return [inputGuards(), ...(extra.length > 0 ? [extra] : []), ['-i', input], cutArgs(cut)];
}

function cutArgs(cut: Cut): ArgGroup {
  return [
    ...(cut.start === null ? [] : ['-ss', secondsText(cut.start)]),
    ...(cut.length === null ? [] : ['-t', secondsText(cut.length)]),
  ];
}

/** A cut that was checked against the input, with what there is to say about it. */
export interface ResolvedCut {
  readonly cut: Cut;
  /** Seconds that the result lasts; null when the input does not say how long it is. */
  readonly duration: number | null;
  readonly warnings: readonly Warning[];
}

/**
 * Checks `start` and `end` against the input's duration: an end past it is clamped with a warning, a start past it is
 * refused (`invalid_option`).
 */
export function resolveCut(
  options: { readonly start?: number | undefined; readonly end?: number | undefined },
  duration: number | null,
): Result<ResolvedCut> {
  const start = options.start ?? 0;
  if (duration !== null && start > 0 && start >= duration) {
    return refuse('invalid_option', {
      field: 'start',
      given: `${secondsText(start)} s`,
      allowed: `0 to less than ${secondsText(duration)} s, the length of the input`,
    });
  }
  const warnings: Warning[] = [];
  let end = options.end ?? null;
  // Half a second: containers round durations, and nobody means less.
  if (end !== null && duration !== null && end >= duration) {
    if (end > duration + 0.5) {
      warnings.push({
        kind: 'end_clamped',
        message: `The input ends at ${secondsText(duration)} s, before the asked end at ${secondsText(end)} s.`,
      });
    }
    end = null;
  }
  const length = end === null ? null : end - start;
  return ok({
    cut: { start: start > 0 ? start : null, length },
    duration: length ?? (duration === null ? null : duration - start),
    warnings,
  });
}
