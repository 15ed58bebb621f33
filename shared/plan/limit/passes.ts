import type { Capabilities } from '../../model/capabilities.ts';
import { type Result, type Warning, ok } from '../../model/error.ts';
import type { VideoCodec } from '../../model/options.ts';
import { type GeometryRequest, planGeometry } from '../picture/geometry.ts';
import type { ArgGroup, FfmpegStep, FrameGeometry, PlanContext, Size } from '../plan.ts';
import type { LimitedRate, Steering } from '../steering.ts';
import { type EncoderShape, videoEncoderArgs } from '../video-encoder.ts';
import type { VideoAttempt } from './attempt.ts';

/** How an attempt at a size limit becomes runs of ffmpeg: its frame, its rate control, and one pass or two. */

/** Where the first pass writes: nowhere. Only the files of its rate control stay, in the scratch folder. */
export const measuredOutput: readonly ArgGroup[] = [
  ['-an', '-sn', '-dn'],
  ['-f', 'null', '-'],
];

/** The encoder's arguments for each pass; both are the same without a limit. Refusal: `encoder_missing`. */
export function encoderPasses(
  codec: VideoCodec,
  steering: Steering,
  limit: Omit<LimitedRate, 'pass'> | null,
  shape: EncoderShape,
  capabilities: Capabilities,
): Result<(pass: 1 | 2) => readonly ArgGroup[]> {
  const argsOf = (pass: 1 | 2): Result<readonly ArgGroup[]> =>
    videoEncoderArgs(
      codec,
      limit === null ? steering : { ...steering, limit: { ...limit, pass } },
      shape,
      capabilities,
    );
  const [first, second] = [argsOf(1), argsOf(2)];
  if (!first.ok) return first;
  if (!second.ok) return second;
  return ok((pass) => (pass === 1 ? first.value : second.value));
}

/** What the first pass takes of the time of the second, in tenths (measured, with the encoders' faster first passes). */
const measuringWeight: Readonly<Record<VideoCodec, number>> = { h264: 5, h265: 6, vp9: 2, av1: 10 };

/**
 * The runs of an attempt: one, or two of which the first measures. It is left out when the attempt before measured the
 * same frames.
 */
export function passes(
  attempt: VideoAttempt | null,
  codec: VideoCodec,
  context: PlanContext,
  { measure, write }: { readonly measure: FfmpegStep; readonly write: FfmpegStep },
): readonly [...FfmpegStep[], FfmpegStep] {
  if (attempt?.way !== 'two_pass') return [write];
  const second: FfmpegStep = { ...write, inScratch: true };
  const before = context.attempts?.at(-1)?.attempt;
  const known =
    before?.way === 'two_pass' &&
    before.width === attempt.width &&
    before.height === attempt.height &&
    before.fps === attempt.fps;
  if (known) return [second];
  const progress = { ...measure.progress, weight: measuringWeight[codec] };
  return [{ ...measure, inScratch: true, progress }, second];
}

interface PlannedFrame {
  readonly geometry: FrameGeometry;
  readonly warnings: readonly Warning[];
}

/** The asked frame in the size of the attempt: the same picture with the same bars or the same crop, smaller. */
export function planSmaller(
  request: GeometryRequest,
  asked: PlannedFrame,
  { width, height }: Size,
): Result<PlannedFrame> {
  const { output, crop, pad } = asked.geometry;
  if (output.width === width && output.height === height) return ok(asked);
  const shaped = crop !== null || pad !== null;
  const smaller = planGeometry({
    ...request,
    ...{ width, height, mayEnlarge: true },
    fit: shaped ? (request.fit ?? 'contain') : 'fill',
  });
  if (!smaller.ok) return smaller;
  // What is said of the asked size does not hold any more.
  return ok({ geometry: smaller.value.geometry, warnings: [] });
}
