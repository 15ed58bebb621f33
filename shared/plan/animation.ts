import { type Result, type Warning, ok, refuse } from '../model/error.ts';
import type { MediaFacts } from '../model/media.ts';
import type { AnimationOptions } from '../model/options.ts';
import { type AnimationEncoding, animationSteps } from './animation-steps.ts';
import { range } from './estimate.ts';
import { type GeometryRequest, displayedSize, planGeometry, frameOptions } from './picture/geometry.ts';
import type { AnimationAttempt } from './limit/attempt.ts';
import { planSmaller } from './limit/passes.ts';
import { resolveCut } from './input-args.ts';
import { type PictureSource, pictureSource } from './picture/picture-source.ts';
import type { Estimate, FrameGeometry, Plan, PlanContext, Size } from './plan.ts';
import { formatName } from './names/result-form.ts';
import { qualityOf } from './steering.ts';
import { tolerance } from './decisions.ts';

/** What a video becomes when nothing is asked: pixels of width and frames a second. */
const videoWidth = 480;
const videoFps = 12;

/**
 * Plans an animation. A video becomes 480 px wide with 12 frames a second unless asked otherwise and needs an `end`;
 * an animated gif, webp or apng keeps its own size and timing and needs none.
 *
 * @param attempt what a size limit leaves; null = there is none
 */
export function planAnimation(
  facts: MediaFacts,
  asked: AnimationOptions,
  context: PlanContext,
  attempt: AnimationAttempt | null = null,
): Result<Plan> {
  const options = attempt === null || attempt.fps === null ? asked : { ...asked, fps: attempt.fps };
  const format = options.format ?? 'gif';
  const resolved = resolveCut(options, facts.duration);
  if (!resolved.ok) return resolved;
  const turn = options.auto_orient ?? true;
  const source = pictureSource(facts, resolved.value, turn ? [] : ['-noautorotate']);
  if (source === null) {
    return refuse('input_unsupported', {
      file: context.inputName,
      reason: facts.still === null ? 'there is no moving picture in it' : 'it is a single picture',
      hint: facts.still === null ? 'Convert it as audio.' : 'Convert it as an image.',
    });
  }
  if (!source.animated && options.end === undefined) return endRequired();

  const { stream } = source;
  const rate = frameRate(source, options);
  const request: GeometryRequest = {
    displayed: displayedSize(stream, turn ? stream.rotation : 0, stream.sar),
    ...frameOptions(options),
    even: false,
    alpha: true,
    mayEnlarge: context.neverEnlarge !== true,
    anamorphic: stream.sar !== 1,
    ...(source.animated ? {} : { defaultWidth: videoWidth }),
  };
  const whole = planGeometry(request);
  if (!whole.ok) return whole;
  const shape =
    attempt === null ? whole : planSmaller(request, whole.value, fewerPixels(whole.value.geometry, attempt));
  if (!shape.ok) return shape;
  const { geometry } = shape.value;
  const { duration } = resolved.value;
  const encoding: AnimationEncoding = {
    format,
    quality: attempt?.quality ?? qualityOf(options, context),
    explicitQuality: attempt !== null || options.quality !== undefined || options.compression !== undefined,
    lossless: options.lossless ?? false,
    fps: rate.fps,
    duration,
    frames: framesOf(source, rate.fps, duration),
    plays: facts.still?.loop ?? 0,
    lastDelay:
      rate.fps === null && resolved.value.cut.length === null ? (facts.still?.delays.at(-1) ?? null) : null,
  };
  const steps = animationSteps(source, geometry, encoding, context.capabilities);
  if (!steps.ok) return steps;
  const estimate = estimateAnimation(encoding, geometry.output.width * geometry.output.height);
  return ok({
    kind: 'animation',
    mode: 'encode',
    lane: 'video',
    streams: [
      {
        type: 'video',
        index: stream.index,
        action: 'encode',
        from: stream.codec,
        to: format,
        reason: `${format} was asked`,
      },
    ],
    steps: steps.value,
    result: { ...formatName('animation', format), format, size: geometry.output },
    expect: {
      streams: [
        { type: 'video', codec: format, width: geometry.output.width, height: geometry.output.height },
      ],
      duration,
      tolerance: tolerance(duration),
    },
    warnings: [
      ...resolved.value.warnings,
      ...shape.value.warnings,
      ...rate.warnings,
      ...(attempt === null ? sizeWarnings(format, estimate) : []),
    ],
    estimate,
    note: `${geometry.output.width} × ${geometry.output.height}, ${rate.fps === null ? 'own timing' : `${rate.fps} frames a second`}`,
  });
}

/** The refusal for a video without an end: an hour of gif is nobody's wish. */
export function endRequired(): Result<never> {
  return refuse('invalid_option', {
    field: 'end',
    reason: 'an animation of a video needs an end, in seconds',
    hint: 'Say where it ends, for example --start 1 --end 4.',
  });
}

function frameRate(
  source: PictureSource,
  options: AnimationOptions,
): { readonly fps: number | null; readonly warnings: readonly Warning[] } {
  const own = source.stream.fps;
  const asked = options.fps ?? (source.animated ? null : videoFps);
  if (asked === null) return { fps: null, warnings: [] };
  if (own === null || asked <= own * 1.001) return { fps: asked, warnings: [] };
  const clamped = Math.round(own * 1000) / 1000;
  return {
    // An animation with its own frame times keeps them instead of being given more frames.
    fps: source.animated ? null : clamped,
    warnings:
      options.fps === undefined
        ? []
        : [
            {
              kind: 'fps_clamped',
              message: `The source has ${clamped} frames a second; more would add nothing.`,
            },
          ],
  };
}

/** The frame with the share of its pixels that an attempt leaves; both sides stay whole. */
function fewerPixels({ output }: FrameGeometry, { pixels }: AnimationAttempt): Size {
  const side = (n: number): number => Math.max(1, Math.round(n * Math.sqrt(pixels)));
  return { width: side(output.width), height: side(output.height) };
}

function framesOf(source: PictureSource, fps: number | null, duration: number | null): number {
  if (fps !== null && duration !== null) return Math.max(1, Math.ceil(fps * duration));
  return source.stream.frames ?? Math.max(1, Math.ceil((duration ?? 10) * (source.stream.fps ?? 12)));
}

/** Bytes a pixel and frame, from measured clips: gif 0.35 to 1.2, webp 0.03 to 0.15, apng 0.8 to 3. */
function estimateAnimation(e: AnimationEncoding, pixels: number): Estimate {
  const [low, high] =
    e.format === 'gif'
      ? [0.15, 0.9]
      : e.format === 'apng'
        ? [0.4, 2.5]
        : e.lossless
          ? [0.3, 1.5]
          : [0.02, 0.15];
  const frames = pixels * e.frames;
  return { low: range(frames * low, 1, 1).low, high: range(frames * high, 1, 1).high };
}

function sizeWarnings(format: string, estimate: Estimate): readonly Warning[] {
  const middle = (estimate.low + estimate.high) / 2;
  if (format === 'webp' || middle < 15e6) return [];
  return [
    {
      kind: 'large_animation',
      message: `This ${format} will be large, about ${Math.round(middle / 1e6)} MB. WebP or an MP4 video would be much smaller.`,
    },
  ];
}
