import { type ConvoyError, convoyError } from '../../model/error.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { Expectation, ExpectedStream } from '../plan.ts';

/** Judges a finished result against its plan, before it may have its final name. */

export interface VerifyContext {
  /** Name of the input, for the sentence. */
  readonly file: string;
  /** Second of the input at which the result begins. */
  readonly start: number;
  /** True when the tools reported that the input ends before it should. */
  readonly sourceTruncated: boolean;
}

/**
 * Null when the result holds what was planned. Data streams and whatever else is there besides are no error.
 *
 * Errors: `input_truncated` when the result is too short because its source stops early, else `output_verify_failed`
 * naming what is missing or different.
 */
export function verify(expect: Expectation, found: MediaFacts, context: VerifyContext): ConvoyError | null {
  const failed = (reason: string): ConvoyError =>
    convoyError('output_verify_failed', { file: context.file, reason });
  if (found.bytes === 0) return failed('the result is empty');
  if (expect.mostBytes !== undefined && found.bytes > expect.mostBytes) {
    return failed(`it has ${found.bytes} bytes, and ${expect.mostBytes} are the limit`);
  }

  // Length first: of a source that stops early people need to hear where, not which stream is gone.
  const duration = playedSeconds(found);
  if (expect.duration !== null) {
    const missing = expect.duration - (duration ?? 0);
    if (missing > expect.tolerance && context.sourceTruncated) {
      const end = formatTime(context.start + (duration ?? 0));
      return convoyError('input_truncated', { file: context.file, reason: `the recording stops at ${end}` });
    }
  }
  const difference = streamDifference(expect.streams, streamsOf(found));
  if (difference !== null) return failed(difference);
  if (expect.duration === null) return null;
  if (duration === null) return failed('how long it plays cannot be told');
  if (Math.abs(duration - expect.duration) <= expect.tolerance) return null;
  return failed(`it plays ${lengths(duration, expect.duration)}`);
}

/** Longest media stream; an animated still says it by the delays of its frames. */
function playedSeconds(found: MediaFacts): number | null {
  if (found.duration !== null) return found.duration;
  const delays = found.still?.delays ?? [];
  return delays.length === 0 ? null : delays.reduce((sum, delay) => sum + delay, 0) / 1000;
}

interface FoundStream {
  readonly type: ExpectedStream['type'];
  readonly codec: string;
  /** Sizes that are right to expect: as stored, and as displayed after a quarter turn. */
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
}

function streamsOf(found: MediaFacts): readonly FoundStream[] {
  const sized = (s: { width: number; height: number }, turned: boolean): FoundStream['sizes'] =>
    turned ? [s, { width: s.height, height: s.width }] : [s];
  return [
    ...found.video.map((s): FoundStream => ({
      type: 'video',
      codec: s.codec,
      sizes: sized(s, s.rotation === 90 || s.rotation === 270),
    })),
    ...found.audio.map((s): FoundStream => ({ type: 'audio', codec: s.codec, sizes: [] })),
    ...found.subtitles.map((s): FoundStream => ({ type: 'subtitle', codec: s.codec, sizes: [] })),
    ...found.pictures.map((s): FoundStream => ({ type: 'picture', codec: s.codec, sizes: sized(s, false) })),
    ...(found.still === null ? [] : [stillStream(found.still)]),
  ];
}

const stillStream = (still: NonNullable<MediaFacts['still']>): FoundStream => ({
  type: 'picture',
  codec: still.format,
  sizes:
    still.orientation >= 5
      ? [
          { width: still.width, height: still.height },
          { width: still.height, height: still.width },
        ]
      : [{ width: still.width, height: still.height }],
});

/** One picture codec has two names: ffprobe's and that of the format. */
const codecNames: Readonly<Record<string, string>> = { mjpeg: 'jpeg', h265: 'hevc', heif: 'avif' };
const codecName = (codec: string): string => codecNames[codec] ?? codec;

const words: Readonly<Record<ExpectedStream['type'], string>> = {
  video: 'picture',
  audio: 'sound',
  subtitle: 'subtitles',
  picture: 'image',
};

/** What is missing or different, in one clause; null when every planned stream is there. */
function streamDifference(expected: readonly ExpectedStream[], found: readonly FoundStream[]): string | null {
  const left = [...found];
  const missing: ExpectedStream[] = [];
  for (const stream of expected) {
    const at = left.findIndex((f) => sameType(stream, f) && sameCodec(stream, f) && sameSize(stream, f));
    if (at < 0) missing.push(stream);
    else left.splice(at, 1);
  }
  const first = missing[0];
  if (first === undefined) return null;
  const word = words[first.type];
  const candidates = left.filter((f) => sameType(first, f));
  const near = candidates.find((f) => sameCodec(first, f)) ?? candidates[0];
  if (near === undefined) {
    const planned = expected.filter((s) => s.type === first.type).length;
    const gone = missing.filter((s) => s.type === first.type).length;
    return planned === 1 ? `it has no ${word}` : `${gone} of ${planned} ${word} tracks are missing`;
  }
  if (!sameCodec(first, near)) return `its ${word} is ${near.codec} instead of ${first.codec}`;
  const size = near.sizes[0];
  return `its ${word} is ${size?.width ?? 0} × ${size?.height ?? 0} instead of ${first.width ?? 'any'} × ${first.height ?? 'any'}`;
}

/** A picture file may be probed as a still or as a video of one frame: both are the picture that was planned. */
const sameType = (expected: ExpectedStream, found: FoundStream): boolean =>
  pictorial(expected.type) === pictorial(found.type) &&
  (pictorial(expected.type) || expected.type === found.type);
const pictorial = (type: ExpectedStream['type']): boolean => type === 'video' || type === 'picture';

const sameCodec = (expected: ExpectedStream, found: FoundStream): boolean =>
  codecName(expected.codec) === codecName(found.codec);

const sameSize = (expected: ExpectedStream, found: FoundStream): boolean =>
  (expected.width === null && expected.height === null) ||
  found.sizes.some(
    (size) =>
      (expected.width === null || size.width === expected.width) &&
      (expected.height === null || size.height === expected.height),
  );

/** Two lengths to compare: to the hundredth where whole seconds would read the same. */
function lengths(found: number, expected: number): string {
  const [a, b] = [formatTime(found), formatTime(expected)];
  return a === b || expected < 60
    ? `${found.toFixed(2)} s instead of ${expected.toFixed(2)} s`
    : `${a} instead of ${b}`;
}

/** Seconds as people read them: `m:ss`, from an hour on `h:mm:ss`. Rounded down; below zero counts as zero. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  const rest = two(whole % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
